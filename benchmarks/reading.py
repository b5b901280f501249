"""How many megabytes of page text are read a second, the lexicon being loaded: the shipped document, and made-up pages."""

from __future__ import annotations

import time
from collections.abc import Callable

from benchmarks import pages
from build_graph import lexicon, pipeline, resources

SECONDS = 3.0


def rate(texts: list[bytes], read: Callable[[bytes], object]) -> float:
    """Return megabytes a second of reading the texts again and again."""
    size, start = 0, time.process_time()
    while time.process_time() - start < SECONDS:
        for text in texts:
            read(text)
            size += len(text)
    return size / (time.process_time() - start) / 1e6


def rates() -> dict[str, float]:
    """Return what is read -> megabytes a second of one processor."""
    known, words = lexicon.load(resources.lexicon()), pages.words()
    texts = {
        "the shipped document": [resources.shipped_document().read_bytes()],
        "20 made-up pages": [pages.page(number, words).encode() for number in range(1, 21)],
    }
    return {name: rate(held, lambda text: pipeline.read(text, known)) for name, held in texts.items()}

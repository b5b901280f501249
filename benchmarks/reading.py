"""How many megabytes of page text are read a second, the lexicon being loaded: the shipped document, and made-up pages."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Callable

from benchmarks import pages
from build_graph import lexicon, pipeline, resources

SECONDS = 3.0
PAGES = 20


def rate(texts: list[bytes], clock: Callable[[], float] = time.process_time) -> float:
    """Return megabytes a second of reading the texts again and again."""
    known = lexicon.load(resources.lexicon())
    for text in texts:
        pipeline.read(text, known)  # what is worked out once is worked out
    size, start = 0, clock()
    while clock() - start < SECONDS:
        for text in texts:
            pipeline.read(text, known)
            size += len(text)
    return size / (clock() - start) / 1e6


def on_the_clock(texts: list[bytes]) -> float:
    """Return the rate as a clock on the wall sees it."""
    return rate(texts, time.perf_counter)


def rates() -> list[tuple[str, int, float]]:
    """Return what is read, on how many processors, and megabytes a second: of all processors as a folder is read, each its pages."""
    words = pages.words()
    made = [pages.page(number, words).encode() for number in range(1, PAGES + 1)]
    document = [resources.shipped_document().read_bytes()]
    cores = os.cpu_count() or 1
    with multiprocessing.Pool(cores) as pool:
        together = [sum(pool.map(on_the_clock, [texts] * cores, chunksize=1)) for texts in (document, made)]
    return [
        ("the shipped document", 1, rate(document)),
        (f"{PAGES} made-up pages", 1, rate(made)),
        ("the shipped document", cores, together[0]),
        (f"{PAGES} made-up pages", cores, together[1]),
    ]

"""What the tests look at in the files of a site: ids, links, what a page loads, and which minted IRI has no place."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from urllib.parse import unquote


@dataclass
class Seen:
    """What one page holds."""

    ids: Counter[str] = field(default_factory=Counter)
    links: list[str] = field(default_factory=list)
    loads: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen = Seen()
        self._silent = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = {name: value or "" for name, value in attrs}
        if "id" in held:
            self.seen.ids[held["id"]] += 1
        if tag == "a" and "href" in held:
            self.seen.links.append(held["href"])
        if tag in ("script", "img", "iframe", "source", "video", "audio", "object", "embed") and ("src" in held or "data" in held):
            self.seen.loads.append(held.get("src") or held["data"])
        if tag == "link" and held.get("rel") in ("stylesheet", "icon", "preload", "alternate"):
            self.seen.loads.append(held["href"])
        self._silent = tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        self._silent = False

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.seen.text.append(data)


@cache
def _seen(content: bytes) -> Seen:
    reader = _Reader()
    reader.feed(content.decode())
    reader.close()
    return reader.seen


def seen(content: bytes) -> Seen:
    """Return what a page holds."""
    return _seen(content)


def words(content: bytes) -> str:
    """Return the words that a page shows, blanks folded."""
    return " ".join("".join(seen(content).text).split())


def pages(files: Mapping[str, bytes]) -> dict[str, bytes]:
    return {name: content for name, content in files.items() if name.endswith(".html")}


def dead(files: Mapping[str, bytes]) -> Iterator[str]:
    """Yield every link of the site that leads nowhere on it: a missing page, or a missing anchor."""
    for name, content in pages(files).items():
        held = seen(content)
        for target in dict.fromkeys(held.links + held.loads):
            if target.startswith(("http://", "https://")):
                continue
            path, _, anchor = target.partition("#")
            path = path.partition("?")[0]
            goal = posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else name
            if path.startswith("/") or goal.startswith("..") or goal not in files:
                yield f"{name}: {target}: no such file"
            elif anchor and goal.endswith(".html") and "=" not in anchor and unquote(anchor) not in seen(files[goal]).ids:
                yield f"{name}: {target}: no such anchor"


def twice(files: Mapping[str, bytes]) -> Iterator[str]:
    """Yield every id that stands twice on a page."""
    for name, content in pages(files).items():
        yield from (f"{name}#{key}" for key, count in seen(content).ids.items() if count > 1)


def foreign(files: Mapping[str, bytes]) -> Iterator[str]:
    """Yield what a page loads from elsewhere."""
    for name, content in pages(files).items():
        yield from (f"{name}: {each}" for each in seen(content).loads if "//" in each)

"""A release to a static site: plain HTML that works from a file, from any host and below any path. Only the release is read."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from build_graph import release
from build_graph.site import bundle, search
from build_graph.site.catalogue import answered
from build_graph.site.load import load
from build_graph.site.pages import Pages

_ASSETS = Path(__file__).parent / "assets"


@dataclass(frozen=True, slots=True)
class Made:
    """What was written."""

    folder: Path
    pages: int
    size: int  #: bytes of all files
    heaviest: tuple[tuple[str, int], ...]  #: the heaviest pages, with their bytes
    ask: str  #: empty, or why queries cannot be run in the browser


def build(data: Path, out: Path) -> Made:
    """Write the site of the release in ``data`` into ``out``, in one step.

    Raises:
        ReleaseError: no release is in ``data``, or ``out`` cannot be written.
        QueryError: a question of the release cannot be answered.
    """
    files, why_not = site_files(data)
    release.write(out, files)
    sizes = sorted(((name, len(content)) for name, content in files.items() if name.endswith(".html")), key=lambda each: -each[1])
    return Made(out, len(sizes), sum(map(len, files.values())), tuple(sizes[:3]), why_not)


def site_files(data: Path) -> tuple[dict[str, bytes], str]:
    """Return every file of the site, and why queries cannot be run in the browser (empty if they can)."""
    found = load(data)
    questions = answered(found, data)
    engine = bundle.find()
    pages = Pages(found, questions, engine.why_not)
    files = dict(pages.all())
    files |= {f"assets/{path.name}": path.read_bytes() for path in sorted(_ASSETS.iterdir()) if path.is_file()}
    files["assets/index.js"] = search.index(found, pages)
    files |= {f"release/{file.name}": (data / file.name).read_bytes() for file in found.files}
    files[f"release/{release.MANIFEST}"] = (data / release.MANIFEST).read_bytes()
    if engine.why_not == "":
        files |= bundle.files(engine, [files[f"release/{name}"] for name in release.knowledge({"files": [f.name for f in found.files]})])
    else:
        del files["assets/ask.js"]
    files[release.MANIFEST] = _manifest(files, found.digest)
    return files, engine.why_not


def _manifest(files: dict[str, bytes], digest: str) -> bytes:
    """Return what lets the next build know the folder for a site of ours."""
    about = {"site_of": digest, "files": {name: {"bytes": len(content)} for name, content in sorted(files.items())}}
    return (json.dumps(about, indent=1) + "\n").encode()

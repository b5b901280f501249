"""A real browser on the site of the shipped release, with the network cut off.

Wanted beforehand, and set up by ``.ci/browser``: Chromium, the Python package playwright, and ``npm ci`` in this folder. Without
PATHKG_BROWSER=1 these tests are skipped; with it, whatever is missing is a failure.
"""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from build_graph import lexicon, pipeline, release, resources, site, validate
from build_graph.vocabulary import Names

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("slow")
            if os.environ.get("PATHKG_BROWSER") != "1":
                item.add_marker(pytest.mark.skip(reason="needs a browser: run .ci/browser"))


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a release of the shipped document; whether it is valid is the business of other tests."""
    names, reading = Names(), pipeline.read()
    graphs = pipeline.graphs([reading], names, lexicon.load(resources.lexicon()))
    report = validate.Report((), {}, frozenset({"all"}), "nothing")
    folder = tmp_path_factory.mktemp("release") / "dist"
    release.write(folder, pipeline.release_files(pipeline.Outcome((reading,), graphs, report, ("shipped",)), names, [None]))
    return folder


@pytest.fixture(scope="session")
def folder(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the site, deep below a root, with a blank in its path."""
    made = site.build(data, tmp_path_factory.mktemp("www") / "a path" / "site")
    assert made.ask == ""
    return made.folder


@pytest.fixture(scope="session")
def host(folder: Path) -> Iterator[str]:
    """Serve the root above the site on loopback, and return the address of the site."""

    class Silent(SimpleHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Silent, directory=str(folder.parents[1])))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/a%20path/site/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session", params=["file", "sub-path"])
def root(request: pytest.FixtureRequest, folder: Path) -> str:
    """Return where the site starts: a file, and below a path of a host."""
    return folder.as_uri() + "/" if request.param == "file" else str(request.getfixturevalue("host"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert path, "no Chromium: apt-get install chromium"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"]
        )
        yield running
        running.close()


@pytest.fixture
def page(browser: Browser, folder: Path) -> Iterator[Page]:
    """Return a page that may ask for nothing off the site, and may report no fault."""
    context = browser.new_context(viewport={"width": 1200, "height": 900}, accept_downloads=True)
    made, asked, faults = context.new_page(), [], []
    context.on("request", lambda request: asked.append(request.url))
    made.on("pageerror", lambda error: faults.append(str(error)))
    made.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    yield made
    context.close()
    assert [url for url in asked if not url.startswith((folder.as_uri(), "http://127.0.0.1:", "blob:", "data:"))] == []
    assert asked
    assert faults == []


@pytest.fixture(scope="session")
def kinds(folder: Path) -> dict[str, str]:
    """Return one page of each kind."""
    whole = max((folder / "document").rglob("*.html"), key=lambda path: path.stat().st_size)
    bare = min((folder / "document").rglob("*.html"), key=lambda path: path.stat().st_size)
    named = {path.stem: path.name for path in folder.glob("*.html")}
    others = {"term": "term/calciphylaxis.html", "topic": "topic/calcinosis-cutis.html", "question": "question/treatments.html"}
    return named | others | {"document": str(whole.relative_to(folder)), "edition": str(bare.relative_to(folder))}

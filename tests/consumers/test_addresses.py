"""Every address that we mint leads somewhere: docs/w3id/.htaccess under a real Apache on loopback, with an Accept matrix.

A redirect to RDF must name a file of the release in which the address stands, one to HTML a page of the site.
"""

from __future__ import annotations

import contextlib
import http.client
import re
import shutil
import socket
import subprocess
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from build_graph import __version__, site
from build_graph.vocabulary import BASE

ROOT = Path(__file__).parents[2]
RULES = ROOT / "docs" / "w3id" / ".htaccess"
APACHE, MODULES = shutil.which("apache2") or "/usr/sbin/apache2", Path("/usr/lib/apache2/modules")
SITE = "https://example.org/pathkg/"
TURTLE, HTML = "text/turtle", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
#: Accept header (none: not sent) -> ending of what is named; "html" for a page.
ACCEPT = {
    HTML: "html",
    "text/html": "html",
    TURTLE: "ttl",
    "application/n-triples": "nt",
    "application/n-quads": "nq",
    "application/ld+json": "jsonld",
    "application/json;q=0.9": "jsonld",
    "*/*": "ttl",
    "": "ttl",
    "application/rdf+xml, application/xml; q=0.7, text/xml; q=0.6, */*; q=0.09": "ttl",  # the OWL API
    "text/turtle;q=0, application/ld+json": "jsonld",
    "text/turtle, text/html;q=0.5": "ttl",
    "text/html;q=0, text/turtle": "ttl",
    "application/n-triples;q=0, */*": "ttl",
    # q is weighed: the one that is wanted more, wherever it stands and however it is written
    "text/html;q=0.5, text/turtle": "ttl",
    "text/html;q=0.5,application/ld+json;q=0.9": "jsonld",
    "text/turtle;q=0.3, text/html;q=0.8": "html",
    "text/turtle;q=0.85, text/html;q=0.9, application/n-triples;q=0.95": "nt",
    "application/ld+json;q=0.10, application/n-quads;q=0.1, text/turtle;q=0.09": "jsonld",
    "application/n-triples;q=1.000, text/turtle;q=0.999": "nt",
    'application/ld+json; profile="http://www.w3.org/ns/json-ld#compacted"; q=0.7, text/turtle; charset=utf-8; q=0.6': "jsonld",
    "TEXT/TURTLE;Q=0.2, text/html;q=0.1": "ttl",
    # the most specific range rates a format
    "text/*;q=0.4, application/n-quads;q=0.5": "nq",
    "*/*;q=0.9, text/turtle;q=0.1, application/ld+json;q=0.95": "jsonld",
    "text/turtle;q=0, */*;q=0.5": "jsonld",
    "application/*, text/html;q=0.9": "jsonld",
    "text/turtle;q=0, text/*": "html",
    # of what is wanted as much: Turtle before the others, a page if it is named first
    "text/html, text/turtle": "html",
    "text/turtle, text/html": "ttl",
    "application/ld+json, text/turtle": "ttl",
    "text/html;q=0.5, */*;q=0.5": "html",
}
REFUSED = ("image/png", "text/turtle;q=0", "*/*;q=0", "text/turtle;q=0.0, text/html;q=0.000", "image/*;q=0.9, text/turtle;q=0")
Ask = Callable[[str, str], tuple[int, str, dict[str, str]]]  # path below the base, Accept -> status, Location, headers
#: Families that a release has as Turtle alone, whatever RDF is asked for.
TURTLE_ALONE = re.compile(r"(ontology|shapes|prefixes|query|dataset|software|agent)\b|$")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Return the port of an Apache whose folder pathkg/ has the rules, as on w3id.org."""
    folder = tmp_path_factory.mktemp("w3id")
    (folder / "www" / "pathkg").mkdir(parents=True)
    shutil.copy(RULES, folder / "www" / "pathkg" / ".htaccess")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    modules = ("mpm_event", "authz_core", "rewrite", "headers", "dir")
    load = "\n".join(f"LoadModule {name}_module {MODULES}/mod_{name}.so" for name in modules)
    files = f"PidFile {folder}/pid\nErrorLog {folder}/error.log\nDefaultRuntimeDir {folder}\nDocumentRoot {folder}/www"
    served = f"<Directory {folder}/www>\nAllowOverride All\nRequire all granted\n</Directory>"
    (folder / "httpd.conf").write_text(f"{load}\nServerName localhost\nListen 127.0.0.1:{port}\n{files}\n{served}\n", encoding="utf-8")
    for path in (folder, *folder.parents):  # Apache reads as www-data
        with contextlib.suppress(PermissionError):
            path.chmod(path.stat().st_mode | 0o055) if str(path).startswith("/tmp/") else None
    process = subprocess.Popen([APACHE, "-f", str(folder / "httpd.conf"), "-DFOREGROUND"], stderr=subprocess.PIPE)
    try:
        for _ in range(100):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            assert process.poll() is None, process.stderr.read().decode() if process.stderr else ""
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=20)


@pytest.fixture(scope="module")
def asked(server: int) -> Iterator[Ask]:
    connection = http.client.HTTPConnection("127.0.0.1", server, timeout=10)

    def ask(path: str, accept: str) -> tuple[int, str, dict[str, str]]:
        connection.request("GET", f"/pathkg/{path}", headers={"Accept": accept} if accept else {})
        answer = connection.getresponse()
        answer.read()
        return answer.status, answer.headers.get("Location", ""), dict(answer.headers)

    yield ask
    connection.close()


@pytest.fixture(scope="module")
def minted(built: Path) -> dict[str, list[str]]:
    """Return family -> its paths below the base, for every address in any RDF file of the release."""
    found: set[str] = set()
    for path in [*built.glob("*.nt"), *built.glob("*.nq")]:
        found |= set(re.findall(rf"<{re.escape(BASE)}([^>#]*)", path.read_text(encoding="utf-8")))
    for path in built.glob("*.ttl"):
        for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
            for node in (quad.subject, quad.predicate, quad.object):
                if isinstance(node, ox.NamedNode) and node.value.startswith(BASE):
                    found.add(node.value.removeprefix(BASE).partition("#")[0])
    for path in built.glob("*.sssom.tsv"):
        found |= set(re.findall(rf"#mapping_set_id: {re.escape(BASE)}(.*)", path.read_text(encoding="utf-8")))
    families: dict[str, list[str]] = defaultdict(list)
    for address in sorted(found):
        families[family(address)].append(address)
    return families


def family(path: str) -> str:
    """Return a path with what varies left out: names of things, versions, numbers."""
    parts = path.split("/")
    if parts[:2] == ["dataset", "version"]:
        return "/".join([*parts[:2], "*", *parts[3:4]])
    head, rest = (["document", "*", "*"], parts[3:]) if parts[0] == "document" else ([], parts)
    return "/".join([*head, *(part if at % 2 == 0 else "*" for at, part in enumerate(rest))])


@pytest.fixture(scope="module")
def pages(built: Path) -> set[str]:
    pytest.importorskip("jinja2")
    return set(site.site_files(built)[0])


def test_the_families_are_those_that_are_known(minted: dict[str, list[str]]):
    """A new family of addresses needs a rule: add it there, then count it here."""
    assert len({name.split("/")[0] for name in minted}) == 16, sorted({name.split("/")[0] for name in minted})
    assert len(minted) > 30


@pytest.mark.parametrize("accept", ACCEPT)
def test_every_family_leads_to_what_was_asked_for(asked: Ask, minted: dict[str, list[str]], pages: set[str], built: Path, accept: str):
    held = {path.name: path.read_text(encoding="utf-8") for path in built.glob("*.*")}
    checked = 0
    for paths in minted.values():
        for path in (paths[0], paths[len(paths) // 2], paths[-1]):
            status, location, headers = asked(path, accept)
            assert status == 303, (path, status)
            assert location.startswith(SITE), (path, location)
            assert "accept" in headers["Vary"].lower()
            assert headers["Access-Control-Allow-Origin"] == "*"
            page = location.removeprefix(SITE).partition("#")[0]
            assert page in pages, (path, location)
            ending = page.rpartition(".")[2]
            if "/file/" in path and "checksum" not in path:
                assert page == f"release/{path.partition('/file/')[2]}"
            elif path.startswith("mappings/"):
                assert page.endswith(".sssom.tsv")
            elif ACCEPT[accept] == "html":
                assert ending == "html", (path, location)
            else:
                assert ending == ("ttl" if TURTLE_ALONE.match(path) else ACCEPT[accept]), (path, location)
                assert path.rpartition("/")[2] in held[page.removeprefix("release/")] or path.startswith("graph/"), (path, location)
            checked += 1
    assert checked > 90


@pytest.mark.parametrize("accept", REFUSED)
def test_what_cannot_be_given_is_refused_and_not_replaced(asked: Ask, accept: str):
    assert asked("term/calcinosis-cutis", accept)[0] == 406


@pytest.mark.parametrize(
    "path", ["nothing", "term/", "term/Upper", "term/a/b", "term/%3Cscript%3E", "topic", "document/x", "../x", "dataset/../../x"]
)
@pytest.mark.parametrize("accept", [HTML, TURTLE])
def test_an_address_that_we_do_not_mint_is_not_found(asked: Ask, path: str, accept: str):
    assert asked(path, accept)[0] in (400, 404)


def test_the_version_of_the_ontology_leads_to_the_ontology(asked: Ask):
    assert asked(f"ontology/{__version__}", TURTLE)[1] == f"{SITE}release/ontology.ttl"


def test_the_readme_says_that_nothing_resolves_yet():
    assert "not registered yet" in (ROOT / "README.md").read_text(encoding="utf-8")

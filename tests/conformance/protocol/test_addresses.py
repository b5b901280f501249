"""Every IRI that a release mints has an address on the server: its triples, and its place on the site."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from build_graph.vocabulary import BASE
from served import Served, serve

TURTLE, JSONLD = "text/turtle", "application/ld+json"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
CLAIM = re.compile(r"topic/[^/]+/claim/[0-9a-f]+")


def minted(store: ox.Store) -> list[str]:
    """Return every IRI below the base that is the subject of a triple."""
    rows = store.query(f'SELECT DISTINCT ?s {{ ?s ?p ?o FILTER(isIRI(?s) && STRSTARTS(STR(?s), "{BASE}")) }} ORDER BY ?s')
    assert isinstance(rows, ox.QuerySolutions)
    return [row["s"].value for row in rows]


def sample(iris: list[str]) -> list[str]:
    """Return some IRIs of every shape: digits and names after the last slashes told apart no further."""
    shapes: dict[str, list[str]] = {}
    for iri in iris:
        shapes.setdefault(re.sub(r"/[^/]*\d[^/]*(?=/|$)|(?<=term|date|ence|rule)/[^/#]+", "/*", iri).partition("#")[0], []).append(iri)
    return sorted({each for held in shapes.values() for each in (held[0], held[len(held) // 2], held[-1])})


def address(iri: str) -> str:
    return iri.removeprefix(BASE).partition("#")[0]


def parsed(content: bytes, kind: str) -> set[ox.Triple]:
    return {quad.triple for quad in ox.parse(content, format=ox.RdfFormat.from_media_type(kind))}


def nameless(triples: set[ox.Triple]) -> int:
    return sum(isinstance(node, ox.BlankNode) for triple in triples for node in triple)


def test_every_kind_of_minted_iri_has_its_triples_as_turtle_and_as_jsonld(served: Served, store: ox.Store):
    iris = sample(minted(store))
    assert len(iris) > 30
    for iri in iris:
        turtle, jsonld = (served.request("GET", address(iri), Accept=kind) for kind in (TURTLE, JSONLD))
        assert (turtle.status, turtle.kind, jsonld.status, jsonld.kind) == (200, TURTLE, 200, JSONLD), iri
        found = parsed(turtle.body, TURTLE)
        own = {quad.triple for quad in store.quads_for_pattern(ox.NamedNode(iri), None, None, ox.DefaultGraph())}
        assert {each for each in own if not nameless({each})} <= found, iri
        assert len(parsed(jsonld.body, JSONLD)) == len(found)


def test_a_claim_comes_with_its_number_and_evidence_with_its_selectors(served: Served, store: ox.Store):
    claim = next(iri for iri in minted(store) if "/quantity" in iri).rpartition("/quantity")[0]
    evidence = next(iri for iri in minted(store) if "/selector/" in iri).partition("/selector/")[0]

    assert "minValue" in served.request("GET", address(claim), Accept=TURTLE).text
    assert "TextPositionSelector" in served.request("GET", address(evidence), Accept=TURTLE).text


def test_an_address_of_nothing_is_404(served: Served):
    for path in ("term/no-such-term", "nothing", "term/", "term//x", "release/nothing.ttl", "graph/none"):
        answer = served.request("GET", path, Accept=TURTLE)
        assert (answer.status, answer.kind) == (404, "text/plain"), path


def test_a_thing_in_a_format_that_is_not_offered_is_406(served: Served):
    assert served.request("GET", "term/calciphylaxis", Accept="image/png").status == 406
    assert served.request("GET", "term/calciphylaxis", Accept="text/html").status == 406


def test_the_ontology_the_shapes_and_the_prefixes_are_whole_files(served: Served, built: Path):
    for name in ("ontology", "shapes", "prefixes"):
        found = parsed(served.request("GET", name, Accept=TURTLE).body, TURTLE)
        assert len(found) == len(parsed((built / f"{name}.ttl").read_bytes(), TURTLE))


def test_the_files_of_the_release_can_be_had_as_what_its_metadata_call_them(served: Served, built: Path):
    said = ox.parse(path=str(built / "metadata.ttl"), format=ox.RdfFormat.TURTLE)
    kinds = {quad.subject.value: quad.object.value for quad in said if quad.predicate.value.endswith("/dcat#mediaType")}
    kinds = {iri.partition("/file/")[2]: kind.partition("/media-types/")[2] for iri, kind in kinds.items()}
    for name in json.loads((built / "manifest.json").read_bytes())["files"]:
        answer = served.request("GET", f"release/{name}")
        assert answer.body == (built / name).read_bytes()
        assert answer.kind == kinds.get(name, "text/turtle"), name  # only metadata.ttl does not list itself


def test_the_service_description_says_what_there_is(served: Served, store: ox.Store):
    sd, void = "http://www.w3.org/ns/sparql-service-description#", "http://rdfs.org/ns/void#"
    found = ox.Store()
    found.load(served.request("GET", "sparql", Accept=TURTLE).body, format=ox.RdfFormat.TURTLE)

    def one(query: str) -> list[str]:
        rows = found.query(f"PREFIX sd: <{sd}> PREFIX void: <{void}> SELECT ?x {{ {query} }}")
        assert isinstance(rows, ox.QuerySolutions)
        return sorted(row["x"].value for row in rows)

    assert one("?s a sd:Service ; sd:endpoint ?x") == [served.endpoint]
    assert one("?s sd:supportedLanguage ?x") == [f"{sd}SPARQL11Query"]
    assert len(one("?s sd:resultFormat ?x")) == 8
    assert one("?s sd:defaultDataset/sd:defaultGraph/void:triples ?x") == [str(len(store))]
    named = one("?s sd:defaultDataset/sd:namedGraph/sd:name ?x")
    asked = served.post("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }", Accept="text/csv").text.split()[1:]
    assert named == sorted(asked)


def test_void_says_where_to_ask_and_what_the_release_says_of_itself(served: Served, built: Path, store: ox.Store):
    found = parsed(served.request("GET", ".well-known/void", Accept=TURTLE).body, TURTLE)
    said = {(triple.predicate.value.rpartition("#")[2], getattr(triple.object, "value", "")) for triple in found}

    assert {("sparqlEndpoint", served.endpoint), ("triples", str(len(store))), ("uriSpace", BASE)} <= said
    if (built / "metadata.ttl").is_file():
        assert parsed((built / "metadata.ttl").read_bytes(), TURTLE) <= found


def test_without_being_asked_no_page_of_another_origin_may_read(served: Served):
    assert "access-control-allow-origin" not in served.request("GET", "sparql", Origin="http://example.org").headers


@pytest.fixture(scope="module")
def pages(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("jinja2", reason="the site needs Jinja2: pip install 'pathkg[site]'")
    from build_graph import site

    return site.build(built, tmp_path_factory.mktemp("site") / "site").folder


@pytest.fixture(scope="module")
def sited(built: Path, pages: Path) -> Iterator[Served]:
    running = serve(built, "--site", str(pages), "--cors")
    yield running
    running.stop()


def test_with_a_site_a_browser_gets_pages_and_a_program_gets_triples(sited: Served):
    page = sited.request("GET", "term/calciphylaxis", Accept=BROWSER)
    data = sited.request("GET", "term/calciphylaxis", Accept=TURTLE)

    assert (page.status, page.headers["location"]) == (303, "../term/calciphylaxis.html")
    assert (data.status, data.kind) == (200, TURTLE)
    assert sited.request("GET", "term/calciphylaxis").kind == TURTLE
    assert sited.request("GET", "", Accept=BROWSER).kind == "text/html"


def test_with_a_site_every_kind_of_minted_iri_leads_to_a_page_that_has_its_anchor(sited: Served, store: ox.Store, pages: Path):
    missing = []
    iris = [iri for iri in sample(minted(store)) if "#" not in iri]
    for iri in iris:
        answer = sited.request("GET", address(iri), Accept=BROWSER)
        page, _, anchor = answer.headers.get("location", "").removeprefix("../" * address(iri).count("/")).partition("#")
        shown = (pages / page).read_text(encoding="utf-8") if answer.status == 303 and (pages / page).is_file() else ""
        if not shown or (anchor and f'id="{anchor}"' not in shown):
            missing.append((iri, answer.status, answer.headers.get("location")))

    assert len(iris) > 20
    assert not missing


def test_a_claim_about_a_part_of_a_page_leads_to_its_own_anchor(sited: Served, store: ox.Store):
    asked = "SELECT ?c { ?c <https://w3id.org/pathkg/ontology#subject> ?s FILTER(CONTAINS(STR(?s), '/report/')) }"
    claims = [row[0].value for row in store.query(asked)]
    places = {claim: sited.request("GET", address(claim), Accept=BROWSER).headers["location"] for claim in claims}

    assert places
    assert all(place.endswith(".html#claim-" + claim.rpartition("/")[2]) for claim, place in places.items())


def test_with_a_site_its_pages_are_served_as_they_are(sited: Served, pages: Path):
    for name in json.loads((pages / "manifest.json").read_bytes())["files"]:
        if name.endswith((".css", ".js")) or name in ("index.html", "ask.html"):
            answer = sited.request("GET", name)
            assert answer.body == (pages / name).read_bytes()
            assert answer.kind == {"html": "text/html", "css": "text/css", "js": "text/javascript"}[name.rpartition(".")[2]]


def test_on_request_pages_of_other_origins_may_read(sited: Served):
    for answer in (sited.post("ASK {}", Origin="http://example.org"), sited.post("ASK", Origin="http://example.org")):
        assert answer.headers["access-control-allow-origin"] == "*"
    before = sited.request("OPTIONS", "sparql", Origin="http://example.org", Access_Control_Request_Method="POST")

    assert before.status == 204
    assert "POST" in before.headers["access-control-allow-methods"]
    assert "Content-Type" in before.headers["access-control-allow-headers"]

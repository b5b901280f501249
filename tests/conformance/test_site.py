"""The site of the shipped release: everything has its page or anchor, nothing leads nowhere, and it is quick and light."""

from __future__ import annotations

import gzip
import time
from pathlib import Path

import pytest

from build_graph import site
from build_graph.site import bundle, pictures
from build_graph.site.addresses import Addresses
from build_graph.site.load import load
from site_links import dead, foreign, pages, seen, twice

Files = dict[str, bytes]
#: Bytes of a page, plain and as a host sends it. The document stands with all its claims and every word that they rest on.
HEAVIEST, HEAVIEST_SENT = 2_000_000, 250_000
SECONDS = 10


@pytest.fixture(scope="module")
def made(built: Path) -> tuple[Files, float]:
    patch = pytest.MonkeyPatch()
    patch.setattr(bundle, "find", lambda: bundle.Engine(why_not="not in this test"))
    began = time.process_time()
    files = site.site_files(built)[0]
    patch.undo()
    return files, time.process_time() - began


def test_the_site_takes_less_than_ten_seconds(made: tuple[Files, float]):
    assert made[1] < SECONDS


def test_every_link_leads_somewhere_and_nothing_is_loaded_from_elsewhere(made: tuple[Files, float]):
    files = made[0]

    assert list(dead(files)) == []
    assert list(twice(files)) == []
    assert list(foreign(files)) == []


def test_every_minted_iri_has_its_page_or_anchor(made: tuple[Files, float], built: Path):
    files, found = made[0], load(built)
    addresses = Addresses(found)
    ours = [iri for iri in found.nodes if iri.startswith(found.base) and iri not in (found.base + "prefixes",)]

    missing = [iri for iri in ours if not _stands(addresses.of(iri), files)]

    assert missing == []
    assert len(ours) > 3000
    assert all(_stands(addresses.of(shape.iri), files) for shape in found.shapes)
    for iri in (*found.editions, *(term.iri for term in found.terms.values() if "/topic/" not in term.iri)):
        assert "#" not in addresses.of(iri)


def _stands(address: str, files: Files) -> bool:
    page, _, anchor = address.partition("#")
    return page in files and (not anchor or anchor in seen(files[page]).ids)


def test_pages_are_light(made: tuple[Files, float]):
    weights = {name: (len(content), len(gzip.compress(content))) for name, content in pages(made[0]).items()}

    heavy = {name: weight for name, weight in weights.items() if weight[0] > HEAVIEST or weight[1] > HEAVIEST_SENT}
    assert heavy == {}


def test_three_pictures_are_made_and_the_same_each_time(built: Path):
    made = pictures.pictures(built)

    assert sorted(made) == ["differential.svg", "mechanism.svg", "subtypes.svg"]
    assert made == pictures.pictures(built)
    assert all(content.startswith(b"<svg xmlns=") for content in made.values())

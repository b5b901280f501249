"""Words, numbers, plots, Turtle, diagrams and the engine's wrapping, each on its own."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from decimal import Decimal

import pyoxigraph as ox
import pytest

from build_graph.site import bundle, mechanism, plots, rdf, reader
from build_graph.site.model import Claim, Quantity, Release, Value
from build_graph.site.read import PKG
from build_graph.site.tree import forest
from build_graph.site.words import Words, quantity, span


def number(low: str | None, high: str | None, unit: str = "%", *, low_in: bool = True, high_in: bool = True) -> Quantity:
    return Quantity("q", Decimal(low) if low else None, Decimal(high) if high else None, low_in, high_in, unit, "")


def claim(subject: str, predicate: str, target: str, *, key: str = "0", **more: object) -> Claim:
    ends = Value(subject, subject[2:]), PKG + predicate, Value(target, target[2:])
    made = Claim(f"c:{key}", key, "", *ends, "affirmed", "asserted", (), None, None, ())
    return replace(made, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("held", "text"),
    [
        (number("25", "45"), "25–45%"),
        (number("27", "47", "a"), "27–47 years"),
        (number("1", "1", "a"), "1 year"),
        (number("70", None, "mg2/dL2", low_in=False), "> 70 mg2/dL2"),
        (number(None, "3", "mo"), "≤ 3 months"),
        (number("2", "2", "1"), "2"),
        (number("6.80", "6.80"), "6.8%"),
        (number("100", "100"), "100%"),
        (number(None, None), ""),
        (None, ""),
    ],
)
def test_a_quantity_reads_as_a_person_writes_it(held: Quantity | None, text: str):
    assert quantity(held) == text


def test_a_time_span_is_said_in_words():
    assert (span("1 a"), span("3 mo"), span("throughout life")) == ("1 year", "3 months", "throughout life")


def test_a_number_that_is_the_whole_object_is_said_once(found: Release):
    words = Words(found)
    said = claim("t:x", "meanAgeRange", "", object=Value(text="27-47"), quantity=number("27", "47", "a"))

    assert words.sentence(said).endswith("27–47 years")


def test_a_frequency_below_often_is_told_apart(found: Release):
    often, rarely = (
        claim("t:x", "treatedBy", "t:y", qualifiers=(("frequency", Value(text=word)),), frequency_rank=rank)
        for word, rank in (("often", 0), ("rarely", -3))
    )

    assert [badge.sort for each in (often, rarely) for badge in Words(found).badges(each)] == ["often", "rare"]


def test_ranges_of_one_measure_share_one_axis(found: Release):
    strata = [
        claim("t:d", "prognosisStatement", "t:death", key=who, quantity=number(low, high), qualifiers=(("population", Value(text=who)),))
        for low, high, who in [("25", "45", "without"), ("45", "85", "with")]
    ]

    (plot,) = plots.plots(strata, Words(found))
    bars = [tuple(map(float, bar)) for bar in re.findall(r'class="bar" x="([\d.]+)" y="[\d.]+" width="([\d.]+)"', plot.drawing)]

    assert len(bars) == 2
    assert bars[0][0] + bars[0][1] == pytest.approx(bars[1][0])  # 45% is one place on the axis
    assert "without: 25–45%; with: 45–85%" in plot.drawing


def test_ratios_and_counts_are_not_drawn(found: Release):
    assert plots.plots([claim("t:d", "sexRatio", "t:x", quantity=number("2", "2", "1"))], Words(found)) == []


def test_names_in_turtle_are_links_and_strings_are_not():
    text = '<https://w3id.org/pathkg/term/a> a pkg:Disease ;\n\trdfs:label "pkg:Disease <https://w3id.org/pathkg/term/a> \\" & co"@en .\n'
    prefixes = {"pkg": PKG, "rdfs": "http://www.w3.org/2000/01/rdf-schema#"}

    made = rdf.linked(text, prefixes, lambda iri: "there" if "pathkg" in iri else "", {"https://w3id.org/pathkg/term/a": "here"})

    assert made.count('href="there"') == 2
    assert '<a id="here" href="there">&lt;https://w3id.org/pathkg/term/a&gt;</a>' in made
    assert '"pkg:Disease &lt;https' in made


def test_json_ld_holds_the_triples_and_cannot_end_its_script(found: Release):
    triples = rdf.described(found, [*found.terms, *found.claims])

    made = rdf.json_ld(found, [*triples, ox.Triple(triples[0].subject, triples[0].predicate, ox.Literal("</script>"))])

    assert "</" not in made
    read = {quad.triple for quad in ox.parse(made.encode(), format=ox.RdfFormat.JSON_LD)}
    assert {triple for triple in read if "script" not in str(triple.object)} == set(triples)
    assert json.loads(made)["@context"]["term"] == "https://w3id.org/pathkg/term/"


def test_the_pieces_of_a_line_are_the_line(found: Release):
    edition = next(each for each in found.editions.values() if each.units)

    for line in reader.lines(edition, found):
        assert "".join(piece.text for piece in line.pieces) == line.unit.text
        assert [piece.start for piece in line.pieces[1:]] == [piece.end for piece in line.pieces[:-1]]


def test_the_words_of_a_claim_are_pieces_of_its_line(found: Release):
    edition = next(each for each in found.editions.values() if each.units)
    lines = {line.unit.line: line for line in reader.lines(edition, found)}

    for each in found.claims.values():
        for place in each.evidence:
            pieces = [piece.text for piece in lines[place.line].pieces if place.start <= piece.start and piece.end <= place.end]
            assert "".join(pieces) == place.quote


def test_a_circle_of_steps_and_of_kinds_ends(found: Release):
    words = Words(found)
    steps = [claim("t:d", "hasMechanism", f"t:{a}", key=a, qualifiers=(("trigger", Value(f"t:{b}", b)),)) for a, b in ("ab", "bc", "ca")]
    found_ = replace(found, terms={"t:a": next(iter(found.terms.values())), "t:b": next(iter(found.terms.values()))},
                     claims={"1": claim("t:a", "subtypeOf", "t:b"), "2": claim("t:b", "subtypeOf", "t:a")})  # fmt: skip

    assert mechanism.diagram(Value("t:d", "d"), steps, words, lambda _: "").count("<rect") == 4
    assert forest(found_) == []  # neither is a root


def test_certainty_is_drawn_and_written(found: Release):
    steps = [claim("t:d", "hasMechanism", "t:a", modality="suspected"), claim("t:d", "hasMechanism", "t:b", polarity="denied")]

    drawing = mechanism.diagram(Value("t:d", "d"), steps, Words(found), lambda _: "")

    assert ("box hedged" in drawing, "edge hedged" in drawing, "(suspected)" in drawing) == (True, True, True)
    assert ("box denied" in drawing, "edge denied" in drawing, "(denied)" in drawing) == (True, True, True)


def test_a_module_becomes_a_classic_script():
    module = "export class Store {}\nexport function parse() {}\nf(import.meta.url);\nexport { initSync, __wbg_init as default };\n"

    made = bundle.classic(module)

    assert "export" not in made
    assert "import.meta" not in made
    assert made.startswith("var oxigraph")


def test_an_unknown_form_of_the_engine_is_refused():
    with pytest.raises(ValueError, match="form that is not known"):
        bundle.classic("export default Store;\n")


def test_an_engine_with_another_digest_is_refused(tmp_path, monkeypatch: pytest.MonkeyPatch):
    npm = tmp_path / "npm"
    npm.write_text(f'#!/bin/sh\nfor last; do :; done\necho forged > "$last/{bundle.PACKAGE}-{bundle.VERSION}.tgz"\n')
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")

    assert "another digest" in bundle.fetch().why_not


def test_without_npm_there_is_no_engine_and_no_error(tmp_path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(bundle, "CARRIED", tmp_path)

    assert "npm is not here" in bundle.find().why_not

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from build_graph import changes, retired, triples
from build_graph.changes import Changes, Snapshot
from build_graph.errors import LexiconError
from build_graph.facts import Fact, Reading, Span
from build_graph.retired import Retired
from build_graph.vocabulary import Names, iri

NAMES = Names()
HEADER = "address\tlabel\treplaced_by\tsince\twhy\n"


def snapshot(reading: Reading) -> Snapshot:
    return changes.snapshot_of([*triples.claims(reading, NAMES), *triples.source(reading, NAMES), *triples.evidence(reading, NAMES)])


def edited(reading: Reading, predicate: str, edit: Callable[[Fact], Fact | None]) -> Reading:
    """Return the page with the first fact of a predicate edited, or left out."""
    index = next(at for at, fact in enumerate(reading.facts) if fact.claim.predicate == predicate)
    made = edit(reading.facts[index])
    return replace(reading, facts=(*reading.facts[:index], *([made] if made else []), *reading.facts[index + 1 :]))


def changed(reading: Reading, predicate: str, edit: Callable[[Fact], Fact | None]) -> Changes:
    return changes.diff(snapshot(reading), snapshot(edited(reading, predicate, edit)))


def denied(fact: Fact) -> Fact:
    return fact._replace(claim=fact.claim._replace(polarity="denied"))


def test_nothing_differs_between_a_release_and_itself(reading: Reading):
    found = changes.diff(snapshot(reading), snapshot(reading))

    assert found == Changes((), (), (), (), (), ())
    assert len(snapshot(reading).claims) > 10


def test_a_claim_that_goes_is_told_with_its_label_and_its_words(reading: Reading):
    found = changed(reading, "treatedBy", lambda _: None)

    assert [each.label for each in found.removed] == ["grit disease treated by lamp therapy (possible)"]
    assert "Lamp therapy may help some patients" in {place.quote for place in found.removed[0].places}
    assert (found.added, found.changed) == ((), ())
    assert "lamp therapy" in [label for _, label in found.terms_removed]


def test_a_claim_said_otherwise_is_one_change_and_not_two(reading: Reading):
    found = changed(reading, "treatedBy", denied)

    assert (found.added, found.removed) == ((), ())
    [(was, now)] = found.changed
    assert changes.differences(was, now) == {"polarity": (("affirmed",), ("denied",))}


def test_the_same_claim_read_from_other_words_is_told(reading: Reading):
    def shorter(fact: Fact) -> Fact:
        span = fact.evidence.span
        return fact._replace(evidence=fact.evidence._replace(span=Span(span.start, span.end - 1)))

    found = changed(reading, "treatedBy", shorter)

    assert [now.label for _, now in found.reworded] == ["grit disease treated by lamp therapy (possible)"]
    assert (found.added, found.removed, found.changed) == ((), (), ())


def test_old_and_new_exchanged_exchange_added_and_removed(reading: Reading):
    old, new = snapshot(reading), snapshot(edited(reading, "treatedBy", lambda _: None))

    assert changes.diff(new, old).added == changes.diff(old, new).removed


def test_a_pair_is_made_of_those_that_share_most(reading: Reading):
    def two(fact: Fact) -> Reading:
        other = fact._replace(claim=fact.claim._replace(qualifiers=()))
        return replace(reading, facts=(*reading.facts, other))

    fact = next(fact for fact in reading.facts if fact.claim.predicate == "treatedBy")
    old = snapshot(two(fact))
    new = snapshot(edited(two(fact), "treatedBy", denied))

    [(was, now)] = changes.diff(old, new).changed
    assert "population" in was.says
    assert "population" in now.says


def test_markdown_and_json_say_the_same_counts(reading: Reading):
    found = changed(reading, "treatedBy", denied)

    said = json.loads(changes.as_json(found))
    assert {name: len(value) for name, value in said.items()} == {
        "added": 0, "removed": 0, "changed": 1, "reworded": 0, "terms_added": 0, "terms_removed": 0,
    }  # fmt: skip
    assert "polarity affirmed -> denied" in changes.as_markdown(found)
    assert "0 added, 0 removed, 1 changed" in changes.as_markdown(found)


def test_what_goes_leaves_its_address_with_what_replaces_it(reading: Reading):
    old, new = snapshot(reading), snapshot(edited(reading, "treatedBy", denied))
    [gone] = retired.retired((), new, old)

    written = retired.deprecation([gone])
    said = {(t.predicate.value, getattr(t.object, "value", "")) for t in (q.triple for q in ox.parse(written, format=ox.RdfFormat.TURTLE))}

    assert gone.address in old.claims
    assert gone.replaced_by in new.claims
    assert (iri("owl:deprecated").value, "true") in said
    assert (iri("dcterms:isReplacedBy").value, gone.replaced_by) in said


def test_nothing_is_silently_gone_over_several_releases(reading: Reading):
    first, second = snapshot(reading), snapshot(edited(reading, "treatedBy", lambda _: None))
    gone = retired.retired((), second, first)
    written = [quad.triple for quad in ox.parse(retired.deprecation(gone), format=ox.RdfFormat.TURTLE)]
    said = triples.claims(edited(reading, "treatedBy", lambda _: None), NAMES)

    later = retired.retired((), second, changes.snapshot_of([*said, *written]))

    assert [row.address for row in later] == [row.address for row in gone]
    assert {row.address for row in gone} == (first.claims.keys() | first.terms.keys()) - second.claims.keys() - second.terms.keys()


def test_what_is_alive_again_or_still_in_the_lexicon_is_not_deprecated(reading: Reading):
    old, new = snapshot(reading), snapshot(edited(reading, "treatedBy", lambda _: None))
    gone = [row.address for row in retired.retired((), new, old)]
    term = next(address for address in gone if "/term/" in address)

    assert term not in [row.address for row in retired.retired((), new, old, [term])]
    assert retired.retired([Retired(term, "lamp therapy")], old) == []


def test_the_ledger_knows_better_than_a_comparison(reading: Reading):
    old, new = snapshot(reading), snapshot(edited(reading, "treatedBy", lambda _: None))
    term = next(row for row in retired.retired((), new, old) if "/term/" in row.address)
    row = Retired(term.address, term.label, "https://w3id.org/pathkg/term/light-therapy", "merged")

    assert row in retired.retired([row], new, old)


def test_rows_for_the_ledger_are_read_back(tmp_path: Path):
    row = Retired("https://w3id.org/pathkg/term/a", "a", "https://w3id.org/pathkg/term/b", "merged")
    path = tmp_path / "deprecated.tsv"
    path.write_text(HEADER + retired.ledger_rows([row], "0.2.0"), encoding="utf-8")

    assert retired.ledger(NAMES, path) == [row]
    assert retired.ledger(Names("https://example.org/"), path)[0].address == "https://example.org/term/a"


@pytest.mark.parametrize("row", ["\tlabel\t\t\t", "https://example.org/x\tlabel\t\t\t", "https://w3id.org/pathkg/term/a\tl\thttp://x/\t\t"])
def test_a_ledger_row_about_an_address_that_is_not_ours_is_refused(tmp_path: Path, row: str):
    path = tmp_path / "deprecated.tsv"
    path.write_text(f"{HEADER}{row}\n", encoding="utf-8")

    with pytest.raises(LexiconError, match="not an address of ours"):
        retired.ledger(NAMES, path)

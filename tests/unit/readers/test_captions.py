from __future__ import annotations

import pytest

from build_graph.facts import Fact
from build_graph.readers import captions
from made_page import FRONT, assert_gold, assert_sound, below, facts, kept, mentioned, read, real_page, section, unread, value

MICRO = "Microscopic (histologic) images"


def groups(lines: str, heading: str = MICRO) -> list[tuple[str, list[str], list[str]]]:
    """Return label, visible lines and alternative text of each image."""
    page, blocks = section(f"{FRONT}{heading}\n{lines}", heading)
    return [
        (group.term.label, [page.words(span) for span in group.visible], [page.words(span) for span in group.alt])
        for group in captions.images(page, blocks)
    ]


@pytest.mark.parametrize(
    "lines",
    [
        "Grit of skin\n\nGrit of skin\n",
        "Grit of skin\n\nGrits of skin\n",
        "Grit of<br>skin\n\nGrit of skin\n",
        "GRIT of skin.\n\nGrit of skin\n",
    ],
)
def test_a_caption_printed_twice_is_one_image(lines):
    (image,) = groups(lines)

    assert image == ("microscopic image 1", [lines.split("\n")[2]], [lines.split("\n")[0]])


def test_a_visible_caption_may_be_broken_over_lines_even_before_a_capital():
    assert groups("Grit near Achilles tendon (T2)\n\nGrit near\nAchilles\ntendon\n(T2)\n\nSand\n\nSand\n") == [
        ("microscopic image 1", ["Grit near", "Achilles", "tendon", "(T2)"], ["Grit near Achilles tendon (T2)"]),
        ("microscopic image 2", ["Sand"], ["Sand"]),
    ]


def test_alternative_text_may_be_broken_over_lines_too():
    assert groups("Grit in\nSkin\n\nGrit in Skin\n") == [("microscopic image 1", ["Grit in Skin"], ["Grit in", "Skin"])]


def test_captions_without_blank_lines_between_them_are_paired_too():
    assert [image for image, *_ in groups("Grit\nGrit\nSand\nSand\n")] == ["microscopic image 1", "microscopic image 2"]


def test_two_images_may_have_the_same_caption():
    assert len(groups("Grit\n\nGrit\n\nGrit\n\nGrit\n")) == 2


def test_a_caption_without_its_twin_is_an_image_too():
    assert groups("Grit in\nthe skin\n\nSand\n\nSand\n\nGravel\nStone\n") == [
        ("microscopic image 1", ["Grit in", "the skin"], []), ("microscopic image 2", ["Sand"], ["Sand"]),
        ("microscopic image 3", ["Gravel"], []), ("microscopic image 4", ["Stone"], []),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("heading", "label", "kind"),
    [
        (MICRO, "microscopic image 1", "Image"), ("Radiology images", "radiology image 1", "Image"), ("Videos", "video 1", "Video"),
        ("Virtual slides", "virtual slide 1", "Image"), ("Diagrams / tables", "diagram 1", "Image"),
        ("Molecular / cytogenetics images", "molecular image 1", "Image"), ("Frozen section images", "frozen section image 1", "Image"),
    ],
)  # fmt: skip
def test_an_image_is_named_after_its_section(heading, label, kind):
    page, found = read(captions.read, f"{FRONT}{heading}\n\nGrit\n", heading)
    (fact,) = facts(found, "imageCaption")

    assert (fact.claim.subject.label, fact.claim.subject.slug, fact.claim.subject.kind) == (label, label.replace(" ", "-"), kind)
    assert kept(fact.claim) == {"section": heading, **({"media": "video"} if kind == "Video" else {})}
    assert mentioned(page, fact, "subject") == [heading]


def test_both_printings_are_evidence_of_one_claim_with_the_visible_words():
    page, found = read(captions.read, f"{FRONT}{MICRO}\nCoarse<br>grit\n\nCoarse\ngrits\n", MICRO)
    alt, visible = facts(found, "imageCaption")

    assert alt.claim == visible.claim
    assert value(visible.claim) == "Coarse grits"
    assert mentioned(page, alt, "object") == ["Coarse<br>grit"]
    assert mentioned(page, visible, "object") == ["Coarse", "grits"]
    assert page.words(visible.evidence.span) == "Coarse"


def test_a_modality_in_brackets_is_a_method_and_another_bracket_is_not():
    _, found = read(captions.read, f"{FRONT}Radiology images\nGrit (CT)\n\nSand (axial T2 MRI)\n\nStone (arrow)\n", "Radiology images")

    assert [kept(fact.claim).get("method", "") for fact in facts(found, "imageCaption")] == ["CT", "T2 MRI", ""]


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("Contributed by Ada Roe, M.D.", ["Ada Roe, M.D."]),
        ("Contributed by Ada Roe, M.D. and Jan Doe, Ph.D.", ["Ada Roe, M.D.", "Jan Doe, Ph.D."]),
        ("Images contributed by Dr. Roe:", ["Dr. Roe"]),
        ("Courtesy of The grit group", ["The grit group"]),
        ("by Dr. Roe", ["Dr. Roe"]),
    ],
)
def test_who_contributed_is_no_caption(line, people):
    page, found = read(captions.read, f"{FRONT}{MICRO}\n{line}\nGrit\n\nGrit\n", MICRO)

    assert [value(fact.claim) for fact in facts(found, "contributor")] == people
    assert {kept(fact.claim)["of"] for fact in facts(found, "contributor")} == {MICRO}
    assert {fact.claim.subject for fact in facts(found, "contributor")} == {page.page}
    assert {value(fact.claim) for fact in facts(found, "imageCaption")} == {"Grit"}


def test_where_images_are_hosted_is_said_of_the_page():
    page, found = read(captions.read, f"{FRONT}{MICRO}\n\nImages hosted on other servers:\nGrit\n", MICRO)
    (fact,) = facts(found, "imageHosting")

    assert (fact.claim.subject, value(fact.claim), kept(fact.claim)) == (page.page, "other servers", {"section": MICRO})
    assert not unread(found)


def test_a_second_section_of_one_name_numbers_its_images_apart():
    text = f"{FRONT}Videos\nGrit\nSites\n  • skin\nVideos\nSand\n"
    labels = [facts(read(captions.read, text, "Videos", number)[1], "imageCaption")[0].claim.subject.label for number in (1, 2)]

    assert labels == ["video 1", "video 2.1"]


def test_the_real_page_has_the_annotated_images():
    page = real_page()
    found: list[Fact] = []
    for heading in ("Radiology images", MICRO, "Videos"):
        blocks = below(page, heading)
        made = list(captions.read(page, blocks))
        assert_sound(page, blocks, made)
        assert not unread(made)
        found += facts(made)

    assert_gold(page, found, image_caption="imageCaption", image_hosting="imageHosting", contributor="contributor")
    assert {fact.claim.subject.label for fact in found if fact.claim.predicate == "imageCaption"} == {
        *(f"radiology image {n}" for n in (1, 2, 3)), *(f"microscopic image {n}" for n in range(1, 7)), "video 1",
    }  # fmt: skip

"""Copies that a program has laid out anew: lines broken at a width, other bullets, dressed headings."""

from __future__ import annotations

import textwrap

import pytest

from build_graph.outline import Outline
from made_page import FRONT, outline_of

BULLETS = [
    "Grit settles in the coarse layers of the bed, and where the stream is slow it covers them within a year",
    "Deposits of gravel lie below; they hold quartz, feldspar and mica in shares that differ from bed to bed",
    "Whoever measures the depth of such a bed begins at its lower end and goes on up to where the sand begins",
    "A layer of clay above it keeps the water back (J Sand Res 2020;12:345), unless somebody has drilled it",
]


def said(outline: Outline) -> list[str]:
    """Return the bullets with single blanks."""
    return [" ".join(b.content.of(outline.text).split()) for b in outline.blocks if b.kind == "bullet"]


def page(bullets: str) -> str:
    return f"{FRONT}Etiology\n{bullets}\nTreatment\n  • Rest\n"


@pytest.mark.parametrize("width", [50, 60, 72, 80, 100])
@pytest.mark.parametrize("indent", ["    ", "  ", ""])
def test_a_bullet_that_is_broken_at_a_width_is_one_line(width: int, indent: str):
    broken = [textwrap.fill(f"  • {words}", width, subsequent_indent=indent) for words in BULLETS]

    outline = outline_of(page("\n".join(broken)))

    assert said(outline) == [*BULLETS, "Rest"]
    assert [each.kind for each in outline.damage] == ["broken-lines"]
    first, second = [block for block in outline.blocks if block.kind == "bullet"][:2]
    assert second.line == first.line + len(broken[0].splitlines())
    assert outline.on(second.line - 1) == first
    assert [block.content.of(outline.text) for block in outline.blocks if block.kind == "heading"] == ["Etiology", "Treatment"]


def test_lines_of_unequal_length_that_go_on_in_small_letters_are_one_line():
    broken = "  • Grit settles in the coarse layers of the bed and\n    covers them within a year, as\n    Roe has shown\n  • Gravel"

    assert said(outline_of(page(broken))) == [
        "Grit settles in the coarse layers of the bed and covers them within a year, as",
        "Gravel",
        "Rest",
    ]


@pytest.mark.parametrize(
    "lines",
    [
        "  • Grit settles in the coarse layers of the bed that is:\n    below the sand",  # said of it
        "  • Short\n    below it",
        "  • Grit settles in the coarse layers of the bed for a year\nmTOR is not a word of small letters",
        "  • Grit settles in the coarse layers of the bed for a year\nSand does so, too",
        "  • Grit settles in the coarse layers of the bed for a year\n\nand a line apart",
        "  • Grit settles in the coarse layers of the bed for a year\n  • and another bullet",
    ],
)
def test_what_is_no_rest_of_the_line_above_stays_a_line(lines: str):
    outline = outline_of(page(lines))

    assert "broken-lines" not in [each.kind for each in outline.damage]
    assert len(outline.blocks) == page(lines).count("\n")


def test_two_lines_that_happen_to_be_full_are_no_broken_ones():
    lines = "  • Grit settles in the coarse layers of the bed for a year\nSand does so\n" * 2 + f"  • {'Sand ' * 30}"

    assert "broken-lines" not in [each.kind for each in outline_of(page(lines)).damage]


def test_a_dash_that_begins_a_broken_line_is_no_bullet():
    words = " and ".join(f"beds of gravel of {n} - {n + 1} m" for n in range(2, 12))
    tried = 0
    for width in range(50, 70):
        broken = textwrap.fill(f"  • {words}", width, subsequent_indent="    ", break_on_hyphens=False)
        tried += "\n    - " in broken
        assert said(outline_of(page(f"{broken}\n  • Sand\n  • Clay\n  • Silt"))) == [words, "Sand", "Clay", "Silt", "Rest"]
    assert tried > 3


@pytest.mark.parametrize("sign", ["•", "●", "*", "-", "–", "o", "·", "+", ">", "»", "1.", "12)", "a)"])
def test_a_bullet_has_many_signs(sign: str):
    outline = outline_of(page(f"  {sign} Sand\n    {sign} Coarse\n  {sign} Clay"))

    assert said(outline) == ["Sand", "Coarse", "Clay", "Rest"]
    coarse = next(block for block in outline.blocks if block.content.of(outline.text) == "Coarse")
    assert outline.ancestors(coarse)[0].content.of(outline.text) == "Sand"


def test_on_a_page_without_bullets_the_indents_tell_what_hangs_below_what():
    outline = outline_of(f"{FRONT}Etiology\n  Sand\n    Coarse\nTreatment\n  Rest\n")

    assert said(outline) == ["Sand", "Coarse", "Rest"]


@pytest.mark.parametrize("form", ["## {}", "# {} #", "**{}**", "__{}__", "{}:", "**{}:**"])
def test_what_a_program_puts_around_a_heading_is_no_part_of_it(form: str):
    title = form.format("Grit disease")
    outline = outline_of(f"{title}\n\nCopyright: 2020, X\n\n{form.format('Etiology')}\n  • Sand\n{form.format('Treatment')}\n  • Rest\n")

    assert list(outline.names.values()) == ["Etiology", "Treatment"]
    assert [b.content.of(outline.text) for b in outline.blocks if b.kind == "heading"] == ["Etiology", "Treatment"]
    assert form == "{}:" or (outline.title and outline.title.of(outline.text).rstrip(":") == "Grit disease")


def test_a_page_that_does_not_say_what_it_is_about_is_reported():
    assert "no-title" in [each.kind for each in outline_of("Sites\n  • Skin\n").damage]
    assert "no-title" not in [each.kind for each in outline_of(f"{FRONT}Sites\n  • Skin\n").damage]

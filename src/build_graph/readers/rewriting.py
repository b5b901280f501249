"""What the items of a clause become before its phrases are made: several words one hedge, one name, or an order; some fall silent."""

from __future__ import annotations

from build_graph.language.items import Item
from build_graph.language.softened import softened
from build_graph.readers.asked import Words
from build_graph.readers.attributed import JOINS, attributed, evidenced, opined, unneeded
from build_graph.readers.draft import Setting
from build_graph.readers.in_most import COUNTED, IN, in_most
from build_graph.readers.measuring import measured
from build_graph.readers.page import Page
from build_graph.readers.relatives import EQUALS, WHO, named_people, named_ratios


def rewritten(page: Page, items: list[Item], words: Words, setting: Setting) -> list[Item]:
    """Return the items as they are to be read; each step is asked only where its words are held."""
    keys, held = words
    if "measure" in held:
        items = measured(page, items)
    items = unneeded(page, softened(items) if "scope" in held else items, words)
    if WHO in keys:
        items = named_people(page, items)
    if IN in keys and not held.isdisjoint(COUNTED):
        items = in_most(page, items, alone=not setting.role.startswith("stain_"))
    if "ratio" in held or EQUALS in keys:
        items = named_ratios(page, items)
    if JOINS in keys:
        items = opined(page, attributed(page, items))
    return evidenced(page, items) if "evidence" in held else items

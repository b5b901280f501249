"""No English content word stands in the code that reads: such words are rows of ontology/lexicon, where a curator finds them.

A word of the page reaches the code as the ``key`` of an item or phrase, or as one of the ``words`` of a label. What the code compares
with it is looked at here: string constants, those of a named set, and what a key is asked to begin or end with.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

import pytest

from build_graph import resources

SOURCE = Path(__file__).parents[2] / "src" / "build_graph"
FOLDERS = ("readers", "language")
#: What holds a key that is no word of the page: a section's, or one of the tables'.
SECTIONS = {"clause", "setting", "above", "section", "entry", "self"}
#: The closed classes of English: words that build a sentence and say nothing of their own. No topic adds to them.
FUNCTION_WORDS = {
    *("a", "an", "the", "this", "that", "these", "those", "which", "who", "whose", "where", "it", "they"),
    *("of", "to", "in", "on", "at", "by", "with", "without", "between", "around", "from", "for", "as", "than", "before", "after", "within"),
    *("not", "no", "nor", "or", "and", "if", "unless"),
    *("be", "is", "are", "was", "were", "have", "may", "might", "can", "could"),
}
#: Other words, each with its reason.
ALLOWED = {
    "positive": "the label of a result; its other names are a row of qualities.tsv",
    "negative": "the label of a result; its other names are a row of qualities.tsv",
    "last": "printed by the site above the page: a label of the front matter",
    "author": "printed by the site above the page: a label of the front matter",
    "major": "printed by the site above the page: a label of the front matter",
}
#: Methods of a string that give a part of it.
PARTS = {"split", "partition", "rpartition", "removesuffix", "removeprefix", "strip", "casefold", "lower"}
Found = tuple[str, int, str]


def constants(source: str) -> dict[str, ast.expr]:
    """Return the named values of a module: ``RISKS = {...}``."""
    return {
        target.id: node.value
        for node in ast.parse(source).body
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name)
    }


def words_in_code(source: str, name: str = "", shared: Mapping[str, ast.expr] = MappingProxyType({})) -> Iterator[Found]:
    """Yield file, line and word for each content word that ``source`` compares with a word of the page; ``shared`` are imported names."""
    tree, named = ast.parse(source), {**shared, **constants(source)}
    assigned = [node for node in ast.walk(tree) if isinstance(node, ast.Assign)]
    held = {target.id for node in assigned for target in node.targets if isinstance(target, ast.Name) and _holds_key(node.value)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in {"startswith", "endswith"}:
            sides = [node.func.value, *node.args]
        else:
            continue
        if any(_is_of_page(side) or isinstance(side, ast.Name) and side.id in held for side in sides):
            for word in (w for side in sides for w in _constants(side, named)):
                if any(part.isalpha() and len(part) > 1 and part not in FUNCTION_WORDS and part not in ALLOWED for part in word.split()):
                    yield name, node.lineno, word


def _holds_key(value: ast.expr) -> bool:
    """Return whether a local name takes the word of an item: "last = phrase.items[-1].key if phrase.items else \"\""."""
    return _is_of_page(value.body if isinstance(value, ast.IfExp) else value)


def _is_of_page(node: ast.expr) -> bool:
    """Return whether an expression is the words of an item, phrase or label, or a part of them."""
    if isinstance(node, ast.Attribute):
        return node.attr in {"key", "words"} and not _is_table(node)
    if isinstance(node, ast.Name):
        return node.id in {"word", "words", "key"}
    if isinstance(node, ast.Subscript):
        return _is_of_page(node.value)
    if isinstance(node, ast.Call):
        func = node.func
        inner = [func.value] if isinstance(func, ast.Attribute) and func.attr in PARTS else node.args if isinstance(func, ast.Name) else []
        return any(map(_is_of_page, inner))
    if isinstance(node, ast.ListComp | ast.SetComp | ast.GeneratorExp):
        return _is_of_page(node.elt)
    inner = [n for n in ast.iter_child_nodes(node) if isinstance(n, ast.expr)] if isinstance(node, ast.BinOp | ast.Set | ast.List) else []
    return any(map(_is_of_page, inner))


def _is_table(node: ast.Attribute) -> bool:
    """Return whether an attribute is the key of a section, or the tables of words."""
    owner = node.value
    held = owner.attr if isinstance(owner, ast.Attribute) else owner.id if isinstance(owner, ast.Name) else ""
    return held in SECTIONS or held == "lexicon"


def _constants(node: ast.expr, named: Mapping[str, ast.expr]) -> Iterator[str]:
    """Yield the string constants of an expression; a subscript names a class of words, and is none."""
    if isinstance(node, ast.Constant):
        yield from [node.value] if isinstance(node.value, str) else []
    elif isinstance(node, ast.Name):
        yield from _constants(named[node.id], {}) if node.id in named else []
    elif isinstance(node, ast.Subscript):
        yield from _constants(node.value, named)
    elif isinstance(node, ast.Call):
        for part in node.args if isinstance(node.func, ast.Name) else ():
            yield from _constants(part, named)
    else:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr):
                yield from _constants(child, named)


def files() -> list[Path]:
    return sorted(path for folder in FOLDERS for path in (SOURCE / folder).rglob("*.py"))


def test_no_content_word_of_english_stands_in_the_code_that_reads():
    texts = {str(path.relative_to(SOURCE)): path.read_text(encoding="utf-8") for path in files()}
    shared = {name: value for text in texts.values() for name, value in constants(text).items()}
    found = [hit for name, text in texts.items() for hit in words_in_code(text, name, shared)]

    assert not found, "move these words to ontology/lexicon/words.tsv (a class of their own) or another table:\n" + "\n".join(
        f"{name}:{line}: {word!r}" for name, line, word in found
    )


def test_every_allowed_word_is_used_and_has_its_reason():
    text = "\n".join(path.read_text(encoding="utf-8") for path in files())

    assert all(reason and f'"{word}' in text for word, reason in ALLOWED.items())


@pytest.mark.parametrize(
    "fault",
    [
        'def f(item):\n    return item.key == "complication"',
        'def f(item):\n    return item.key in {"seen", "found"}',
        'RISKS = {"risk"}\ndef f(phrase):\n    return phrase.items[-1].key in RISKS',
        'def f(phrase):\n    return phrase.marker.key.startswith(("require", "develop"))',
        'def f(item):\n    return item.key.split(" ")[-1] == "peak"',
        'def f(label):\n    return label.words[-1] == "risk"',
        'def f(phrase):\n    last = phrase.items[-1].key if phrase.items else ""\n    return last == "case"',
        'def f(rest):\n    return [p.key for p in rest] == ["case"]',
    ],
)
def test_a_planted_word_is_found(fault: str):
    assert list(words_in_code(fault))


@pytest.mark.parametrize(
    "right",
    [
        'def f(clause):\n    return clause.key == "treatment"',
        'def f(item, lexicon):\n    return item.key in lexicon.words["bare"]',
        'def f(item):\n    return item.key in {"which", "that"}',
        'def f(item):\n    return item.key == ","',
    ],
)
def test_sections_tables_and_words_that_only_build_a_sentence_are_none(right: str):
    assert not list(words_in_code(right))


def test_the_folders_that_read_are_looked_at():
    assert len(files()) > 30
    assert resources.lexicon().is_dir()

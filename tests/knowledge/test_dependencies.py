"""What the project depends on: each with its reason in the documentation, and pinned with digests for CI."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
LOCK = (ROOT / ".ci" / "requirements.lock").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
BLOCK = re.compile(r"^([a-z0-9.-]+)(?:\[[^]]*\])?==([^ ;\\]+)[^\n]*\\\n((?:    --hash=[^\n]*\n)+)", re.MULTILINE)
INSTALLED = ("fast", "site", "dev")  #: extras that make installs


def named(wanted: list[str]) -> dict[str, str]:
    """Return name -> what is asked of its version."""
    parts = (re.fullmatch(r"([A-Za-z0-9_.-]+)(\[[^]]*\])?\s*([^;]*)(;.*)?", each) for each in wanted)
    return {re.sub(r"[-_.]+", "-", part[1]).lower(): part[3].strip() for part in parts if part}


def pinned() -> dict[str, list[str]]:
    """Return name -> its digests."""
    return {name: [version, *re.findall(r"sha256:[0-9a-f]{64}", digests)] for name, version, digests in BLOCK.findall(LOCK)}


def numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d+", version)))


def test_each_dependency_that_make_installs_is_pinned_with_its_digests_for_ci():
    wanted = named([*PROJECT["dependencies"], *(each for extra in INSTALLED for each in PROJECT["optional-dependencies"][extra])])
    found = pinned()

    assert len(wanted) > 8
    assert sorted(wanted.keys() - found.keys()) == [], "make .ci/requirements.lock anew: its first lines say how"
    for name, asked in wanted.items():
        version, *digests = found[name]
        assert digests, name
        lowest = asked.lstrip("=>~ ").partition(",")[0]
        assert numbers(version) >= numbers(lowest), name
        assert version == lowest or not asked.startswith("=="), name


def test_no_line_of_the_lock_lacks_a_digest():
    lines = [line for line in LOCK.splitlines() if "==" in line and not line.startswith((" ", "#"))]

    assert len(BLOCK.findall(LOCK)) == len(lines) > 20


def test_what_ci_installs_beside_the_lock_has_a_version():
    scripts = [path for path in (ROOT / ".ci").iterdir() if path.suffix == ""]
    lines = "\n".join(path.read_text(encoding="utf-8") for path in scripts).splitlines()
    lines = [line for line in lines if re.search(r"\b(pip\W+|npm )install ", line)]

    assert len(lines) > 5
    assert [line for line in lines if not re.search(r"(==|@)\d|-r \S+\.txt|'\.\[", line)] == []


def test_each_dependency_has_its_reason_in_the_documentation():
    told = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8").lower()
    wanted = named([*PROJECT["dependencies"], *(each for extra in PROJECT["optional-dependencies"].values() for each in extra)])

    assert [name for name in wanted if name not in told] == []
    assert len(PROJECT["dependencies"]) <= 5, "few: each one is a promise made by others"

"""Run a program and say what it cost; a table of such figures."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run of a program cost."""

    seconds: float  #: on the clock
    cpu: float  #: of processors, of the program and its workers
    memory: int  #: bytes, of its largest process


def cost(command: Sequence[str], folder: Path) -> Cost:
    """Return what the program cost, run in ``folder``; its output is dropped.

    Raises:
        subprocess.CalledProcessError: it failed.
    """
    start = time.perf_counter()
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}
    with subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL) as program:
        _, status, used = os.wait4(program.pid, 0)
        program.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - start
    if program.returncode:
        raise subprocess.CalledProcessError(program.returncode, list(command))
    return Cost(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024)


def python(*arguments: str | Path) -> list[str]:
    """Return the command that runs this Python with ``arguments``."""
    return [sys.executable, *map(str, arguments)]


def in_turn(commands: dict[str, list[str]], folder: Path, rounds: int) -> dict[str, Cost]:
    """Return the median cost of each program; each round runs all of them, one after the other."""
    costs: dict[str, list[Cost]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            costs[name].append(cost(command, folder))
    return {name: _median(found) for name, found in costs.items()}


def _median(found: Sequence[Cost]) -> Cost:
    return Cost(
        statistics.median(each.seconds for each in found), statistics.median(each.cpu for each in found), max(each.memory for each in found)
    )


def table(title: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return rows under a title, in columns."""
    cells = [list(header), *([str(cell) for cell in row] for row in rows)]
    widths = [max(len(row[at]) for row in cells) for at in range(len(header))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cells]
    return "\n".join([f"\n{title}", *lines])


def shown(found: Cost) -> list[str]:
    """Return seconds, seconds of processors, and megabytes."""
    return [f"{found.seconds:.2f}", f"{found.cpu:.2f}", f"{found.memory / 1e6:.0f}"]

"""Thirty-two clients at once, quick, heavy and hostile. Slow: half a minute."""

from __future__ import annotations

import os
import random
import statistics
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from build_graph import queries, resources
from served import Served, family, serve

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not os.environ.get("PATHKG_SERVERS"), reason="half a minute of load: run .ci/servers"),
    pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="memory is read from Linux's /proc"),
]
CLIENTS, SECONDS, TIMEOUT = 32, 30, 5
QUICK = [queries.bound(each, queries.values(each, {})) for each in queries.catalogue(resources.folder("queries"))]
HEAVY = [
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f }",
    "SELECT (GROUP_CONCAT(?c) AS ?x) { ?a ?b ?c . ?d ?e ?f }",
    "SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?s ORDER BY DESC(?n) LIMIT 10",
    'SELECT DISTINCT ?o { ?s ?p ?o FILTER(REGEX(STR(?o), "(a|b|c)*d.*e")) }',
]
HOSTILE = [
    "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?a ?f",
    "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "DROP ALL",
    "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT * { ?a (<urn:x>|!<urn:x>)* ?c }",
    "ASK { FILTER(" + "(" * 30_000 + "1" + ")" * 30_000 + ") }",
]
MIX = {"quick": (QUICK, 0.6), "heavy": (HEAVY, 0.2), "hostile": (HOSTILE, 0.2)}


@pytest.fixture
def loaded(built: Path) -> Iterator[Served]:
    running = serve(built, "--timeout", str(TIMEOUT))
    yield running
    running.stop()


def memory(pid: int) -> float:
    """Return what a process and all below it hold together, in MB; what they share counts once."""
    total = 0
    for each in family(pid):
        try:
            lines = Path(f"/proc/{each}/smaps_rollup").read_text(encoding="ascii").splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024


def asked(served: Served, query: str) -> tuple[int, float]:
    begun = time.perf_counter()
    answer = served.post(query)
    took = time.perf_counter() - begun
    if answer.status == 503:
        print(f"503 after {took:.2f} s: {answer.text.strip()}: {query[-100:]!r}")
    return answer.status, took


def client(served: Served, number: int, until: float, answers: dict[str, list[tuple[int, float]]]) -> None:
    """Ask until the time is up, with a pause for thought of a tenth of a second on average."""
    chance = random.Random(number)
    while time.monotonic() < until:
        kind = chance.choices(list(MIX), [share for _, share in MIX.values()])[0]
        answers[kind].append(asked(served, chance.choice(MIX[kind][0])))
        time.sleep(chance.uniform(0, 0.2))


def test_none_is_lost_quick_ones_stay_quick_and_memory_has_an_end(loaded: Served):
    alone = statistics.median(asked(loaded, query)[1] for query in QUICK * (200 // len(QUICK) + 1))
    answers: dict[str, list[tuple[int, float]]] = {kind: [] for kind in MIX}
    until, most = time.monotonic() + SECONDS, 0.0
    threads = [threading.Thread(target=client, args=(loaded, number, until, answers)) for number in range(CLIENTS)]
    for each in threads:
        each.start()
    while any(each.is_alive() for each in threads):
        most = max(most, memory(loaded.process.pid))
        time.sleep(0.5)
    quick = statistics.median(took for _, took in answers["quick"])
    statuses = {kind: dict(Counter(status for status, _ in held)) for kind, held in answers.items()}
    print(f"quick alone {alone * 1e3:.1f} ms, under load {quick * 1e3:.1f} ms ({quick / alone:.1f} times); {most:.0f} MB; {statuses}")

    assert all(len(held) > CLIENTS for held in answers.values())
    assert set(statuses["quick"]) == {200}
    assert set(statuses["heavy"]) <= {200, 503, 504}
    assert set(statuses["hostile"]) <= {400, 503, 504}
    assert max(took for held in answers.values() for _, took in held) < TIMEOUT + 3
    assert quick <= 5 * alone
    assert most < 512
    assert loaded.post("ASK {}").status == 200

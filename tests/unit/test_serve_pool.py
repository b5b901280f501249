"""In which lane a query runs."""

from __future__ import annotations

import json
import socket
import threading
from multiprocessing.connection import Connection

from build_graph.serve import nursery
from build_graph.serve.nursery import Worker
from build_graph.serve.pool import KNOWN, Limits, Pool
from build_graph.serve.worker import LANES

NEEDS = {"quick": 0.0, "nearly": LANES[0].seconds * 4, "slow": LANES[1].seconds * 2}


class Nursery(nursery.Nursery):
    """Bears workers that use as much processor time as the query needs, or end where their lane does not allow it."""

    def __init__(self) -> None:
        self.needs = dict(NEEDS)
        self.seen: list[tuple[str, int]] = []  # query, lane

    def spawn(self) -> Worker:
        mine, its = socket.socketpair()
        threading.Thread(target=self._work, args=(Connection(its.detach()),), daemon=True).start()
        return Worker(0, Connection(mine.detach()))

    def end(self, one: Worker) -> None:
        one.line.close()

    def _work(self, line: Connection) -> None:
        with line:
            asked = json.loads(line.recv_bytes())
            query, lane = asked["text"], asked["lane"]
            self.seen.append((query, lane))
            needs, most = self.needs.get(query, 0.0), LANES[lane].seconds
            if not most or needs < most:
                line.send_bytes(json.dumps({"status": 200, "kind": "", "count": 0, "used": needs, "last": True}).encode())
                line.send_bytes(b"")


def lanes(nursery: Nursery, pool: Pool, query: str) -> list[int]:
    """Return the lanes in which a query ran when it is asked once."""
    nursery.seen.clear()
    assert pool.answer({"text": query})[0] == 200
    return [lane for _, lane in nursery.seen]


def test_each_begins_among_the_quick_and_the_next_time_where_it_ended():
    nursery = Nursery()
    pool = Pool(nursery, Limits())

    assert [lanes(nursery, pool, query) for query in NEEDS] == [[0], [0, 1], [0, 1, 2]]
    assert [lanes(nursery, pool, query) for query in NEEDS] == [[0], [1], [2]]


def test_one_that_turns_out_quicker_is_moved_up_a_lane_at_a_time():
    nursery = Nursery()
    pool = Pool(nursery, Limits())
    lanes(nursery, pool, "slow")
    nursery.needs["slow"] = 0.0

    assert [lanes(nursery, pool, "slow") for _ in range(4)] == [[2], [1], [0], [0]]


def test_one_that_is_hardly_quicker_stays_where_it_is():
    nursery = Nursery()
    pool = Pool(nursery, Limits())
    lanes(nursery, pool, "nearly")
    nursery.needs["nearly"] = LANES[0].seconds * 0.9

    assert [lanes(nursery, pool, "nearly") for _ in range(2)] == [[1], [1]]


def test_what_is_remembered_has_an_end():
    nursery = Nursery()
    pool = Pool(nursery, Limits())
    lanes(nursery, pool, "slow")
    for number in range(KNOWN):
        nursery.needs[f"other {number}"] = NEEDS["nearly"]
        lanes(nursery, pool, f"other {number}")

    assert lanes(nursery, pool, "slow") == [0, 1, 2]

"""The workers, seen from the server: three lanes, so that a slow query never stands in the way of a quick one.

Every query begins among the quick ones. One that has not finished within the processor time of its lane is ended, and begins anew in the
next, at a lower priority; the last lane has the time limit. The lane is remembered, and a query that turns out quicker than that is moved
up again: a machine that was busy for a moment condemns no query for good. The middle lane is for those that are nearly quick: they need
not wait behind what takes all the time there is. What a limit ends is a process, no thread: it stops at once, and frees all it held.
"""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from build_graph.serve.nursery import Nursery, Worker
from build_graph.serve.results import Made, refusal
from build_graph.serve.worker import LANES

AT_A_TIME = (4, 2)  #: queries in the lanes before the last
KNOWN = 4096  #: queries that are remembered as not quick


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a query may ask for."""

    seconds: float = 30.0
    rows: int = 100_000
    workers: int = 2  #: queries in the last lane at a time


class Pool:
    """Runs queries: at most ``workers`` slow ones at a time, and ``AT_A_TIME`` of the others."""

    def __init__(self, nursery: Nursery, limits: Limits) -> None:
        """Take workers from ``nursery``, which has loaded its release."""
        self._nursery, self.limits = nursery, limits
        self._lanes = [threading.BoundedSemaphore(places) for places in (*AT_A_TIME, limits.workers)]
        self._known: dict[int, int] = {}  # hash of a query -> the lane where it begins, the longest known first
        self._idle: list[Worker] = []
        self._busy: set[Worker] = set()
        self._lock = threading.Lock()
        self._stopping = False

    def answer(self, asked: Mapping[str, object], client: socket.socket | None = None) -> Made:
        """Return the answer to a query, or the status and the text of its refusal.

        Args:
            asked: text, accept, default_graphs, named_graphs, first; see ``worker``.
            client: who waits; if it hangs up, its query is ended.
        """
        until = time.monotonic() + self.limits.seconds
        known = hash(asked["text"])
        for lane in range(self._known.get(known, 0), len(LANES)):
            if not self._lanes[lane].acquire(timeout=max(0.0, until - time.monotonic())):
                return refusal(503, "too many slow queries are before this one: try again later")
            try:
                found = self._run({**asked, "max_rows": self.limits.rows, "lane": lane}, until, client)
            except OSError:
                return refusal(503, "no worker can be had: try again later")
            finally:
                self._lanes[lane].release()
            if found:
                made, used = found
                if lane and used < LANES[lane - 1].seconds / 2:
                    self._remember(known, lane - 1)
                return made
            self._remember(known, min(lane + 1, len(LANES) - 1))
        if self._stopping:
            return refusal(503, "the server stops")
        return refusal(503, "the query was ended: it needs more memory than it may have, or is nested too deep. Ask for less at once")

    def _remember(self, query: int, lane: int) -> None:
        with self._lock:
            self._known.pop(query, None)
            if lane:
                self._known[query] = lane
            if len(self._known) > KNOWN:
                del self._known[next(iter(self._known))]

    def stop(self) -> None:
        """End whatever runs."""
        self._stopping = True
        with self._lock:
            for one in self._busy:
                with suppress(ProcessLookupError):
                    os.kill(one.pid, signal.SIGKILL)  # nobody has buried it yet: the number is still its own

    def _run(self, asked: Mapping[str, object], until: float, client: socket.socket | None) -> tuple[Made, float] | None:
        """Return what a worker answers in time, and the processor time that it used; none if it ended without an answer."""
        one = self._taken(fresh=bool(asked["lane"]))
        done = False
        try:
            one.line.send_bytes(json.dumps(asked).encode())
            waited = _waited(one, until, client)
            if waited == "late":
                late = refusal(504, f"the query was stopped after {self.limits.seconds:g} s: ask for less, or for part of it")
                return late, self.limits.seconds
            if waited == "gone":
                return refusal(503, "the client hung up"), self.limits.seconds
            head = json.loads(one.line.recv_bytes())
            body = one.line.recv_bytes()
            done = not head["last"]
            return (head["status"], head["kind"], head["count"], body), head["used"]
        except (EOFError, ConnectionError):
            return None
        finally:
            self._left(one, fit=done)

    def _taken(self, *, fresh: bool) -> Worker:
        """Return a worker: a new one for a query that is not quick, which will use it up."""
        with self._lock:
            one = self._idle.pop() if self._idle and not fresh else None
        one = one or self._nursery.spawn()
        with self._lock:
            self._busy.add(one)
        return one

    def _left(self, one: Worker, *, fit: bool) -> None:
        with self._lock:
            self._busy.discard(one)
            if fit and not self._stopping:
                self._idle.append(one)
                return
        self._nursery.end(one)


def _waited(one: Worker, until: float, client: socket.socket | None) -> str:
    """Return ``said`` when the worker has said something or ended, ``late`` at the time limit, ``gone`` if the client hung up."""
    watched = [one.line.fileno(), *([client.fileno()] if client else [])]
    while True:
        ready, _, _ = select.select(watched, [], [], max(0.0, until - time.monotonic()))
        if one.line.fileno() in ready:
            return "said"
        if not ready:
            return "late"
        if client is not None and not _peeked(client):
            return "gone"
        watched = watched[:1]  # the client sends its next request already


def _peeked(client: socket.socket) -> bytes:
    try:
        return client.recv(1, socket.MSG_PEEK)
    except OSError:
        return b""

"""The workers, seen from the server: two lanes, so that a slow query never stands in the way of a quick one.

Every query begins among the quick ones. One that has not finished within a slice of processor time is ended, and begins anew among the
slow, where it has the time limit and a low priority; the next time it begins there. What a limit ends is a process, no thread: it stops
at once, and frees all it held.
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

QUICK = 4  #: quick queries at a time
KNOWN = 4096  #: slow queries that are remembered


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a query may ask for."""

    seconds: float = 30.0
    rows: int = 100_000
    workers: int = 2  #: slow queries at a time


class Pool:
    """Runs queries: at most ``workers`` slow ones at a time, and ``QUICK`` others."""

    def __init__(self, nursery: Nursery, limits: Limits) -> None:
        """Take workers from ``nursery``, which has loaded its release."""
        self._nursery, self.limits = nursery, limits
        self._quick, self._slow = threading.BoundedSemaphore(QUICK), threading.BoundedSemaphore(limits.workers)
        self._known: dict[int, None] = {}  # hashes of queries that were slow, the longest known first
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
        lanes = [(self._quick, False), (self._slow, True)]
        for lane, slow in lanes[1:] if hash(asked["text"]) in self._known else lanes:
            if not lane.acquire(timeout=max(0.0, until - time.monotonic())):
                return refusal(503, "too many slow queries are before this one: try again later")
            try:
                made = self._run({**asked, "max_rows": self.limits.rows, "slow": slow}, until, client)
            except OSError:
                return refusal(503, "no worker can be had: try again later")
            finally:
                lane.release()
            if made:
                return made
            self._remember(hash(asked["text"]))
        if self._stopping:
            return refusal(503, "the server stops")
        return refusal(503, "the query was ended: it needs more memory than it may have, or is nested too deep. Ask for less at once")

    def _remember(self, query: int) -> None:
        with self._lock:
            self._known[query] = None
            if len(self._known) > KNOWN:
                del self._known[next(iter(self._known))]

    def stop(self) -> None:
        """End whatever runs."""
        self._stopping = True
        with self._lock:
            for one in self._busy:
                with suppress(ProcessLookupError):
                    os.kill(one.pid, signal.SIGKILL)  # nobody has buried it yet: the number is still its own

    def _run(self, asked: Mapping[str, object], until: float, client: socket.socket | None) -> Made | None:
        """Return what a worker answers in time; none if it ended without an answer."""
        one = self._taken(fresh=bool(asked["slow"]))
        done = False
        try:
            one.line.send_bytes(json.dumps(asked).encode())
            waited = _waited(one, until, client)
            if waited == "late":
                return refusal(504, f"the query was stopped after {self.limits.seconds:g} s: ask for less, or for part of it")
            if waited == "gone":
                return refusal(503, "the client hung up")
            head = json.loads(one.line.recv_bytes())
            body = one.line.recv_bytes()
            done = not head["last"]
            return head["status"], head["kind"], head["count"], body
        except (EOFError, ConnectionError):
            return None
        finally:
            self._left(one, fit=done)

    def _taken(self, *, fresh: bool) -> Worker:
        """Return a worker: a new one for a slow query, which will use it up."""
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

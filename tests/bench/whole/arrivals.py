"""Many people, each on a connection of their own, who come when they come: ``… < plan.json > result.json``.

Nobody waits for anybody: a request begins at its moment, whether others are answered or not, and its time counts from
that moment, connecting too. Connections stay open as browsers keep them, for a minute. One process without threads; it
speaks to 127.0.0.1 alone.
"""

import errno
import json
import resource
import selectors
import socket
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

KEPT = 60.0
"""Seconds for which an answered connection stays open."""


@dataclass
class Visit:
    """One request: when it begins, what is sent, and what its answer must hold."""

    at: float
    request: bytes
    holds: bytes
    line: socket.socket | None = None
    received: bytearray = field(default_factory=bytearray)
    wanted: int = -1

    def connect(self, port: int) -> None:
        """Begin to connect; the system goes on trying."""
        self.line = socket.socket()
        self.line.setblocking(False)
        self.line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if self.line.connect_ex(("127.0.0.1", port)) not in (0, errno.EINPROGRESS):
            raise ConnectionError("connect")

    def receive(self) -> str:
        """Take what has arrived: "" while more comes, "ok", or what is wrong."""
        assert self.line
        piece = self.line.recv(262144)
        if not piece:
            return "the server hung up"
        self.received += piece
        if self.wanted < 0 and (end := self.received.find(b"\r\n\r\n")) >= 0:
            head = bytes(self.received[:end]).lower()
            self.wanted = end + 4 + int(head.partition(b"content-length: ")[2].partition(b"\r\n")[0] or 0)
        if self.wanted < 0 or len(self.received) < self.wanted:
            return ""
        if self.holds in self.received:
            return "ok"
        status = bytes(self.received[9:12]).decode()
        return "another page" if status == "200" else status


class Crowd:
    """All visits of a plan; ``times`` in seconds, ``wrong`` by what is wrong, ``open``: the most connections."""

    def __init__(self, plan: dict[str, Any]) -> None:
        lines = sorted(zip(plan["at"], plan["requests"], plan["holds"], strict=True))
        self.coming = [Visit(at, text.encode("latin-1"), holds.encode()) for at, text, holds in reversed(lines)]
        self.port, self.patience = plan["port"], plan["patience"]
        self.times: list[float] = []
        self.wrong: Counter[str] = Counter()
        self.kept: dict[socket.socket, float] = {}
        self.waiting = selectors.DefaultSelector()
        self.under_way = self.open = 0
        self.late = 0.0

    def run(self) -> dict[str, Any]:
        """Until everybody has an answer or has lost patience."""
        self.began = time.perf_counter()
        while self.coming or self.under_way:
            self._start_those_who_come()
            pause = self.coming[-1].at - self._now() if self.coming else 1.0
            for key, mask in self.waiting.select(min(max(pause, 0), 1.0)):
                self._go_on(key, mask)
            self._let_go()
        return {"times": self.times, "wrong": self.wrong, "open": self.open, "late": self.late, "seconds": self._now()}

    def _now(self) -> float:
        return time.perf_counter() - self.began

    def _start_those_who_come(self) -> None:
        while self.coming and self.coming[-1].at <= self._now():
            visit = self.coming.pop()
            self.late = max(self.late, self._now() - visit.at)
            try:
                visit.connect(self.port)
            except OSError as error:
                self.wrong[str(error)] += 1
                continue
            assert visit.line
            self.waiting.register(visit.line, selectors.EVENT_WRITE, visit)
            self.under_way += 1
            self.open = max(self.open, self.under_way + len(self.kept))

    def _go_on(self, key: selectors.SelectorKey, mask: int) -> None:
        visit: Visit | None = key.data
        assert isinstance(key.fileobj, socket.socket)
        if visit is None:  # an open connection that the server closes
            self._close(key.fileobj)
            return
        try:
            if mask & selectors.EVENT_WRITE:
                key.fileobj.sendall(visit.request)
                self.waiting.modify(key.fileobj, selectors.EVENT_READ, visit)
                return
            said = visit.receive()
        except OSError as error:
            said = error.strerror or str(error)
        if said:
            self._end(visit, said)

    def _end(self, visit: Visit, said: str) -> None:
        assert visit.line
        self.under_way -= 1
        if said != "ok":
            self.wrong[said] += 1
            self._close(visit.line)
            return
        self.times.append(self._now() - visit.at)
        self.waiting.modify(visit.line, selectors.EVENT_READ, None)
        self.kept[visit.line] = self._now() + KEPT

    def _close(self, one: socket.socket) -> None:
        self.waiting.unregister(one)
        self.kept.pop(one, None)
        one.close()

    def _let_go(self) -> None:
        """Close what has been open long enough, and whoever waits beyond patience."""
        now = self._now()
        while self.kept and next(iter(self.kept.values())) <= now:
            self._close(next(iter(self.kept)))
        if self.under_way and not self.coming:
            for key in list(self.waiting.get_map().values()):
                if key.data and now - key.data.at > self.patience:
                    self._end(key.data, "no answer")


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    json.dump(Crowd(json.load(sys.stdin)).run(), sys.stdout)

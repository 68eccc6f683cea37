"""Ask a server on this machine as fast as it answers: ``python -m tests.bench.load < plan.json > result.json``.

One connection per session, all kept open, in one process without threads, so that it takes little of the machine.
Bounded by time and by count; it speaks to 127.0.0.1 alone.
"""

import json
import selectors
import socket
import sys
import time
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

KEY = b"00000000-0000-0000-0000-000000000000"
"""Stands for a fresh key in every request that is sent."""
PATIENCE = 180


@dataclass
class Caller:
    """One connection that sends its requests over and over."""

    requests: list[bytes]
    socket: socket.socket
    sent: int = 0
    began: float = 0.0
    received: bytearray = field(default_factory=bytearray)
    wanted: int = -1
    body_at: int = 0
    last: bytes = b""
    times: list[float] = field(default_factory=list)

    def send(self) -> None:
        """Send the next request whole; they are smaller than the system's buffer."""
        request = self.requests[self.sent % len(self.requests)]
        if KEY in request:
            request = request.replace(KEY, str(uuid4()).encode())
        self.sent += 1
        self.received.clear()
        self.wanted = -1
        self.began = time.perf_counter()
        self.socket.sendall(request)

    def receive(self) -> bool:
        """Take what has arrived; whether the answer is complete. Anything but 200 ends the measurement."""
        piece = self.socket.recv(262144)
        if not piece:
            raise ConnectionError("The server has closed the connection.")
        self.received += piece
        if self.wanted < 0 and (end := self.received.find(b"\r\n\r\n")) >= 0:
            self._read_head(end)
        if self.wanted < 0 or len(self.received) < self.wanted:
            return False
        self.times.append(time.perf_counter() - self.began)
        self.last = bytes(self.received[self.body_at :])
        return True

    def _read_head(self, end: int) -> None:
        status, *lines = bytes(self.received[:end]).decode("latin-1").split("\r\n")
        headers = dict(line.lower().split(": ", 1) for line in lines)
        if status.split()[1] != "200":
            raise ConnectionError(f"{status}: {self.requests[0][:80]!r} {bytes(self.received[-300:])!r}")
        self.body_at = end + 4
        self.wanted = self.body_at + int(headers["content-length"])


def measure(plan: dict[str, Any]) -> dict[str, Any]:
    """Run a plan: ``port``, ``seconds``, ``most`` answers, ``callers`` with their requests as Latin-1 text."""
    callers = []
    for requests in plan["callers"]:
        connection = socket.create_connection(("127.0.0.1", plan["port"]), timeout=PATIENCE)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        callers.append(Caller([one.encode("latin-1") for one in requests], connection))
    began = time.perf_counter()
    _run(callers, began + plan["seconds"], plan["most"])
    seconds = time.perf_counter() - began
    return {
        "seconds": seconds,
        "times": [one for caller in callers for one in caller.times],
        "sent": [caller.sent for caller in callers],
        "answers": [caller.last.decode() for caller in callers],
    }


def _run(callers: list[Caller], deadline: float, most: int) -> None:
    with selectors.DefaultSelector() as waiting:
        for caller in callers:
            waiting.register(caller.socket, selectors.EVENT_READ, caller)
            caller.send()
        open_, done = len(callers), 0
        while open_:
            ready = waiting.select(PATIENCE)
            if not ready:
                raise TimeoutError("The server does not answer.")
            for key, _ in ready:
                if not key.data.receive():
                    continue
                done += 1
                if time.perf_counter() < deadline and done + open_ <= most:
                    key.data.send()
                else:
                    waiting.unregister(key.fileobj)
                    key.data.socket.close()
                    open_ -= 1


if __name__ == "__main__":
    json.dump(measure(json.load(sys.stdin)), sys.stdout)

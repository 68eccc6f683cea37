"""One question to a service of an authority over HTTP, and its answer. No redirects: the operator names the address."""

import http.client
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

LIMIT = 4_000_000


class Unreachable(OSError):
    """The service does not answer, or not within the limits."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Status and body of an answer."""

    status: int
    body: bytes


def ask(
    url: str, body: bytes | None = None, *, headers: dict[str, str] | None = None, seconds: float = 5.0
) -> Answer:  # fmt: skip
    """POST ``body`` to ``url``, or GET it where there is none. Raises ``Unreachable``.

    ``seconds``: for all of it, so that no service holds a caller longer by answering bit by bit.
    """
    parts = urlsplit(url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection = kind(parts.hostname or "", parts.port, timeout=seconds)
        try:
            connection.connect()
            with _ending(connection.sock, seconds):
                connection.request("GET" if body is None else "POST", path, body, headers or {})
                answer = connection.getresponse()
                content = answer.read(LIMIT + 1)
        finally:
            connection.close()
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise Unreachable(str(error)) from error
    if len(content) > LIMIT:
        raise Unreachable(f"more than {LIMIT} bytes")
    return Answer(answer.status, content)


@contextmanager
def _ending(sock: socket.socket, seconds: float) -> Iterator[None]:
    """Cut the connection when the time is over; a timeout of the socket begins anew with every byte."""
    over = threading.Event()

    def cut() -> None:
        over.set()
        with suppress(OSError):
            sock.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
    if over.is_set():
        raise Unreachable(f"no answer within {seconds:g} s")


def is_safe(url: str) -> bool:
    """Whether secrets may go to an address: encrypted, or on this machine."""
    parts = urlsplit(url)
    return parts.scheme == "https" or parts.hostname in ("localhost", "127.0.0.1", "::1")

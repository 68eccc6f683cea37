"""Child processes that live and die with this one."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field

GRACE_SECONDS = 20
RESTARTS_PER_MINUTE = 5
_PR_SET_PDEATHSIG = 1


@dataclass
class Child:
    """A program that is started again when it ends by itself."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    starts: list[float] = field(default_factory=list)

    def start(self) -> None:
        """Start it in a session of its own: Ctrl-C in the terminal reaches this process alone."""
        self.starts = [moment for moment in self.starts if moment > time.monotonic() - 60]
        self.starts.append(time.monotonic())
        self.process = subprocess.Popen(  # noqa: S603 - our own programs, no shell
            self.command,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_end_with_parent if sys.platform == "linux" else None,
        )

    def has_ended(self) -> bool:
        """Whether it is not running."""
        return self.process is None or self.process.poll() is not None

    def is_hopeless(self) -> bool:
        """Whether it has been started too often within a minute."""
        return len(self.starts) > RESTARTS_PER_MINUTE


def watch(
    children: list[Child], every_second: Callable[[], None], may_start: Callable[[], bool] = lambda: True
) -> Child | None:
    """Keep ``children`` running until KeyboardInterrupt; returns the one that cannot be kept running.

    While ``may_start`` says no, one that has ended waits and is not blamed.
    """
    while True:
        every_second()
        for child in children:
            if child.has_ended() and may_start():
                if child.is_hopeless():
                    return child
                print(f"{child.name} đã dừng ngoài ý muốn, đang khởi động lại.", file=sys.stderr, flush=True)
                child.start()
        time.sleep(1)


def end(children: list[Child]) -> None:
    """Ask all to stop, wait, and kill those that do not listen."""
    alive = [child.process for child in children if child.process and child.process.poll() is None]
    for process in alive:
        process.send_signal(signal.SIGTERM)
    deadline = time.monotonic() + GRACE_SECONDS
    for process in alive:
        try:
            process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def interrupt_on_signals() -> None:
    """Let SIGTERM and a closed terminal do what Ctrl-C does."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)


def ignore_signals() -> None:
    """Stopping has begun; nothing may interrupt it."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def _end_with_parent() -> None:
    """Linux: the kernel stops the child when this process is killed."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)

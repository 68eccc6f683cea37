import os
import signal
import sys
import threading
import time

import psutil
import pytest

from khuevan.site.cli import children
from khuevan.site.cli.children import Child, end, watch

SLEEP = "import time; time.sleep(60)"
STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=True); time.sleep(60)"
PARENT = """
import sys, time
from khuevan.site.cli.children import Child
child = Child("con", [sys.executable, "-c", "import time; time.sleep(60)"])
child.start()
print(child.process.pid, flush=True)
time.sleep(60)
"""


@pytest.fixture
def child():
    one = Child("Tiến trình thử", [sys.executable, "-c", SLEEP])
    yield one
    end([one])


@pytest.fixture(autouse=True)
def interruptible():
    """Ctrl-C interrupts, also where the tests themselves were started in the background and ignore it."""
    usual = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, usual)


def interrupt_after(seconds):
    threading.Timer(seconds, os.kill, (os.getpid(), signal.SIGINT)).start()


def test_a_child_that_dies_is_started_again(child, capsys):
    child.start()
    first = child.process.pid
    child.process.kill()
    child.process.wait()
    interrupt_after(1.5)
    with pytest.raises(KeyboardInterrupt):
        watch([child], every_second=lambda: None)
    assert child.process.pid != first
    assert not child.has_ended()
    assert "Tiến trình thử đã dừng ngoài ý muốn" in capsys.readouterr().err


def test_a_child_that_keeps_dying_is_given_up(monkeypatch):
    monkeypatch.setattr(children.time, "sleep", lambda _: hopeless.process.wait())
    hopeless = Child("Hỏng", [sys.executable, "-c", "raise SystemExit(1)"])
    hopeless.start()
    assert watch([hopeless], every_second=lambda: None) is hopeless
    assert len(hopeless.starts) == children.RESTARTS_PER_MINUTE + 1


def test_ending_is_gentle_then_firm(monkeypatch, child):
    monkeypatch.setattr(children, "GRACE_SECONDS", 2)
    stubborn = Child("Bướng", [sys.executable, "-c", STUBBORN])
    for one in (child, stubborn):
        one.start()
    time.sleep(0.5)
    end([child, stubborn])
    assert child.process.returncode == -signal.SIGTERM
    assert stubborn.process.returncode == -signal.SIGKILL


def test_ctrl_c_in_the_terminal_does_not_reach_a_child(child):
    child.start()
    assert os.getsid(child.process.pid) != os.getsid(0)


def test_children_end_when_their_parent_is_killed(another_process):
    parent = another_process("-c", PARENT)
    orphan = psutil.Process(int(parent.stdout.readline()))
    parent.kill()
    parent.wait()
    orphan.wait(timeout=10)
    assert not orphan.is_running()


def test_a_child_waits_while_it_may_not_start_and_is_not_blamed(child):
    child.starts = [time.monotonic()] * 99
    asked = []

    def refuse():
        asked.append(1)
        if len(asked) == 2:
            raise KeyboardInterrupt
        return False

    with pytest.raises(KeyboardInterrupt):
        watch([child], every_second=lambda: None, may_start=refuse)
    assert child.process is None

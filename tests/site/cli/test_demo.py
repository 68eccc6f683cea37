"""The demo as its user meets it: begun, begun twice, hurt, stopped, begun again, reset."""

import http.client
import os
import signal
import subprocess
import sys
import time

import pytest

from khuevan.site.personas import PASSWORD, PERSONAS
from khuevan.site.postgres.cluster import Cluster
from khuevan.site.postgres.state import free_port, is_port_free
from tests.site.conftest import make_installation, point_to

SECONDS = 240
pytestmark = pytest.mark.xdist_group("demo")
READY = "Ctrl-C để dừng"


@pytest.fixture(scope="module")
def place():
    with pytest.MonkeyPatch.context() as monkeypatch:
        yield from make_installation(monkeypatch)


@pytest.fixture
def data(place, monkeypatch):
    point_to(place, monkeypatch)
    monkeypatch.setenv("PORT", str(free_port()))
    return place


@pytest.fixture
def demo(data, tmp_path):
    """A demo that has said that it is ready, and the file with all that it says."""
    said = tmp_path / "said"
    command = [sys.executable, "-m", "khuevan.site.cli", "demo", "--schools", "1"]
    with said.open("w") as file:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=file, stderr=file)
    wait_until(lambda: READY in said.read_text() or process.poll() is not None)
    yield process, said
    process.kill()
    process.wait()


def status():
    connection = http.client.HTTPConnection("127.0.0.1", int(os.environ["PORT"]), timeout=30)
    connection.request("GET", "/account/login/")
    return connection.getresponse().status


def wait_until(condition):
    deadline = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.5)


def test_it_starts_heals_and_stops(demo, data, khuevan):
    process, said = demo[0], demo[1].read_text()
    assert process.poll() is None, said
    assert "Tạo tỉnh giả lập" in said
    assert [one.username for one in PERSONAS if one.username not in said] == []
    assert PASSWORD in said
    assert f"http://127.0.0.1:{os.environ['PORT']}" in said
    assert f"Khoá truy cập (vân tay, khuôn mặt) chỉ dùng được ở http://localhost:{os.environ['PORT']}" in said
    assert status() == 200

    second = khuevan("demo")
    assert second.returncode == 1
    assert f"Bản dùng thử đang chạy tại http://127.0.0.1:{os.environ['PORT']}" in second.stderr

    os.kill(Cluster(data).postmaster(), signal.SIGKILL)
    wait_until(Cluster(data).postmaster)
    wait_until(lambda: [status(), status(), status(), status()] == [200] * 4)

    process.send_signal(signal.SIGINT)
    process.wait(SECONDS)
    assert process.returncode == 0
    assert Cluster(data).postmaster() is None
    assert is_port_free(int(os.environ["PORT"]))


def test_it_keeps_its_data_until_it_is_reset(demo, data, khuevan):
    process, said = demo[0], demo[1].read_text()
    assert process.poll() is None, said
    assert "Tạo tỉnh giả lập" not in said
    report = khuevan("reset")
    assert report.returncode == 0, report.stderr
    process.wait(SECONDS)
    assert process.returncode == 0
    assert list(data.iterdir()) == []

"""An installation of its own for each test: data directory, server, command."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg
import pytest

from khuevan.site import postgres
from khuevan.site.postgres.cluster import Cluster

SRC = Path(postgres.__file__).parents[3]
FOREIGN = ("DATABASE_URL", "KHUEVAN_APP_PASSWORD", "KHUEVAN_OWNER_PASSWORD", "KHUEVAN_DB_NAME", "PORT")


def point_to(path, monkeypatch):
    """Let this process and those that it starts use the installation in ``path``, whatever was set before."""
    monkeypatch.setenv("KHUEVAN_DATA", str(path))
    monkeypatch.setenv("PYTHONPATH", str(SRC))
    for name in FOREIGN:
        monkeypatch.delenv(name, raising=False)


def make_installation(monkeypatch):
    """An empty data directory that the server's account can reach (pytest's own are closed to it)."""
    path = Path(tempfile.mkdtemp(prefix="khuevan-test-"))
    path.chmod(0o711)
    point_to(path, monkeypatch)
    yield path
    postgres.stop()
    shutil.rmtree(path)


@pytest.fixture
def data(monkeypatch):
    yield from make_installation(monkeypatch)


@pytest.fixture
def cluster(data):
    return Cluster(data)


@pytest.fixture
def ask():
    """Run one statement as a role and return the rows."""

    def run(statement, role="app", database=""):
        with psycopg.connect(postgres.connection_url(role, database), autocommit=True) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []

    return run


@pytest.fixture
def another_process(data):
    """Start Python in a process of its own, on the same data directory; it is killed at the end."""
    started = []

    def start(*arguments):
        command = [sys.executable, *arguments]
        pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
        started.append(subprocess.Popen(command, env=dict(os.environ), text=True, **pipes))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.communicate()


@pytest.fixture
def khuevan():
    """Run the command to its end; what it printed and its exit code."""

    def run(*arguments):
        command = [sys.executable, "-m", "khuevan.site.cli", *arguments]
        return subprocess.run(command, env=dict(os.environ), capture_output=True, text=True, timeout=120)

    return run

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


@pytest.fixture
def data(monkeypatch):
    """An empty data directory that the server's account can reach (pytest's own are closed to it)."""
    path = Path(tempfile.mkdtemp(prefix="khuevan-test-"))
    path.chmod(0o711)
    monkeypatch.setenv("KHUEVAN_DATA", str(path))
    for name in ("DATABASE_URL", "KHUEVAN_APP_PASSWORD", "KHUEVAN_OWNER_PASSWORD"):
        monkeypatch.delenv(name, raising=False)
    yield path
    postgres.stop()
    shutil.rmtree(path)


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
    """Start Python code in a process of its own, on the same data directory."""
    started = []

    def start(code):
        environment = os.environ | {"PYTHONPATH": str(SRC)}
        process = subprocess.Popen(
            [sys.executable, "-c", code],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()

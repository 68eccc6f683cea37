"""One migrated installation for all tests of commands that need one; every test puts right what it made ill."""

import subprocess
import sys

import pytest

from khuevan.site import postgres
from tests.site.conftest import make_installation, point_to


@pytest.fixture(scope="session")
def migrated():
    with pytest.MonkeyPatch.context() as monkeypatch:
        installation = make_installation(monkeypatch)
        path = next(installation)
        subprocess.run([sys.executable, "-m", "khuevan.site.cli", "migrate", "--quiet"], check=True)
        postgres.ensure_running()
    yield path
    with pytest.MonkeyPatch.context() as monkeypatch:
        point_to(path, monkeypatch)
        next(installation, None)


@pytest.fixture
def installed(migrated, monkeypatch):
    point_to(migrated, monkeypatch)
    return migrated

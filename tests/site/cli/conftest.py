"""One migrated installation for all tests of commands that need one; every test puts right what it made ill."""

import pytest

from khuevan.site import postgres
from tests.databases import fill_from
from tests.site.conftest import make_installation, point_to


@pytest.fixture(scope="session")
def migrated(migrated_tables):
    with pytest.MonkeyPatch.context() as monkeypatch:
        installation = make_installation(monkeypatch)
        path = next(installation)
        postgres.ensure_running()
        fill_from(migrated_tables)
    yield path
    with pytest.MonkeyPatch.context() as monkeypatch:
        point_to(path, monkeypatch)
        next(installation, None)


@pytest.fixture
def installed(migrated, monkeypatch):
    point_to(migrated, monkeypatch)
    return migrated

"""One migrated installation with a backup, for all tests of a module; damage is done to copies."""

import shutil

import pytest

from khuevan.site import backup, postgres
from tests.databases import fill_from
from tests.site.conftest import make_installation, point_to

PASSPHRASE = "mưa xuân trên phố cổ"
SCHOOL = """INSERT INTO units_unit (uid, code, kind, name, level, address)
VALUES (gen_random_uuid(), '01001', 'school', 'Trường Hai Bà Trưng', '03', '')"""
CONTENT = b"a paper of a school"


@pytest.fixture(scope="module")
def home(migrated_tables):
    """The installation: tables, a school, a stored file, keys; its server runs."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        installation = make_installation(monkeypatch)
        path = next(installation)
        postgres.ensure_running()
        fill_from(migrated_tables)
        (path / "keys").mkdir(mode=0o700, exist_ok=True)
        (path / "keys" / "log.key").write_bytes(b"k" * 32)
        yield path
        next(installation, None)


@pytest.fixture(autouse=True)
def here(home, monkeypatch):
    """Every test works on that installation."""
    point_to(home, monkeypatch)


@pytest.fixture(scope="module")
def place(home, tmp_path_factory):
    """Where its backups lie; the server's account may pass through."""
    path = home.with_name(home.name + "-backup")
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture(scope="module")
def made(home, place):
    """The first backup, with the keys."""
    store(home, CONTENT)
    return backup.make(place, PASSPHRASE)


def store(home, content):
    """Put a file where the product would."""
    from khuevan.registry.files.adapters.disk import DiskStorage

    return DiskStorage(home / "files").put(content)


@pytest.fixture
def target(home):
    """An empty data directory to restore into."""
    path = home.with_name(home.name + "-restored")
    yield path
    with pytest.MonkeyPatch.context() as monkeypatch:
        point_to(path, monkeypatch)
        postgres.stop()
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture
def damaged(made, place):
    """A copy of the backup that may be damaged."""
    path = place.with_name(place.name + "-copy")
    shutil.copytree(place, path)
    yield path
    shutil.rmtree(path)

"""A real PostgreSQL for every test: a small province, made once, cloned for each worker, rolled back by each test."""

import os
from pathlib import Path

import hypothesis
import pytest

from tests.databases import (
    admin,
    clone,
    cloned,
    django_on,
    dump_of,
    fingerprint,
    prepared,
    serve,
    tables_alone,
)

# Properties are about results; a busy machine must not fail them.
hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.load_profile("house")

if "KHUEVAN_DATA" not in os.environ:  # too late to set it here: the settings are read before this file
    pytest.exit("Run `make test`, or set KHUEVAN_DATA to a directory for test data, away from your own.", returncode=4)


LONGEST = ("journeys", "demo", "crawler calls", "bad days", "crawler pages", "crawler links", "province", "installed")
"""Groups of tests that begin first, so that all workers end at the same time; the longest first."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A module stays on one worker, which sets up once what its tests share, unless it says otherwise."""
    for item in items:
        if not item.get_closest_marker("xdist_group"):
            item.add_marker(pytest.mark.xdist_group(item.nodeid.partition("::")[0]))


class LongestFirst:
    """Sorts after all others have: pytest-django would put whatever needs no database here, as the journeys, last."""

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        order = {name: place for place, name in enumerate(LONGEST)}
        items.sort(key=lambda item: order.get(item.get_closest_marker("xdist_group").args[0], len(order)))


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(LongestFirst())


@pytest.fixture(scope="session")
def our_server() -> None:
    """The PostgreSQL of the tests."""
    serve(hastily=True)


@pytest.fixture(scope="session")
def template_database(our_server) -> str:
    """Name of the prepared database; clone it where a test must commit."""
    return prepared(f"khuevan_test_{fingerprint()}")


@pytest.fixture(scope="session")
def migrated_tables(our_server) -> Path:
    """A dump of a migrated database without anybody: what an installation of a test's own begins with."""
    return dump_of(tables_alone())


@pytest.fixture
def committed_database(template_database, request):
    """A clone of its own for a test that commits; its name."""
    with cloned(template_database, request.node.nodeid) as name:
        yield name


@pytest.fixture(scope="module")
def database_of_module(template_database, request):
    """A clone for those tests of a module that commit and do not mind what others left; its name."""
    with cloned(template_database, request.node.nodeid) as name:
        yield name


@pytest.fixture(scope="session")
def django_db_setup(template_database, django_db_blocker):
    """Tests run as the application's own role on a clone of the prepared database."""
    from django.db import connections

    name = f"{template_database}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    clone(name, template_database)
    connections["default"].settings_dict["NAME"] = name
    yield
    with django_db_blocker.unblock():
        connections.close_all()
    admin(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.fixture
def committing(committed_database, django_db_setup, django_db_blocker):
    """Django on a database of this test's own; its name."""
    with django_on(committed_database, django_db_blocker) as name:
        yield name


@pytest.fixture
def committing_with_others(database_of_module, django_db_setup, django_db_blocker):
    """Django on the database of such tests of this module; its name."""
    with django_on(database_of_module, django_db_blocker) as name:
        yield name

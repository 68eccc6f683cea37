"""Provinces of a test's own."""

import os

import pytest

from tests.databases import admin, clone
from tests.site.province import provinces
from tests.site.province.provinces import Province


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Whatever looks at the eight schools stays in one worker, so that they are made once."""
    for item in items:
        if "with_marks" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("province"))


@pytest.fixture(scope="session")
def new_province(template_database):
    """Make databases with provinces; they are dropped at the end."""
    names = []

    def make(script):
        name = f"{template_database}_province{len(names)}_{os.getpid()}"
        names.append(name)
        clone(name, template_database)
        province = Province(name)
        province.empty()
        done = province.make(script)
        assert done.returncode == 0, done.stderr
        province.said = done.stdout
        return province

    yield make
    for name in names:
        admin(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def with_marks(new_province):
    """Eight small schools with two years of marks."""
    return new_province(provinces.with_marks(11))


@pytest.fixture(scope="session")
def tiny(template_database):
    """The province that all other tests run on."""
    return Province(template_database)

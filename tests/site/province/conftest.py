"""Provinces of a test's own."""

import os

import pytest

from tests.site.province import provinces
from tests.site.province.provinces import Province


@pytest.fixture(scope="session")
def new_province(template_database):
    """Make databases with provinces; they are dropped at the end."""
    from tests.conftest import admin

    names = []

    def make(script):
        name = f"{template_database}_province{len(names)}_{os.getpid()}"
        names.append(name)
        admin(f'CREATE DATABASE "{name}" TEMPLATE "{template_database}" OWNER khuevan_owner')
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

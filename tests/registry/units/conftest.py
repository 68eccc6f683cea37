"""Units are changed by the Sở: every test here acts as anh Bình."""

import pytest

from tests.personas import acting_as


@pytest.fixture
def acting_sở(db):
    with acting_as("anh-binh"):
        yield

"""Every test of the register happens on a day of the school year."""

import pytest

from khuevan.kernel import clock
from tests.school.register.ground import NOW, an


@pytest.fixture(autouse=True)
def a_day_in_may(db):
    with clock.frozen(NOW):
        an()
        yield

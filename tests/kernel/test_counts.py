"""Whole numbers as people write them."""

import pytest

from khuevan.kernel.counts import grouped


@pytest.mark.parametrize(
    ("number", "text"), [(0, "0"), (999, "999"), (1000, "1.000"), (17808, "17.808"), (-4131, "-4.131")]
)
def test_thousands_stand_apart(number, text):
    assert grouped(number) == text

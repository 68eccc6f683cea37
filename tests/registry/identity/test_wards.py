"""Who answers for pupils is found by the words of the name, those that were meant first."""

import pytest

from khuevan.kernel.text import fold
from khuevan.registry.identity.queries.wards import guardians_like
from tests.personas import acting_as

pytestmark = pytest.mark.django_db


def test_the_very_word_comes_before_one_that_begins_so():
    with acting_as("anh-binh"):
        names = [fold(one.full_name) for one in guardians_like("Hà")]
    meant = ["ha" in name.split() for name in names]
    assert meant == sorted(meant, reverse=True)
    assert {True, False} == set(meant)


def test_every_word_counts():
    with acting_as("co-thu"):
        first = guardians_like("Hoa")[0].full_name
        assert guardians_like(first)[0].full_name == first


def test_digits_are_a_telephone():
    with acting_as("co-thu"):
        assert guardians_like("000 000 000") == []

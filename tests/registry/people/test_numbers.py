"""The structure of personal numbers (NĐ 137/2015/NĐ-CP Art. 13)."""

import pytest

from khuevan.registry.people.api import number_doubts

MALE, FEMALE = 1, 2


@pytest.mark.parametrize(
    ("number", "sex", "year", "doubts"),
    [
        ("072214012345", MALE, 2014, ()),
        ("001085123456", MALE, 1985, ()),
        ("079199000001", FEMALE, 1999, ()),
        ("072314012345", FEMALE, 2014, ()),
        ("072214012345", 0, None, ()),
        ("072214012345", FEMALE, 2014, ("sex",)),
        ("072214012345", MALE, 2013, ("year",)),
        ("072014012345", MALE, 2014, ("year",)),
        ("073214012345", MALE, 2014, ("place",)),
        ("099314012345", MALE, 2013, ("place", "sex", "year")),
        ("07221401234", MALE, 2014, ("form",)),
        ("0722140123456", MALE, 2014, ("form",)),
        ("07221401234x", MALE, 2014, ("form",)),
        ("٠٧٢٢١٤٠١٢٣٤٥", MALE, 2014, ("form",)),
        ("", MALE, 2014, ("form",)),
    ],
)
def test_what_does_not_fit(number, sex, year, doubts):
    assert number_doubts(number, sex, year) == doubts

"""What is one pupil written twice, and what is not: the rules alone."""

import pytest

from khuevan.registry.identity.rules.likeness import LIKELY, POSSIBLE, Side, likeness, near_years
from khuevan.registry.identity.rules.names import one_slip, resemblance

MOTHER, FATHER = ("Võ Thị Kim Hoa", "0900000001"), ("Nguyễn Văn Tám", "0900000002")
AN = Side("Nguyễn Hoàng An", (2013, 5, 7), 1, guardians=(MOTHER,))

ONE_NAME = [
    ("nguyễn  hoàng an", "same-name"),
    ("Nguyen Hoang An", "no-accents"),
    ("An Nguyễn Hoàng", "swapped-parts"),
    ("Nguyễn An", "missing-middle"),
    ("Nguyễn Hoàgn An", "slip"),
    ("Nguyễn Hoáng An", "other-tones"),
]
OTHER_NAMES = ["Nguyễn Hoàng Ân", "Nguyễn Hoàng Bi", "Nguyễn Bảo An", "Trần Hoàng An", "An"]


@pytest.mark.parametrize(("written", "how"), ONE_NAME)
def test_one_name_written_differently(written, how):
    found = resemblance("Nguyễn Hoàng An", written)
    assert (found.how, found.one_given) == (how, True)
    assert resemblance(written, "Nguyễn Hoàng An") == found


@pytest.mark.parametrize("written", OTHER_NAMES)
def test_another_name(written):
    found = resemblance("Nguyễn Hoàng An", written)
    assert not (found.points and found.one_given)


@pytest.mark.parametrize(
    ("one", "other", "how"),
    [
        ("Đỗ Văn Đức", "Đỗ Văn Dức", "barred-d"),
        ("Lê Thị Hòa", "Lê Thị Hoà", "same-name"),
        ("Lê Thị Hòa", "Lê Thi\u0323 Ho\u0300a", "same-name"),
        ("H'Hen Niê", "H'Hen Nie", "no-accents"),
    ],
)
def test_letters_that_are_easily_mistyped(one, other, how):
    assert (resemblance(one, other).how, resemblance(one, other).one_given) == (how, True)


def test_a_given_name_that_cannot_be_one_is_a_slip():
    assert resemblance("Nguyễn Văn Hùng", "Nguyễn Văn Hùg").one_given
    assert not resemblance("Nguyễn Văn Hùng", "Nguyễn Văn Hưng").one_given


def test_slips_are_one_letter():
    assert all(
        one_slip(a, b) for a, b in [("hoang", "hoagn"), ("hoang", "hoan"), ("hoan", "hoang"), ("hoang", "hoeng")]
    )
    assert not any(one_slip(a, b) for a, b in [("hoang", "hong1"), ("a", "an"), ("hoang", "hngao"), ("minh", "manl")])


BIRTHS = [
    ((2013, 5, 7), "same-birth", True),
    ((2013, 7, 5), "swapped-birth", True),
    ((2013, 5, None), "partial-birth", True),
    ((2013, None, None), "partial-birth", True),
    ((2013, 5, 17), "near-birth", True),
    ((2013, 8, 21), "other-birth", False),
    ((2012, 5, 7), "near-year", True),
    ((2023, 5, 7), "near-year", True),
    ((2012, 5, 8), "other-birth", False),
    ((2013 - 13, 5, 7), "other-birth", False),
    ((2012, None, None), "other-birth", False),
    (None, "other-birth", False),
]


@pytest.mark.parametrize(("birth", "why", "found"), BIRTHS)
def test_days_of_birth(birth, why, found):
    like = likeness(AN, Side(AN.full_name, birth, 1, guardians=(MOTHER,)))
    assert why in like.reasons
    assert (like.score >= POSSIBLE) == found


def test_a_wrong_year_counts_only_where_the_family_agrees():
    other = Side(AN.full_name, (2003, 5, 7), 1, guardians=(("Lê Thị Bảy", "0900000009"),))
    assert likeness(AN, other).score < POSSIBLE
    assert likeness(AN, Side(AN.full_name, (2003, 5, 7), 1)).score < POSSIBLE
    assert near_years(2010)[:2] == (1990, 2000)
    assert {2009, 2011, 2019, 2020, 2030} < set(near_years(2010))


def test_twins_are_two():
    for name in ("Nguyễn Hoàng Bi", "Nguyễn Hoàng Ân", "Nguyễn Hoàng Anh"):
        assert likeness(AN, Side(name, AN.birth, 1, guardians=(MOTHER, FATHER))) == likeness(
            AN, Side(name, AN.birth, 2, guardians=(MOTHER,))
        )
        assert likeness(AN, Side(name, AN.birth, 1, guardians=(MOTHER,))).reasons == ("twins",)


def test_namesakes_with_other_parents_are_two():
    namesake = Side(AN.full_name, AN.birth, 1, guardians=(("Lê Thị Bảy", "0900000009"),))
    assert likeness(AN, namesake).score < POSSIBLE
    assert likeness(AN, Side(AN.full_name, AN.birth, 1)).score >= POSSIBLE


def test_parents_are_one_by_telephone_too():
    mistyped = Side("Nguyen Hoang An", AN.birth, 1, guardians=(("Kim Hoa", "0900000001"),))
    assert likeness(AN, mistyped).score >= LIKELY


def test_other_numbers_are_other_people():
    numbers = [frozenset({("citizen", value)}) for value in ("072213000001", "072213000002")]
    one, other = (Side(AN.full_name, AN.birth, guardians=(MOTHER,), numbers=each) for each in numbers)
    assert likeness(one, other).reasons == ("other-number",)


def test_in_one_class_with_codes_of_their_own_they_are_two():
    codes = [frozenset({("moet", value)}) for value in ("8000000001", "8000000002")]
    sides = [Side(AN.full_name, AN.birth, guardians=(MOTHER,), numbers=each, classes=frozenset({7})) for each in codes]
    assert likeness(*sides).reasons == ("one-class",)
    elsewhere = Side(AN.full_name, AN.birth, guardians=(MOTHER,), numbers=codes[1], classes=frozenset({8}))
    assert likeness(sides[0], elsewhere).score >= LIKELY


def test_it_does_not_matter_who_is_first():
    sides = [AN, *(Side(name, birth, 2) for name, _how in ONE_NAME for birth, _why, _found in BIRTHS)]
    assert all(likeness(a, b).score == likeness(b, a).score for a in sides for b in sides)

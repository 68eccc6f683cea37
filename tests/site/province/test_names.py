"""Names, chance, codes: what needs no database."""

from collections import Counter

import pytest

from khuevan.site.province.dice import SERIALS, Dice, Scatter
from khuevan.site.province.names import FEMALE, MALE, birthdays, draw_ethnicity, family_names, given_names


def test_the_same_seed_falls_the_same_way():
    first, second = (Dice(5, "a", 1) for _ in range(2))
    assert [first.uid(n) for n in range(5)] == [second.uid(n) for n in range(5)]
    assert (first.np.random(3) == second.np.random(3)).all()


def test_streams_of_chance_are_apart():
    assert Dice(5, "a").py.random() != Dice(5, "b").py.random()
    assert Dice(5, "a").py.random() != Dice(6, "a").py.random()


def test_uids_are_version_7_and_in_order():
    dice = Dice(1)
    uids = [dice.uid(number) for number in range(50)]
    assert {(uid.version, uid.variant) for uid in uids} == {(7, "specified in RFC 4122")}
    assert uids == sorted(uids)


def test_scattered_numbers_never_meet():
    scatter = Scatter(3)
    numbers = {scatter(n) for n in range(20_000)}
    assert len(numbers) == 20_000
    assert min(numbers) >= 0
    assert max(numbers) < SERIALS


def test_one_in_four_is_called_nguyen():
    dice = Dice(1)
    drawn = Counter(family_names("01").draw(dice) for _ in range(4000))
    assert drawn.most_common(1)[0][0] == "Nguyễn"
    assert 0.2 < drawn["Nguyễn"] / 4000 < 0.5


@pytest.mark.parametrize(("sex", "never"), [(MALE, "Thị"), (FEMALE, "Văn")])
def test_middle_names_fit_the_sex(sex, never):
    dice = Dice(1)
    names = [given_names(sex, adult).draw(dice) for adult in (True, False) for _ in range(2000)]
    assert [name for name in names if name.split()[0] == never] == []


def test_parents_have_older_names_than_children():
    dice = Dice(1)
    with_thi = [sum(given_names(FEMALE, a).draw(dice).startswith("Thị ") for _ in range(1500)) for a in (True, False)]
    assert with_thi[0] > 2 * with_thi[1]


def test_birthdays_exist_in_every_year():
    assert all(1 <= month <= 12 and 1 <= day <= 31 for month, day in birthdays())
    assert (2, 29) not in birthdays()
    assert len(birthdays()) == 365


def test_most_are_kinh():
    dice = Dice(1)
    groups = Counter(draw_ethnicity(dice) for _ in range(3000))
    assert groups["01"] > 2850
    assert set(groups) <= {"01", "04", "05", "17", "22"}

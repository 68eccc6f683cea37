"""Open data: what everybody gets, and what nobody can find out from it."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khuevan.insight.statistics.api import LEAST, Edition, publish
from khuevan.insight.statistics.rules.numbers import exact, plain, say
from khuevan.insight.statistics.rules.suppressing import hidden
from khuevan.kernel.canonical import sha256_hex
from khuevan.kernel.errors import Invalid, NotAllowed
from tests.insight.statistics.counting import YEAR
from tests.insight.statistics.test_figures import fill_in
from tests.personas import acting_as, actor, client_as

OPEN = "/statistics/open/"
counts = st.lists(st.lists(st.integers(0, 60), min_size=2, max_size=2), max_size=8)


@pytest.mark.parametrize(
    ("groups", "away"),
    [
        ([[40], [30]], set()),
        ([[40], [3], [30]], {1, 2}),
        ([[4]], {0}),
        ([[3], [2], [30]], {0, 1}),
        ([[40, 2], [50, 20], [60, 30]], {0, 1}),
        ([[40, 38], [50, 20]], {0, 1}),
        ([[0], [30]], set()),
        ([[0], [3]], {1}),
        ([], set()),
    ],
)
def test_small_cells_and_what_leads_to_them(groups, away):
    assert hidden(groups) == away


@given(counts)
def test_nothing_told_is_small_and_nothing_hidden_follows_from_the_total(groups):
    away = hidden(groups)
    for place, (part, whole) in enumerate(groups):
        if place not in away:
            assert not 0 < part < LEAST
            assert not 0 < whole < LEAST
            assert not 0 < abs(whole - part) < LEAST
    others = [group for place, group in enumerate(groups) if place not in away and any(group)]
    assert len(away) != 1 or not others


def test_numbers_are_said_and_written():
    from fractions import Fraction

    assert [say(Fraction(one), "percent") for one in (Fraction(1, 3) * 100, 0, Fraction(-5, 100))] == [
        "33,3%",
        "0,0%",
        "−0,1%",
    ]
    assert say(1234567) == "1.234.567"
    assert say(None) == "—"
    assert (exact(Fraction(20, 3), "mark"), plain(Fraction(20, 3), "mark")) == ("6.67", 6.67)
    assert exact(Fraction(5), "count") == "5"


def published(term=3):
    with acting_as("anh-binh"):
        return publish(actor("anh-binh"), YEAR, term)


@pytest.mark.django_db
def test_everybody_gets_what_was_published_and_no_small_cell():
    fill_in((90, 70, 40))
    one = published(1)
    client = client_as("")
    assert client.get(OPEN).status_code == 200
    text = client.get(f"{OPEN}{one.uid}.csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    content = client.get(f"{OPEN}{one.uid}.json").json()
    assert len(rows) == len(content["rows"]) > 20
    assert {row["ma_chi_tieu"] for row in rows} <= {entry["code"] for entry in content["dictionary"]}
    assert any(row["an_vi_qua_it"] == "1" for row in rows)
    assert all(not row["gia_tri"] for row in rows if row["an_vi_qua_it"] == "1")
    assert sha256_hex({name: content[name] for name in ("rows", "dictionary")}) == content["sha256"] == one.digest


@pytest.mark.django_db
def test_before_anything_is_published_the_page_says_so():
    assert "Chưa công bố" in client_as("").get(OPEN).content.decode()
    assert client_as("").get(f"{OPEN}0190a0a0-0000-7000-8000-000000000000.csv").status_code == 404


@pytest.mark.django_db
def test_a_new_edition_takes_the_place_of_the_old_one_which_stays_as_it_was():
    first = published()
    fill_in((90,))
    second = published()
    assert list(Edition.objects.filter(replaced_at=None)) == [second]
    assert client_as("").get(f"{OPEN}{first.uid}.json").json()["sha256"] == first.digest


@pytest.mark.django_db
def test_only_the_department_publishes():
    with acting_as("thay-minh"), pytest.raises(NotAllowed):
        publish(actor("thay-minh"), YEAR, 3)
    with acting_as("anh-binh"), pytest.raises(Invalid):
        publish(actor("anh-binh"), 1999, 3)
    assert client_as("thay-minh").post(f"{OPEN}publish", {"year": YEAR, "term": 3}).status_code == 403
    assert client_as("").post(f"{OPEN}publish", {"year": YEAR, "term": 3}).status_code == 302
    assert client_as("anh-binh").post(f"{OPEN}publish", {"year": YEAR, "term": 3}).status_code == 302
    assert Edition.objects.count() == 1

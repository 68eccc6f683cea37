"""``khuevan play`` refuses what cannot be played, in words that help."""

from datetime import date, timedelta

import psycopg
import pytest

from khuevan.kernel.errors import Invalid
from khuevan.school.calendar.api import usual
from khuevan.site.cli.main import main
from khuevan.site.play import cast
from khuevan.site.play.days import Term, days_of
from khuevan.site.postgres import connection_url

LOCK = """
INSERT INTO gradebook_termlock (school_id, year, term, locked_by_id, locked_by_name, locked_at, reason)
SELECT id, 2025, 1, 1, 'thử', now(), 'thử' FROM units_unit WHERE kind = 'school'"""


@pytest.fixture
def province(template_database):
    """A connection to the small province of all tests."""
    with psycopg.connect(connection_url("owner", template_database)) as connection:
        yield connection


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--from", "6/4/2026", "--to", "2026-04-08"], "“6/4/2026” không phải ngày"),
        (["--from", "2026-04-06", "--to", "2026-04-08", "--speed", "nhanh"], "“nhanh” không phải tốc độ"),
        (["--from", "2026-04-06", "--to", "2026-04-08", "--teachers", "0"], "“0” không dùng được"),
        (["--from", "2026-04-06", "--to", "2026-04-08", "--url", "127.0.0.1"], "không phải địa chỉ máy chủ"),
    ],
)
def test_arguments_that_say_nothing(capsys, arguments, said):
    with pytest.raises(SystemExit):
        main(["play", *arguments])
    assert said in capsys.readouterr().err


def test_the_last_day_before_the_first(capsys):
    assert main(["play", "--from", "2026-04-08", "--to", "2026-04-06"]) == 1
    error = capsys.readouterr().err
    assert "Ngày cuối 06/04/2026 trước ngày đầu 08/04/2026" in error
    assert "Đổi chỗ --from và --to" in error


@pytest.mark.parametrize(
    ("first", "last"), [("2030-04-06", "2030-04-08"), ("2026-01-10", "2026-01-25"), ("2026-05-30", "2026-06-02")]
)
def test_days_outside_a_term_say_which_would_do(province, first, last):
    with pytest.raises(Invalid, match="phải nằm trong một học kì") as refused:
        days_of(province, date.fromisoformat(first), date.fromisoformat(last))
    assert "19/01/2026 đến 31/05/2026 (học kì 2)" in refused.value.hint


def test_a_term_that_every_school_has_locked_is_no_time_to_play(province):
    province.execute(LOCK)
    with pytest.raises(Invalid, match="Học kì 1 đã khoá sổ ở mọi trường"):
        days_of(province, date(2025, 10, 6), date(2025, 10, 8))
    province.rollback()


def test_the_same_seed_chooses_the_same_teachers_with_their_own_open_books(province):
    first, again, other = (cast.teachers(province, 2025, 2, seed, 4) for seed in (1, 1, 2))
    assert first == again != other
    assert len(first) == 4
    assert all(one.desks for one in first)


def test_primary_teachers_play_and_the_people_of_the_story_do_not(province):
    found = cast.teachers(province, 2025, 2, 1, 2000)
    # 2A is cô Thu's
    assert {desk.grade for one in found for desk in one.desks} == set(range(1, 11)) - {2}
    assert {one.username for one in found} & {"co-lan", "co-mai", "co-thu", "thay-khac"} == set()
    leading = cast.leaders(province, 2025, 1, found, date(2026, 4, 6))
    assert {one.username for one in leading} & {"thay-minh", "thay-phuc"} == set()
    assert all(grade != 2 for one in leading for _number, grade in one.classes)


def test_the_end_of_the_year_is_assessed_from_when_the_calendar_opens_it():
    term = Term(2, date(2026, 1, 19), date(2026, 5, 31))
    opens_on = usual({2: (term.first, term.last)})[2, "final"].opens_on
    assert [term.periods(day) for day in (opens_on - timedelta(1), opens_on)] == [(3, 4), (4, 3)]

"""Weeks of a primary school, played through the product's pages without a network between."""

from datetime import date

import psycopg
import pytest

from khuevan.site.play import cast, moves, turns
from khuevan.site.play.browser import Answer
from khuevan.site.play.days import days_of
from khuevan.site.play.running import Game, Play
from khuevan.site.postgres import connection_url
from tests.personas import client_as

LEVELS = "SELECT period, count(*) FILTER (WHERE level <> ''), count(test), count(*) FILTER (WHERE comment <> '')"
LEVELS += " FROM gradebook_primarymark GROUP BY 1 ORDER BY 1"
TRAITS = "SELECT count(*) FROM gradebook_primarytraits WHERE period = 4 AND qualities[1] <> ''"
LEDGER = """
SELECT count(*), count(*) FILTER (WHERE old <> 'null' AND reason <> '') FROM audit_entry WHERE verb = 'mark'"""
SIGNED = (
    "SELECT count(*), count(DISTINCT (version_id, section)) FROM transcripts_sectionsignature WHERE stale_at IS NULL"
)
SO_FAR = """
INSERT INTO gradebook_primarymark (school_id, class_subject_id, student_id, period, level, test, comment, updated_at)
SELECT b.school_id, b.id, e.student_id, p, 'H', 70, 'Em học tốt.', now()
FROM generate_series(2, 3) AS p, enrolment_classsubject b
JOIN enrolment_schoolclass c ON c.id = b.school_class_id AND c.year = 2025 AND c.grade <= 5
JOIN enrolment_enrolment e ON e.school_class_id = c.id AND e.ends_on IS NULL"""
MOVED = "SELECT count(*) FROM register_lifeevent WHERE reason = 'Theo đơn của gia đình'"


class Seated:
    """A browser of the play, in front of the product itself. From ``dies`` on it saves and hears no answer."""

    dies = 10**6

    def __init__(self, username):
        self.username, self.client = username, None

    def _answer(self, verb, *arguments, **more):
        self.client = self.client or client_as(self.username)
        got = getattr(self.client, verb)(*arguments, **more)
        if verb == "post":
            Seated.dies -= 1
            if Seated.dies < 0:
                raise KeyboardInterrupt
        return Answer(got.status_code, got.content.decode(), got.headers.get("Location", ""))

    def get(self, path):
        return self._answer("get", path)

    def send(self, path, body, key):
        return self._answer("post", path, body, "application/json", headers={"Idempotency-Key": key})

    def post(self, path, form):
        return self._answer("post", path, form)

    def close(self):
        pass


class Quiet(Play):
    def _browser(self, username):
        return Seated(username)


@pytest.fixture
def owner(committing):
    with psycopg.connect(connection_url("owner", committing), autocommit=True) as connection:
        yield connection


@pytest.fixture
def game(owner, tmp_path, monkeypatch):
    """A play of three class teachers and their leader in May, who sign and move pupils more often than people do."""
    monkeypatch.setattr(turns, "_SIGNS", 0.3)
    monkeypatch.setattr(moves, "_MOVES", 0.5)
    monkeypatch.setattr(Seated, "dies", Seated.dies)
    owner.execute(SO_FAR)
    first, last = date(2026, 5, 4), date(2026, 5, 8)
    year, term = days_of(owner, first, last)
    everybody = cast.teachers(owner, year, term.number, 1, 2000)
    playing = [one for one in everybody if any(desk.whole_class and desk.grade <= 5 for desk in one.desks)][:3]

    def new():
        leading = cast.leaders(owner, year, 1, playing, first)
        words = Game("http://test", first.isoformat(), last.isoformat(), seed=1, teachers=len(playing))
        return Quiet(words, term, "", tmp_path / "play.json", None, playing, leading, 0, 1)

    return new


def test_a_primary_school_at_work_and_a_restart_that_does_nothing_twice(game, owner):
    def found(sql):
        return owner.execute(sql).fetchall()

    Seated.dies = 8
    broken = game()
    with pytest.raises(KeyboardInterrupt):
        broken.run(lambda _line: None)
    Seated.dies = 10**6
    resumed = game()
    assert resumed.next_day() == broken.next_day() < date.fromisoformat(resumed.game.last)
    resumed.run(lambda _line: None)
    assert (resumed.total.errors, resumed.total.refused, resumed.total.waits) == ({}, {}, {})

    (levels,) = (row for row in found(LEVELS) if row[0] == 4)
    assert min(levels[1:]) > 0
    assert found(TRAITS)[0][0] > 0
    written, corrected = found(LEDGER)[0]
    assert written > corrected > 0
    signatures, once = found(SIGNED)[0]
    assert signatures == once > 0
    assert found(MOVED)[0][0] > 0

    before = [found(sql) for sql in (LEVELS, TRAITS, LEDGER, SIGNED, MOVED)]
    again = game()
    again._keep(date.fromisoformat(again.game.last))
    again.run(lambda _line: None)
    assert (again.total.errors, again.total.refused) == ({}, {})
    assert [found(sql) for sql in (LEVELS, TRAITS, LEDGER, SIGNED, MOVED)] == before

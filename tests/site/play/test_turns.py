"""What people of a played year do: the same for the same seed, never twice, and told in figures that are right."""

import json
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from khuevan.site.play.browser import Answer
from khuevan.site.play.cast import Desk, Leader, Teacher
from khuevan.site.play.days import Term
from khuevan.site.play.deeds import CORRECT, ENTER, LOOK, Deed, Turn
from khuevan.site.play.moves import lead
from khuevan.site.play.running import Game, Play
from khuevan.site.play.submitting import submit
from khuevan.site.play.tally import Tally, percentile
from khuevan.site.play.turns import teach

DESKS = [Desk(UUID(int=n), UUID(int=90 + n), 7) for n in range(1, 4)]
LAN = Teacher("co-lan", DESKS)
DAY = date(2026, 4, 6)
TERM = Term(2, date(2026, 1, 19), date(2026, 5, 31))
LOCKED = json.dumps({"message": "Học kì đã khoá sổ."})


class Server:
    """Answers as the API does, with one sheet; remembers what was sent."""

    def __init__(self, marks, status=200, said=None):
        self.rows = [{"id": str(UUID(int=n)), "readonly": False, "cells": {"ck": mark}} for n, mark in enumerate(marks)]
        self.status, self.sent, self.said = status, [], said

    def get(self, path):
        if path.startswith("/register/"):
            page = f'<a href="{path}outside/">a</a><a href="{path}class/">b</a>'
            return Answer(200, page + '<select name="school_class"><option value="12"></select>')
        columns = [{"key": "ck", "kind": "score", "editable": True}]
        return Answer(200, json.dumps({"columns": columns, "rows": self.rows}))

    def send(self, path, body, key):
        self.sent.append((path, body, key))
        saved = [{"row": one["row"], "column": one["column"]} for one in body["edits"]]
        said = {"saved": saved, "conflicts": [], "refused": []} if self.status == 200 else {"code": "key_reused"}
        return Answer(self.status, self.said or json.dumps(said))

    def post(self, path, form):
        self.sent.append((path, form, form.get("token", "")))
        return Answer(302, "", "/")


def turn(seed=1, day=DAY):
    """A turn of cô Lan on which she writes marks."""
    return Turn(seed, day, TERM, "co-lan")


def now(request):
    return request()


def test_a_column_with_gaps_is_filled_and_nothing_else_touched():
    server = Server([70, None, None])
    deed = teach(turn(), LAN, server, now)
    (_path, body, key) = server.sent[0]
    assert (deed.kind, len(deed.saved), key) == (ENTER, 2, str(turn().key))
    assert [(one["row"][-1], one["base"]) for one in body["edits"]] == [("1", None), ("2", None)]
    assert all(0 <= one["value"] <= 100 for one in body["edits"])


def test_marks_that_are_there_are_corrected_with_a_reason():
    server = Server([100, 0, 50])
    deed = teach(turn(), LAN, server, now)
    (_path, body, _key) = server.sent[0]
    assert deed.kind == CORRECT
    assert body["reason"]
    assert all(0 <= one["value"] <= 100 and one["value"] != one["base"] for one in body["edits"])


def test_the_same_seed_does_the_same_and_another_something_else():
    sent = []
    for seed in (1, 1, 2):
        server = Server([70, 60, 50, 40])
        teach(turn(seed), LAN, server, now)
        sent.append(server.sent)
    assert sent[0] == sent[1] != sent[2]


def test_a_turn_that_was_saved_before_is_no_error_and_counts_no_more():
    deed = teach(turn(), LAN, Server([70], status=422), now)
    assert (deed.saved, deed.refused, deed.error) == ([], [], "")


@pytest.mark.parametrize(
    ("status", "said", "refused", "error"),
    [
        (423, LOCKED, ["423: Học kì đã khoá sổ."], ""),
        (409, '<h1 class="failure__title">Em đã rời <b>lớp</b></h1><p>Về</p>', ["409: Em đã rời lớp"], ""),
        (302, "", [], "302"),
    ],
)
def test_what_the_server_refuses_is_told_in_its_own_words(status, said, refused, error):
    deed = teach(turn(), LAN, Server([70], status, said or "-"), now)
    assert (deed.saved, deed.refused, deed.error) == ([], refused, error)


def test_some_leaders_move_or_receive_a_pupil_under_a_token_of_the_day():
    server, leader = Server([]), Leader("thay-minh", [(UUID(int=7), 6)], [(11, 6), (12, 6)])
    days = [date(2026, 4, day) for day in range(1, 29)]
    deeds = [lead(Turn(1, day, TERM, "thay-minh"), leader, server, now) for day in days]
    assert 0 < sum(deed is not None for deed in deeds) < len(days) / 2
    assert len({token for _path, _form, token in server.sent}) == len(server.sent)
    assert {form["on"] for _path, form, _token in server.sent} <= {day.isoformat() for day in days}
    assert {form.get("school_class", "12") for path, form, _ in server.sent if path.endswith("/class/")} <= {"12"}


def test_a_form_that_was_sent_again_and_meets_its_own_work_is_no_refusal():
    def hung_up_once(request):
        request()
        return request()

    class Done(Server):
        def post(self, path, form):
            return Answer(409, "")

    assert submit("ký", "/", {}, Done([]), hung_up_once).kind == LOOK
    assert submit("ký", "/", {}, Done([]), now).refused == ["409"]


@pytest.mark.parametrize(("values", "share", "said"), [([], 0.5, 0), ([3, 1, 2], 0.5, 2), (list(range(100)), 0.99, 99)])
def test_percentiles(values, share, said):
    assert percentile(values, share) == said


def test_a_tally_is_told_in_one_line_and_its_reasons_beneath():
    tally = Tally()
    tally.add(Deed(ENTER, saved=[{}, {}], seconds=0.02))
    tally.add(Deed(CORRECT, refused=["Ô này đã khoá"], error="500"))
    tally.wait("503")
    said = tally.said(2.0)
    assert said == "1 lần nhập; 1 lần lưu (0,5 lần/giây), p50 20 ms, p99 20 ms; 1 lỗi, 1 từ chối, 1 lần chờ máy chủ"
    assert tally.reasons() == ["Lỗi, 1 lần: 500", "Từ chối, 1 lần: Ô này đã khoá", "Chờ máy chủ, 1 lần: 503"]


def play(state, **other):
    """A play of nobody, whose state is in a file."""
    game = replace(Game("http://127.0.0.1:1", "2026-04-06", "2026-04-08", seed=1, teachers=1), **other)
    return Play(game, TERM, "", state, None, [], [], 0, 1)


def test_it_goes_on_where_it_stopped_and_only_the_same_game_does(tmp_path):
    said = []
    play(tmp_path / "play.json").run(said.append)
    assert [line.partition(":")[0] for line in said] == ["06/04/2026", "07/04/2026", "08/04/2026"]
    assert play(tmp_path / "play.json").next_day() == date(2026, 4, 9)
    assert play(tmp_path / "play.json", seed=2).next_day() == date(2026, 4, 6)

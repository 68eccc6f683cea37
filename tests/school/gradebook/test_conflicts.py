"""Two people on one cell, and pages that were open too long: nobody's work is overwritten unseen."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from khuevan.school.gradebook.api import MarkRow, save_marks
from tests.personas import acting_as, actor

from .fixtures import book, edit, pupils


@pytest.fixture
def lan(db):
    with acting_as("co-lan"):
        yield actor("co-lan")


def test_the_second_sees_the_firsts_value(lan):
    toan = book()
    first = pupils(toan)[0]
    save_marks(lan, toan, 1, [edit(first, "tx1", 70)])
    reply = save_marks(lan, toan, 1, [edit(first, "tx1", 90, base=None)])
    (conflict,) = reply["conflicts"]
    assert (conflict["yours"], conflict["theirs"], conflict["by"]) == (90, 70, lan.name)
    assert conflict["at"].startswith("20")
    assert MarkRow.objects.get(class_subject=toan, term=1).regular[0] == 70


def test_a_conflict_leaves_the_other_cells_alone(lan):
    toan = book()
    one, two = pupils(toan)[:2]
    save_marks(lan, toan, 1, [edit(one, "tx1", 70)])
    reply = save_marks(lan, toan, 1, [edit(one, "tx1", 90), edit(two, "tx1", 80)])
    assert [cell["row"] for cell in reply["saved"]] == [str(two.uid)]


def test_choosing_mine_saves_it_over_theirs(lan):
    toan = book()
    first = pupils(toan)[0]
    save_marks(lan, toan, 1, [edit(first, "tx1", 70)])
    reply = save_marks(lan, toan, 1, [edit(first, "tx1", 90, base=70)])
    assert reply["saved"][0]["value"] == 90


def test_both_typed_the_same(lan):
    toan = book()
    first = pupils(toan)[0]
    save_marks(lan, toan, 1, [edit(first, "tx1", 70)])
    reply = save_marks(lan, toan, 1, [edit(first, "tx1", 70, base=None)])
    assert reply["saved"]
    assert not reply["conflicts"]


def test_a_value_that_nobody_recorded_conflicts_without_a_name(lan):
    toan = book()
    first = pupils(toan)[0]
    row = {"school_id": toan.school_id, "class_subject": toan, "student_id": first.id, "term": 1}
    MarkRow.objects.create(**row, regular=[60, None, None, None], updated_at="2026-05-01T00:00:00Z")
    reply = save_marks(lan, toan, 1, [edit(first, "tx1", 70)])
    assert reply["conflicts"][0] | {"row": "", "column": ""} == {
        "row": "", "column": "", "yours": 70, "theirs": 60, "by": "", "at": "",
    }  # fmt: skip


@pytest.mark.commits
def test_at_the_same_moment(committing):
    start = Barrier(2)

    def save(mark):
        try:
            with acting_as("co-lan"):
                lan, toan = actor("co-lan"), book()
                first = pupils(toan)[0]
                start.wait(timeout=10)
                return save_marks(lan, toan, 1, [edit(first, "tx1", mark)])
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        replies = list(pool.map(save, (70, 90)))
    won, lost = sorted(replies, key=lambda reply: len(reply["conflicts"]))
    assert [len(won["saved"]), len(lost["saved"]), len(lost["conflicts"])] == [1, 0, 1]
    assert lost["conflicts"][0]["theirs"] == won["saved"][0]["value"]

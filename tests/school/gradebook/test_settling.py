"""Typed cells against stored ones, without a database."""

from datetime import date
from uuid import uuid4

from khuevan.school.enrolment.api import Pupil
from khuevan.school.gradebook.actions.settling import Edit, read_edits, rows_of, settle
from khuevan.school.gradebook.queries.sheets import MarkSheet

SHEET = MarkSheet(2, by_score=True, term=1)
AN = Pupil(1, uuid4(), "KV1", "An", 1, None, "")
LEFT = Pupil(2, uuid4(), "KV2", "Bình", 2, date(2026, 1, 12), "")


def held(**cells):
    return {AN.id: SHEET.cells(None) | cells, LEFT.id: SHEET.cells(None)}


def test_a_new_value():
    settled = settle([Edit(str(AN.uid), "tx1", 70, None)], SHEET.columns, [AN], held())
    assert settled.cells[AN.id]["tx1"] == 70
    assert [(c.old, c.new) for c in settled.changes] == [(None, 70)]


def test_two_cells_of_one_pupil_make_one_row():
    edits = [Edit(str(AN.uid), "tx1", 70, None), Edit(str(AN.uid), "gk", 80, None)]
    settled = settle(edits, SHEET.columns, [AN], held())
    assert list(settled.cells) == [AN.id]
    assert len(settled.changes) == 2


def test_stored_cells_are_not_touched():
    stored = held()
    settle([Edit(str(AN.uid), "tx1", 70, None)], SHEET.columns, [AN], stored)
    assert stored[AN.id]["tx1"] is None


def test_a_stale_base_is_a_clash():
    settled = settle([Edit(str(AN.uid), "tx1", 70, 60)], SHEET.columns, [AN], held(tx1=80))
    assert settled.clashes[0][1].old == 80
    assert not settled.changes


def test_a_preview_trusts():
    settled = settle([Edit(str(AN.uid), "tx1", 70, 60)], SHEET.columns, [AN], held(tx1=80), trusting=True)
    assert settled.cells[AN.id]["tx1"] == 70


def test_who_left_is_closed():
    settled = settle([Edit(str(LEFT.uid), "tx1", 70, None)], SHEET.columns, [AN, LEFT], held())
    assert settled.refused[0]["message"] == "Em đã rời lớp ngày 12/01/2026, không sửa được nữa."


def test_the_last_of_two_edits_of_a_cell_counts():
    row = str(AN.uid)
    given = [{"row": row, "column": "tx1", "value": 7}, {"row": row, "column": "tx1", "value": 8, "base": 7}]
    assert [edit.value for edit in read_edits(given)] == [8]


def test_rows_that_are_no_pupils():
    assert rows_of([Edit(str(AN.uid), "tx1", 1, None), Edit("1' OR 1=1", "tx1", 1, None)]) == {AN.uid}

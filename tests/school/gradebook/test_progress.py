"""How far books and classes are."""

import pytest

from khuevan.school.enrolment.api import Enrolment
from khuevan.school.gradebook.api import (
    class_progress,
    lacking,
    progress,
    progress_with_led,
    save_conduct,
    save_marks,
    save_primary,
)
from tests.personas import acting_as, actor

from .fixtures import YEAR, book, edit, pupils, queries, school_class, whole_row


@pytest.fixture
def lan(db):
    with acting_as("co-lan"):
        yield actor("co-lan")


def of(toan, term=1, period=2):
    books = progress(toan.school_id, YEAR, term, period)
    return next(one for one in books if one.id == toan.pk)


def test_an_empty_book(lan):
    toan = book()
    one = of(toan)
    assert (one.filled, one.expected) == (0, 6 * len(pupils(toan)))
    assert one.state == "empty"
    assert lacking(toan.school_class, 1)[toan.pk] == [pupil.id for pupil in pupils(toan)]


def test_a_book_on_its_way(lan):
    toan = book()
    first = pupils(toan)[0]
    save_marks(lan, toan, 1, [*whole_row(first), edit(pupils(toan)[1], "tx1", 70)])
    one = of(toan)
    assert (one.filled, one.state) == (7, "draft")
    found = lacking(toan.school_class, 1)[toan.pk]
    assert first.id not in found
    assert pupils(toan)[1].id in found


def test_almost_is_not_all(lan):
    toan = book()
    edits = [cell for pupil in pupils(toan) for cell in whole_row(pupil)]
    save_marks(lan, toan, 1, edits[:-1])
    assert of(toan).percent < 100
    save_marks(lan, toan, 1, edits[-1:])
    assert (of(toan).percent, of(toan).state) == (100, "done")
    assert lacking(toan.school_class, 1)[toan.pk] == []


def test_primary_counts_levels_and_tests(db):
    with acting_as("co-thu"):
        toan = book("TOAN", "2A")
        first = pupils(toan)[0]
        save_primary(actor("co-thu"), toan, 4, [edit(first, "level", "T")])
        one = of(toan, 2, 4)
        assert (one.filled, one.expected) == (1, 2 * len(pupils(toan)))
        assert first.id in lacking(toan.school_class, 4)[toan.pk]
        assert of(toan, 2, 3).expected == len(pupils(toan))


@pytest.mark.parametrize(("period", "complete"), [(3, True), (4, False)])
def test_primary_lacks_a_test_only_where_there_is_one(db, period, complete):
    with acting_as("co-thu"):
        toan = book("TOAN", "2A")
        first = pupils(toan)[0]
        save_primary(actor("co-thu"), toan, period, [edit(first, "level", "T")])
        assert (first.id not in lacking(toan.school_class, period)[toan.pk]) is complete


def test_who_left_counts_no_more(lan):
    toan = book()
    first = pupils(toan)[0]
    save_marks(lan, toan, 1, whole_row(first))
    Enrolment.objects.filter(student_id=first.id, year=YEAR).update(ends_on="2026-01-12")
    one = of(toan)
    assert (one.filled, one.pupils) == (0, len(pupils(toan)))


def test_conduct_of_a_class(db):
    with acting_as("co-mai"):
        one, first = school_class(), pupils(school_class())[0]
        save_conduct(actor("co-mai"), one, 1, [edit(first, "level", "T"), edit(first, "absences", "0")])
        (found,) = class_progress(one.school_id, YEAR, 1, 2, [one.pk])
        assert (found.filled, found.expected) == (2, 2 * len(pupils(one)))
        assert first.id not in found.lacking


def test_subjects_stand_as_in_the_transcript(lan):
    books = progress(book().school_id, YEAR, 1, 2, class_id=school_class().pk)
    assert [one.code for one in books][:3] == ["NV", "TOAN", "NN1"]


def test_one_query_for_a_school(lan):
    school = book().school_id
    with queries() as found:
        assert len(progress(school, YEAR, 1, 2)) == 48
    assert len(found) == 1


@pytest.mark.parametrize(("persona", "name"), [("co-lan", "7A"), ("co-thu", "2A")])
def test_a_class_and_a_teacher_are_counted_as_in_the_whole_school(db, persona, name):
    with acting_as(persona):
        toan = book("TOAN", name)
        first = pupils(toan)[0]
        if name == "7A":
            save_marks(actor(persona), toan, 1, whole_row(first))
        else:
            save_primary(actor(persona), toan, 4, [edit(first, "level", "T"), edit(first, "test", 90)])
        where = (toan.school_id, YEAR, 1, 4)
        everything = progress(*where)
        assert sum(one.filled for one in everything) > 0
        of_class = [one for one in everything if one.class_id == toan.school_class_id]
        assert progress(*where, class_id=toan.school_class_id) == of_class
        own = progress(*where, teacher_id=toan.teacher_id)
        assert own == [one for one in everything if one.id in {book.id for book in own}]
        assert toan.pk in {one.id for one in own}
        led = [toan.school_class_id]
        assert progress_with_led(*where, teacher_id=toan.teacher_id, led=led) == (own, {led[0]: of_class})
        assert progress_with_led(*where, teacher_id=toan.teacher_id, led=[]) == (own, {})

"""How far books and classes are."""

import pytest

from khuevan.school.gradebook.api import class_progress, progress, save_conduct, save_marks, save_primary
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
    assert one.lacking == tuple(pupil.id for pupil in pupils(toan))


def test_a_book_on_its_way(lan):
    toan = book()
    first = pupils(toan)[0]
    save_marks(lan, toan, 1, [*whole_row(first), edit(pupils(toan)[1], "tx1", 70)])
    one = of(toan)
    assert (one.filled, one.state) == (7, "draft")
    assert first.id not in one.lacking
    assert pupils(toan)[1].id in one.lacking


def test_almost_is_not_all(lan):
    toan = book()
    edits = [cell for pupil in pupils(toan) for cell in whole_row(pupil)]
    save_marks(lan, toan, 1, edits[:-1])
    assert of(toan).percent < 100
    save_marks(lan, toan, 1, edits[-1:])
    assert (of(toan).percent, of(toan).state, of(toan).lacking) == (100, "done", ())


def test_primary_counts_levels_and_tests(db):
    with acting_as("co-thu"):
        toan = book("TOAN", "2A")
        first = pupils(toan)[0]
        save_primary(actor("co-thu"), toan, 4, [edit(first, "level", "T")])
        one = of(toan, 2, 4)
        assert (one.filled, one.expected) == (1, 2 * len(pupils(toan)))
        assert first.id in one.lacking
        assert of(toan, 2, 3).expected == len(pupils(toan))


def test_conduct_of_a_class(db):
    with acting_as("co-mai"):
        one, first = school_class(), pupils(school_class())[0]
        save_conduct(actor("co-mai"), one, 1, [edit(first, "level", "T"), edit(first, "absences", "0")])
        (found,) = class_progress(one.school_id, YEAR, 1, 2, [one.pk])
        assert (found.filled, found.expected) == (2, 2 * len(pupils(one)))
        assert first.id not in found.lacking


def test_subjects_stand_as_in_the_transcript(lan):
    books = progress(book().school_id, YEAR, 1, 2, class_ids=[school_class().pk])
    assert [one.code for one in books][:3] == ["NV", "TOAN", "NN1"]


def test_one_query_for_a_school(lan):
    school = book().school_id
    with queries() as found:
        assert len(progress(school, YEAR, 1, 2)) == 48
    assert len(found) == 1

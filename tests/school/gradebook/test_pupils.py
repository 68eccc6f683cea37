"""One pupil's year: all of it for the family and the homeroom teacher, one's own subjects for other teachers."""

import pytest

from khuevan.kernel.errors import NotFound
from khuevan.registry.people.api import Person
from khuevan.school.gradebook.api import (
    marks_of_student,
    own_year,
    pupil_by_uid,
    save_conduct,
    save_marks,
    save_primary,
    years_of_pupil,
)
from tests.personas import acting_as, actor

from .fixtures import YEAR, book, edit, pupils, queries, school_class, whole_row

pytestmark = pytest.mark.django_db


@pytest.fixture
def an():
    """An, with marks and conduct of term I."""
    with acting_as("thay-minh"):
        toan = book()
        found = next(pupil for pupil in pupils(toan) if pupil.name == "Nguyễn Hoàng An")
        save_marks(actor("co-lan"), toan, 1, whole_row(found))
        save_conduct(actor("co-mai"), school_class(), 1, [edit(found, "level", "T")])
    return found


def test_the_mother_sees_everything(an):
    with acting_as("chi-hoa"):
        found = own_year(actor("chi-hoa"), an.id, YEAR)
        toan = next(one for one in found.subjects if one.code == "TOAN")
        assert (toan.name, toan.scored, toan.teacher) == ("Toán", True, "Nguyễn Thị Ngọc Lan")
        assert (toan.marks[1].average, found.said[1].absences) == (80, None)
        assert [one.code for one in found.subjects][:2] == ["NV", "TOAN"]


def test_the_mother_sees_what_the_homeroom_teacher_sees(an):
    with acting_as("co-mai"):
        seen = marks_of_student(actor("co-mai"), an.id, YEAR)
    with acting_as("chi-hoa"):
        found = own_year(actor("chi-hoa"), an.id, YEAR)
    assert [one.code for one in found.subjects] == [one.book.subject_id for one in seen.subjects]
    for one, theirs in zip(found.subjects, seen.subjects, strict=True):
        assert one.marks.keys() == theirs.rows.keys()
        for term, row in theirs.rows.items():
            assert one.marks[term] == tuple(getattr(row, name) for name in one.marks[term]._fields)
    assert found.said.keys() == seen.results.keys() | seen.conduct.keys()
    for term, said in seen.conduct.items():
        assert (found.said[term].comment, found.said[term].absences) == (said.comment, said.absences)
    for term, result in seen.results.items():
        assert (found.said[term].academic, found.said[term].conduct) == (result.academic, result.conduct)


def test_the_mother_sees_the_primary_child(an):
    with acting_as("co-thu"):
        toan = book("TOAN", "2A")
        bi = next(pupil for pupil in pupils(toan) if pupil.name == "Nguyễn Hoàng Bi")
        save_primary(actor("co-thu"), toan, 4, [edit(bi, "level", "T"), edit(bi, "test", 9)])
    with acting_as("chi-hoa"):
        found = own_year(actor("chi-hoa"), bi.id, YEAR)
        assert found.rules.code == "TT27-2020"
        toan = next(one for one in found.subjects if one.code == "TOAN")
        assert (toan.levels[4].level, toan.levels[4].test) == ("T", 90)


def test_the_mother_sees_no_other_child(an):
    with acting_as("thay-minh"):
        other = next(pupil for pupil in pupils(book()) if pupil.id != an.id)
    with acting_as("chi-hoa"):
        assert own_year(actor("chi-hoa"), other.id, YEAR) is None


def test_only_a_family_has_own_children(an):
    with acting_as("co-mai"):
        assert own_year(actor("co-mai"), an.id, YEAR) is None


def test_a_subject_teacher_sees_the_own_subject(an):
    with acting_as("co-lan"):
        found = marks_of_student(actor("co-lan"), an.id, YEAR)
        assert [one.book.subject_id for one in found.subjects] == ["TOAN"]
        assert not found.conduct
        assert not found.results


def test_the_homeroom_teacher_sees_all(an):
    with acting_as("co-mai"):
        found = marks_of_student(actor("co-mai"), an.id, YEAR)
        assert len(found.subjects) == 12
        assert found.conduct[1].level == "T"


def test_another_school_sees_nobody(an):
    with acting_as("thay-khac"):
        me = actor("thay-khac")
        assert marks_of_student(me, an.id, YEAR) is None
        with pytest.raises(NotFound):
            pupil_by_uid(me, an.uid)


def test_constant_number_of_queries(an):
    with acting_as("chi-hoa"):
        me = actor("chi-hoa")
        with queries() as found:
            own_year(me, an.id, YEAR)
    assert len(found) == 4


def test_years(an):
    with acting_as("co-mai"):
        person = Person.objects.get(pk=an.id)
        assert pupil_by_uid(actor("co-mai"), an.uid) == person
        assert years_of_pupil(person.pk)[0].year == YEAR

"""Class lists, years, teaching, and who may see which class."""

from datetime import date

import pytest

from khuevan.kernel.errors import NotFound
from khuevan.school.enrolment.api import (
    Enrolment,
    SchoolClass,
    SchoolYear,
    class_by_uid,
    class_list,
    classes_of,
    find_classes,
    find_pupils,
    may,
    place_of,
    subjects_of_class,
    teaching_of,
    terms_of,
    visible,
    working_year,
    years_of,
)
from tests.personas import EVERYBODY, acting_as, actor

pytestmark = pytest.mark.django_db


def class_7a():
    return SchoolClass.objects.get(name="7A", year=2025, school_id__in=actor("thay-minh").school_ids)


@pytest.fixture
def minh():
    with acting_as("thay-minh"):
        yield actor("thay-minh")


def test_the_working_year(minh):
    assert working_year(minh.unit_id) == 2025
    assert [one.year for one in years_of(minh.unit_id)] == [2025, 2024]
    assert [term.number for term in terms_of(minh.unit_id, 2025)] == [1, 2]


def test_no_open_year(minh):
    SchoolYear.objects.update(closed_at="2026-06-01T00:00:00Z")
    with pytest.raises(NotFound, match="chưa mở năm học"):
        working_year(minh.unit_id)


def test_a_class_list_is_in_order(minh):
    numbers = [pupil.number for pupil in class_list(class_7a())]
    assert numbers == sorted(numbers)


def test_who_came_back_stands_once(minh):
    one = class_7a()
    first = class_list(one)[0]
    row = Enrolment.objects.get(school_class=one, student_id=first.id)
    Enrolment.objects.filter(pk=row.pk).update(ends_on=date(2025, 12, 1))
    row.pk, row.starts_on, row.ends_on = None, date(2026, 1, 12), None
    row.save(force_insert=True)
    listed = [pupil for pupil in class_list(one) if pupil.id == first.id]
    assert [pupil.left_on for pupil in listed] == [None]


def test_some_of_a_class(minh):
    one = class_7a()
    first, second = class_list(one)[:2]
    assert class_list(one, [first.id]) == [first]
    assert class_list(one, {second.id, 0}) == [second]


def test_subjects_as_in_the_transcript(minh):
    codes = [one.subject_id for one in subjects_of_class(class_7a())]
    assert codes[:3] == ["NV", "TOAN", "NN1"]
    assert place_of("RIENG", 7) > place_of(codes[-1], 7)


def test_teaching():
    with acting_as("co-lan"):
        me = actor("co-lan")
        taught = teaching_of(me.person_id, me.unit_id, 2025)
        assert [(one.school_class.name, one.subject_id) for one in taught] == [
            (f"{grade}A", "TOAN") for grade in (6, 7, 8, 9)
        ]


@pytest.mark.parametrize("name", EVERYBODY)
@pytest.mark.parametrize("verb", ["read", "lead"])
def test_list_and_check_agree(name, verb):
    with acting_as(name):
        me = actor(name)
        listed = set(SchoolClass.objects.filter(visible(me, verb)).values_list("pk", flat=True))
        assert listed == {one.pk for one in SchoolClass.objects.all() if may(me, verb, one)}


@pytest.mark.parametrize(
    ("name", "verb", "names"),
    [("co-lan", "read", ["6A", "7A", "8A", "9A"]), ("co-mai", "lead", ["7A"]), ("chi-hoa", "read", [])],
)
def test_classes_of(name, verb, names):
    with acting_as(name):
        assert [one.name for one in classes_of(actor(name), 2025, verb)] == names


def test_another_schools_class_is_not_there(minh):
    uid = class_7a().uid
    assert class_by_uid(minh, uid).name == "7A"
    with acting_as("thay-khac"), pytest.raises(NotFound):
        class_by_uid(actor("thay-khac"), uid)


def test_find(minh):
    assert [one.name for one in find_pupils(minh, "Hoàng  AN", 5)] == ["Nguyễn Hoàng An", "Phạm Hoàng Anh"]
    assert not find_pupils(minh, "oang an", 5)
    assert [(one.name, one.year) for one in find_classes(minh, "7", 5)] == [("7A", 2025), ("7A", 2024)]

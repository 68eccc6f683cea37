"""Schools by name."""

import pytest

from khuevan.registry.units.api import Unit, find_schools

pytestmark = pytest.mark.django_db


@pytest.fixture
def everywhere():
    return list(Unit.objects.values_list("pk", flat=True))


@pytest.mark.parametrize("text", ["Đình Chiểu", "dinh chieu", "chiểu  NGUYEN", "THCS Nguyễn Đình"])
def test_a_school_is_found_with_and_without_accents(everywhere, text):
    assert [one.name for one in find_schools(everywhere, text, 5)] == ["THCS Nguyễn Đình Chiểu"]


def test_a_school_is_found_by_its_code(everywhere):
    school = Unit.objects.filter(kind=Unit.Kind.SCHOOL).first()
    assert school in find_schools(everywhere, f" {school.code} ", 5)


def test_nothing_is_found_elsewhere(everywhere):
    assert not find_schools([], "chieu", 5)
    assert not find_schools(everywhere, "Tây Ninh", 5), "the department is no school"
    assert not find_schools(everywhere, "%", 5)

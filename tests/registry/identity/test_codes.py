"""Temporary codes become the Ministry's without a second record."""

import pytest

from khuevan.kernel.errors import Invalid, NotAllowed
from khuevan.platform.sheets.api import Wanted
from khuevan.registry.audit.api import Entry
from khuevan.registry.identity.api import Line, adopt_codes, judge_codes
from khuevan.registry.identity.queries.codes import count_without, without_code
from khuevan.registry.people.api import ExternalId, Person
from khuevan.school.enrolment.queries.pupil_records import wanted_records
from tests.personas import acting_as, actor
from tests.registry.identity.doubles import at, pupil, school_of

NEW = "8000000777"


@pytest.fixture
def minh(db):
    """thầy Minh, in whose school Ánh has a temporary code and Yến one of the Ministry."""
    school = school_of("thay-minh")
    with at(school):
        pupil(school, "Trương Ngọc Ánh", codes=[("temporary", f"TAM-12@{school}")])
        pupil(school, "Trương Ngọc Yến", codes=[("moet", "8000000888")])
    with at(school_of("thay-khac")):
        pupil(school_of("thay-khac"), "Trương Ngọc Bích", codes=[("moet", "8000000999")])
    with acting_as("thay-minh"):
        yield actor("thay-minh")


def anh():
    return Person.objects.get(full_name="Trương Ngọc Ánh")


def test_the_person_stays_and_the_old_code_ends(minh):
    before = vars(anh())
    assert adopt_codes(minh, minh.unit_id, [Line("tam-12", NEW)]) == 1
    after = vars(anh())
    assert {key: value for key, value in after.items() if key != "_state"} == {
        key: value for key, value in before.items() if key != "_state"
    }
    old = ExternalId.objects.get(person=anh(), kind="temporary")
    assert old.valid_to is not None
    assert ExternalId.objects.get(person=anh(), kind="moet", valid_to=None).value == NEW
    entry = Entry.objects.get(book="identity", verb="adopt_code")
    assert (entry.student_id, entry.old, entry.new) == (anh().pk, {"code": "tam-12"}, {"moet": NEW})


@pytest.mark.parametrize("code", ["TAM-12", NEW])
def test_a_list_with_either_code_still_means_this_pupil(minh, code):
    adopt_codes(minh, minh.unit_id, [Line("TAM-12", NEW)])
    wanted = Wanted(codes=frozenset({code}), numbers=frozenset(), names=frozenset())
    records = list(wanted_records(minh.unit_id, wanted))
    assert [(one.key, one.values["code"]) for one in records] == [(anh().pk, code)]


WRONG = [
    ("TAM-13", NEW, "không có ai mang mã cũ"),
    ("TAM-12", "80000007", "đúng 10 chữ số"),
    ("TAM-12", "8000000888", "đang là của Trương Ngọc Yến"),
    ("TAM-12", "8000000999", "người ngoài trường"),
    ("8000000888", NEW, "Đã có mã của Bộ là 8000000888"),
]


@pytest.mark.parametrize(("old", "new", "why"), WRONG, ids=[case[2] for case in WRONG])
def test_wrong_lines_say_why_and_nothing_is_written(minh, old, new, why):
    judged = judge_codes(minh.unit_id, [Line(old, new)])
    assert judged[0].verdict == "wrong"
    assert why in judged[0].why
    assert "Bích" not in judged[0].why
    with pytest.raises(Invalid, match="1 dòng sai"):
        adopt_codes(minh, minh.unit_id, [Line(old, new)])
    assert not ExternalId.objects.filter(value=NEW).exists()


def test_one_code_on_two_lines(minh):
    own = Person.objects.get(full_name="Trương Ngọc Ánh").code
    judged = judge_codes(minh.unit_id, [Line("TAM-12", NEW), Line(own, NEW)])
    assert ["hai dòng" in one.why for one in judged] == [True, True]


def test_many_at_once_some_left_out(minh, django_assert_num_queries):
    lines = [Line("TAM-12", NEW), Line("TAM-99", "8000000778"), Line("8000000888", "8000000888")]
    with django_assert_num_queries(3):
        assert [one.verdict for one in judge_codes(minh.unit_id, lines)] == ["good", "wrong", "same"]
    with django_assert_num_queries(3):
        judge_codes(minh.unit_id, lines[:1])
    assert adopt_codes(minh, minh.unit_id, lines, leave_out=True) == 1


def test_who_has_no_code_is_listed_temporary_codes_first(minh):
    count = count_without(minh.unit_id)
    found = without_code(minh.unit_id, 0, 50)
    assert len(found) == min(count, 50) > 0
    assert (found[0].name, found[0].code, found[0].temporary) == ("Trương Ngọc Ánh", "TAM-12", True)
    adopt_codes(minh, minh.unit_id, [Line("TAM-12", NEW)])
    assert count_without(minh.unit_id) == count - 1


def test_teachers_and_other_schools_may_not(minh):
    with pytest.raises(NotAllowed):
        adopt_codes(actor("co-lan"), minh.unit_id, [Line("TAM-12", NEW)])
    with pytest.raises(NotAllowed):
        adopt_codes(actor("thay-khac"), minh.unit_id, [Line("TAM-12", NEW)])

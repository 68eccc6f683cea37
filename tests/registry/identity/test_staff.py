"""Staff with two records: found, compared, merged with all that hangs on them, and taken back."""

from datetime import date

import pytest
from django.db import connection

from khuevan.kernel.clock import now
from khuevan.kernel.errors import Conflict
from khuevan.platform.signing.api import SigningKey
from khuevan.registry.accounts.api import User
from khuevan.registry.audit.api import Entry
from khuevan.registry.identity.api import merge, separate, suspect
from khuevan.registry.identity.queries.said import table
from khuevan.registry.people.api import Affiliation, Facts, Person, make_people
from khuevan.school.enrolment.api import ClassSubject, SchoolClass
from khuevan.school.enrolment.models import Duty, Teaching
from tests.personas import acting_as, actor, client_as
from tests.registry.identity.doubles import DAY, at, school_of
from tests.registry.identity.test_merging import TABLES, dump


def worker(school, name="Tôn Nữ Diệu Huyền", birth="1985-03-02", phone=""):
    """A member of staff without a log-in; the id."""
    ids, _kept = make_people(school, "staff", DAY, [Facts(name, 2, birth, phone=phone)])
    return ids[0]


@pytest.fixture
def lan(db):
    """Cô Lan, who has a log-in, and her second record with a class, lessons and a duty: (school, first, second)."""
    school, first = school_of("thay-minh"), actor("co-lan").person_id
    with at(school):
        SigningKey.objects.filter(person_id=first).update(revoked_at=now(), revoked_reason="dọn")
        name = Person.objects.get(pk=first).full_name
        second = worker(school, name, birth="")
        one = SchoolClass.objects.filter(school_id=school, year=2025).exclude(name="7A").first()
        book = ClassSubject.objects.filter(school_id=school, school_class=one).exclude(teacher_id=first).first()
        SchoolClass.objects.filter(pk=one.pk).update(homeroom=second)
        ClassSubject.objects.filter(pk=book.pk).update(teacher=second)
        Duty.objects.create(school_id=school, year=2025, teacher_id=second, title="Thư viện", lessons=2)
    return school, first, second


def standing_in(school, teacher, for_whom):
    one = SchoolClass.objects.get(school_id=school, year=2025, name="7A")
    when = {"starts_on": date(2025, 10, 6), "ends_on": date(2025, 10, 10)}
    return Teaching.objects.create(
        school_id=school, school_class=one, teacher_id=teacher, stands_for_id=for_whom, **when
    )


def test_lessons_class_and_duty_follow_and_come_back(lan):
    school, first, second = lan
    with acting_as("thay-minh"):
        minh, before = actor("thay-minh"), dump()
        code = Person.objects.get(pk=second).code
        done = merge(minh, suspect(first, second).uid, first, [], "một hồ sơ lương")
        assert SchoolClass.objects.filter(homeroom_id=first, year=2025).exclude(name="7A").exists()
        assert not ClassSubject.objects.filter(teacher_id=second).exists()
        assert Duty.objects.get(title="Thư viện").teacher_id == first
        assert not Affiliation.objects.filter(person_id=second).exists()
        assert User.objects.get(username="co-lan").person_id == first
        written = Entry.objects.filter(school_id=school, book="identity").order_by("-position").first()
        assert (written.verb, code in written.subject) == ("merge", True)
        separate(minh, done.uid, "nhầm")
        assert dump() == before


def test_the_log_in_follows_where_the_other_record_is_kept(lan):
    _school, first, second = lan
    with acting_as("thay-minh"):
        done = merge(actor("thay-minh"), suspect(first, second).uid, second, ["name", "birth"], "một hồ sơ lương")
        assert actor("co-lan").person_id == second
        assert actor("co-lan").kind == "teacher"
        separate(actor("thay-minh"), done.uid, "nhầm")
    assert actor("co-lan").person_id == first


def refused(name, first, second):
    """What somebody is told who merges two records."""
    with acting_as(name):
        before = dump()
        with pytest.raises(Conflict) as wrong:
            merge(actor(name), suspect(first, second).uid, first, [], "một người")
        assert dump() == before
    return wrong.value.hint


def test_a_live_key_does_not_pass_to_another_log_in(lan):
    school, first, second = lan
    with at(school):
        SigningKey.objects.create(
            school_id=school, person_id=second, reference="thu", name="Lan", serial="77", certificate="",
            not_before="2025-01-01T00:00Z", not_after="2027-01-01T00:00Z",
        )  # fmt: skip
    assert "khoá không chuyển sang tài khoản khác" in refused("thay-minh", first, second)
    assert "khoá không chuyển sang tài khoản khác" in refused("thay-minh", second, first)
    with acting_as("thay-minh"):
        SigningKey.objects.filter(serial="77").update(revoked_at=now(), revoked_reason="gộp hồ sơ")
        merge(actor("thay-minh"), suspect(first, second).uid, first, [], "một người")
        assert SigningKey.objects.get(serial="77").person_id == first


def test_two_keys_and_one_duty_twice_are_named(lan):
    school, first, second = lan
    with at(school):
        Duty.objects.create(school_id=school, year=2025, teacher_id=first, title="Thư viện", lessons=2)
        pair = [worker(school), worker(school)]
        for serial, person in zip(("78", "79"), pair, strict=True):
            SigningKey.objects.create(
                school_id=school, person_id=person, reference=serial, name="Huyền", serial=serial, certificate="",
                not_before="2025-01-01T00:00Z", not_after="2027-01-01T00:00Z",
            )  # fmt: skip
    assert "nhiệm vụ kiêm nhiệm ở cùng một chỗ. Bỏ nhiệm vụ trùng" in refused("thay-minh", first, second)
    assert "khoá ký số ở cùng một chỗ. Thu hồi một trong hai khoá ký" in refused("thay-minh", *pair)


def test_who_stood_in_for_the_other_is_not_the_same(lan):
    school, first, second = lan
    with at(school):
        standing_in(school, second, first)
    hint = refused("thay-minh", first, second)
    assert "Ở lớp 7A, từ 06/10/2025 một hồ sơ dạy thay hồ sơ kia" in hint


def test_nobody_merges_their_own_record(db):
    with at(school_of("thay-minh")):
        second = worker(school_of("thay-minh"), actor("thay-minh").name)
    hint = refused("thay-minh", actor("thay-minh").person_id, second)
    assert "hồ sơ của chính thầy/cô" in hint


def test_the_page_shows_who_looks_alike_and_finds_by_name_telephone_and_code(lan):
    school, first, second = lan
    with at(school):
        twins = [worker(school, phone="0900000091"), worker(school, birth="1971-01-01", phone="0900000092")]
        code = Person.objects.get(pk=twins[0]).code
        uids = {one: str(Person.objects.get(pk=one).uid) for one in (first, second, *twins)}
    office = client_as("thay-minh")

    def shown(query=""):
        page = office.get("/identity/staff/", {"q": query}).content.decode()
        return [one for one, uid in uids.items() if uid in page]

    assert shown() == [first, second]
    assert shown("ton nu huyen") == twins
    assert shown("0900 000 092") == twins[1:]
    assert shown(code.lower()) == twins[:1]
    assert "Không tìm thấy ai" in office.get("/identity/staff/?q=khongai").content.decode()
    pair = office.post("/identity/suspect", {"chosen": [uids[first], uids[second]]})
    page = office.get(pair.url).content.decode()
    assert "co-lan" in page
    assert "nhiệm vụ kiêm nhiệm" in page
    office.post(f"{pair.url}apart", {"reason": "hai người"})
    assert shown() == []


@pytest.mark.parametrize("name", ["co-lan", "chi-hoa", "thay-khac"])
def test_others_have_no_such_page(db, name):
    assert client_as(name).get("/identity/staff/").status_code == 404


@pytest.mark.parametrize("count", [2, 4])
def test_the_page_takes_the_same_number_of_queries(db, count, django_assert_num_queries):
    with at(school_of("thay-minh")):
        for _ in range(count):
            worker(school_of("thay-minh"))
    office = client_as("thay-minh")
    office.get("/identity/staff/")
    with django_assert_num_queries(QUERIES):
        assert office.get("/identity/staff/").content.decode().count('name="chosen"') == count


QUERIES = 13


def test_whatever_hangs_on_people_has_a_name(db):
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        tables = [row[0] for row in cursor.fetchall()]
    kept = {"approvals_step"}  # append-only: a merge leaves it as it is
    assert {one for one in tables if table(one) == "dữ liệu khác"} - kept == set()

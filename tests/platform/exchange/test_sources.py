"""What each room says of its data: fields, codes, keys that stay, and how many questions it takes."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from khuevan.kernel.clock import now, today
from khuevan.kernel.events import handlers_for
from khuevan.platform.approvals.api import Case, Step
from khuevan.platform.exchange.adapters.checking import fault_of
from khuevan.platform.exchange.api import KINDS
from khuevan.platform.exchange.models import Due
from khuevan.platform.exchange.ports import sources
from khuevan.registry.isolation.api import Scope, acting
from khuevan.registry.people.api import ExternalId, Person
from khuevan.school.enrolment.api import Enrolment, SchoolClass
from khuevan.school.gradebook.api import MarksChanged
from khuevan.school.gradebook.models import Result
from khuevan.school.transcripts.events import TranscriptsAccepted
from khuevan.school.transcripts.models import Transcript, Version
from tests.personas import acting_as, actor

pytestmark = pytest.mark.django_db
DIGEST = "a" * 64


@pytest.fixture
def school():
    return actor("co-lan").unit_id


def rows(kind, school):
    with acting(Scope("province")):
        return {row.key: row.body for row in sources()[kind].gather(school)}


def seat(school):
    with acting(Scope("province")):
        rows = Enrolment.objects.filter(school=school, ends_on=None).select_related("school_class", "student")
        return rows.order_by("-year", "pk").first()


def result(school, place, **values):
    with acting_as("thay-minh"):
        Result.objects.create(
            school_id=school, student=place.student, school_class=place.school_class, computed_at=now(),
            rule_set="tt22_2021", **values,
        )  # fmt: skip


@pytest.mark.parametrize("kind", ["truong", "giaovien", "lophoc", "hocsinh"])
def test_everything_that_a_school_says_fits_its_schema(school, kind):
    found = rows(kind, school)
    assert found
    assert [fault for body in found.values() if (fault := fault_of(kind, body))] == []


def test_every_kind_has_a_source():
    assert set(sources()) == set(KINDS)


def test_a_pupil_bears_the_ministrys_code_once_there_is_one(school):
    place = seat(school)
    key = str(place.student.uid)
    with acting_as("thay-minh"):
        ExternalId.objects.filter(person=place.student).update(valid_to=today())
    assert rows("hocsinh", school)[key]["mahocsinh"] == place.student.code
    with acting_as("thay-minh"):
        number = {"person": place.student, "source": "thử", "valid_from": today()}
        ExternalId.objects.create(kind="moet", value="7912345678", **number)
        ExternalId.objects.create(kind="citizen", value="079213001234", **number)
    body = rows("hocsinh", school)[key]
    assert (body["mahocsinh"], body["sodinhdanh"], body["trangthai"]) == ("7912345678", "079213001234", "danghoc")
    assert body["malop"] == f"{place.year}-{place.school_class.name}"


def test_a_pupil_who_left_stays_and_says_so(school):
    place = seat(school)
    with acting_as("thay-minh"):
        Enrolment.objects.filter(pk=place.pk).update(ends_on=today())
    assert rows("hocsinh", school)[str(place.student.uid)]["trangthai"] == "thoihoc"


@pytest.mark.parametrize(
    ("year", "month", "day", "words"),
    [(2013, 3, 4, "2013-03-04"), (2013, 3, None, "2013-03"), (2013, None, None, "2013")],
)
def test_birth_dates_go_as_far_as_they_are_known(school, year, month, day, words):
    place = seat(school)
    with acting_as("thay-minh"):
        Person.objects.filter(pk=place.student_id).update(birth_year=year, birth_month=month, birth_day=day)
    body = rows("hocsinh", school)[str(place.student.uid)]
    assert body["ngaysinh"] == words
    assert fault_of("hocsinh", body) == ""


def test_results_are_written_as_the_national_list_has_them(school):
    place = seat(school)
    result(school, place, term=3, academic="D", conduct="CD", award="", outcome="held_back")
    result(school, place, term=1)
    ((key, body),) = rows("ketqua", school).items()
    assert key == f"{place.school_class.uid}.{place.student.uid}.3"
    assert (body["hocky"], body["mahocluc"], body["mahanhkiem"], body["ketquanamhoc"]) == (3, "Đ", "CĐ", "held_back")
    assert fault_of("ketqua", body) == ""


def version(school, place, number, *, accepted=True, **values):
    with acting_as("thay-minh"):
        document, _new = Transcript.objects.get_or_create(
            school_id=school, student=place.student, year=place.year,
            defaults={"school_class": place.school_class, "code": "HB-1"},
        )  # fmt: skip
        Version.objects.filter(transcript=document).update(superseded_at=now())
        who = {"school_id": school, "student": place.student}
        case = Case.objects.create(**who, process="transcript", state="accepted", since=now())
        if accepted:
            Step.objects.create(
                **who, case=case, verb="accept", to_state="accepted", at=now(), by="Anh Bình", role="Sở"
            )
        return Version.objects.create(
            **who, transcript=document, case=case, number=number, xml="<x/>", digest=DIGEST, created_at=now(),
            issued_at=now(), **values,
        )  # fmt: skip


def test_a_transcript_goes_once_accepted_and_stands_while_a_correction_is_on_its_way(school):
    place = seat(school)
    version(school, place, 1)
    assert [x["phienbanhocba"] for x in rows("hocba", school).values()] == [1]
    second = version(school, place, 2, accepted=False)
    ((_key, body),) = rows("hocba", school).items()
    assert (body["phienbanhocba"], fault_of("hocba", body)) == (1, "")
    with acting_as("thay-minh"):
        who = {"school_id": school, "student": place.student, "case": second.case}
        Step.objects.create(**who, verb="accept", to_state="accepted", at=now(), by="Anh Bình", role="Sở")
    assert [x["phienbanhocba"] for x in rows("hocba", school).values()] == [2]
    with acting_as("thay-minh"):
        Version.objects.filter(pk=second.pk).update(revoked_at=now())
    assert rows("hocba", school) == {}


@pytest.mark.parametrize("kind", KINDS)
def test_a_school_is_read_with_the_same_questions_whatever_its_size(school, kind):
    def counted():
        with CaptureQueriesContext(connection) as seen:
            rows(kind, school)
        return len(seen)

    before = counted()
    place = seat(school)
    for number in range(2):
        with acting_as("thay-minh"):
            SchoolClass.objects.create(school_id=school, year=2030, grade=6, name=f"6Z{number}")
        result(school, place, term=number + 1, academic="T")
    version(school, place, 1)
    assert counted() == before


def test_what_happens_in_a_school_makes_it_due(school):
    for event in (MarksChanged(school, 1, None, 1, ()), TranscriptsAccepted(school, ())):
        with acting(Scope("staff", frozenset({school}))):
            Due.objects.all().delete()
            for handler in handlers_for(type(event)):
                handler(event)
            assert Due.objects.get().school_id == school


def test_a_school_that_is_due_stays_due_when_it_is_touched_meanwhile(school):
    from khuevan.platform.exchange.actions import gathering

    with acting(Scope("province")):
        Due.objects.create(school_id=school, since=now() - timedelta(minutes=5))
    real = gathering.gather

    def meanwhile(school_id, **more):
        with acting(Scope("province")):
            gathering.touch(school_id)
        return real(school_id, **more)

    gathering.gather = meanwhile
    try:
        gathering.gather_due()
    finally:
        gathering.gather = real
    with acting(Scope("province")):
        assert Due.objects.filter(school=school).exists()

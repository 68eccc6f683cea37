"""What the checks find in transcripts that came in, and what they do not hold against anybody."""

import pytest

from khuevan.kernel.clock import now
from khuevan.registry.isolation.api import Scope, acting
from khuevan.registry.people.api import Person
from khuevan.school.enrolment.api import ClassSubject, Enrolment
from khuevan.school.gradebook.api import MarkRow
from khuevan.school.review.actions import running
from khuevan.school.review.api import Checked, Finding, Run, order_checks, resume_stalled
from khuevan.school.transcripts.api import Version
from tests.personas import acting_as
from tests.school.review.conftest import YEAR, check
from tests.school.transcripts.school import change_mark

pytestmark = pytest.mark.django_db


def found(kind=""):
    with acting(Scope("province")):
        rows = Finding.objects.filter(kind=kind) if kind else Finding.objects.all()
        return list(rows.order_by("pk").values_list("version_id", "part", "what"))


def altered(version_id, **fields):
    """Change what is stored past the product, as somebody with the owner's rights could."""
    with acting_as("thay-minh"):
        Version.objects.filter(pk=version_id).update(**fields)


def first(school_class):
    with acting_as("thay-minh"):
        return Version.objects.filter(transcript__school_class=school_class).order_by("pk").first()


def test_sound_transcripts_are_checked_and_nothing_is_found(checked, submitted):
    with acting(Scope("province")):
        rows = list(Checked.objects.values_list("errors", "warnings"))
        due = Version.objects.filter(transcript__school_class=submitted).count()
    assert found() == []
    assert rows == [(0, 0)] * due
    assert (checked.state, checked.done, checked.total, checked.found) == ("done", due, due, 0)


def test_a_mark_that_changed_after_the_issue_is_named_with_both_values(submitted):
    with acting_as("co-lan"):
        maths = ClassSubject.objects.get(school_class=submitted, subject_id="TOAN")
        pupil = change_mark(maths, 95)
        now_says = MarkRow.objects.get(class_subject=maths, student_id=pupil, term=2).average
    run = check(submitted.school_id)
    said = found("content")
    assert run.found == 1
    assert all(part == "mon-TOAN" for _version, part, _what in said)
    expected = f"Toán học kì II, điểm: học bạ 8,0, sổ điểm {now_says // 10},{now_says % 10}"
    assert expected in [what for _version, _part, what in said]


def test_an_altered_file_is_an_invalid_signature(submitted):
    version = first(submitted)
    altered(version.pk, xml=version.xml.replace("<diem>8", "<diem>9", 1))
    check(submitted.school_id)
    whats = " ".join(what for pk, _part, what in found("signature") if pk == version.pk)
    assert "đã bị thay đổi sau khi" in whats
    assert "khác với tệp lúc phát hành" in whats


def test_a_missing_seal_is_its_own_finding(submitted):
    version = first(submitted)
    start = version.xml.index("<ds:Signature", version.xml.index("ky-seal") - 200)
    altered(version.pk, xml=version.xml[:start] + version.xml[version.xml.index("</chuky>") :])
    check(submitted.school_id)
    assert [pk for pk, _part, _what in found("seal")] == [version.pk]


def test_a_file_that_cannot_be_read_is_said_once_and_does_not_stop_the_check(submitted):
    version = first(submitted)
    altered(version.pk, xml="<hocbaso>")
    run = check(submitted.school_id)
    assert run.state == "done"
    assert [pk for pk, _part, _what in found("unreadable")] == [version.pk]


def test_a_missing_paper_and_a_step_before_its_time_are_found(submitted):
    version = first(submitted)
    altered(version.pk, pdf=None, issued_at=now().replace(year=2027))
    check(submitted.school_id)
    assert [pk for pk, _part, _what in found("paper")] == [version.pk]
    assert any(pk == version.pk and "gửi Sở lúc" in what for pk, _part, what in found("order"))


def test_who_left_the_class_cannot_be_compared(submitted):
    version = first(submitted)
    with acting_as("thay-minh"):
        Enrolment.objects.filter(student_id=version.student_id, school_class=submitted).update(ends_on="2026-06-30")
    check(submitted.school_id)
    assert [pk for pk, _part, _what in found("left")] == [version.pk]
    assert found("content") == []


def test_a_name_that_was_mended_since_is_a_warning(submitted):
    version = first(submitted)
    with acting_as("thay-minh"):
        Person.objects.filter(pk=version.student_id).update(full_name="Nguyễn Văn Khác")
    check(submitted.school_id)
    with acting(Scope("province")):
        checked = Checked.objects.get(version=version)
    assert (checked.errors, checked.warnings) == (0, 1)
    assert "hồ sơ Nguyễn Văn Khác" in found("pupil")[0][2]


def test_a_second_check_takes_the_place_of_the_first(submitted):
    version = first(submitted)
    altered(version.pk, pdf=None)
    check(submitted.school_id)
    before = found("paper")
    check(submitted.school_id)
    assert [row[0] for row in found("paper")] == [row[0] for row in before]
    with acting(Scope("province")):
        assert Checked.objects.filter(version=version).count() == 1


def test_a_check_goes_on_where_it_stood_still(submitted, monkeypatch):
    monkeypatch.setattr(running, "AT_ONCE", 3)
    with acting(Scope("province")):
        running.begin(submitted.school_id, YEAR)
        run = Run.objects.latest("pk")
        running._step(run.pk)
        assert not running.begin(submitted.school_id, YEAR), "one check of a school at a time"
        Run.objects.filter(pk=run.pk).update(touched_at="2026-01-01T00:00Z")
        resume_stalled(now())
        run.refresh_from_db()
        assert (run.state, run.done) == ("running", 3)
        assert run.touched_at.year == 2026
    running.work(run.pk)
    with acting(Scope("province")):
        run.refresh_from_db()
        assert (run.state, run.done) == ("done", run.total)


def test_the_cost_of_a_class_does_not_grow_with_its_pupils(submitted, django_assert_max_num_queries):
    from khuevan.school.review.queries.checking import check_class

    with acting(Scope("province")):
        rows = Version.objects.filter(transcript__school_class=submitted)
        versions = list(rows.select_related("transcript", "case", "school").order_by("pk"))
        with django_assert_max_num_queries(40) as one:
            check_class(submitted, versions[:1])
        with django_assert_max_num_queries(len(one)):
            check_class(submitted, versions[:3])


def test_sending_orders_a_check(submitted):
    from khuevan.school.review.handlers import check_sent
    from khuevan.school.transcripts.events import TranscriptsSubmitted

    with acting_as("thay-minh"):
        ids = tuple(Version.objects.values_list("pk", flat=True))
        check_sent(TranscriptsSubmitted(submitted.school_id, ids))
    assert orders("review.sent") == [{"school_id": submitted.school_id, "year": YEAR}]


def orders(task):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs WHERE task_name = %s ORDER BY id", [task])
        rows = [row[0] for row in cursor.fetchall()]
    import json

    return [json.loads(row) if isinstance(row, str) else row for row in rows]


def test_only_the_sở_orders_checks(submitted, minh, binh):
    from khuevan.kernel.errors import NotAllowed

    with acting_as("thay-minh"), pytest.raises(NotAllowed):
        order_checks(minh, YEAR, [submitted.school_id])
    with acting_as("anh-binh"):
        assert order_checks(binh, YEAR, [submitted.school_id]) == 1
        assert order_checks(binh, YEAR, [submitted.school_id]) == 0, "one is under way"

"""A year is opened from the results of the one before, as a whole, and taken back while nothing builds on it."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from khuevan.kernel.errors import Conflict, NotAllowed
from khuevan.registry.audit.api import Entry
from khuevan.registry.isolation.api import Scope, acting
from khuevan.school.enrolment.api import ClassSubject, Enrolment, SchoolClass, SchoolYear, Teaching, Term, working_year
from khuevan.school.gradebook.api import MarkRow, Result
from khuevan.school.opening import api as opening
from khuevan.school.opening.models import Placement, Plan, PlannedClass
from khuevan.school.opening.rules.calendar import usual_dates, wrong_dates
from khuevan.site.cli.commands.open_year import Operator
from tests.personas import acting_as, actor, client_as

pytestmark = pytest.mark.django_db
NEW = 2026


def judged(outcomes):
    """Give the pupils of the open year results: of each class the first get ``outcomes``, the others go up."""
    places = {}
    for row in Enrolment.objects.filter(year=NEW - 1, ends_on=None).order_by("school_class_id", "number"):
        place = places[row.school_class_id] = places.get(row.school_class_id, -1) + 1
        outcome = outcomes[place] if place < len(outcomes) else "promoted"
        if outcome:
            said = {"school_id": row.school_id, "student_id": row.student_id, "computed_at": now(), "outcome": outcome}
            Result.objects.create(school_class_id=row.school_class_id, term=3, rule_set="TT22-2021", **said)


@pytest.fixture
def minh():
    with acting_as("thay-minh"):
        yield actor("thay-minh")


@pytest.fixture
def plan(minh):
    judged(["held_back", "retest", ""])
    return opening.draft(minh, minh.unit_id)


def decisions(plan, class_name):
    rows = Placement.objects.filter(plan=plan, origin__name=class_name).order_by("pk")
    order = Enrolment.objects.filter(
        year=NEW - 1, school_class__name=class_name, ends_on=None, school_id=plan.school_id
    )
    by = {row.student_id: (row.decision, row.target.name if row.target else "") for row in rows}
    return [by[student] for student in order.order_by("number").values_list("student_id", flat=True)]


def test_the_results_propose(plan):
    assert decisions(plan, "7A")[:4] == [("repeat", "7A"), ("wait", ""), ("wait", ""), ("promote", "8A")]
    assert decisions(plan, "9A")[:4] == [("repeat", "9A"), ("wait", ""), ("wait", ""), ("complete", "")]
    classes = {one.name: one for one in opening.class_lines(plan)}
    assert {name: one.origin for name, one in classes.items()} == {"6A": "", "7A": "6A", "8A": "7A", "9A": "8A"}
    mai = SchoolClass.objects.get(name="7A", year=NEW - 1, school_id=plan.school_id).homeroom_id
    assert classes["8A"].homeroom_id == mai


@pytest.mark.parametrize(("name", "words"), [("thay-phuc", "Chưa được lên lớp"), ("thay-minh", "Không được lên lớp")])
def test_a_result_is_told_in_the_words_of_its_regulation(name, words):
    with acting_as(name):
        judged(["held_back"])
        leader = actor(name)
        plan = opening.draft(leader, leader.unit_id)
    page = client_as(name).get(f"/years/{plan.uid}/pupils").content.decode()
    other = {"Chưa được lên lớp": "Không được lên lớp", "Không được lên lớp": "Chưa được lên lớp"}[words]
    assert words in page
    assert other not in page


def test_a_plan_is_thrown_away_whole(minh, plan):
    opening.discard(minh, plan, plan.revision)
    assert [model.objects.exists() for model in (Plan, PlannedClass, Placement)] == [False, False, False]


def test_a_year_opens_as_a_whole(minh, plan):
    before = ClassSubject.objects.get(
        school_class__name="7A", school_class__year=2025, subject="TOAN", school_id=minh.unit_id
    )
    written = opening.open_year(minh, plan, plan.revision)
    assert working_year(minh.unit_id) == NEW
    assert [term.number for term in Term.objects.filter(school_id=minh.unit_id, year=NEW)] == [1, 2]
    after = ClassSubject.objects.get(
        school_class__name="8A", school_class__year=NEW, subject="TOAN", school_id=minh.unit_id
    )
    assert (after.teacher_id, after.lessons) == (before.teacher_id, 140)
    seated = Enrolment.objects.filter(year=NEW, school_class__name="8A", school_id=minh.unit_id)
    names = list(seated.order_by("number").values_list("student__sort_key", flat=True))
    assert names == sorted(names)
    assert [row.number for row in seated.order_by("number")] == [*range(1, len(names) + 1)]
    assert (
        written.pupils
        == Enrolment.objects.filter(year=NEW, school_id=minh.unit_id).count()
        == opening.totals(plan).seated
    )
    assert Teaching.objects.filter(school_class__year=NEW, class_subject=None).count() == 4
    entry = Entry.objects.filter(book="years", verb="open").get()
    assert entry.new["pupils"] == written.pupils


def test_the_number_of_statements_is_constant(minh):
    counts = []
    for name in ("thay-minh", "thay-phuc"):
        with acting_as(name, "leader"):
            me = actor(name, "leader")
            judged([])
            plan = opening.draft(me, me.unit_id)
            with CaptureQueriesContext(connection) as queries:
                opening.open_year(me, plan, plan.revision)
            counts.append(len(queries))
    assert counts[0] == counts[1] < 40


def test_undo_until_the_first_mark(minh, plan):
    opening.open_year(minh, plan, plan.revision)
    book = ClassSubject.objects.filter(school_class__year=NEW, subject="TOAN").first()
    pupil = Enrolment.objects.filter(year=NEW, school_class_id=book.school_class_id).first().student_id
    mark = MarkRow.objects.create(
        school_id=minh.unit_id, student_id=pupil, class_subject=book, term=1, regular=[80], updated_at=now()
    )
    with pytest.raises(Conflict, match="đã có điểm") as refused:
        opening.undo_opening(minh, plan)
    assert refused.value.code == "obstacles"
    mark.delete()
    opening.undo_opening(minh, plan)
    assert working_year(minh.unit_id) == NEW - 1
    assert not SchoolClass.objects.filter(year=NEW).exists()
    assert plan.opened_at is None
    assert opening.open_year(minh, plan, plan.revision).pupils
    assert {"open", "undo"} <= set(Entry.objects.filter(book="years").values_list("verb", flat=True))


def test_two_people_do_not_overwrite_each_other(minh, plan):
    seen = plan.revision
    other = Plan.objects.get(pk=plan.pk)
    some = Placement.objects.filter(plan=plan, origin__name="7A", decision="promote").first()
    assert opening.decide(minh, plan, seen, {some.student_id: "leave"}) == 1
    with pytest.raises(Conflict, match="vừa sửa kế hoạch"):
        opening.decide(minh, other, seen, {some.student_id: "wait"})
    assert Placement.objects.get(pk=some.pk).decision == "leave"


def test_exceptions_merge_and_split(minh, plan):
    some = Placement.objects.filter(plan=plan, origin__name="7A", decision="promote").first()
    into = PlannedClass.objects.get(plan=plan, name="9A")
    opening.decide(minh, plan, plan.revision, {some.student_id: str(into.pk)})
    some.refresh_from_db()
    assert (some.decision, some.target_id, some.decided_by) == ("skip", into.pk, minh.name)
    opening.follow_results(minh, plan, plan.revision, [some.student_id])
    some.refresh_from_db()
    assert (some.decision, some.target.name, some.decided_by) == ("promote", "8A", "")
    old = PlannedClass.objects.get(plan=plan, name="8A")
    before = Placement.objects.filter(target=old).count()
    new = opening.split(minh, plan, plan.revision, old, "8B")
    assert Placement.objects.filter(target=new).count() == before // 2
    assert opening.merge(minh, plan, plan.revision, new, old) == before // 2
    assert Placement.objects.filter(target=old).count() == before
    with pytest.raises(Conflict, match="còn"):
        opening.remove_class(minh, plan, plan.revision, old)


def test_newer_results_are_seen_first(minh, plan):
    row = Result.objects.filter(outcome="retest", term=3).first()
    Result.objects.filter(pk=row.pk).update(outcome="promoted")
    with pytest.raises(Conflict, match="kết quả mới"):
        opening.open_year(minh, plan, plan.revision)
    plan.refresh_from_db()
    opening.refresh(minh, plan, plan.revision)
    assert Placement.objects.get(plan=plan, student_id=row.student_id).decision in ("promote", "complete")
    opening.open_year(minh, plan, plan.revision)


def test_who_waited_is_placed_later(minh, plan):
    opening.open_year(minh, plan, plan.revision)
    some = Placement.objects.filter(plan=plan, origin__name="7A", decision="wait").first()
    target = PlannedClass.objects.get(plan=plan, name="8A")
    old = SchoolYear.objects.get(school_id=minh.unit_id, year=NEW - 1)
    with pytest.raises(Conflict, match="chờ kết quả"):
        opening.close_year(minh, old)
    opening.place(minh, plan, {some.student_id: str(target.pk)})
    last = Enrolment.objects.filter(year=NEW, school_class_id=target.made_id).order_by("number").last()
    assert last.student_id == some.student_id
    rest = Placement.objects.filter(plan=plan, decision="wait").values_list("student_id", flat=True)
    opening.place(minh, plan, dict.fromkeys(rest, "leave"))
    opening.close_year(minh, old)
    assert SchoolYear.objects.get(pk=old.pk).closed_at
    opening.undo_opening(minh, plan)
    assert SchoolYear.objects.get(pk=old.pk).closed_at is None


def test_clerks_and_teachers_do_not_open(plan):
    with acting_as("co-lan"), pytest.raises(NotAllowed):
        opening.draft(actor("co-lan"), plan.school_id)
    with acting_as("co-lan"), pytest.raises(NotAllowed):
        opening.undo_opening(actor("co-lan"), plan)


def test_another_schools_plan_is_not_there(plan):
    with acting_as("thay-khac"):
        assert not Plan.objects.filter(pk=plan.pk).exists()
        assert not Placement.objects.filter(plan_id=plan.pk).exists()


def test_a_province_opens_in_batches_and_goes_on():
    schools = opening.schools_of()
    with acting(Scope("staff", frozenset(schools))):
        judged([])
        told = []
        first, rest = schools[:1], schools
        assert len(opening.open_province(Operator(), first, NEW).plans) == 1
        done = opening.open_province(Operator(), rest, NEW, lambda n, all_: told.append((n, all_)))
        assert (len(done.plans), done.skipped, told[-1]) == (len(schools) - 1, 1, (len(schools), len(schools)))
        assert set(SchoolYear.objects.filter(year=NEW).values_list("school_id", flat=True)) == set(schools)
        assert (
            sum(line.pupils for line in opening.report(done.plans))
            == Enrolment.objects.filter(year=NEW, school_id__in=rest[1:]).count()
        )
        assert opening.open_province(Operator(), schools, NEW).plans == ()


@pytest.mark.parametrize("year", [2024, 2025, 2026, 2030])
def test_usual_dates(year):
    dates = usual_dates(year)
    assert wrong_dates(year, dates) == ""
    assert dates.starts_on.weekday() == dates.second_from.weekday() == 0
    assert (dates.second_from - dates.starts_on).days == 18 * 7
    assert wrong_dates(year, replace(dates, ends_on=dates.starts_on)) == "order"
    assert wrong_dates(year + 1, dates) == "year"


def test_the_pages(minh, plan):
    client = client_as("thay-minh")
    base = f"/years/{plan.uid}/"
    for page in ("", "dates", "classes", "pupils", "preview"):
        assert client.get(base + page, follow=True).status_code == 200
    counts = []
    for some in (1, 3):
        with acting_as("thay-minh"):
            for place in Placement.objects.filter(plan=plan)[:some]:
                Placement.objects.filter(pk=place.pk).update(decided_by="x")
        with CaptureQueriesContext(connection) as queries:
            client.get(base + "pupils")
        counts.append(len(queries))
    assert counts[0] == counts[1]
    with acting_as("thay-minh"):
        some = Placement.objects.filter(plan=plan, origin__name="7A", decision="promote").first()
        seen = Plan.objects.get(pk=plan.pk).revision
    post = {"revision": seen, "origin": some.origin_id, f"p{some.student_id}": "leave"}
    assert client.post(base + "decide", post).status_code == 302
    assert client.post(base + "decide", post).status_code == 409
    assert client.post(base + "do/open", {"revision": seen + 1}).status_code == 302
    assert "Hoàn tác" in client.get(base).content.decode()
    assert client_as("co-lan").get(base).status_code == 404

"""Keys and transcripts of the story's classes; and that the story can be played from there to its end."""

import pytest

MAKE = """
import django; django.setup()
from khuevan.site.province.making import load_plan
from khuevan.site.province.plans import *
schools = (SchoolPlan(LOWER, {6: 1, 7: 1}, 5), SchoolPlan(PRIMARY, {1: 1, 2: 1}, 5), SchoolPlan(LOWER, {6: 1}, 3))
load_plan(Plan((schools,), marks=True, papers=True), 5)
"""
PLAY = """
import django; django.setup()
from django.db import connection, transaction
from khuevan.kernel.clock import today
from khuevan.registry.accounts.api import User, actor_for
from khuevan.school.enrolment.api import ClassSubject, SchoolClass
from khuevan.school.gradebook.api import Conduct, MarkRow, PrimaryMark, recompute
from khuevan.school.transcripts.api import sign_homeroom, sign_subjects
from khuevan.site.personas import PIN

def act(name): return actor_for(User.objects.get(username=name), None, today())
def books(of, *codes):
    return [book.pk for book in ClassSubject.objects.filter(school_class=of, subject_id__in=codes)]

with transaction.atomic():
    seven = SchoolClass.objects.filter(year=2025, name="7A").earliest("school_id")
    two = SchoolClass.objects.get(year=2025, name="2A")
    MarkRow.objects.filter(class_subject__in=books(seven, "TOAN"), term=2).update(final=75)
    Conduct.objects.filter(school_class=seven, term=2).update(level="T", comment="Chăm ngoan.")
    PrimaryMark.objects.filter(class_subject__in=books(two, "TV", "TOAN"), period=4).update(test=80)
    for of in (seven, two):
        recompute(of.school_id, 2025, [of.pk])
    done = [
        sign_subjects(act("co-lan"), books(seven, "TOAN"), PIN), sign_homeroom(act("co-mai"), seven.pk, PIN),
        sign_subjects(act("co-thu"), books(two, "TV", "TOAN"), PIN), sign_homeroom(act("co-thu"), two.pk, PIN),
    ]
    print(*(f"{one.count}:{len(one.left_out)}" for one in done))
    transaction.set_rollback(True)
"""
VERIFY = """
import django; django.setup()
from khuevan.registry.isolation.api import Scope, acting
from khuevan.school.transcripts.api import Version, verify_file
with acting(Scope("province")):
    print(sorted({verify_file(one.xml.encode()).outcome for one in Version.objects.filter(transcript__year=2024)}))
"""
OF_PUPIL = """SELECT c.state FROM transcripts_version v JOIN transcripts_transcript t ON t.id = v.transcript_id
JOIN approvals_case c ON c.id = v.case_id JOIN people_person p ON p.id = v.student_id
WHERE t.year = 2024 AND p.full_name = %s"""


@pytest.fixture(scope="module")
def papers(new_province):
    return new_province(MAKE)


@pytest.mark.parametrize("pupil", ["Nguyễn Hoàng An", "Nguyễn Hoàng Bi"])
def test_last_years_transcripts_came_in_at_the_department(papers, pupil):
    assert papers.ask(OF_PUPIL, pupil) == [("accepted",)]


def test_last_years_transcripts_are_valid(papers):
    done = papers.make(VERIFY, role="app")
    assert done.stdout.strip() == "['valid']", done.stderr


def test_they_were_signed_in_last_years_summer(papers):
    days = papers.ask(
        "SELECT s.role, min(s.at)::date::text FROM transcripts_sectionsignature s JOIN transcripts_version v "
        "ON v.id = s.version_id WHERE v.issued_at IS NOT NULL GROUP BY 1 ORDER BY 2"
    )
    assert [role for role, _day in days] == ["subject", "homeroom", "principal", "seal"]
    assert [day for _role, day in days] == sorted({"2025-05-26", "2025-05-28", "2025-07-02", "2025-07-03"})


def test_colleagues_have_signed_what_is_not_left_to_the_story(papers):
    signed = papers.ask(
        "SELECT c.name, array_agg(DISTINCT s.section) FROM transcripts_sectionsignature s JOIN transcripts_version v "
        "ON v.id = s.version_id JOIN transcripts_transcript t ON t.id = v.transcript_id JOIN enrolment_schoolclass c "
        "ON c.id = t.school_class_id WHERE t.year = 2025 GROUP BY 1 ORDER BY 1"
    )
    sections = {name: set(found) for name, found in signed}
    assert set(sections) == {"2A", "7A"}
    assert {"mon-TV", "mon-TOAN"}.isdisjoint(sections["2A"])
    assert "mon-TOAN" not in sections["7A"]
    assert len(sections["7A"]) == 11


def test_who_signs_has_a_key(papers):
    without = papers.ask(
        "SELECT u.username FROM accounts_user u WHERE u.username = ANY(%s) "
        "AND NOT EXISTS (SELECT FROM signing_signingkey k WHERE k.person_id = u.person_id)",
        ["co-lan", "co-mai", "thay-minh", "co-thu", "thay-phuc"],
    )
    seals = papers.one("SELECT count(*) FROM signing_signingkey WHERE person_id IS NULL")
    assert (without, seals) == ([], 3)


def test_the_story_can_be_played_to_the_homeroom_teachers_signature(papers):
    done = papers.make(PLAY)
    counts = [part.split(":") for part in done.stdout.split()]
    assert len(counts) == 4, done.stderr
    assert all(int(count) >= 3 and lacking == "0" for count, lacking in counts)


def test_a_calendar_with_a_request_that_waits_and_nothing_shut_that_the_story_needs(papers):
    assert papers.ask("SELECT term, kind FROM calendar_provincewindow WHERE term = 2") == [(2, "midterm")]
    assert papers.one("SELECT count(DISTINCT school_id) FROM calendar_schoolwindow") == 1
    waiting = "SELECT c.state, r.term, r.kind FROM calendar_reopening r JOIN approvals_case c ON c.id = r.case_id"
    assert papers.ask(waiting) == [("asked", 2, "midterm")]


def test_gaps_of_a_closed_column_are_reminded_of_and_no_others(papers):
    reminded = papers.one("SELECT coalesce(sum(lacking), 0) FROM calendar_reminder WHERE term = 2 AND kind = 'midterm'")
    gaps = papers.one(
        "SELECT count(*) FROM gradebook_markrow m JOIN enrolment_classsubject b ON b.id = m.class_subject_id "
        "JOIN enrolment_schoolclass c ON c.id = b.school_class_id JOIN enrolment_enrolment e "
        "ON e.student_id = m.student_id AND e.school_class_id = c.id AND e.ends_on IS NULL "
        "WHERE c.year = 2025 AND m.term = 2 AND m.midterm IS NULL"
    )
    assert reminded == gaps

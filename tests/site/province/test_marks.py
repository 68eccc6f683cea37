"""Two years of marks: complete, believable, and judged by the real rules."""

import numpy as np
import pytest

STORY = """SELECT count(*), count(m.midterm), count(m.final), count(m.average) FROM gradebook_markrow m
JOIN enrolment_classsubject s ON s.id = m.class_subject_id JOIN enrolment_schoolclass c ON c.id = s.school_class_id
WHERE c.name = '7A' AND c.year = 2025 AND m.term = 2 AND s.subject_id {} 'TOAN'
AND c.school_id = (SELECT min(id) FROM units_unit WHERE kind = 'school')"""
RECOMPUTE = """
import django; django.setup()
from django.db import transaction
from khuevan.registry.units.api import Unit
from khuevan.school.gradebook.api import recompute
with transaction.atomic():
    schools = Unit.objects.filter(kind="school").values_list("pk", flat=True)
    print(sum(recompute(school, year) for school in schools for year in (2024, 2025)))
    transaction.set_rollback(True)
"""


def averages(province, first, second, term):
    """Pairs of averages of the same pupils in two subjects of last year."""
    rows = province.ask(
        "SELECT a.average, b.average FROM gradebook_markrow a "
        "JOIN enrolment_classsubject x ON x.id = a.class_subject_id "
        "JOIN gradebook_markrow b ON b.student_id = a.student_id AND b.term = %s "
        "JOIN enrolment_classsubject y ON y.id = b.class_subject_id AND y.school_class_id = x.school_class_id "
        "WHERE x.subject_id = %s AND y.subject_id = %s AND a.term = 1",
        term,
        first,
        second,
    )
    return np.array([row for row in rows if None not in row], dtype=float).T


def test_the_rules_find_nothing_to_change(with_marks):
    done = with_marks.make(RECOMPUTE)
    assert (done.stdout.strip(), done.returncode) == ("0", 0), done.stderr


@pytest.mark.parametrize(("first", "second"), [("TOAN", "KHTN"), ("NV", "NN1"), ("TOAN", "NV")])
def test_marks_of_a_pupil_go_together(with_marks, first, second):
    correlation = np.corrcoef(averages(with_marks, first, second, 1))[0, 1]
    assert 0.5 < correlation < 0.97


def test_terms_of_a_pupil_resemble_each_other(with_marks):
    assert 0.75 < np.corrcoef(averages(with_marks, "TOAN", "TOAN", 2))[0, 1] < 0.999


def test_marks_lie_where_marks_lie(with_marks):
    rows = with_marks.ask("SELECT average FROM gradebook_markrow WHERE term = 3 AND average > 1")
    marks = np.array(rows, dtype=float)
    assert 65 < marks.mean() < 82
    assert 9 < marks.std() < 18


def test_last_year_lacks_nothing(with_marks):
    lacking = with_marks.one(
        "SELECT count(*) FROM gradebook_result r JOIN enrolment_schoolclass c ON c.id = r.school_class_id "
        "WHERE c.year = 2024 AND r.term = 3 "
        "AND (r.academic = '' OR r.outcome NOT IN ('promoted', 'held_back', 'support'))"
    )
    assert lacking == 0


def test_7a_waits_for_the_last_column_of_its_maths_teacher(with_marks):
    rows, midterm, final, average = with_marks.ask(STORY.format("="))[0]
    assert (rows, midterm, final, average) == (rows, rows, 0, 0)
    assert rows > 10


def test_7a_has_everything_else(with_marks):
    rows, midterm, final, average = with_marks.ask(STORY.format("<>"))[0]
    assert rows == midterm == final == average


def test_7a_waits_for_conduct_of_term_2(with_marks):
    found = with_marks.ask(
        "SELECT g.term, bool_or(g.level <> ''), bool_or(g.comment <> ''), count(g.absences) = count(*) "
        "FROM gradebook_conduct g JOIN enrolment_schoolclass c ON c.id = g.school_class_id WHERE c.name = '7A' AND "
        "c.year = 2025 AND c.school_id = (SELECT min(id) FROM units_unit WHERE kind = 'school') GROUP BY 1 ORDER BY 1"
    )
    assert found == [(1, True, True, True), (2, False, False, True)]


def test_2a_waits_for_the_tests_at_the_end_of_the_year(with_marks):
    found = with_marks.ask(
        "SELECT m.period, count(m.test) > 0, bool_and(m.level <> '') FROM gradebook_primarymark m "
        "JOIN enrolment_classsubject s ON s.id = m.class_subject_id "
        "JOIN enrolment_schoolclass c ON c.id = s.school_class_id "
        "WHERE c.name = '2A' AND c.year = 2025 AND s.subject_id = 'TOAN' AND c.school_id = (SELECT min(id) + 1 "
        "FROM units_unit WHERE kind = 'school') GROUP BY 1 ORDER BY 1"
    )
    assert found == [(1, False, True), (2, True, True), (3, False, True), (4, False, True)]


def test_who_is_held_back_repeats_and_others_move_up(with_marks):
    steps = dict(
        with_marks.ask(
            "SELECT r.outcome, array_agg(DISTINCT n.grade - c.grade) FROM gradebook_result r "
            "JOIN enrolment_schoolclass c ON c.id = r.school_class_id AND c.year = 2024 "
            "JOIN enrolment_enrolment e ON e.student_id = r.student_id AND e.year = 2025 "
            "JOIN enrolment_schoolclass n ON n.id = e.school_class_id WHERE r.term = 3 GROUP BY 1"
        )
    )
    assert steps.pop("promoted") == [1]
    assert {step for outcome in steps.values() for step in outcome} <= {0}


def test_cases_of_the_rules_are_there(with_marks):
    count = with_marks.one
    assert count("SELECT count(*) FROM gradebook_result WHERE term = 3 AND adjusted_by = 'NN1'") >= 1
    assert count("SELECT count(*) FROM gradebook_markrow WHERE retest IS NOT NULL") >= 3
    assert count("SELECT count(*) FROM gradebook_conduct WHERE retrained <> ''") >= 1
    away = "SELECT student_id FROM gradebook_conduct WHERE absences >= 21 GROUP BY 1 HAVING sum(absences) > 45"
    assert count(
        f"SELECT count(*) FROM gradebook_result JOIN ({away}) a USING (student_id) WHERE outcome = 'held_back'"
    )


def test_terms_that_are_over_are_locked(with_marks):
    found = with_marks.ask(
        "SELECT year, array_agg(DISTINCT term ORDER BY term) FROM gradebook_termlock GROUP BY 1 ORDER BY 1"
    )
    assert found == [(2024, [1, 2, 3]), (2025, [1])]

"""Open the year: everything that the plan says, in one transaction and a constant number of statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from khuevan.kernel.clock import now
from khuevan.kernel.errors import Conflict
from khuevan.kernel.ids import UUID7_SQL
from khuevan.registry.accounts.api import Actor
from khuevan.registry.audit.api import Change, announce, record
from khuevan.registry.isolation.api import copied
from khuevan.school.enrolment.api import SchoolYear, curriculum

from ..events import YearOpened
from ..models import Plan
from ..policies import demand
from ..queries.proposing import stale
from .holding import BOOK, change

_YEARS = """
INSERT INTO enrolment_schoolyear (school_id, year, starts_on, ends_on)
SELECT school_id, year, starts_on, ends_on FROM opening_plan WHERE id = ANY(%(plans)s)"""
_TERMS = """
INSERT INTO enrolment_term (school_id, year, number, starts_on, ends_on)
SELECT school_id, year, 1, starts_on, second_from - 1 FROM opening_plan WHERE id = ANY(%(plans)s) UNION ALL
SELECT school_id, year, 2, second_from, ends_on FROM opening_plan WHERE id = ANY(%(plans)s)"""
_CLASSES = f"""
WITH made AS (
  INSERT INTO enrolment_schoolclass (uid, school_id, year, grade, name, homeroom_id)
  SELECT {UUID7_SQL}, n.school_id, p.year, n.grade, n.name, n.homeroom_id
  FROM opening_plannedclass n JOIN opening_plan p ON p.id = n.plan_id WHERE p.id = ANY(%(plans)s)
  ORDER BY n.school_id, n.grade, n.id RETURNING id, school_id, year, name
)
UPDATE opening_plannedclass n SET made_id = m.id FROM made m JOIN opening_plan p
  ON p.school_id = m.school_id AND p.year = m.year WHERE n.plan_id = p.id AND n.name = m.name"""  # noqa: S608
_SUBJECTS = f"""
INSERT INTO enrolment_classsubject (uid, school_id, school_class_id, subject_id, teacher_id, lessons, regular_count)
SELECT {UUID7_SQL}, n.school_id, n.made_id, g.subject, t.teacher_id, g.lessons, g.regular
FROM opening_plannedclass n JOIN opening_plan p ON p.id = n.plan_id JOIN given g ON g.grade = n.grade
LEFT JOIN LATERAL (
  SELECT b.teacher_id FROM enrolment_classsubject b WHERE p.keep_teachers AND b.school_id = n.school_id
    AND b.school_class_id = n.staff_from_id AND b.subject_id = g.subject AND EXISTS (
      SELECT FROM people_affiliation a WHERE a.school_id = b.school_id AND a.person_id = b.teacher_id
        AND a.kind = 'staff' AND (a.valid_to IS NULL OR a.valid_to >= p.starts_on))
) t ON true
WHERE p.id = ANY(%(plans)s) AND (g.compulsory OR EXISTS (
  SELECT FROM enrolment_classsubject b WHERE b.school_id = n.school_id AND b.school_class_id = n.subjects_from_id
    AND b.subject_id = g.subject))
ORDER BY n.school_id, n.made_id, g.place"""  # noqa: S608 - our own names
_PUPILS = """
INSERT INTO enrolment_enrolment (school_id, student_id, year, school_class_id, number, starts_on, note)
SELECT x.school_id, x.student_id, p.year, n.made_id,
  row_number() OVER (PARTITION BY n.id ORDER BY h.sort_key, h.id), p.starts_on, ''
FROM opening_placement x JOIN opening_plan p ON p.id = x.plan_id JOIN opening_plannedclass n ON n.id = x.target_id
JOIN people_person h ON h.id = x.student_id WHERE x.plan_id = ANY(%(plans)s)"""
_POSTS = f"""
INSERT INTO enrolment_teaching (uid, school_id, school_class_id, class_subject_id, teacher_id, starts_on)
SELECT {UUID7_SQL}, n.school_id, n.made_id, b.id, b.teacher_id, p.starts_on
FROM opening_plannedclass n JOIN opening_plan p ON p.id = n.plan_id
JOIN enrolment_classsubject b ON b.school_id = n.school_id AND b.school_class_id = n.made_id
WHERE p.id = ANY(%(plans)s) AND b.teacher_id IS NOT NULL UNION ALL
SELECT {UUID7_SQL}, n.school_id, n.made_id, NULL, n.homeroom_id, p.starts_on
FROM opening_plannedclass n JOIN opening_plan p ON p.id = n.plan_id
WHERE p.id = ANY(%(plans)s) AND n.homeroom_id IS NOT NULL"""  # noqa: S608 - our own names
_OPENED = (
    "UPDATE opening_plan SET opened_at = %(at)s, opened_by = %(by)s, revision = revision + 1 WHERE id = ANY(%(plans)s)"
)


_GIVEN = "grade int, subject text, lessons int, regular int, compulsory bool, place int"


@dataclass(frozen=True)
class Written:
    """How many rows an opening wrote."""

    classes: int
    subjects: int
    pupils: int
    posts: int

    @property
    def rows(self) -> int:
        """All of them."""
        return self.classes + self.subjects + self.pupils + self.posts


def open_year(actor: Actor, plan: Plan, revision: int) -> Written:
    """Open the year of a plan. Raises ``NotAllowed``; ``Conflict`` where somebody changed the plan meanwhile, results
    or classes are newer than the plan, or the year is there already. Either all is written or nothing."""
    demand(actor, "open", plan.school_id)
    change(actor, plan, revision)
    if SchoolYear.objects.filter(school_id=plan.school_id, year__gte=plan.year).exists():
        raise Conflict(
            _("Trường đã có năm học %(year)s.") % {"year": plan},
            hint=_("Có người đã tạo năm học bằng cách khác; xem lại ở trang Năm học."),
        )
    come, left, changed = stale(plan.pk)
    if come or left or changed:
        raise Conflict(
            _("Từ khi lập kế hoạch có %(n)d em mới đến, chuyển đi hoặc có kết quả mới.") % {"n": come + left + changed},
            hint=_("Bấm “Cập nhật theo kết quả mới”, xem lại rồi mở."),
            code="stale",
        )
    written = open_plans([plan.pk], actor.name)
    tell(actor, plan, written)
    plan.refresh_from_db()
    return written


def open_plans(plans: Sequence[int], by: str) -> Written:
    """Write what plans say, of one school or of many, in eight statements."""
    given: dict[str, Any] = {"plans": list(plans), "at": now(), "by": by}
    with copied("given", _GIVEN, _curricula()) as cursor:
        counts = {}
        for name, statement in _STATEMENTS.items():
            cursor.execute(statement, given)
            counts[name] = cursor.rowcount
    return Written(*(counts[name] for name in ("classes", "subjects", "pupils", "posts")))


_STATEMENTS = {
    "years": _YEARS,
    "terms": _TERMS,
    "classes": _CLASSES,
    "subjects": _SUBJECTS,
    "pupils": _PUPILS,
    "posts": _POSTS,
    "opened": _OPENED,
}


def tell(actor: Actor, plan: Plan, written: Written) -> None:
    """One entry of the ledger, and the event for rooms above."""
    said = {"classes": written.classes, "pupils": written.pupils, "from": f"{plan.starts_on:%Y-%m-%d}"}
    record(actor, plan.school_id, BOOK, "open", [Change(_("Năm học %(year)s") % {"year": plan}, None, said)])
    announce(plan.school_id, YearOpened(plan.school_id, plan.year, plan.pk))


def _curricula() -> list[tuple[int, str, int, int, bool, int]]:
    """Subjects of every grade: code, lessons, regular marks, whether every class has it, place in the transcript."""
    return [
        (grade, one.code, one.lessons[grade], _regular(one.code, grade), one.kind == "compulsory", place)
        for grade in range(1, 13)
        for place, one in enumerate(curriculum.subjects(grade))
    ]


def _regular(code: str, grade: int) -> int:
    return curriculum.default_regular_count(code, grade)

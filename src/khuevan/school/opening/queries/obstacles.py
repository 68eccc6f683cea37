"""What stands in the way of taking an opening back."""

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from khuevan.kernel.dates import year_label
from khuevan.registry.people.api import Person
from khuevan.school.enrolment.api import Enrolment, SchoolYear
from khuevan.school.enrolment.ports import held
from khuevan.school.gradebook.api import open_locks

from ..models import Plan

NAMED = 3
_OTHERS = """
SELECT count(*) FROM enrolment_enrolment e WHERE e.school_id = %(school)s AND e.year = %(year)s
  AND (e.ends_on IS NOT NULL OR e.school_class_id IS DISTINCT FROM (
    SELECT n.made_id FROM opening_placement x JOIN opening_plannedclass n ON n.id = x.target_id
    WHERE x.school_id = e.school_id AND x.plan_id = %(plan)s AND x.student_id = e.student_id))"""
_CLASSES = """
SELECT count(*) FROM enrolment_schoolclass c WHERE c.school_id = %(school)s AND c.year = %(year)s
  AND NOT EXISTS (SELECT FROM opening_plannedclass n WHERE n.plan_id = %(plan)s AND n.made_id = c.id)"""


def obstacles(plan: Plan) -> list[str]:
    """Sentences; none while the opening can be undone. A constant number of queries."""
    given = {"school": plan.school_id, "year": plan.year, "plan": plan.pk}
    return [*_later(plan), *_kept(plan), *_locked(plan), *_added(given)]


def _later(plan: Plan) -> list[str]:
    later = SchoolYear.objects.filter(school_id=plan.school_id, year__gt=plan.year).order_by("year").first()
    return [_("Năm học %(year)s đã mở sau đó.") % {"year": year_label(later.year)}] if later else []


def _kept(plan: Plan) -> list[str]:
    """Marks, comments, conduct, transcripts: whatever rooms above hold about pupils in this year."""
    rows = Enrolment.objects.filter(school_id=plan.school_id, year=plan.year)
    kept = held(plan.school_id, list(rows.values_list("student_id", flat=True)), plan.year)
    names = Person.objects.filter(pk__in=sorted(kept)[:NAMED]).order_by("sort_key").values_list("id", "full_name")
    said = [_("Em %(name)s đã có %(what)s.") % {"name": name, "what": _(kept[pk])} for pk, name in names]
    if (rest := len(kept) - NAMED) > 0:
        said.append(ngettext("Còn %(n)d em nữa.", "Còn %(n)d em nữa.", rest) % {"n": rest})
    return said


def _locked(plan: Plan) -> list[str]:
    return [_("Có học kì của năm học mới đã khoá.")] if open_locks(plan.school_id, plan.year) else []


def _added(given: dict[str, int]) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(_OTHERS, given)
        pupils = cursor.fetchone()[0]
        cursor.execute(_CLASSES, given)
        classes = cursor.fetchone()[0]
    said = []
    if pupils:
        said.append(_("%(n)d lượt xếp lớp đã thêm hoặc đổi sau khi mở năm học.") % {"n": pupils})
    if classes:
        said.append(_("%(n)d lớp đã thêm sau khi mở năm học.") % {"n": classes})
    return said

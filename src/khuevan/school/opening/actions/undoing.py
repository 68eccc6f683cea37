"""Take the opening of a year back, as long as nothing in the new year builds on it."""

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from khuevan.kernel.errors import Conflict
from khuevan.registry.accounts.api import Actor
from khuevan.registry.audit.api import Change, announce, record
from khuevan.school.enrolment.api import SchoolYear
from khuevan.school.gradebook.api import hold_year

from ..events import OpeningUndone
from ..models import Plan, PlannedClass
from ..policies import demand
from ..ports import follow
from ..queries.obstacles import obstacles
from .holding import BOOK

_TAKEN_BACK = (
    "DELETE FROM enrolment_enrolment WHERE school_id = %(school)s AND year = %(year)s",
    "DELETE FROM enrolment_teaching t USING enrolment_schoolclass c WHERE t.school_id = %(school)s"
    " AND c.school_id = t.school_id AND c.id = t.school_class_id AND c.year = %(year)s",
    "DELETE FROM enrolment_classsubject b USING enrolment_schoolclass c WHERE b.school_id = %(school)s"
    " AND c.school_id = b.school_id AND c.id = b.school_class_id AND c.year = %(year)s",
    "DELETE FROM enrolment_schoolclass WHERE school_id = %(school)s AND year = %(year)s",
    "DELETE FROM enrolment_duty WHERE school_id = %(school)s AND year = %(year)s",
    "DELETE FROM enrolment_term WHERE school_id = %(school)s AND year = %(year)s",
    "DELETE FROM enrolment_schoolyear WHERE school_id = %(school)s AND year = %(year)s",
)


def undo_opening(actor: Actor, plan: Plan) -> None:
    """The year is gone, the plan is a draft again, and the year before is open. One transaction, all or nothing.

    Raises ``NotAllowed``, and ``Conflict`` that says what stands in the way.
    """
    demand(actor, "open", plan.school_id)
    hold_year(plan.school_id, plan.year)
    found = Plan.objects.select_for_update().get(pk=plan.pk)
    if found.opened_at is None:
        raise Conflict(_("Năm học này chưa mở."), hint=_("Tải lại trang."))
    if reasons := obstacles(found):
        raise Conflict(_("Không hoàn tác được nữa."), hint=" ".join(reasons), code="obstacles")
    follow(actor, plan.school_id, plan.year)
    PlannedClass.objects.filter(school_id=plan.school_id, plan=plan).update(made=None)
    _take_back(found)
    Plan.objects.filter(pk=plan.pk).update(opened_at=None, opened_by="", revision=found.revision + 1)
    SchoolYear.objects.filter(school_id=plan.school_id, year=plan.year - 1).update(closed_at=None)
    said = {"by": found.opened_by}
    record(actor, plan.school_id, BOOK, "undo", [Change(_("Năm học %(year)s") % {"year": plan}, said, None)])
    announce(plan.school_id, OpeningUndone(plan.school_id, plan.year, plan.pk))
    plan.refresh_from_db()


def _take_back(plan: Plan) -> None:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            for statement in _TAKEN_BACK:
                cursor.execute(statement, {"school": plan.school_id, "year": plan.year})
    except IntegrityError:
        raise Conflict(
            _("Không hoàn tác được nữa: năm học mới đã có dữ liệu khác."),
            hint=_("Sửa trong năm học mới thay vì hoàn tác."),
            code="obstacles",
        ) from None

"""What every action of the register begins with: alone with a pupil, and on the right day."""

from collections.abc import Collection
from datetime import date

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from khuevan.kernel.clock import today
from khuevan.kernel.errors import Conflict, Invalid, NotAllowed
from khuevan.registry.accounts.api import Actor
from khuevan.registry.people.api import Affiliation, pupils_elsewhere
from khuevan.school.enrolment.api import SchoolYear

from ..policies import may
from ..queries.finding import Standing, standing_at
from ..rules.moves import day_problem

_HOLD = """
SELECT pg_advisory_xact_lock(hashtextextended('register:pupil:' || p, 0)) FROM unnest(%s::bigint[]) AS p ORDER BY p"""
_PROBLEMS = {
    "future": (gettext_noop("Ngày này chưa đến."), gettext_noop("Ghi biến động khi việc đã xảy ra.")),
    "other_year": (
        gettext_noop("Ngày này không thuộc năm học đang ghi."),
        gettext_noop("Nhập ngày từ khai giảng đến hết hè của năm học."),
    ),
    "before_entry": (
        gettext_noop("Ngày này không sau ngày em vào lớp."),
        gettext_noop("Kiểm tra lại ngày trong giấy tờ; nếu ngày vào lớp sai, hoàn tác biến động đó trước."),
    ),
    "closed_year": (
        gettext_noop("Năm học này đã đóng."),
        gettext_noop("Muốn ghi vào năm học đã đóng phải nêu lý do."),
    ),
}


def hold_pupils(students: Collection[int]) -> None:
    """Alone with these pupils until the transaction ends: two clerks, or two clicks, queue. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_HOLD, [sorted(students)])


def held_pupil(actor: Actor, school_id: int, student_id: int, *, leaving: bool) -> Standing:
    """A pupil of a school, locked and read anew. ``leaving``: must be there now; otherwise must be nowhere.

    Raises ``NotAllowed``, ``Conflict``.
    """
    demand(actor, "write", Affiliation(school_id=school_id, person_id=student_id, kind="pupil"))
    hold_pupils([student_id])
    found = standing_at(school_id, student_id)
    if leaving and not found.here:
        raise Conflict(
            _("Em không còn học ở trường này."), hint=_("Tải lại trang để xem em đã rời trường khi nào."), code="left"
        )
    if not leaving and (found.here or pupils_elsewhere([student_id])):
        raise Conflict(
            _("Em đang học, ở trường này hoặc ở trường khác."),
            hint=_("Nếu em học ở trường khác, gia đình làm đơn chuyển trường ở đó."),
            code="elsewhere",
        )
    return found


def demand(actor: Actor, verb: str, thing: object) -> None:
    """Raises ``NotAllowed`` where the actor may not."""
    if not may(actor, verb, thing):  # type: ignore[arg-type]
        raise NotAllowed(
            _("Không làm được việc này trong vai trò hiện tại."),
            hint=_("Việc này do lãnh đạo hoặc văn thư của trường ghi."),
        )


def check_day(on: date, since: date | None, year: SchoolYear | None, reason: str) -> SchoolYear:
    """The school year in which something happened on a day. Raises ``Invalid``."""
    if year is None:
        raise Invalid(_("Nhà trường chưa mở năm học."), hint=_("Hãy mở năm học trước."), code="no_year")
    found = day_problem(on, since, year.starts_on, today(), year.closed_at is not None, reason)
    if found:
        message, hint = _PROBLEMS[found]
        raise Invalid(_(message), hint=_(hint), code=found)
    return year


def usual_day(year: SchoolYear | None) -> date:
    """Today, or the last day of a year that is over."""
    if year is None:
        return today()
    return min(max(today(), year.starts_on), year.ends_on)

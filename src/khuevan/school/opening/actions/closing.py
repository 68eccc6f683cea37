"""Close a year for good once the next one is open, and open it again."""

from django.utils.translation import gettext as _

from khuevan.kernel.clock import now
from khuevan.kernel.dates import year_label
from khuevan.kernel.errors import Conflict
from khuevan.registry.accounts.api import Actor
from khuevan.registry.audit.api import Change, announce, record
from khuevan.school.enrolment.api import SchoolYear

from ..events import YearClosed
from ..models import Placement
from ..policies import demand
from ..rules.going_up import WAIT
from .holding import BOOK


def close_year(actor: Actor, year: SchoolYear) -> None:
    """Nothing in the year is filled in any more; everything stays readable.

    Raises ``Conflict`` where the next year is not open yet, or pupils still wait for a retest or summer training.
    """
    demand(actor, "open", year.school_id)
    label = year_label(year.year)
    if year.closed_at:
        raise Conflict(_("Năm học %(year)s đã đóng.") % {"year": label}, hint=_("Tải lại trang."))
    if not SchoolYear.objects.filter(school_id=year.school_id, year=year.year + 1).exists():
        raise Conflict(_("Chưa mở năm học sau."), hint=_("Mở năm học mới trước, rồi đóng năm học cũ."))
    waiting = Placement.objects.filter(school_id=year.school_id, plan__year=year.year + 1, decision=WAIT).count()
    if waiting:
        raise Conflict(
            _("Còn %(n)d em chờ kết quả nên chưa đóng được năm học %(year)s.") % {"n": waiting, "year": label},
            hint=_("Xếp lớp cho các em đó ở trang năm học mới trước."),
        )
    _set(actor, year, "close")
    announce(year.school_id, YearClosed(year.school_id, year.year))


def reopen_year(actor: Actor, year: SchoolYear) -> None:
    """Let the latest closed year be filled in again. Raises ``Conflict`` if it is open, or the year after is closed."""
    demand(actor, "open", year.school_id)
    if year.closed_at is None:
        raise Conflict(_("Năm học này đang mở."), hint=_("Tải lại trang."))
    if SchoolYear.objects.filter(school_id=year.school_id, year__gt=year.year, closed_at__isnull=False).exists():
        raise Conflict(_("Chỉ mở lại được năm học vừa đóng gần nhất."))
    _set(actor, year, "reopen")


def _set(actor: Actor, year: SchoolYear, verb: str) -> None:
    year.closed_at = now() if verb == "close" else None
    year.save(update_fields=["closed_at"])
    record(actor, year.school_id, BOOK, verb, [Change(_("Năm học %(year)s") % {"year": year_label(year.year)})])

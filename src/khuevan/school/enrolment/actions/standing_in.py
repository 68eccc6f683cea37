"""Let somebody do the work of another for some days (dạy thay), and end it early."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from khuevan.kernel.clock import today
from khuevan.kernel.dates import format_date
from khuevan.kernel.errors import Conflict, Invalid, NotFound
from khuevan.registry.accounts.api import Actor
from khuevan.registry.audit.api import Change, record
from khuevan.registry.people.api import Affiliation

from ..models import ClassSubject, SchoolClass, SchoolYear, Teaching
from .assigning import BOOK, day_of, demand_open


def stand_in(
    actor: Actor,
    year: SchoolYear,
    post: ClassSubject | SchoolClass,
    teacher_id: int,
    starts_on: date,
    ends_on: date,
    reason: str = "",
) -> Teaching:
    """``teacher_id`` has the rights of whoever holds ``post`` (a subject of a class, or its homeroom) for these days.

    Raises ``NotAllowed``, ``NotFound``, ``Invalid`` for wrong days or people, ``Conflict`` where somebody stands in
    already in these days.
    """
    demand_open(actor, year)
    school_class, book = _place(post)
    if (school_class.school_id, school_class.year) != (year.school_id, year.year):
        raise NotFound(_("Không tìm thấy lớp này trong năm học."))
    holder = book.teacher_id if book else school_class.homeroom_id
    _check(year, holder, teacher_id, day_of(year, starts_on), day_of(year, ends_on))
    there = Teaching.objects.filter(school_id=year.school_id, school_class=school_class, class_subject=book)
    overlap = there.filter(stands_for__isnull=False, starts_on__lte=ends_on, ends_on__gte=starts_on)
    if found := overlap.select_related("teacher").first():
        raise Conflict(
            _("%(name)s đã dạy thay ở đây từ %(first)s đến %(last)s.")
            % {"name": found.teacher.full_name, **_days(found)},
            hint=_("Kết thúc lần dạy thay đó trước, hoặc chọn ngày khác."),
        )
    row = Teaching.objects.create(
        school_id=year.school_id,
        school_class=school_class,
        class_subject=book,
        teacher_id=teacher_id,
        stands_for_id=holder,
        starts_on=starts_on,
        ends_on=ends_on,
        reason=reason.strip()[:200],
    )
    _record(actor, row, "stand_in", None, _said(row))
    return row


def end_standing_in(actor: Actor, year: SchoolYear, row: Teaching) -> None:
    """From today on the substitute has no rights any more; one that has not begun goes altogether."""
    demand_open(actor, year)
    before, day = _said(row), today()
    if row.stands_for_id is None or (row.ends_on and row.ends_on < day):
        raise Conflict(_("Lần dạy thay này đã kết thúc."), hint=_("Tải lại trang."))
    if row.starts_on >= day:
        _record(actor, row, "stand_in_end", before, None)
        row.delete()
        return
    row.ends_on = day - timedelta(days=1)
    row.save(update_fields=["ends_on"])
    _record(actor, row, "stand_in_end", before, _said(row))


def _place(post: ClassSubject | SchoolClass) -> tuple[SchoolClass, ClassSubject | None]:
    return (post, None) if isinstance(post, SchoolClass) else (post.school_class, post)


def _check(year: SchoolYear, holder: int | None, teacher_id: int, first: date, last: date) -> None:
    if last < first:
        raise Invalid(_("Ngày kết thúc trước ngày bắt đầu."), hint=_("Sửa lại hai ngày."))
    if holder is None:
        raise Invalid(_("Chưa có giáo viên nào để thay."), hint=_("Hãy phân công trước."))
    if holder == teacher_id:
        raise Invalid(_("Người này đang dạy chính ở đây."), hint=_("Chọn giáo viên khác."))
    works = Affiliation.objects.filter(school_id=year.school_id, person_id=teacher_id, kind="staff")
    if not works.exclude(valid_to__lt=first).exists():
        raise Invalid(_("Người này không làm việc ở trường."), hint=_("Chọn giáo viên trong danh sách của trường."))


def _days(row: Teaching) -> dict[str, str]:
    return {"first": format_date(row.starts_on), "last": format_date(row.ends_on)}


def _said(row: Teaching) -> dict[str, str]:
    days = {"from": f"{row.starts_on:%Y-%m-%d}", "to": f"{row.ends_on:%Y-%m-%d}"}
    return {"teacher": row.teacher.full_name, "for": row.stands_for.full_name if row.stands_for else "", **days}


def _record(actor: Actor, row: Teaching, verb: str, old: dict | None, new: dict | None) -> None:
    where = row.class_subject.subject.name if row.class_subject else _("Chủ nhiệm")
    record(actor, row.school_id, BOOK, verb, [Change(f"{where} {row.school_class.name}", old, new)], reason=row.reason)

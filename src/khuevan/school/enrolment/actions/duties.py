"""Duties beside teaching that take lessons off a teacher's norm."""

from django.utils.translation import gettext as _

from khuevan.kernel.errors import Invalid
from khuevan.kernel.text import clean
from khuevan.registry.accounts.api import Actor
from khuevan.registry.audit.api import Change, record
from khuevan.registry.people.api import Person

from ..models import Duty, SchoolYear
from .assigning import BOOK, demand_open

MOST = 30


def set_duty(actor: Actor, year: SchoolYear, teacher_id: int, title: str, lessons: int) -> None:
    """A duty takes ``lessons`` a week off a teacher in a year; 0 takes the duty away again. Raises ``Invalid``."""
    demand_open(actor, year)
    name, said = Person.objects.filter(pk=teacher_id).values_list("full_name", flat=True).first(), clean(title)[:80]
    if not name or not said:
        raise Invalid(_("Chưa chọn giáo viên hoặc chưa ghi nhiệm vụ."), hint=_("Ghi cả hai rồi lưu lại."))
    if not 0 <= lessons <= MOST:
        raise Invalid(_("Số tiết giảm phải từ 0 đến 30."), hint=_("Ghi số tiết mỗi tuần, ví dụ 3."))
    held = Duty.objects.filter(school_id=year.school_id, year=year.year, teacher_id=teacher_id, title=said)
    old = held.values_list("lessons", flat=True).first()
    if lessons:
        where = {"school_id": year.school_id, "year": year.year, "teacher_id": teacher_id, "title": said}
        Duty.objects.update_or_create(**where, defaults={"lessons": lessons})
    else:
        held.delete()
    if old != (lessons or None):
        record(actor, year.school_id, BOOK, "duty", [Change(f"{name} · {said}", old, lessons or None)])

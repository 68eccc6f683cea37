"""The classes of the new year: names, homeroom teachers, more or fewer, merged and split."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connection
from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _

from khuevan.kernel.errors import Conflict, Invalid, NotFound
from khuevan.kernel.text import clean
from khuevan.registry.accounts.api import Actor

from ..models import Placement, Plan, PlannedClass
from .holding import change

LONGEST_NAME = 20
_SPLIT = """
WITH pupils AS (
  SELECT x.id, row_number() OVER (ORDER BY p.sort_key, p.id) AS place FROM opening_placement x
  JOIN people_person p ON p.id = x.student_id WHERE x.plan_id = %(plan)s AND x.target_id = %(old)s
)
UPDATE opening_placement x SET target_id = %(new)s, decided_by = %(by)s FROM pupils
WHERE pupils.id = x.id AND pupils.place %% 2 = 0"""


@dataclass(frozen=True)
class Wanted:
    """How a class shall be called, and who leads it (person id)."""

    name: str
    homeroom_id: int | None


def arrange(actor: Actor, plan: Plan, revision: int, wanted: Mapping[int, Wanted], keep_teachers: bool) -> None:
    """Names and homeroom teachers by id of planned classes. Raises ``Invalid`` for empty or equal names."""
    change(actor, plan, revision, keep_teachers=keep_teachers)
    classes = {one.pk: one for one in PlannedClass.objects.filter(school_id=plan.school_id, plan=plan)}
    if wanted.keys() - classes.keys():
        raise NotFound(_("Có lớp không còn trong kế hoạch."), hint=_("Tải lại trang."))
    for pk, said in wanted.items():
        classes[pk].name, classes[pk].homeroom_id = _name(said.name), said.homeroom_id
    names = [one.name.casefold() for one in classes.values()]
    if twice := next((one.name for one in classes.values() if names.count(one.name.casefold()) > 1), ""):
        raise Invalid(_("Hai lớp cùng tên %(name)s.") % {"name": twice}, hint=_("Đặt tên khác cho một lớp."))
    aside = Concat(Value("#"), Cast("pk", CharField()))  # two classes may swap their names
    PlannedClass.objects.filter(pk__in=list(wanted)).update(name=aside)
    PlannedClass.objects.bulk_update([classes[pk] for pk in wanted], ["name", "homeroom"])


def add_class(actor: Actor, plan: Plan, revision: int, grade: int, name: str) -> PlannedClass:
    """One more class of a grade, with the subjects of its neighbours. Raises ``Invalid`` for a name that is taken."""
    change(actor, plan, revision)
    said = _name(name)
    there = PlannedClass.objects.filter(school_id=plan.school_id, plan=plan)
    if there.filter(name__iexact=said).exists():
        raise Invalid(_("Đã có lớp %(name)s.") % {"name": said}, hint=_("Đặt tên khác."))
    like = there.filter(grade=grade).order_by("pk").first()
    if like is None:
        raise NotFound(_("Trường không có khối này trong kế hoạch."), hint=_("Tải lại trang."))
    new = PlannedClass(school_id=plan.school_id, plan=plan, grade=grade, name=said)
    new.subjects_from_id = like.subjects_from_id
    new.save()
    return new


def remove_class(actor: Actor, plan: Plan, revision: int, one: PlannedClass) -> None:
    """Take an empty class out of the plan. Raises ``Conflict`` while pupils are to go there."""
    change(actor, plan, revision)
    count = Placement.objects.filter(school_id=plan.school_id, target=one).count()
    if count:
        raise Conflict(
            _("Lớp %(name)s còn %(n)d em.") % {"name": one.name, "n": count},
            hint=_("Gộp lớp vào lớp khác trước, rồi bỏ lớp."),
        )
    one.delete()


def merge(actor: Actor, plan: Plan, revision: int, old: PlannedClass, into: PlannedClass) -> int:
    """All pupils of one class go to another of the same grade, and the class goes; how many pupils."""
    change(actor, plan, revision)
    if old.pk == into.pk or old.grade != into.grade:
        raise Invalid(_("Chỉ gộp được hai lớp khác nhau của cùng một khối."), hint=_("Chọn lại lớp."))
    pupils = Placement.objects.filter(school_id=plan.school_id, target=old)
    moved = pupils.update(target=into, decided_by=actor.name)
    old.delete()
    return moved


def split(actor: Actor, plan: Plan, revision: int, old: PlannedClass, name: str) -> PlannedClass:
    """Every second pupil of a class, in the order of names, goes to a new class ``name``; each can be moved after."""
    new = add_class(actor, plan, revision, old.grade, name)
    new.subjects_from_id, new.staff_from_id = old.subjects_from_id, old.staff_from_id
    new.save(update_fields=["subjects_from", "staff_from"])
    with connection.cursor() as cursor:
        cursor.execute(_SPLIT, {"plan": plan.pk, "old": old.pk, "new": new.pk, "by": actor.name})
    return new


def _name(text: str) -> str:
    name = clean(text)
    if not name or len(name) > LONGEST_NAME or name.startswith("#"):
        raise Invalid(_("Tên lớp phải có từ 1 đến 20 kí tự."), hint=_("Ví dụ: 7A, 10A1."))
    return name

"""Small things that the pages of identity are made of."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from khuevan.kernel.errors import NotFound
from khuevan.kernel.ethnic_groups import ETHNIC_GROUPS
from khuevan.kernel.trail import Crumb, Tab
from khuevan.registry.accounts.api import Actor
from khuevan.registry.audit.api import log_access
from khuevan.registry.people.api import Guardianship, Person, plain_code
from khuevan.registry.units.api import Unit

from ..actions.merging import CHOICES
from ..policies import enters, oversees
from ..queries.known import Known
from ..queries.wards import wards_of
from ..queries.workers import logins_of, work_of
from ..rules.likeness import LIKELY

RELATIONS = dict(Guardianship.Relation.choices)


class Row(NamedTuple):
    """One line of a comparison: what it is, both values, and the name under which it is chosen, or ""."""

    label: str
    first: str
    second: str
    choice: str = ""

    @property
    def differs(self) -> bool:
        return self.first != self.second


def actor_of(request: HttpRequest) -> Actor:
    """Who asks, at the Sở or in the office of one school; for others the pages do not exist."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not enters(actor):
        raise NotFound(_("Không có trang này trong vai trò hiện tại."))
    return actor


def office_of(request: HttpRequest) -> tuple[Actor, int]:
    """Who asks in the office of a school, and the school."""
    actor = actor_of(request)
    if oversees(actor):
        raise NotFound(_("Mã của Bộ do từng trường nhập."))
    return actor, next(iter(actor.school_ids))


def tabs(actor: Actor, current: str) -> list[Tab]:
    """The pages of the room."""
    words = {"identity:index": _("Hồ sơ trùng"), "identity:look": _("Tìm một người")}
    words["identity:guardians"] = _("Cha mẹ, người giám hộ")
    words["identity:staff"] = _("Giáo viên, nhân viên")
    if not oversees(actor):
        words["identity:codes"] = _("Mã của Bộ")
    return [Tab(label, reverse(name), name == current) for name, label in words.items()]


def way(*crumbs: Crumb) -> list[Crumb]:
    """The way from the list of pairs."""
    return [Crumb(_("Hồ sơ trùng"), reverse("identity:index")), *crumbs]


def schools_of(people: Iterable[Any]) -> dict[int, str]:
    """Names of all schools that know any of them, by id; one query."""
    ids = {school for one in people for school in one.school_ids}
    return dict(Unit.objects.filter(pk__in=ids).values_list("pk", "name"))


def where(person: Any, names: dict[int, str]) -> str:
    """The schools that know somebody."""
    return ", ".join(names[school] for school in person.school_ids if school in names)


def tone(score: int) -> str:
    """The colour of a likeness."""
    return "warning" if score >= LIKELY else "info"


def seen(actor: Actor, people: Iterable[Known | Person], page: str) -> None:
    """Write down that somebody's record was looked at, at each school that knows them."""
    by_school: dict[int, set[int]] = {}
    for one in people:
        for school in one.school_ids[:1]:
            by_school.setdefault(next(iter(actor.school_ids), school), set()).add(one.id)
    for school, ids in by_school.items():
        log_access(actor, school, ids, page)


def compared(one: Known, other: Known, names: dict[int, str]) -> list[Row]:
    """Both records side by side; facts that may be chosen first."""
    sexes, wards = dict(Person.Sex.choices), wards_of([one.id, other.id])
    facts = {
        "name": (_("Họ và tên"), [each.name for each in (one, other)]),
        "birth": (_("Ngày sinh"), [str(each.birth or "") for each in (one, other)]),
        "sex": (_("Giới tính"), [_(str(sexes[each.side.sex])) for each in (one, other)]),
        "ethnicity": (_("Dân tộc"), [ethnicity(each.ethnicity) for each in (one, other)]),
        "birth_place": (_("Nơi sinh"), [each.birth_place for each in (one, other)]),
        "phone": (_("Điện thoại"), [each.side.phone for each in (one, other)]),
    }
    rows = [Row(label, *values, choice) for choice, (label, values) in facts.items() if choice in CHOICES]
    ids = (one.id, other.id)
    works, logins = work_of(ids), logins_of(ids)
    rows += [
        Row(_("Mã"), one.code, other.code),
        Row(_("Số khác"), numbers(one), numbers(other)),
        Row(_("Cha mẹ, người giám hộ"), guardians(one), guardians(other)),
        Row(_("Con, người được giám hộ"), *("; ".join(wards.get(each.id, [])) for each in (one, other))),
        Row(_("Trường"), where(one, names), where(other, names)),
        Row(_("Lớp"), seats(one), seats(other)),
        Row(_("Công việc"), *(works.get(each, "") for each in ids)),
        Row(_("Tài khoản"), *(logins.get(each, "") for each in ids)),
    ]
    return rows


def ethnicity(code: str) -> str:
    """The name of an ethnic group by its code."""
    return ETHNIC_GROUPS.get(code, code)


def numbers(one: Known) -> str:
    """Numbers of others, each with what it is."""
    kinds = {
        "moet": _("mã của Bộ"),
        "citizen": _("định danh cá nhân"),
        "temporary": _("mã tạm"),
        "vendor": _("mã phần mềm khác"),
        "own": _("mã hồ sơ đã gộp"),
    }
    return "; ".join(f"{plain_code(value)} ({kinds.get(kind, kind)})" for kind, value in one.numbers)


def guardians(one: Known) -> str:
    """Who answers for somebody, with the telephone."""
    return "; ".join(
        f"{name} ({_(str(RELATIONS.get(relation, relation)))}{', ' + phone if phone else ''})"
        for name, phone, relation in one.guardians
    )


def seats(one: Known) -> str:
    """The classes in which somebody is now."""
    return ", ".join(seat.label for seat in one.seats)

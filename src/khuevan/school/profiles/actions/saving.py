"""A clerk saves one section of somebody's profile."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from khuevan.kernel.clock import now, today
from khuevan.kernel.errors import Conflict, Invalid
from khuevan.registry.accounts.api import Actor
from khuevan.registry.audit.api import Change, record
from khuevan.registry.people.api import (
    ExternalId,
    Facts,
    Person,
    change_people,
    give_numbers,
    numbers_elsewhere,
)

from ..models import Profile
from ..policies import demand_write
from ..queries.people import holdings
from ..queries.sheets import Answer, Part, sheet_of
from ..rules.values import Unfit, stored

BOOK = "profiles"
SOURCE = "Hồ sơ"


class Wrong(Invalid):
    """Answers that do not fit; ``fields``: code of the field → what is wrong and what to do."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(_("Chưa ghi gì: có ô chưa đúng."), hint=_("Xem lời nhắc dưới từng ô."))
        self.fields = fields


@dataclass(frozen=True)
class Saved:
    """The section as it is now, and how many answers changed."""

    part: Part
    changed: int


def save_section(
    actor: Actor, school_id: int, kind: str, uid: UUID, key: str, typed: Mapping[str, str], seen: str
) -> Saved:
    """Answers of one section, by the code of the field; a field that is not named stays.

    ``seen``: `Part.seen` of what was on screen. Raises ``Wrong`` for answers that do not fit, ``Conflict`` where
    somebody changed the section meanwhile, ``NotAllowed``, ``NotFound``; nothing is written then.
    """
    demand_write(actor, school_id)
    with transaction.atomic():
        person_id = holdings(school_id, kind, uid)["id"]
        Person.objects.select_for_update().get(pk=person_id)
        sheet = sheet_of(school_id, kind, uid)
        part = sheet.part(key)
        if part.seen != seen:
            raise Conflict(
                _("Có người vừa sửa phần này của hồ sơ."),
                hint=_(
                    "Những gì vừa gõ còn nguyên. Giá trị đang có ghi dưới các ô khác nhau; xem lại rồi lưu lần nữa."
                ),
                code="changed",
            )
        changes = _changes(part, typed, person_id)
        if not changes:
            return Saved(part, 0)
        _write_held(person_id, changes)
        _write_own(actor, school_id, kind, person_id, changes)
        record(actor, school_id, BOOK, "save", [_entry(one, value, sheet.person) for one, value in changes.items()])
        return Saved(sheet_of(school_id, kind, uid).part(key), len(changes))


def _entry(one: Answer, value: str, person: Mapping[str, Any]) -> Change:
    subject = f"{person['name']} · {one.field.label}"[:120]
    return Change(subject, one.value or None, value or None, person["id"])


def _changes(part: Part, typed: Mapping[str, str], person_id: int) -> dict[Answer, str]:
    """What differs from what is held, in the stored form. Raises ``Wrong``."""
    found: dict[Answer, str] = {}
    wrong: dict[str, str] = {}
    for one in part.writable:
        said = typed.get(one.field.code)
        if said is None:
            continue
        try:
            value = _fitting(one, said)
        except Unfit as unfit:
            wrong[one.field.code] = _advice(unfit.why, one)
            continue
        if value == one.value:
            continue
        if one.held and not value:
            wrong[one.field.code] = _("Ô này chỉ thay được bằng giá trị khác, không xoá trống.")
        elif one.held == "number" and _taken(value, person_id):
            wrong[one.field.code] = _(
                "Số này đang là của người khác. Kiểm tra lại; nếu là cùng một người, xem Hồ sơ trùng."
            )
        found[one] = value
    if wrong:
        raise Wrong(wrong)
    return found


_LENGTHS = {"number": 20, "birth_place": 120, "phone": 20}
"""The most letters that the register of people takes, whatever the catalogue says."""


def _fitting(one: Answer, said: str) -> str:
    kept = one.value if said.strip() == one.value else None
    if kept is not None:
        return kept  # a code that has ended stays until somebody chooses another
    length = min(one.field.length or 400, _LENGTHS.get(one.held, 400))
    type_ = "text" if one.held else one.field.type
    value = stored(said, type_, length, one.codes)
    return value.replace(" ", "") if one.held == "number" else value


def _advice(why: str, one: Answer) -> str:
    length = min(one.field.length or 400, _LENGTHS.get(one.held, 400))
    return {
        "integer": _("Ghi một số nguyên, ví dụ 12."),
        "decimal": _("Ghi một số, ví dụ 2,34."),
        "date": _("Ghi ngày theo ngày/tháng/năm, ví dụ 07/05/2014; chưa rõ ngày thì ghi 05/2014 hoặc 2014."),
        "long": _("Dài quá: nhiều nhất %(n)d chữ.") % {"n": length},
        "code": _("Chọn một mục trong danh sách."),
    }[why]


def _taken(number: str, person_id: int) -> bool:
    own = ExternalId.objects.filter(kind="citizen", value=number, valid_to=None).exclude(person_id=person_id)
    return own.exists() or bool(numbers_elsewhere({"citizen"}, {number}))


def _write_held(person_id: int, changes: Mapping[Answer, str]) -> None:
    held = {one.held: value for one, value in changes.items() if one.held}
    if number := held.pop("number", ""):
        give_numbers(today(), SOURCE, [(person_id, "citizen", number)])
    if held:
        change_people({person_id: Facts(**held)})


def _write_own(actor: Actor, school_id: int, kind: str, person_id: int, changes: Mapping[Answer, str]) -> None:
    own = {one.field.code: value for one, value in changes.items() if not one.held}
    if not own:
        return
    profile = Profile.objects.filter(school_id=school_id, person_id=person_id, kind=kind).first()
    profile = profile or Profile(school_id=school_id, person_id=person_id, kind=kind)
    profile.values = {code: value for code, value in (profile.values | own).items() if value}
    if profile.values:
        profile.updated_at, profile.updated_by = now(), actor.name[:80]
        profile.save()
    elif profile.pk:
        profile.delete()  # nothing is left that a merge of two records would have to choose between

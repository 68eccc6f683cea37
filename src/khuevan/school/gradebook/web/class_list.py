"""The list of a class: who is in it, born when, and how their families are reached."""

from functools import cache
from html import escape  # Django's own asks of each text whether it is lazy; here are four hundred plain ones
from typing import NamedTuple
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from khuevan.kernel.dates import year_label
from khuevan.kernel.trail import Crumb
from khuevan.registry.audit.api import log_access
from khuevan.registry.people.api import Guardianship, Person
from khuevan.school.enrolment.api import Registered, SchoolClass, class_by_uid, class_register
from khuevan.school.enrolment.api import may as may_in_class

from ..api import may
from .parts import class_crumbs, way


@require_GET
@login_required
def class_list(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Everybody who is or was in a class; the telephone numbers of families for those who may reach them."""
    actor = request.actor  # type: ignore[attr-defined]
    one = class_by_uid(actor, uid)
    families = may_in_class(actor, "contact", one)
    pupils = class_register(one, localdate(), families)
    log_access(actor, one.school_id, [pupil.id for pupil in pupils], f"Danh sách lớp {one.name}")
    words = _words(get_language(), families)
    context = {
        "title": _("Danh sách lớp %(name)s") % {"name": one.name},
        "lead": _lead(one, [pupil for pupil in pupils if pupil.left_on is None]),
        "heads": words.heads,
        "rows": _rows(pupils, words),
        "crumbs": way(actor, *(class_crumbs(actor, one) if may(actor, "read", one) else []), Crumb(_("Danh sách"))),
    }
    return render(request, "gradebook/class_list.html", context)


def _lead(one: SchoolClass, here: list[Registered]) -> str:
    girls = sum(pupil.sex == Person.Sex.FEMALE for pupil in here)
    said = {"year": year_label(one.year), "who": one.homeroom or "—", "n": len(here), "girls": girls}
    return _("Năm học %(year)s · Chủ nhiệm: %(who)s · %(n)s học sinh, %(girls)s nữ") % said


class _Words(NamedTuple):
    """What is the same in every list of a language: head cells, a row to be filled in, sexes, kinds of guardians."""

    heads: SafeString
    row: str
    sexes: dict[int, str]
    kinds: dict[str, str]


@cache
def _words(_language: str | None, families: bool) -> _Words:
    heads = [_("Ngày sinh"), _("Giới tính"), _("Mã học sinh"), *([_("Người giám hộ")] if families else [])]
    number = escape(_("STT"))
    head = "".join(f'<th scope="col">{escape(head)}</th>' for head in [_("Họ và tên"), *heads])
    cells = "".join(f'<td data-label="{escape(head)}">{{}}</td>' for head in heads)
    return _Words(
        heads=mark_safe(f'<th scope="col" class="num">{number}</th>{head}'),  # noqa: S308 - all of it is escaped
        row=f'<tr><td class="num" data-label="{number}">{{}}</td><th scope="row">{{}}</th>{cells}</tr>',
        sexes={Person.Sex.MALE.value: _("Nam"), Person.Sex.FEMALE.value: _("Nữ")},
        kinds={one.value: escape(_(str(one.label))) for one in Guardianship.Relation},
    )


def _rows(pupils: list[Registered], words: _Words) -> SafeString:
    """The body of the table. Not a template: forty rows take ten times as long in one."""
    rows = [
        words.row.format(
            one.number, _name(one), one.born, words.sexes.get(one.sex, ""), escape(one.code), _family(one, words)
        )
        for one in pupils
    ]
    return mark_safe("".join(rows))  # noqa: S308 - everything that people wrote is escaped


def _name(pupil: Registered) -> str:
    left = _("Rời lớp %(day)s") % {"day": f"{pupil.left_on:%d/%m/%Y}"} if pupil.left_on else pupil.note
    remark = f" <small>({escape(left)})</small>" if left else ""
    return f'<a href="{_address(pupil)}">{escape(pupil.name)}</a>{remark}'


def _address(pupil: Registered) -> str:
    return f"{_pupils()}{pupil.uid}/"


@cache
def _pupils() -> str:
    """The address under which pupils stand; ``reverse`` for each of forty is slow."""
    return reverse("gradebook:pupil", args=[UUID(int=0)]).removesuffix(f"{UUID(int=0)}/")


def _family(pupil: Registered, words: _Words) -> str:
    """Who answers for a pupil, each on a line, with a telephone number that dials."""
    return "<br>".join(
        [
            f'<span class="nowrap">{words.kinds.get(kind, "")} {escape(name)}{_phone(phone)}</span>'
            for kind, name, phone in pupil.guardians
        ]
    )


def _phone(phone: str) -> str:
    safe = escape(phone)
    return f' · <a href="tel:{safe}">{safe}</a>' if safe else ""

"""Small things that the pages of new years are made of."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from khuevan.kernel.errors import NotFound
from khuevan.kernel.trail import Crumb, Tab
from khuevan.registry.accounts.api import Actor
from khuevan.school.enrolment.api import grade_name
from khuevan.school.gradebook.api import has_marks, rule_set, show_results

from ..models import Placement, Plan
from ..queries.plans import ClassLine
from ..rules.going_up import COMPLETE, LEAVE, WAIT

KINDS = ("leader", "clerk")
YEAR = 3


class Choice(NamedTuple):
    """A destination that a pupil may get."""

    value: str
    label: str
    chosen: bool


class Row(NamedTuple):
    """A pupil with the result in words and the destinations by group (title, choices)."""

    place: Placement
    outcome: str
    groups: list[tuple[str, list[Choice]]]


def actor_of(request: HttpRequest) -> Actor:
    """Who asks, as leader or clerk of a school; for others the pages do not exist."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if actor.kind not in KINDS or actor.unit_id not in actor.school_ids:
        raise NotFound(_("Không có trang này trong vai trò hiện tại."))
    return actor


def way(*crumbs: Crumb) -> list[Crumb]:
    """The way from the page of years."""
    return [Crumb(_("Năm học"), reverse("opening:index")), *crumbs]


def step_tabs(plan: Plan, here: str) -> list[Tab]:
    """The four steps of a draft."""
    names = {"dates": _("1. Ngày"), "classes": _("2. Lớp"), "pupils": _("3. Học sinh"), "preview": _("4. Xem và mở")}
    return [Tab(label, reverse(f"opening:{name}", args=[plan.uid]), name == here) for name, label in names.items()]


def outcome_words(one: Placement) -> str:
    """The result of the year in words of the regulation of the class that the pupil comes from."""
    rules = rule_set(one.origin.grade, one.origin.year).code if has_marks(one.origin) else ""
    return show_results({"outcome": one.outcome, "rule_set": rules}, YEAR)["outcome"] or _("Chưa có kết quả")


def decision_words(code: str) -> str:
    """What becomes of a pupil, in words."""
    return {
        "promote": _("Lên lớp"),
        "repeat": _("Học lại"),
        "skip": _("Học vượt lớp"),
        "wait": _("Xếp lớp sau"),
        "complete": _("Hoàn thành cấp học"),
        "leave": _("Không học tiếp ở trường"),
    }[code]


def rows_of(places: Iterable[Placement], lines: Sequence[ClassLine], *, waits: bool = True) -> list[Row]:
    """Pupils with the destinations that fit them: classes of their grade and the two above, or none."""
    return [Row(one, outcome_words(one), _groups(one, lines, waits)) for one in places]


def _groups(one: Placement, lines: Sequence[ClassLine], waits: bool) -> list[tuple[str, list[Choice]]]:
    groups: dict[str, list[Choice]] = {}
    for line in lines:
        if 0 <= line.grade - one.origin.grade <= 2:
            groups.setdefault(grade_name(line.grade), []).append(
                Choice(str(line.id), line.name, one.target_id == line.id)
            )
    without = [WAIT, COMPLETE, LEAVE] if waits else [COMPLETE, LEAVE]
    groups[_("Không xếp lớp")] = [Choice(code, decision_words(code), one.decision == code) for code in without]
    return list(groups.items())


def number(text: str | None) -> int:
    """A number that a form carries, 0 for what is none."""
    said = text or ""
    return int(said) if said.isascii() and said.isdigit() and len(said) < 19 else 0


def revision(request: HttpRequest) -> int:
    """Which revision of the plan the page had seen."""
    return number(request.POST.get("revision")) if request.POST.get("revision") else -1

"""What the pages of profiles are made of."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from khuevan.kernel.trail import Tab

from ..queries.scores import Standing
from .words import line_words

KINDS = ("pupil", "staff")


@dataclass(frozen=True)
class Chore:
    """A line of the to-do list: its words, the address of the people, what mending it brings."""

    words: str
    url: str
    wrong: bool


def chores(kind: str, standing: Standing) -> list[Chore]:
    """The to-do list, what brings most first."""
    return [
        Chore(
            line_words(kind, one.line, one.people),
            reverse("profiles:people") + "?" + urlencode({"kind": kind, "line": one.line.key}),
            one.line.field is None,
        )
        for one in standing.todos
    ]


def kind_in(text: str) -> str:
    """The kind of profile that an address names, or pupils."""
    return text if text in KINDS else KINDS[0]


def kind_name(kind: str) -> str:
    """A kind in words."""
    return _("Học sinh") if kind == "pupil" else _("Giáo viên, nhân viên")


def kind_tabs(page: str, current: str) -> list[Tab]:
    """The same page for pupils and for staff."""
    return [Tab(kind_name(kind), f"{reverse(page)}?kind={kind}", kind == current) for kind in KINDS]


def tenths(value: int | None) -> str:
    """A score as people read it: "87,3"."""
    return "" if value is None else f"{value // 10},{value % 10}"

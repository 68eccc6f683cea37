"""``{% steps history %}``: the lines of an approval's history inside ``<c-steps>``. Not a template: families open their
transcripts on one day, and eight steps with five conditions each were an eighth of that page."""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from html import escape
from typing import Protocol

from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from khuevan.site.shells.drawing import icon_html


class Step(Protocol):
    """One line: ``title`` in the source language, ``state`` done, current, returned or todo; ``who`` and ``note`` may
    be "", ``at`` None."""

    title: str
    state: str
    who: str
    at: datetime | None
    note: str


def steps(history: Iterable[Step]) -> SafeString:
    """A line for each."""
    language = get_language()
    return mark_safe("".join([_line(one, language) for one in history]))  # noqa: S308 - each text in it is escaped


def _line(step: Step, language: str | None) -> str:
    when = f"<time>{localtime(step.at):%d/%m/%Y %H:%M}</time>" if step.at else ""
    who = " · ".join(filter(None, (escape(step.who or ""), when)))
    said = f'<p class="trail__who">{who}</p>' if who else ""
    note = f'<p class="trail__note">{escape(step.note)}</p>' if step.note else ""
    return f"{_begun(step.state, step.title, language)}{said}{note}</div></li>"


@lru_cache(maxsize=256)
def _begun(state: str, title: str, _language: str | None) -> str:
    """What is the same whoever took the step."""
    current = ' aria-current="step"' if state == "current" else ""
    return (
        f'<li class="trail__item trail__item--{escape(state)}"{current}><span class="trail__dot">{_dot(state)}</span>'
        f'<div><p class="trail__title">{escape(_(title))}</p>'
    )


def _dot(state: str) -> str:
    drawn = {"done": ("check", _("Đã xong")), "returned": ("arrow-back-up", _("Bị trả lại")),
             "current": ("clock", _("Đang chờ"))}  # fmt: skip
    if state not in drawn:
        return f'<span class="visually-hidden">{escape(_("Chưa đến"))}</span>'
    icon, label = drawn[state]
    return icon_html(icon, label=label, size="sm")

"""A child's year, and who has looked, as HTML. Not a template: forty cells take ten times as long in one."""

from collections.abc import Iterable
from html import escape  # Django's own asks of each text whether it is lazy; here are two hundred plain ones
from typing import NamedTuple

from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from khuevan.registry.audit.api import Look

from .family_marks import Cell, Row, Table


class Drawn(NamedTuple):
    """The list of subjects, and what the homeroom teacher says."""

    subjects: SafeString
    summary: SafeString


def drawn(table: Table) -> Drawn:
    """Both parts of a year; every text is escaped."""
    taught = escape(_("Giáo viên: %(who)s"))
    subjects = "".join([_subject(row, taught) for row in table.rows])
    summary = "".join([_said(cell) for cell in table.summary])
    return Drawn(mark_safe(subjects), mark_safe(summary))  # noqa: S308 - all of it is escaped


def looked(looks: Iterable[Look]) -> SafeString:
    """Who has looked, a line each; "" for nobody."""
    return mark_safe("".join(map(_look, looks)))  # noqa: S308 - all of it is escaped


def _look(one: Look) -> str:
    return (
        f'<li class="sign-row"><span class="row-link__words"><strong>{escape(one.by)}</strong>'
        f"<small>{escape(_(one.role))}</small><small>{escape(_(one.page))}</small></span>"
        f'<time class="text-soft">{localtime(one.at):%d/%m/%Y %H:%M}</time></li>'
    )


def _subject(row: Row, taught: str) -> str:
    marks = "".join(
        [
            f'<span class="subject__mark"><small>{escape(label)}</small><b>{escape(value or "–")}</b></span>'
            for label, value, _detail, _comment in row.cells
        ]
    )
    teacher = f"<p>{taught % {'who': escape(row.teacher)}}</p>" if row.teacher else ""
    more = "".join([_more(cell) for cell in row.cells])
    return (
        '<li><details class="subject"><summary class="row-link"><span class="row-link__words">'
        f'<strong>{escape(row.name)}</strong></span><span class="subject__marks">{marks}</span></summary>'
        f'<div class="subject__more">{teacher}{more}</div></details></li>'
    )


def _more(cell: Cell) -> str:
    label, _value, detail, comment = cell
    if not (detail or comment):
        return ""
    behind = f": {escape(detail)}" if detail else ""
    return f"<p><strong>{escape(label)}</strong>{behind}{_comment(comment)}</p>"


def _said(cell: Cell) -> str:
    label, value, detail, comment = cell
    if not (value or detail or comment):
        return ""
    level = f": {escape(value)}" if value else ""
    more = f" · {escape(detail)}" if detail else ""
    return f"<p><strong>{escape(label)}</strong>{level}{more}{_comment(comment)}</p>"


def _comment(comment: str) -> str:
    return f"<br>{escape(comment)}" if comment else ""

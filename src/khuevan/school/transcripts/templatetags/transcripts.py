"""Filters over the records of a transcript: ``{{ subject|said:3 }}``, ``{{ "2014-05"|dmy }}``."""

from collections.abc import Container

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from khuevan.school.transcripts.rules.completeness import TERM_NAMES
from khuevan.school.transcripts.rules.document import subject_part
from khuevan.school.transcripts.rules.records import Subject, Value
from khuevan.school.transcripts.rules.words import LEVELS

register = template.Library()
SUBJECT_LEVELS = {
    "T": gettext_noop("Hoàn thành tốt"),
    "H": gettext_noop("Hoàn thành"),
    "C": gettext_noop("Chưa hoàn thành"),
}


@register.filter
def is_among(subject: Subject, parts: Container[str]) -> bool:
    """Whether a subject's section is one of some parts, given by their Ids."""
    return subject_part(subject.code) in parts


@register.filter
def in_words(text: str) -> str:
    """A quality, a competence or their group in the reader's language."""
    return _(text) if text else ""


@register.filter
def said(subject: Subject, term: int) -> str:
    """What a subject says of a term: "8,5", "Đạt", "Hoàn thành tốt (9)"; "–" for nothing."""
    value = next((one for one in subject.values if one.term == term), Value(term))
    if subject.form == "primary":
        words = _(SUBJECT_LEVELS.get(value.level, value.level))
        return (f"{words} ({value.test})" if value.test else words) or "–"
    return value.mark.replace(".", ",") or _(LEVELS.get(value.level, value.level)) or "–"


@register.filter
def retested(subject: Subject) -> str:
    """The result after a re-test."""
    return (
        subject.retest.replace(".", ",") if subject.form == "score" else _(LEVELS.get(subject.retest, subject.retest))
    )


@register.filter
def remark(subject: Subject) -> str:
    """The latest comment."""
    return next((value.comment for value in reversed(subject.values) if value.comment), "")


@register.filter
def term_name(term: int) -> str:
    """``1`` → Học kì I."""
    name = TERM_NAMES.get(term, "")
    return _(name[:1].upper() + name[1:])


@register.filter
def level_name(code: str) -> str:
    """``HTXS`` → Hoàn thành xuất sắc."""
    return _(LEVELS.get(code, code))


@register.filter
def dmy(iso: str) -> str:
    """``2014-05-07`` → 07/05/2014, also without day or month."""
    return "/".join(reversed(iso.split("-"))) if iso else ""

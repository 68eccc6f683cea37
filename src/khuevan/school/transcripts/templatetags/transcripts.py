"""Over the records of a transcript: ``{{ "2014-05"|dmy }}``, ``{% subject_rows subjects altered %}``."""

from django import template
from django.utils.translation import gettext as _

from khuevan.school.transcripts.rules.completeness import TERM_NAMES
from khuevan.school.transcripts.rules.words import LEVELS
from khuevan.school.transcripts.web import content_markup

register = template.Library()
for tag in ("pupil_facts", "year_facts", "subject_rows", "primary_rows", "signature_rows"):
    register.simple_tag(getattr(content_markup, tag))
for name in ("said", "retested", "dmy"):
    register.filter(name, getattr(content_markup, name))


@register.filter
def in_words(text: str) -> str:
    """A quality, a competence or their group in the reader's language."""
    return _(text) if text else ""


@register.filter
def term_name(term: int) -> str:
    """``1`` → Học kì I."""
    name = TERM_NAMES.get(term, "")
    return _(name[:1].upper() + name[1:])


@register.filter
def level_name(code: str) -> str:
    """``HTXS`` → Hoàn thành xuất sắc."""
    return _(LEVELS.get(code, code))

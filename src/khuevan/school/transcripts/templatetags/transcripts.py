"""Over the records of a transcript: ``{{ "2014-05"|dmy }}``, ``{% subject_rows subjects altered %}``."""

from django import template
from django.utils.translation import gettext as _

from khuevan.school.transcripts.rules.completeness import TERM_NAMES
from khuevan.school.transcripts.rules.words import LEVELS
from khuevan.school.transcripts.web.content_markup import primary_rows, retested, said, signature_rows, subject_rows

register = template.Library()
register.filter(said)
register.filter(retested)
register.simple_tag(subject_rows)
register.simple_tag(primary_rows)
register.simple_tag(signature_rows)


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


@register.filter
def dmy(iso: str) -> str:
    """``2014-05-07`` → 07/05/2014, also without day or month."""
    return "/".join(reversed(iso.split("-"))) if iso else ""

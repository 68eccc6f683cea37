"""What a part lacks, in the language of the page: the rules say it in Vietnamese."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from ..rules.completeness import TERM_NAMES

_THINGS = (
    gettext_noop("điểm trung bình"), gettext_noop("mức đạt được"), gettext_noop("kết quả"),
    gettext_noop("điểm kiểm tra"), gettext_noop("học tập"), gettext_noop("rèn luyện"), gettext_noop("số buổi vắng"),
    gettext_noop("kết quả cuối năm"), gettext_noop("quyết định cuối năm"),
    gettext_noop("học kì I"), gettext_noop("học kì II"), gettext_noop("cả năm"),
)  # fmt: skip
_LEVEL = "mức "


def in_words(lack: str) -> str:
    """``điểm trung bình học kì II``, ``mức yêu nước``, ``quyết định cuối năm (…)``: thing, term, trait and outcome
    each translated; a thing that is not known stays as it is.
    """
    for term in TERM_NAMES.values():
        if lack.endswith(f" {term}"):
            return f"{_(lack.removesuffix(f' {term}'))} {_(term)}"
    thing, _bracket, outcome = lack.partition(" (")
    if outcome:
        return f"{_(thing)} ({_capital(outcome.removesuffix(')')).lower()})"
    if lack.startswith(_LEVEL):
        return _("mức %(trait)s") % {"trait": _capital(lack.removeprefix(_LEVEL)).lower()}
    return _(lack)


def _capital(text: str) -> str:
    """The translation of what the rules write with a capital elsewhere."""
    return _(text[:1].upper() + text[1:])

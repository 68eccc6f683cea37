"""Kinds, scopes and days in words; records keep the Vietnamese, pages translate it."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from ..rules.windows import ALL, LEVELS

KIND_NAMES = {
    "regular": gettext_noop("Điểm thường xuyên"),
    "midterm": gettext_noop("Giữa kì"),
    "final": gettext_noop("Cuối kì"),
    "comment": gettext_noop("Nhận xét môn học"),
    "conduct": gettext_noop("Rèn luyện, phẩm chất, năng lực"),
    "summary": gettext_noop("Kiểm tra lại, rèn luyện hè, nhận xét cả năm"),
}
TERM_NAMES = {1: gettext_noop("Học kì I"), 2: gettext_noop("Học kì II"), 3: gettext_noop("Cả năm")}
_LEVEL_NAMES = {"primary": gettext_noop("Tiểu học"), "lower": gettext_noop("THCS"), "upper": gettext_noop("THPT")}
_GRADE = gettext_noop("Khối %(grade)s")
_EVERYBODY = gettext_noop("Mọi khối")


def kind_name(kind: str) -> str:
    """``Giữa kì``."""
    return _(KIND_NAMES[kind])


def slot_name(term: int, kind: str) -> str:
    """``Giữa kì · Học kì I``."""
    return f"{_(KIND_NAMES[kind])} · {_(TERM_NAMES[term])}"


def slot_record(term: int, kind: str) -> str:
    """The same for records, in Vietnamese."""
    return f"{KIND_NAMES[kind]} · {TERM_NAMES[term]}"


def scope_name(scope: str) -> str:
    """``Mọi khối``, ``Tiểu học``, ``Khối 9``."""
    if scope == ALL:
        return _(_EVERYBODY)
    return _(_LEVEL_NAMES[scope]) if scope in LEVELS else _(_GRADE) % {"grade": scope[1:]}


def scope_record(scope: str) -> str:
    """The same for records, in Vietnamese."""
    if scope == ALL:
        return _EVERYBODY
    return _LEVEL_NAMES[scope] if scope in LEVELS else _GRADE % {"grade": scope[1:]}

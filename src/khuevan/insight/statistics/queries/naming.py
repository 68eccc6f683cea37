"""What the groups of a broken-down figure are called, where they lead, and in which order they stand."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from khuevan.kernel.dates import year_label
from khuevan.kernel.text import sort_key
from khuevan.registry.units.api import Area, Unit
from khuevan.school.enrolment.api import Subject, grade_name

LEVELS = {
    "01": gettext_noop("Mầm non"),
    "02": gettext_noop("Tiểu học"),
    "03": gettext_noop("Trung học cơ sở"),
    "04": gettext_noop("Trung học phổ thông"),
}
TERMS = {"1": gettext_noop("Học kì I"), "2": gettext_noop("Học kì II"), "3": gettext_noop("Cả năm")}


@dataclass(frozen=True)
class Name:
    """``code``: of a commune or school as others know it; ``uid`` of a school.

    ``within``: the code of the province of a commune of today, "" for one of before 1/7/2025.
    """

    label: str
    order: tuple[object, ...]
    code: str = ""
    uid: str = ""
    within: str = ""


def names_of(by: str, keys: Iterable[str]) -> Mapping[str, Name]:
    """By key; one query, or none."""
    wanted = [key for key in keys if key]
    if by == "commune":
        areas = Area.objects.filter(pk__in=list(map(int, wanted)))
        fields = areas.values_list("id", "full_name", "code", "parent__code", "parent__level")
        return {
            str(pk): Name(full_name, (_order(full_name),), code, within=above if level == Area.Level.PROVINCE else "")
            for pk, full_name, code, above, level in fields
        }
    if by == "school":
        units = Unit.objects.filter(pk__in=map(int, wanted)).values_list("id", "name", "code", "uid")
        return {str(pk): Name(label, (_order(label),), code, str(uid)) for pk, label, code, uid in units}
    if by == "subject":
        subjects = Subject.objects.filter(code__in=wanted).values_list("code", "name", "position")
        return {code: Name(label, (place,), code) for code, label, place in subjects}
    return {key: Name(_plain(by, key), (len(key), key)) for key in wanted}


@lru_cache(maxsize=8192)
def _order(label: str) -> str:
    return sort_key(label)


def _plain(by: str, key: str) -> str:
    if by == "grade":
        return grade_name(int(key))
    if by == "year":
        return year_label(int(key))
    return _({"level": LEVELS, "term": TERMS}[by].get(key, key))

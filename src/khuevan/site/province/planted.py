"""What is wrong on purpose in provinces of 24 schools and more: the screens of the Sở should bring it to light."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from .plans import NEIGHBOURHOOD
from .schools import School


class Kind(Enum):
    """What is wrong, as ``khuevan province`` tells it."""

    SILENT = "ngừng nhập điểm từ giữa học kì II"
    IDENTICAL = "lớp 8B: mọi điểm cuối kì II môn Ngoại ngữ 1 bằng nhau"
    SPIKE = "lớp 9A: nhiều điểm trung bình học kì II môn Toán đúng 5,0"
    LEAVERS = "nhiều học sinh chuyển đi tỉnh khác sau học kì I"


@dataclass(frozen=True)
class Planted:
    """What is wrong at which schools; ``place`` is the school or, of several, their commune."""

    kind: Kind
    schools: tuple[int, ...]
    place: str


_NEIGHBOURHOODS = 4
"""From how many on; the demo is smaller and stays as it is."""
_BOOKS = {Kind.SILENT: (1, 0), Kind.IDENTICAL: (2, 0), Kind.SPIKE: (2, 2)}
"""Neighbourhood and place in it of the schools in whose books it is."""


def plant(sites: Sequence[Sequence[School]]) -> list[Planted]:
    """Where it goes in the schools of neighbourhoods."""
    if len(sites) < _NEIGHBOURHOODS or len(sites[3]) < 2:
        return []
    commune = sites[3][0].commune
    left = [school for school in sites[3] if school.commune == commune]
    books = [_at(kind, sites[site][place]) for kind, (site, place) in _BOOKS.items()]
    return [*books, Planted(Kind.LEAVERS, tuple(school.id for school in left), left[0].place)]


def left_alone(schools: Sequence[int]) -> list[int]:
    """Of all schools of a province in the order of their making, those whose books nobody should put right."""
    step = len(NEIGHBOURHOOD)
    if len(schools) < (_NEIGHBOURHOODS - 1) * step + 2:
        return []
    return [schools[site * step + place] for site, place in _BOOKS.values()]


def by_school(planted: Sequence[Planted]) -> Mapping[int, Kind]:
    """What is wrong at a school."""
    return {school: one.kind for one in planted for school in one.schools}


def _at(kind: Kind, school: School) -> Planted:
    return Planted(kind, (school.id,), school.name)

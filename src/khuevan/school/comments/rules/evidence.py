"""What is known of a pupil's results, as the places that a comment about them has.

Bands (4 very good … 1 not yet) are not results: they only choose the tone. They follow the regulations' own limits:
marks 8,0 6,5 5,0 (TT 22/2021 Art. 9(2)), levels Tốt Khá Đạt Chưa đạt (Art. 8), Đ and CĐ (Art. 5), T H C
(TT 27/2020 Art. 7).
"""

from collections.abc import Mapping, Sequence
from typing import Final

from .phrases import Part, Place

_LIMITS: Final = ((80, 4), (65, 3), (50, 2), (0, 1))
_CONDUCT: Final = {"T": 4, "K": 3, "D": 2, "CD": 1}
_PRIMARY: Final = {"T": 4, "H": 3, "C": 1}
_TRAITS: Final = {"T": 4, "D": 3, "C": 1}
STEP: Final = 10
"""A whole mark, in tenths: a smaller difference between two times is no trend."""
MANY_ABSENCES: Final = 15
"""Half-days in a term: a third of the 45 of a year, after which nobody is promoted (TT 22/2021 Art. 12)."""


def band_of_mark(tenths: int | None) -> int:
    """``85`` → 4; 0 while nothing is known."""
    return 0 if tenths is None else next(band for least, band in _LIMITS if tenths >= least)


def band_of_pass(passed: bool | None) -> int:
    """Đạt → 3, Chưa đạt → 1; 0 while nothing is known."""
    return 0 if passed is None else 3 if passed else 1


def band_of_conduct(code: str) -> int:
    """T, K, D, CD → 4 … 1; 0 for ""."""
    return _CONDUCT.get(code, 0)


def band_of_primary(level: str, test: int | None) -> int:
    """T, H, C → 4, 3, 1. ``test``: mark of the test in tenths; H with a mark below 7 is 2."""
    return 2 if level == "H" and test is not None and test < 70 else _PRIMARY.get(level, 0)


def trend_of(before: int | None, now: int | None, step: int = STEP) -> str:
    """ "up", "down" or "" between two times; values of one scale (marks in tenths, or bands with ``step`` 1)."""
    if before is None or now is None or abs(now - before) < step:
        return ""
    return "up" if now > before else "down"


def places(band: int, trend: str = "", tags: Sequence[str] = ()) -> tuple[Place, ...]:
    """The places of a comment on a subject or on conduct; none while there is no result."""
    if not band:
        return ()
    parts = [Place(Part.STRENGTH, band)]
    parts += [Place(Part.TAG, band, tag) for tag in tags]
    parts += [Place(Part.TREND, band, trend)] if trend else []
    parts += [Place(Part.LIMIT, band)] if band <= 2 else []
    return (*parts, Place(Part.NEXT, band))


def trait_places(levels: Mapping[str, str], tags: Sequence[str] = ()) -> tuple[Place, ...]:
    """The places of a comment on qualities and competences: code → T, D, C (TT 27/2020 Art. 7).

    The strength speaks of what is best, limit and next step of what is weakest; without C there is no limit.
    """
    known = {code: _TRAITS[level] for code, level in levels.items() if level}
    if not known:
        return ()
    best, least = max(known.values()), min(known.values())
    strong = frozenset(code for code, band in known.items() if band == best)
    weak = frozenset(code for code, band in known.items() if band == least)
    parts = [Place(Part.STRENGTH, best, traits=strong), *(Place(Part.TAG, best, tag) for tag in tags)]
    parts += [Place(Part.LIMIT, least, traits=weak)] if least == 1 else []
    return (*parts, Place(Part.NEXT, least, traits=weak))

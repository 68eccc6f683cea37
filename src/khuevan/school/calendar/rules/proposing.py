"""Usual windows, from the days of the terms: what a school starts from before it decides otherwise.

No regulation names these days; they follow the plan of the school year (TT 22/2021/TT-BGDĐT Art. 7: the midterm test in
the middle, the final test at the end of a term) and leave the last days for signing.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from .kinds import COMMENT, CONDUCT, FINAL, MIDTERM, REGULAR, SUMMARY, YEAR, Slot
from .windows import Window

SUMMER: Final = timedelta(days=80)
_DAY: Final = timedelta(days=1)

Terms = Mapping[int, tuple[date, date]]
"""First and last day of terms 1 and 2."""


def usual(terms: Terms) -> dict[Slot, Window]:
    """Windows of every slot, in order of the days within each term."""
    found: dict[Slot, Window] = {}
    for term, (first, last) in terms.items():
        middle = first + (last - first) // 2
        found |= {
            (term, REGULAR): _within(first, last, first, last - 7 * _DAY),
            (term, MIDTERM): _within(first, last, middle - 21 * _DAY, middle + 10 * _DAY),
            (term, FINAL): _within(first, last, last - 28 * _DAY, last - 5 * _DAY),
            (term, COMMENT): _within(first, last, last - 28 * _DAY, last - 3 * _DAY),
            (term, CONDUCT): _within(first, last, last - 14 * _DAY, last - 2 * _DAY),
        }
    if 2 in terms:
        end = terms[2][1]
        found[YEAR, SUMMARY] = Window(end - 14 * _DAY, end + SUMMER)
    return found


def _within(first: date, last: date, opens_on: date, closes_on: date) -> Window:
    """A window inside a term, however short the term."""
    opens_on = min(max(opens_on, first), last)
    return Window(opens_on, min(max(closes_on, opens_on), last))

"""What the first view of the operations centre tells, in a constant number of queries."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from django.utils.translation import get_language, gettext_noop

from khuevan.insight.statistics.api import (
    Formula,
    Indicator,
    Name,
    Told,
    View,
    indicators_on,
    names_of,
    needs_subject,
    read_formula,
    tell,
)
from khuevan.kernel.kept import Kept

NUMBERS = ("truong", "lop", "hoc_sinh", "can_bo", "hs_nu", "si_so", "ho_so_du", "hb_tiep_nhan")
LEVELS = {
    "ht_1": "100 * kq_tot / kq_so",
    "ht_2": "100 * kq_kha / kq_so",
    "ht_3": "100 * kq_dat / kq_so",
    "ht_4": "100 * kq_chua / kq_so",
    "th_1": "100 * th_xuat_sac / th_so",
    "th_2": "100 * th_tot / th_so",
    "th_3": "100 * th_dat / th_so",
    "th_4": "100 * th_chua / th_so",
}
STATES = {
    "hb_dang_lap": gettext_noop("Đang lập"),
    "hb_phat_hanh": gettext_noop("Đã phát hành"),
    "hb_da_gui": gettext_noop("Đã gửi Sở"),
    "hb_tiep_nhan": gettext_noop("Sở đã tiếp nhận"),
    "hb_tra_lai": gettext_noop("Sở trả lại"),
    "hb_thu_hoi": gettext_noop("Đã thu hồi"),
}
YEARLY = ("ht_tot", "ht_kha", "rl_tot", "len_lop")


@dataclass(frozen=True)
class Broken:
    """A breakdown with the names of its groups."""

    told: Sequence[Told]
    names: Mapping[str, Name]


@dataclass(frozen=True)
class Board:
    """Indicators by code as they hold on the day, values for the whole, transcripts by state, and the breakdowns.

    ``drawn``: what a page has made of it, by what else that depends on; it goes with the board.
    """

    indicators: Mapping[str, Indicator]
    whole: Mapping[str, Fraction | None]
    states: Mapping[str, Fraction | None]
    communes: Broken
    grades: Broken
    subjects: Broken
    years: Broken
    drawn: dict[Hashable, Any] = field(default_factory=dict, compare=False)


_kept: Kept[Board] = Kept()


def kept_board(view: View, shown: str, known: Hashable) -> Board:
    """`board`, kept by this process while definitions and ``known`` stay: for whom, and as which figures stand.

    One query, and eight more for the first who asks. Names in it are at most ten minutes old.
    """
    indicators = indicators_on(view.day)
    key = (known, view, shown, get_language(), tuple(one.pk for one in indicators))
    return _kept.get(key, lambda: board(view, shown, indicators))


def board(view: View, shown: str, defined: Sequence[Indicator]) -> Board:
    """``shown``: the indicator on the map. Eight queries, whatever the size of the province."""
    indicators = {one.code: one for one in defined}
    formulas = {code: read_formula(one.formula) for code, one in indicators.items()}
    states = {f"state {code}": read_formula(code) for code in STATES}
    told = tell({code: one for code, one in formulas.items() if not needs_subject(one)} | states, view)
    whole = told[0].values if told else {}
    levels = {code: read_formula(text) for code, text in LEVELS.items()}
    return Board(
        indicators,
        whole,
        {code: whole.get(f"state {code}") for code in STATES},
        broken(_only(formulas, (shown,)), view, "commune"),
        broken(levels | _only(formulas, ("hoc_sinh", "lop", "si_so")), view, "grade"),
        broken(_only(formulas, ("diem_tb",)), view, "subject"),
        broken(_only(formulas, YEARLY), view, "year"),
    )


def broken(formulas: Mapping[str, Formula], view: View, by: str) -> Broken:
    """A breakdown: one query for the values, at most one for the names."""
    told = tell(formulas, view, by)
    return Broken(told, names_of(by, [one.key for one in told]))


def _only(formulas: Mapping[str, Formula], codes: Sequence[str]) -> dict[str, Formula]:
    return {code: formulas[code] for code in codes if code in formulas}

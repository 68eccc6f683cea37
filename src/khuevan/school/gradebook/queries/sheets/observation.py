"""How a child of a preschool develops: what is observed, by domain (``rules.preschool``)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from khuevan.school.enrolment.api import SchoolClass

from ...rules.preschool import AGE_OF_GRADE, Domain, Indicator, PreschoolRules
from ...rules.rule_sets import rule_set
from ..columns import Column, Value, comment, computed
from .base import YEAR, Cells, said
from .marks import PASS_CHOICES

DOMAIN_NAMES = (
    gettext_noop("Thể chất"),
    gettext_noop("Nhận thức"),
    gettext_noop("Ngôn ngữ"),
    gettext_noop("Tình cảm – xã hội"),
    gettext_noop("Thẩm mĩ"),
)
"""Of the set that comes with the product, for the translators; those of other sets stand as they are."""


@dataclass(frozen=True)
class ObservationSheet:
    """What is observed of a class in term 1 or 2, with a comment; in term 3 what the year comes to.

    ``domain`` leaves the columns of one domain alone; what is saved knows all of them.
    """

    domains: tuple[Domain, ...]
    items: tuple[Indicator, ...]
    term: int
    domain: str = ""

    @classmethod
    def of(cls, school_class: SchoolClass, term: int, domain: str = "") -> "ObservationSheet":
        """The sheet of a class by the rules of its year."""
        return cls(*observed_in(school_class.grade, school_class.year), term, domain)

    @property
    def by_indicators(self) -> bool:
        """Whether there is more to observe than each domain as a whole."""
        return {one.code for one in self.items} != {one.code for one in self.domains}

    @property
    def columns(self) -> tuple[Column, ...]:
        if self.term == YEAR:
            known = _("Số chỉ số đã đạt trên số cần theo dõi, theo lần theo dõi gần nhất")
            title = known if self.by_indicators else _("Kết quả theo lần theo dõi gần nhất")
            left = computed("left", gettext_noop("Theo dõi tiếp"), _("Lĩnh vực chưa đạt hoặc chưa theo dõi đủ"))
            return (*(computed(one.code, one.name, title) for one in self.domains), left, comment())
        shown = [one for one in self.items if self.domain in ("", one.domain)]
        return (*(self._column(one) for one in shown), comment())

    def _column(self, one: Indicator) -> Column:
        title = one.name if self.by_indicators else _("Lĩnh vực %(name)s") % {"name": _(one.name).lower()}
        label = one.code if self.by_indicators else one.name
        return Column(_key(one), label, title, "choice", PASS_CHOICES, required=True)

    def cells(self, row: Any) -> Cells:
        seen = row.seen if row else {}
        cells: Cells = {} if self.term == YEAR else {_key(one): seen.get(one.code) for one in self.items}
        return cells | {"comment": said(row)}

    def fields(self, cells: Mapping[str, Value]) -> dict[str, Any]:
        known = [] if self.term == YEAR else self.items
        seen = {one.code: cells[_key(one)] for one in known if cells[_key(one)]}
        return {"seen": seen, "comment": cells["comment"] or ""}


def observed_in(grade: int, year: int) -> tuple[tuple[Domain, ...], tuple[Indicator, ...]]:
    """The domains with something to observe, and what, in a grade 13 … 18 of a school year; nothing without rules."""
    try:
        params = rule_set(grade, year).params
    except LookupError:
        return (), ()
    if not isinstance(params, PreschoolRules):
        return (), ()
    items = params.to_observe(AGE_OF_GRADE[grade])
    used = {one.domain for one in items}
    return tuple(one for one in params.domains if one.code in used), items


def _key(one: Indicator) -> str:
    """No indicator is called as a column is that all sheets have."""
    return f"o-{one.code}"

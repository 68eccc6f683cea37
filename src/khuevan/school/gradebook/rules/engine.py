"""The one door of the engine: a cell edit, a class, a school, a province and ``khuevan rules`` all come through here.

    term_results(rules, TermMarks)  -> P × S results of a term     (grades 6 to 12)
    year_results(rules, table)      -> what follows for the year   (all kinds)

``rules`` is a dated ``RuleSet``; the kind of table that it takes, with all shapes, is documented in the ``whole``
module of its regulation. Tables hold whole numbers as ``rules.values`` says; rows are pupils, and no row ever
influences another.
"""

from typing import TypeVar, overload

from khuevan.kernel.errors import Invalid

from . import preschool, tt22_2021, tt27_2020
from .rule_sets import RuleSet
from .values import Marks

Table = tt22_2021.YearTable | tt27_2020.PrimaryTable | preschool.PreschoolTable
Results = tt22_2021.YearResults | tt27_2020.PrimaryResults | preschool.PreschoolResults


P = TypeVar("P")


class NoFormulas(Invalid):
    """The set is known, but not how to compute by it."""

    code = "no_formulas"


def term_results(rules: RuleSet, given: tt22_2021.TermMarks) -> Marks:
    """Results of subjects in a term, in the shape of ``given.final``."""
    return tt22_2021.term_results(given, _secondary(rules))


@overload
def year_results(rules: RuleSet, table: tt22_2021.YearTable) -> tt22_2021.YearResults: ...
@overload
def year_results(rules: RuleSet, table: tt27_2020.PrimaryTable) -> tt27_2020.PrimaryResults: ...
@overload
def year_results(rules: RuleSet, table: preschool.PreschoolTable) -> preschool.PreschoolResults: ...
def year_results(rules: RuleSet, table: Table) -> Results:
    """What a set of rules makes of a year's table, one row a pupil. Raises ``NoFormulas``, ``Invalid``."""
    if isinstance(table, tt22_2021.YearTable):
        return tt22_2021.year_results(table, _secondary(rules))
    if isinstance(table, tt27_2020.PrimaryTable):
        return tt27_2020.year_results(table, _params(rules, tt27_2020.Rules))
    demand_formulas(rules)
    return preschool.year_results(table, _params(rules, preschool.PreschoolRules))


def demand_formulas(rules: RuleSet) -> None:
    """Raise ``Invalid`` where a set cannot compute: its formulas or a parameter are missing."""
    if rules.params is None:
        raise NoFormulas(
            f"Chưa có công thức của {rules.title}: phần mềm không tính lại kết quả theo văn bản này.",
            hint="Dùng kết quả đã ghi trong học bạ của năm ấy.",
        )
    if isinstance(rules.params, preschool.PreschoolRules) and not rules.params.indicators:
        raise Invalid(
            f"Bộ quy tắc {rules.code} thiếu tham số “indicators”: chưa có chỉ số nào để theo dõi.",
            hint="Ghi bộ quy tắc ra tệp JSON (khuevan rules MN --show), thêm các chỉ số, rồi dùng tệp ấy.",
            code="parameter",
        )


def _secondary(rules: RuleSet) -> tt22_2021.SecondaryRules:
    return _params(rules, tt22_2021.SecondaryRules)


def _params(rules: RuleSet, kind: type[P]) -> P:
    demand_formulas(rules)
    if not isinstance(rules.params, kind):
        raise Invalid(
            f"Bộ quy tắc {rules.code} không dùng cho cấp học này.", hint="Gõ khuevan rules để xem các bộ quy tắc."
        )
    return rules.params

"""Look where indicators are beyond their bounds: raise what is new, end what is over."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import override

from khuevan.insight.statistics.api import (
    TERMS,
    WHOLE,
    Indicator,
    View,
    indicators_on,
    needs_subject,
    read_formula,
    say,
    tell,
    years_counted,
)
from khuevan.kernel.clock import now, today

from ..models import Alarm, Rule


@dataclass(frozen=True)
class Seen:
    """The value of one school (or office) by a rule, and whether it is beyond the bound."""

    school_id: int
    value: Fraction
    beyond: bool


def watch() -> tuple[int, int]:
    """Check every rule against the figures of the latest year; how many alarms were raised and ended.

    Safe to run any number of times; two that run at once queue. One query for the figures of each rule.
    """
    year = next(iter(years_counted()), None)
    rules = list(Rule.objects.select_for_update().filter(lifted_at=None).order_by("id"))
    indicators = {one.code: one for one in indicators_on(today())}
    raised = ended = 0
    for rule in rules:
        one = indicators.get(rule.code)
        if year is not None and one is not None:
            with override("vi"):  # what an alarm says is kept
                more, fewer = _settle(rule, one, year, _seen(rule, one, year))
            raised, ended = raised + more, ended + fewer
    return raised, ended


def words_of(rule: Rule, one: Indicator) -> str:
    """A rule as people say it: "Học tập Chưa đạt trên 10,0%, Cả năm"."""
    sign = _(str(Rule.Sign(rule.sign).label))
    return f"{one.label} {sign} {say(Fraction(rule.bound), one.unit)}, {_(TERMS[str(rule.term)])}"


def _seen(rule: Rule, one: Indicator, year: int) -> list[Seen]:
    formula = read_formula(one.formula)
    if needs_subject(formula):
        return []
    by = "school" if rule.by == Rule.By.SCHOOL else WHOLE
    found, bound = [], Fraction(rule.bound)
    for told in tell({rule.code: formula}, View(year, rule.term, today()), by):
        value = told.values[rule.code]
        if value is not None:
            beyond = value > bound if rule.sign == Rule.Sign.OVER else value < bound
            found.append(Seen(int(told.key) if told.key else rule.school_id, value, beyond))
    return found


def _settle(rule: Rule, one: Indicator, year: int, found: Iterable[Seen]) -> tuple[int, int]:
    """Raise and end; an alarm that lasts keeps its first moment and shows the value of now."""
    at, beyond = now(), {each.school_id: each for each in found if each.beyond}
    still = {alarm.school_id: alarm for alarm in Alarm.objects.filter(rule=rule, ended_at=None)}
    over = [alarm for school, alarm in still.items() if school not in beyond]
    for alarm in over:
        alarm.ended_at = at
    lasting = [alarm for school, alarm in still.items() if school in beyond]
    for alarm in lasting:
        alarm.value = say(beyond[alarm.school_id].value, one.unit)
    fresh = [
        Alarm(
            school_id=school, rule=rule, code=rule.code, said=words_of(rule, one)[:240], owner=rule.owner, year=year,
            value=say(each.value, one.unit), raised_at=at,
        )
        for school, each in beyond.items() if school not in still
    ]  # fmt: skip
    Alarm.objects.bulk_create(fresh)
    Alarm.objects.bulk_update([*over, *lasting], ["ended_at", "value"])
    return len(fresh), len(over)

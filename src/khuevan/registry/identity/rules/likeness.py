"""Whether two records may be one pupil: points from 0 to 100, with reasons.

A name gives up to 50 points, the day of birth up to 30, who answers for the child up to 20 or takes 25 away. From
`POSSIBLE` on somebody should look at the pair, from `LIKELY` on it is all but certain. Twins, namesakes in one class
with codes of their own, and people with different personal numbers are two people, whatever else is equal. A year of
birth that is one slip away counts where day, month, name and family agree: without the family it is another child.
"""

from dataclasses import dataclass
from functools import cached_property

from khuevan.kernel.text import search_text

from .names import resemblance

POSSIBLE, LIKELY = 70, 88
Birth = tuple[int, int | None, int | None]


@dataclass(frozen=True)
class Side:
    """What is known of one of the two. ``guardians``: (full name, phone or ""); ``numbers``: (kind, value), current;
    ``classes``: ids of the classes in which the pupil is now. Nothing known is empty."""

    full_name: str
    birth: Birth | None = None
    sex: int = 0
    phone: str = ""
    guardians: tuple[tuple[str, str], ...] = ()
    numbers: frozenset[tuple[str, str]] = frozenset()
    classes: frozenset[int] = frozenset()

    @cached_property
    def guardian_names(self) -> frozenset[str]:
        return frozenset(search_text(name) for name, _phone in self.guardians)

    @cached_property
    def phones(self) -> frozenset[str]:
        return frozenset(phone for phone in (self.phone, *(phone for _name, phone in self.guardians)) if phone)


@dataclass(frozen=True)
class Likeness:
    """``reasons``: codes for and against, in the order in which they are looked at."""

    score: int
    reasons: tuple[str, ...] = ()


def likeness(one: Side, other: Side) -> Likeness:
    """How likely the two are one pupil; 0 with the reason where they are certainly not."""
    if apart := _told_apart(one, other):
        return Likeness(0, (apart,))
    born, why_born = _birth(one.birth, other.birth)
    if not born:
        return Likeness(0, ("other-birth",))
    name, (family, why_family) = resemblance(one.full_name, other.full_name), _family(one, other)
    if not name.one_given:
        return Likeness(0, ("twins" if why_born == "same-birth" and family > 0 else "other-given",))
    if not name.points:
        return Likeness(0, ("other-name",))
    sex = -15 if one.sex and other.sex and one.sex != other.sex else 0
    reasons = (name.how, why_born, why_family, "other-sex" if sex else "")
    return Likeness(max(0, min(100, name.points + born + family + sex)), tuple(filter(None, reasons)))


def _told_apart(one: Side, other: Side) -> str:
    """Why numbers and classes say that these are two people, or ""."""
    kinds = {kind for kind, _value in one.numbers} & {kind for kind, _value in other.numbers}
    differing = {kind for kind in kinds if not _of(one, kind) & _of(other, kind)}
    if "citizen" in differing:
        return "other-number"
    return "one-class" if differing and one.classes & other.classes else ""


def _of(side: Side, kind: str) -> set[str]:
    return {value for of, value in side.numbers if of == kind}


def _birth(one: Birth | None, other: Birth | None) -> tuple[int, str]:
    """Points of two dates of birth, either of which may lack day and month; a slip in one of the numbers gives ten."""
    if one is None or other is None:
        return 0, ""
    if one[0] != other[0]:
        slip = one[2] and one[1:] == other[1:] and other[0] in near_years(one[0])
        return (10, "near-year") if slip else (0, "")
    if one == other:
        return (30, "same-birth") if one[2] else (20 if one[1] else 15, "partial-birth")
    months, days = (one[1], other[1]), (one[2], other[2])
    if None in days:
        return (15 if None in months else 20, "partial-birth") if None in months or months[0] == months[1] else (0, "")
    if (one[1], one[2]) == (other[2], other[1]):
        return 25, "swapped-birth"
    return (10, "near-birth") if months[0] == months[1] or days[0] == days[1] else (0, "")


def near_years(year: int) -> tuple[int, ...]:
    """The years for which another is easily written: one wrong digit of the last two, or the year beside it."""
    same_decade, decade = range(year - year % 10, year - year % 10 + 10), (year - 20, year - 10, year + 10, year + 20)
    return tuple(sorted({*same_decade, *decade, year - 1, year + 1} - {year}))


def _family(one: Side, other: Side) -> tuple[int, str]:
    """Points of who answers for them; nothing where one side is not known."""
    if one.phones & other.phones:
        return 20, "same-phone"
    if not one.guardians or not other.guardians:
        return 0, ""
    return (20, "same-guardian") if one.guardian_names & other.guardian_names else (-25, "other-guardians")

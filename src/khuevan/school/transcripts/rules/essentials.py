"""The essential results of a transcript as the signed QR code carries them: a CBOR map with integer keys.

    1 version of this layout   2 pupil's lifetime code   3 full name   4 birth, as the document writes it
    5 years, each a map:
      1 school code   2 year   3 grade   4 version of the transcript   5 verification code (60 bits)
      6 SHA-256 of the issued XML   7 subjects: code → value of the whole year   8 learning   9 conduct
     10 promoted: 1, 0 or absent   11 subjects after retest: code → value   12 issued, seconds since 1970
     13 [code, name, birth] as that year's document has them, where they are others than 2, 3, 4

A value is a mark in tenths (an integer), a level (text), or [level, mark of the test in tenths]. What is empty is
absent. ``docs/rules/signed-code.md`` has the test vectors.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from .records import Content, Subject, Value

LAYOUT = 1
YEAR = 3
CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 12
MOST_YEARS = 20
"""More years are in no code; twelve fit a square of 6 cm."""
Result = int | str | list[Any]
Whose = tuple[str, str, str]
"""Lifetime code, full name, birth."""


@dataclass(frozen=True, slots=True)
class YearSaid:
    """What a code says of one year; ``results`` and ``retests``: subject code → value.

    ``whose``: where the document of that year names the pupil otherwise than the code does.
    """

    school: str
    year: int
    grade: int
    number: int
    verify_code: str
    digest: str
    issued_at: datetime
    results: Mapping[str, Result]
    learning: str = ""
    conduct: str = ""
    promoted: str = ""
    retests: Mapping[str, Result] = field(default_factory=dict)
    whose: Whose | None = None


@dataclass(frozen=True, slots=True)
class Essentials:
    """What a code says: of whom, and one year or several."""

    pupil: str
    name: str
    birth: str
    years: tuple[YearSaid, ...]

    @property
    def whose(self) -> Whose:
        """Code, name and birth of the pupil."""
        return self.pupil, self.name, self.birth


def essentials_of(documents: Sequence[tuple[Content, str, datetime]]) -> Essentials:
    """What a code says of issued documents (records, SHA-256 of the XML in hex, when issued) in their order.

    The pupil is named as in the last one; of more than ``MOST_YEARS`` the last are said.
    """
    last = whose_of(documents[-1][0])
    years = []
    for content, digest, issued_at in documents[-MOST_YEARS:]:
        said, own = year_said(content, digest, issued_at), whose_of(content)
        years.append(said if own == last else replace(said, whose=own))
    return Essentials(*last, tuple(years))


def whose_of(content: Content) -> Whose:
    """How a document names its pupil."""
    return content.pupil.code, content.pupil.full_name, content.pupil.birth


def year_said(content: Content, digest: str, issued_at: datetime) -> YearSaid:
    """The essential results of a document. ``digest``: SHA-256 of the issued XML in hex."""
    heading, homeroom = content.heading, content.homeroom
    whole = next((term for term in homeroom.terms if term.term == YEAR), None)
    return YearSaid(
        school=heading.school_code,
        year=heading.year,
        grade=heading.grade,
        number=heading.version,
        verify_code=heading.verify_code,
        digest=digest,
        issued_at=issued_at.replace(microsecond=0).astimezone(UTC),
        results={one.code: said for one in content.subjects if (said := _of_year(one)) is not None},
        learning=whole.learning if whole else "",
        conduct=homeroom.retrained or (whole.conduct if whole else ""),
        promoted=homeroom.promoted,
        retests={one.code: said for one in content.subjects if (said := _value(one.retest, one.retest)) is not None},
    )


def written(said: Essentials) -> dict[int, Any]:
    """The map that is signed."""
    years = [_year_written(one) for one in said.years]
    return {1: LAYOUT, 2: said.pupil, 3: said.name, 4: said.birth, 5: years}


def read(said: Mapping[int, Any]) -> Essentials:
    """The record of a map. Raises ``ValueError`` where it is not of this layout."""
    try:
        if said[1] != LAYOUT:
            raise ValueError("another layout")
        return Essentials(str(said[2]), str(said[3]), str(said[4]), tuple(_year_read(one) for one in said[5]))
    except (KeyError, TypeError, AttributeError, OverflowError, OSError):
        raise ValueError("not the essentials of a transcript") from None


def _year_written(one: YearSaid) -> dict[int, Any]:
    said: dict[int, Any] = {
        1: one.school,
        2: one.year,
        3: one.grade,
        4: one.number,
        5: _number(one.verify_code),
        6: bytes.fromhex(one.digest),
        7: dict(one.results),
        8: one.learning,
        9: one.conduct,
        10: int(one.promoted) if one.promoted else "",
        11: dict(one.retests),
        12: int(one.issued_at.timestamp()),
        13: list(one.whose or ""),
    }
    return {key: value for key, value in said.items() if value not in ("", {}, [])}


def _year_read(one: Mapping[int, Any]) -> YearSaid:
    return YearSaid(
        school=str(one[1]),
        year=int(one[2]),
        grade=int(one[3]),
        number=int(one[4]),
        verify_code=_code(int(one[5])),
        digest=one[6].hex(),
        issued_at=datetime.fromtimestamp(one[12], UTC),
        results=dict(one.get(7, {})),
        learning=str(one.get(8, "")),
        conduct=str(one.get(9, "")),
        promoted=str(one.get(10, "")),
        retests=dict(one.get(11, {})),
        whose=_whose_read(one[13]) if 13 in one else None,
    )


def _whose_read(said: Sequence[Any]) -> Whose:
    code, name, birth = map(str, said)
    return code, name, birth


def _of_year(subject: Subject) -> Result | None:
    found: Iterable[Value] = (value for value in subject.values if value.term == YEAR)
    value = next(iter(found), None)
    if value is None:
        return None
    if value.level and value.test:
        return [value.level, _tenths(value.test)]
    return _value(value.mark, value.level)


def _value(mark: str, level: str) -> Result | None:
    """A mark in tenths where it is one, otherwise the level."""
    if mark[:1].isdigit():
        return _tenths(mark)
    return level or None


def _tenths(mark: str) -> int:
    whole, _dot, part = mark.partition(".")
    return int(whole) * 10 + int((part or "0")[:1])


def _number(code: str) -> int:
    number = 0
    for character in code.replace("-", ""):
        number = number * 32 + CODE_ALPHABET.index(character)
    return number


def _code(number: int) -> str:
    if not 0 <= number < 32**CODE_LENGTH:
        raise ValueError("not a verification code")
    text = "".join(CODE_ALPHABET[number >> 5 * place & 31] for place in reversed(range(CODE_LENGTH)))
    return "-".join(text[at : at + 4] for at in range(0, CODE_LENGTH, 4))

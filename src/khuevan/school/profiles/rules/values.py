"""Check what somebody typed against type, length and list of a field, and turn it into the stored form."""

import re
from collections.abc import Mapping

from khuevan.kernel.dates import PartialDate, parse_partial_date
from khuevan.kernel.errors import Invalid
from khuevan.kernel.text import clean, fold

LONGEST = 400
_INTEGER = re.compile(r"-?\d{1,9}")
_DECIMAL = re.compile(r"-?\d{1,9}([.,]\d{1,4})?")


class Unfit(Exception):
    """What was typed does not fit: "integer", "decimal", "date", "long", "code"."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def stored(typed: str, type_: str, length: int | None, codes: Mapping[str, str] | None) -> str:
    """The stored form; "" for nothing. ``codes``: code → words where the field has a list. Raises ``Unfit``."""
    said = clean(typed)
    if not said:
        return ""
    if codes is not None:
        return _code(said, codes)
    said = _BY_TYPE.get(type_, str)(said)
    if len(said) > (length or LONGEST):
        raise Unfit("long")
    return said


def shown(value: str, type_: str, codes: Mapping[str, str] | None = None) -> str:
    """A stored value as people read it; a code that the list no longer has stands for itself."""
    if codes is not None:
        return codes.get(value, value)
    if type_ == "date" and value:
        return _day(value)
    return value.replace(".", ",") if type_ == "decimal" else value


def _day(value: str) -> str:
    try:
        return str(PartialDate(*map(int, value.split("-"))))
    except (ValueError, TypeError, Invalid):
        return value


def _code(said: str, codes: Mapping[str, str]) -> str:
    """By the code, by ``code – words`` as a list proposes it, or by the words alone, without accents."""
    first = said.split(" – ")[0]
    for one in (said, first):
        if one in codes:
            return one
    found = [code for code, words in codes.items() if fold(words) == fold(said)]
    if len(found) != 1:
        raise Unfit("code")
    return found[0]


def _integer(said: str) -> str:
    if not (said.isascii() and _INTEGER.fullmatch(said)):
        raise Unfit("integer")
    return str(int(said))


def _decimal(said: str) -> str:
    if not (said.isascii() and _DECIMAL.fullmatch(said)):
        raise Unfit("decimal")
    return said.replace(",", ".")


def _date(said: str) -> str:
    try:
        return parse_partial_date(said).iso
    except Invalid as wrong:
        raise Unfit("date") from wrong


_BY_TYPE = {"integer": _integer, "decimal": _decimal, "date": _date}

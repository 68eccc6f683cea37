"""What the addresses of the pages ask for."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest

from khuevan.kernel.errors import Invalid
from khuevan.kernel.marks import format_tenths, parse_mark
from khuevan.school.enrolment.api import ClassSubject, Pupil


@dataclass(frozen=True)
class Supposition:
    """A form of "what if": the mark as typed and in tenths, the subject and the pupil; ``error`` says what is wrong."""

    text: str = ""
    value: int | None = None
    book: ClassSubject | None = None
    pupil: Pupil | None = None
    everybody: bool = False
    error: str = ""


def number(request: HttpRequest, name: str) -> int | None:
    """A whole number of at most four digits in the address, or ``None``."""
    text = request.GET.get(name, "")
    return int(text) if len(text) <= 4 and text.isascii() and text.isdigit() else None


def supposition(request: HttpRequest, books: list[ClassSubject], pupils: list[Pupil]) -> Supposition:
    """What the form asks; subjects and pupils that are not of the class are as if nobody had named them."""
    text = request.GET.get("final", "").replace("\x00", "")[:20].strip()
    book = next((one for one in books if _is(one.uid, request.GET.get("subject", ""))), None)
    pupil = next((one for one in pupils if _is(one.uid, request.GET.get("pupil", ""))), None)
    everybody = request.GET.get("everybody") == "1"
    if not text:
        return Supposition(book=book, pupil=pupil, everybody=everybody)
    try:
        value = parse_mark(text)
    except Invalid as refusal:
        return Supposition(text, None, book, pupil, everybody, str(refusal))
    return Supposition(format_tenths(value), value, book, pupil, everybody)


def _is(uid: UUID, text: str) -> bool:
    return str(uid) == text

"""The verdict on a signed QR code: whether the province signed it, and what the register says of it today."""

from dataclasses import replace

from django.utils.translation import gettext as _

from khuevan.kernel.dates import year_label
from khuevan.platform.proof.api import unseal
from khuevan.platform.proof.ports import PREFIX, NotGenuine
from khuevan.registry.isolation.api import NOBODY, Scope

from ..rules import essentials
from ..rules.essentials import MOST_YEARS, Essentials, YearSaid, whose_of, year_said
from .register import entry
from .verification import (
    ALTERED,
    INVALID,
    REVOKED,
    SUPERSEDED,
    UNKNOWN,
    UNREADABLE,
    VALID,
    Verdict,
    YearFound,
    refused,
    verify_code,
)

WORST = (INVALID, ALTERED, UNKNOWN, REVOKED, SUPERSEDED, VALID)


def is_signed_code(text: str) -> bool:
    """Whether a text from a reader of QR codes is meant to be a signed code."""
    return text.startswith(PREFIX)


def verify_signed_code(text: str, back: Scope = NOBODY) -> Verdict:
    """The verdict on a signed code; of several years the worst counts. Never raises on bad input."""
    try:
        said = essentials.read(unseal(text).said)
        if not 0 < len(said.years) <= MOST_YEARS:
            raise ValueError("not a number of school years")
    except NotGenuine as refusal:
        return refused(UNREADABLE if refusal.flaw == "not_a_statement" else INVALID, "qr", refusal.message)
    except ValueError:
        return refused(UNREADABLE, "qr", _("Mã QR này không mang kết quả học tập."))
    found = tuple(YearFound(year, _of_year(said, year, back)) for year in said.years)
    worst = min((one.verdict for one in found), key=lambda verdict: WORST.index(verdict.outcome))
    if len(found) == 1:
        return worst
    reasons = tuple(_line(*one) for one in found if not one.verdict.good)
    headline = worst.headline if worst.good else _("Có năm học không còn hiệu lực hoặc không đúng")
    return Verdict(worst.outcome, "qr", headline, reasons, name=said.name, years=found)


def _of_year(said: Essentials, year: YearSaid, back: Scope) -> Verdict:
    known = entry(year.verify_code, back)
    if known is None or known.digest != year.digest:
        return refused(UNKNOWN, "qr", _("Chữ ký trong mã QR đúng, nhưng kho học bạ không có bản này."))
    verdict = replace(verify_code(year.verify_code, back), kind="qr")
    content = verdict.content
    if content is None:
        return verdict
    agreed = (year.whose or said.whose) == whose_of(content)
    if agreed and replace(year, whose=None) == year_said(content, known.digest, known.issued_at):
        return verdict
    return replace(
        refused(ALTERED, "qr", _("Kết quả trong mã QR khác với học bạ đã phát hành.")), entry=known, content=content
    )


def _line(year: YearSaid, verdict: Verdict) -> str:
    why = " ".join(verdict.reasons) or verdict.headline
    return _("Năm học %(year)s: %(why)s") % {"year": year_label(year.year), "why": why}

"""Checking a sealed PDF, as strictly as XML: one signature over the whole file in exactly the form that we write,
and behind it nothing, or the one tail with a time-stamp that ``pdf_tail`` writes.

The gap in the file that holds the signature is covered by nothing; so its content is taken apart, written again
and compared, and every enclosed certificate must be genuine. No byte of the file can change unseen.
"""

import hashlib
import io
import logging
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import reduce
from typing import Any

from asn1crypto import cms
from cryptography import x509
from django.utils.translation import gettext as _
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from khuevan.kernel import clock

from ..ports import (
    Algorithm,
    Covered,
    DocumentVerdict,
    Problem,
    SignatureVerdict,
    TimeStamp,
    Trust,
    UnfitDocument,
)
from .certificates import describe, holds
from .cms_form import MECHANISMS, signed_data
from .findings import problem, signature_of, unfit
from .order import CLOCK_SKEW
from .pdf_tail import Tail, read_tails
from .profiles import told
from .proofs import are_genuine, with_proofs
from .stamp_token import check_token
from .trust import is_known, standing

PART = "pdf"
logging.getLogger("pyhanko").setLevel(logging.CRITICAL)  # files from outside must not fill our logs
ALGORITHMS: dict[str, Algorithm] = {mechanism: name for name, mechanism in MECHANISMS.items()}


def verify_pdf(
    pdf: bytes, trust: Trust, *, organisation: str, now: datetime | None, limit: int, name: str
) -> DocumentVerdict:
    """The verdict on a sealed PDF; see ``papers.verify_pdf``."""
    now = now or clock.now()
    digest = hashlib.sha256(pdf).hexdigest()
    try:
        signature = _only_signature(pdf, limit)
        sealed, tails = _split(pdf, signature)
        if tails:
            digest, signature = hashlib.sha256(sealed).hexdigest(), _only_signature(sealed, limit)
    except UnfitDocument as refusal:
        found = Problem(refusal.code, refusal.message)
        return DocumentVerdict(digest, problems=(found,), missing=(seal_name(),))
    try:
        check = _Check(sealed, signature, trust, now, name, organisation)
        verdict, stamp = check.verdict(), check.stamp(tails) if tails else None
    except Exception:  # any part of a signature from outside may be garbage, found only when it is read
        garbage = problem("malformed", part="ky-pdf", name=signature_of(seal_name()))
        verdict = SignatureVerdict("ky-pdf", "seal", seal_name(), None, None, (), (garbage,))
        return DocumentVerdict(digest, (verdict,))
    return DocumentVerdict(digest, (verdict,), stamp.problems if stamp else (), stamp=stamp)


def _split(pdf: bytes, signature: EmbeddedPdfSignature) -> tuple[bytes, list[Tail]]:
    """The sealed part and what was put behind it in our form; anything else behind it is no part of the paper."""
    try:
        end = sum([int(number) for number in signature.byte_range][2:])
        return pdf[:end], read_tails(pdf[:end], pdf[end:]) if 0 < end < len(pdf) else []
    except Exception:  # garbage raises many things; the whole then counts as one sealed part, and is found wanting
        return pdf, []


def seal_name() -> str:
    """What the one signature of a paper is called."""
    return _("Con dấu số")


def _only_signature(pdf: bytes, limit: int) -> EmbeddedPdfSignature:
    if len(pdf) > limit:
        raise unfit("too_large", limit=f"{limit / 1_000_000:g} MB")
    try:
        found = list(PdfFileReader(io.BytesIO(pdf)).embedded_regular_signatures)
    except Exception:  # whatever a broken file makes of its reader
        raise unfit("not_pdf") from None
    if len(found) != 1:
        raise unfit("many_signatures" if found else "unsigned")
    return found[0]


class _Check:
    def __init__(
        self, pdf: bytes, signature: EmbeddedPdfSignature, trust: Trust, now: datetime, name: str, organisation: str
    ) -> None:
        self.pdf = pdf
        self.trust = trust
        self.now = now
        self.name = name
        self.organisation = organisation
        self.byte_range = [int(number) for number in signature.byte_range]
        self.content = cms.ContentInfo.load(signature.pkcs7_content)
        data = self.content["content"]
        self.info = data["signer_infos"][0]
        certificates = [item.chosen.dump() for item in data["certificates"]]
        self.own = signature.signer_cert.dump()
        self.enclosed = tuple(one for one in certificates if one != self.own)
        self.signer = told(trust, self.own, self.enclosed) or describe(x509.load_der_x509_certificate(self.own))
        self.attributes: dict[str, Any] = {item["type"].native: item["values"] for item in self.info["signed_attrs"]}
        self.algorithm = ALGORITHMS[self.info["signature_algorithm"]["algorithm"].native]
        self.digest = hashlib.sha256(self._covered()).digest()
        self.at = signature.self_reported_timestamp

    def verdict(self) -> SignatureVerdict:
        problems = tuple(dict.fromkeys(self._problems()))
        covers = (Covered(PART, self.name, not {"altered", "appended"} & {found.code for found in problems}),)
        return SignatureVerdict("ky-pdf", "seal", seal_name(), self.signer, self.at, covers, problems)

    def stamp(self, tails: Sequence[Tail]) -> TimeStamp:
        """What the first time-stamp behind the seal says. Each counts by what is known at the time of the next, and
        by the proofs that it covers; in each stand proofs of genuine authorities, and nothing else."""
        after, over, problems = self.now, None, []
        for at, tail in reversed([*enumerate(tails)]):
            kept = tails[: at + 2] if at + 1 < len(tails) else ()
            wiser = reduce(with_proofs, (one.proofs for one in kept), self.trust)
            since = None if at else self.at
            found = check_token(tail.token, tail.digest, wiser, after, since=since)
            problems += found.problems
            if not are_genuine(self.trust, tail.proofs):
                problems.append(problem("stamp_malformed"))
            if over and over.at and found.at and over.at < found.at:
                problems.append(problem("stamp_time", who=over.authority, what=_("trước dấu được gia hạn")))
            after, over = found.at or after, found
        return replace(found, problems=tuple(dict.fromkeys(problems)))

    def _problems(self) -> Iterable[Problem]:
        who, seal = self.signer.name, {"part": "ky-pdf", "name": signature_of(seal_name())}
        if not self._covers_all():
            yield problem("appended", part=PART, name=self.name)
        elif self.attributes["message_digest"].native != [self.digest]:
            yield problem("altered", part=PART, name=self.name, who=who)
        if not self._value_holds():
            yield problem("bad_signature", who=who, **seal)
        if not self._names_its_certificate() or not self._in_our_form():
            yield problem("malformed", **seal)
        if not all(is_known(self.trust, one, self.enclosed) for one in self.enclosed):
            yield problem("certificate_swapped", who=who, **seal)
        yield from self._about_signer(who)
        yield from self._about_time(who)

    def _about_signer(self, who: str) -> Iterable[Problem]:
        if not self.signer.seal:
            yield problem("key_kind", stage=seal_name(), what=_("con dấu số của đơn vị"))
        if self.organisation and self.signer.organisation_code != self.organisation:
            yield problem("wrong_organisation", who=who, what=self.signer.organisation)

    def _about_time(self, who: str) -> Iterable[Problem]:
        if self.at is None or self.at > self.now + CLOCK_SKEW:
            yield problem("wrong_time", who=who, what=_("không có hoặc ở tương lai"))
            return
        flaw = standing(self.trust, self.own, self.enclosed).flaw_at(self.at, self.now)
        if flaw:
            yield problem(flaw, who=who)

    def _covered(self) -> bytes:
        first, length, second, rest = self.byte_range
        return self.pdf[first : first + length] + self.pdf[second : second + rest]

    def _covers_all(self) -> bool:
        first, length, second, rest = self.byte_range
        return first == 0 and 0 < length < second and second + rest == len(self.pdf)

    def _value_holds(self) -> bool:
        signed = self.info["signed_attrs"].untag().dump()
        return holds(self.own, self.algorithm, self.info["signature"].native, signed)

    def _names_its_certificate(self) -> bool:
        named = self.attributes["signing_certificate_v2"][0]["certs"][0]
        return named["cert_hash"].native == hashlib.sha256(self.own).digest()

    def _in_our_form(self) -> bool:
        """Whether the gap holds the signature written as we write it, and nothing else."""
        _first, length, second, _rest = self.byte_range
        gap = self.pdf[length:second]
        written = self._rewritten().hex().upper().encode().ljust(len(gap) - 2, b"0")
        return gap == b"<" + written + b">"

    def _rewritten(self) -> bytes:
        certificates = [item.chosen.dump() for item in self.content["content"]["certificates"]]
        attributes, value = self.info["signed_attrs"].contents, self.info["signature"].native
        return signed_data(self.own, certificates, self.algorithm, attributes, value)

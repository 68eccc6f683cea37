"""The verdict on a code or a file that somebody brings: the same on the page, in the API and on the command line."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from django.utils.translation import gettext as _

from khuevan.kernel.errors import Invalid
from khuevan.kernel.ids import parse_verify_code
from khuevan.platform.signing.api import trust_anchors, verify_once, verify_pdf
from khuevan.platform.signing.ports import DocumentVerdict, SignatureVerdict, TimeStamp
from khuevan.registry.isolation.api import NOBODY, Scope

from ..adapters.reading import Unreadable, read
from ..policies import SCHEME
from ..rules.difference import changed_parts
from ..rules.document import part_names
from ..rules.essentials import YearSaid
from ..rules.records import Content
from .register import Entry, entry

MAX_BYTES = 5_000_000
_CODE = re.compile(rb"[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){2}")
VALID, SUPERSEDED, REVOKED, ALTERED, INVALID, UNKNOWN, UNREADABLE = (
    "valid", "superseded", "revoked", "altered", "invalid", "unknown", "unreadable",
)  # fmt: skip


@dataclass(frozen=True)
class Verdict:
    """What is found out about a code or a file.

    ``outcome``: valid · superseded · revoked · altered · invalid (signatures do not hold) · unknown (not in the
    register) · unreadable. ``altered``: Id → Vietnamese name of every part that was changed. ``reasons`` say why it is
    refused. ``kind``: code, qr, xml, pdf or "". ``stamp``: the paper's own, or the register's for what was issued.
    ``name`` and ``years``: of a signed code that says several years; each has its own verdict.
    """

    outcome: str
    kind: str
    headline: str
    reasons: tuple[str, ...] = ()
    altered: Mapping[str, str] = field(default_factory=dict)
    signatures: tuple[SignatureVerdict, ...] = ()
    content: Content | None = None
    entry: Entry | None = None
    digest: str = ""
    stamp: TimeStamp | None = None
    name: str = ""
    years: tuple["YearFound", ...] = ()

    @property
    def good(self) -> bool:
        """Whether it may be relied on."""
        return self.outcome == VALID


class YearFound(NamedTuple):
    """What a signed code says of one year, and what the register says of it."""

    said: YearSaid
    verdict: Verdict


def verify_file(data: bytes, back: Scope = NOBODY) -> Verdict:
    """The verdict on the bytes of a file. Never raises on bad input.

    ``back``: for whom the transaction acts afterwards.
    """
    if len(data) > MAX_BYTES:
        limit = f"{MAX_BYTES // 1_000_000} MB"
        return refused(UNREADABLE, "", _("Tệp lớn hơn %(limit)s nên không được kiểm tra.") % {"limit": limit})
    known = _known(data, back)
    if data.startswith(b"%PDF-"):
        return _of_pdf(data, known)
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return _of_xml(data, known)
    return refused(UNREADABLE, "", _("Tệp không phải là học bạ số dạng XML hoặc PDF."))


def verify_code(text: str, back: Scope = NOBODY) -> Verdict:
    """The verdict on the transcript behind a code, as the register keeps it. Raises ``Invalid`` for a mistyped one."""
    code = parse_verify_code(text)
    known = entry(code, back)
    if known is None:
        return refused(UNKNOWN, "code", _("Không có học bạ nào đã phát hành mang mã %(code)s.") % {"code": code})
    content = _read(known.xml)
    return _verdict("code", _check(known.xml, known, content), content, known, {})


def _of_xml(data: bytes, known: Entry | None) -> Verdict:
    content = _read(data)
    checked = _check(data, known, content)
    altered = dict(checked.altered)
    if known and known.xml != data:
        names = _names(content or _read(known.xml))
        altered |= {part: names.get(part, _named_signature(part, names)) for part in changed_parts(known.xml, data)}
    return _verdict("xml", checked, content, known, altered)


def _of_pdf(data: bytes, known: Entry | None) -> Verdict:
    checked = verify_pdf(data, trust_anchors())
    altered = dict(checked.altered)
    if known and known.pdf_sha256 != checked.digest:  # one paper was issued; a sound seal of another school is none
        altered = altered or {"pdf": _("Tệp PDF")}
    return _verdict("pdf", checked, _read(known.xml) if known else None, known, altered)


def _verdict(
    kind: str, checked: DocumentVerdict, content: Content | None, known: Entry | None, altered: Mapping[str, str]
) -> Verdict:
    reasons = [problem.message for problem in checked.all_problems]
    if not checked.problems and checked.missing:
        reasons += [_("Còn thiếu chữ ký: %(who)s.") % {"who": ", ".join(checked.missing)}]
    outcome = _outcome(kind, checked, known, altered)
    if outcome == ALTERED and not reasons:
        reasons = [_("Nội dung khác với bản đã phát hành đang lưu trong kho học bạ.")]
    named = {part: name[:1].upper() + name[1:] for part, name in altered.items()}
    stamp = checked.stamp or (known.stamp if known and outcome in (VALID, SUPERSEDED, REVOKED) else None)
    return Verdict(
        outcome, kind, _headline(outcome, known), tuple(dict.fromkeys(reasons)), named, checked.signatures, content,
        known, checked.digest, stamp,
    )  # fmt: skip


def _outcome(kind: str, checked: DocumentVerdict, known: Entry | None, altered: Mapping[str, str]) -> str:
    if altered or any(problem.code in ("altered", "not_canonical") for problem in checked.all_problems):
        return ALTERED
    if any(problem.code in ("not_xml", "not_pdf", "too_large") for problem in checked.problems):
        return UNREADABLE
    if not checked.valid:
        return INVALID
    if known is None:
        return UNKNOWN
    issued = {"xml": known.digest, "pdf": known.pdf_sha256}.get(kind, checked.digest)
    if issued != checked.digest:
        return UNKNOWN
    if known.revoked_at:
        return REVOKED
    return SUPERSEDED if known.superseded_at else VALID


def _headline(outcome: str, known: Entry | None) -> str:
    said = {
        VALID: _("Học bạ hợp lệ, còn nguyên vẹn"),
        SUPERSEDED: _("Học bạ đã được thay bằng phiên bản khác"),
        REVOKED: _("Học bạ đã bị thu hồi"),
        ALTERED: _("Nội dung đã bị thay đổi"),
        INVALID: _("Chữ ký không hợp lệ"),
        UNKNOWN: _("Không tìm thấy trong kho học bạ"),
        UNREADABLE: _("Không đọc được tệp"),
    }
    return said[outcome]


def refused(outcome: str, kind: str, reason: str) -> Verdict:
    """A verdict that knows nothing but why not."""
    return Verdict(outcome, kind, _headline(outcome, None), (reason,))


def _check(xml: bytes, known: Entry | None, content: Content | None = None) -> DocumentVerdict:
    names, mandates = _names(content or _read(xml)), known.mandates if known else None
    return verify_once(xml, trust_anchors(), SCHEME, names=names, limit=MAX_BYTES, mandates=mandates)


def _read(xml: bytes) -> Content | None:
    try:
        return read(xml)
    except Unreadable:
        return None


def _names(content: Content | None) -> dict[str, str]:
    return part_names((one.code, one.name) for one in content.subjects) if content else part_names(())


def _named_signature(part: str, names: Mapping[str, str]) -> str:
    """``ky-subject-mon-TOAN`` → Chữ ký: Môn Toán; other names stay as they are."""
    section = part.removeprefix("ky-").partition("-")[2]
    return _("Chữ ký: %(part)s") % {"part": names.get(section, section)} if part.startswith("ky-") else part


def _known(data: bytes, back: Scope) -> Entry | None:
    """The register's entry of the first code in a file that the register knows."""
    for found in dict.fromkeys(_CODE.findall(data)[:8]):
        try:
            known = entry(parse_verify_code(found.decode()), back)
        except Invalid:
            continue
        if known:
            return known
    return None

"""Checking signed XML: who signed what and when, whether all of it is as it was, and if not, which part is not.

A reference can only lead to the content, one of its sections or a signature (``document``), a signature has one
accepted form (``xades_form``), and the file must be canonical byte for byte; so nothing can be hidden, moved or
added without breaking a digest or the shape. What remains is checked here: digests, signature values, certificates,
and the order of the scheme (``order``).
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from khuevan.kernel import clock

from ..ports import (
    Certificate,
    Covered,
    DocumentVerdict,
    Mandate,
    Problem,
    Scheme,
    SignatureVerdict,
    Stage,
    Trust,
    UnfitDocument,
)
from .certificates import holds
from .document import MAX_BYTES, SignedDocument
from .findings import problem, signature_of
from .order import CLOCK_SKEW, Entry, Order
from .profiles import told
from .revocation import NEVER
from .trust import standing
from .xades_form import (
    Malformed,
    Statement,
    UnknownAlgorithm,
    read,
)

P256_BYTES = 32


@dataclass(frozen=True, slots=True)
class _Read:
    """A signature element taken apart as far as it goes."""

    id: str
    statement: Statement | None = None
    value: bytes = b""
    signer: Certificate | None = None
    flaw: Problem | None = None


def verify(
    xml: bytes, trust: Trust, scheme: Scheme, *,
    names: Mapping[str, str] | None = None, now: datetime | None = None, limit: int = MAX_BYTES,
    mandates: Sequence[Mandate] | None = None,
) -> DocumentVerdict:  # fmt: skip
    """The verdict on a signed document. Never raises on bad input.

    ``mandates``: who may sign on behalf of whom; None where that is not known: then it is said and not judged.

    ``names``: Id → Vietnamese name of the content and its sections, used to say which part was altered.
    ``limit``: the most bytes that are looked at.
    """
    return verdict_until(xml, trust, scheme, names, now or clock.now(), limit, mandates)[0]


def verdict_until(
    xml: bytes, trust: Trust, scheme: Scheme, names: Mapping[str, str] | None, now: datetime, limit: int,
    mandates: Sequence[Mandate] | None,
) -> tuple[DocumentVerdict, datetime]:  # fmt: skip
    """`verify`, and the moment before which nothing but other arguments could change the verdict."""
    digest = hashlib.sha256(xml).hexdigest()
    names = dict(names or {})
    try:
        document = SignedDocument(xml, limit)
    except UnfitDocument as refusal:
        part = refusal.hint
        said = Problem(refusal.code, refusal.message, part, names.get(part, part))
        return DocumentVerdict(digest, problems=(said,)), NEVER
    check = _Check(document, trust, scheme, names, now, mandates)
    return check.verdict(digest), check.until()


class _Check:
    def __init__(
        self, document: SignedDocument, trust: Trust, scheme: Scheme, names: dict[str, str], now: datetime,
        mandates: Sequence[Mandate] | None,
    ) -> None:  # fmt: skip
        self.document = document
        self.trust = trust
        self.scheme = scheme
        self.now = now
        self.found = [_read(document, id_, trust) for id_ in document.signatures]
        self.names = {part: part for part in (document.content_id, *document.sections)} | names
        self.names |= {found.id: self._signature_name(found) for found in self.found}
        self.order = Order(
            scheme,
            (document.content_id, *document.sections),
            document.content.get(scheme.organisation, "") if scheme.organisation else "",
            [entry for found in self.found if (entry := self._entry(found))],
            self.names,
            mandates,
        )
        references = [ref for found in self.found if found.statement for ref in found.statement.references]
        self.broken = {part for part, digest in references if document.digest(part) != digest}

    def verdict(self, digest: str) -> DocumentVerdict:
        signatures = tuple(self._signature(found) for found in self.found)
        return DocumentVerdict(digest, signatures, tuple(self._about_document()), self.order.missing())

    def until(self) -> datetime:
        """The first moment to come at which a list is no longer fresh, or a claimed time no longer in the future."""
        turns = [NEVER]
        for found in self.found:
            if found.statement is None:
                continue
            if found.statement.at > self.now + CLOCK_SKEW:
                turns.append(found.statement.at - CLOCK_SKEW)
            if found.signer is not None:
                path = standing(self.trust, found.signer.der, found.statement.certificates[1:])
                turns.append(path.listed_until)
        return min(turn for turn in turns if turn >= self.now)

    def _about_document(self) -> Iterable[Problem]:
        content = self.document.content
        if self.document.content_id != self.scheme.content:
            yield problem("wrong_kind", part=self.scheme.content)
        if not self.found:
            yield problem("unsigned")
        for part, section in self.document.sections.items():
            foreign = [name for name in self.scheme.bound if section.get(name) != content.get(name)]
            if foreign:
                yield problem("foreign_section", part=part, name=self.names[part], what=", ".join(foreign))

    def _signature(self, found: _Read) -> SignatureVerdict:
        if found.statement is None or found.flaw:
            flaws = (found.flaw,) if found.flaw else ()
            return SignatureVerdict(found.id, "", self.names[found.id], found.signer, None, (), flaws)
        statement, stage = found.statement, self.scheme.stage(found.statement.role)
        covers = tuple(
            Covered(part, self.names.get(part, part), part not in self.broken or self._holds(part, digest))
            for part, digest in statement.references
        )
        problems = [*self._about_value(found, statement), *self._about_parts(found, covers)]
        entry = self._entry(found)
        if entry:
            problems += self.order.problems(entry, self.now)
        elif stage is None:
            problems.append(problem("unknown_role", what=statement.role))
        name = entry.stage_name if entry else stage.name if stage else statement.role
        return SignatureVerdict(
            found.id, statement.role, name, found.signer, statement.at, covers, tuple(dict.fromkeys(problems)),
            statement.form,
        )  # fmt: skip

    def _about_value(self, found: _Read, statement: Statement) -> Iterable[Problem]:
        who, where = _who(found), {"part": found.id, "name": self.names[found.id]}
        if found.signer is None:
            yield problem("certificate_unfit", who=who)
            return
        if statement.certificate_digests != tuple(hashlib.sha256(der).digest() for der in statement.certificates):
            yield problem("certificate_swapped", who=who, **where)
        elif statement.properties_digest != statement.own_properties_digest or not _value_holds(found, statement):
            yield problem("bad_signature", who=who, **where)
        path = standing(self.trust, found.signer.der, statement.certificates[1:])
        if flaw := path.flaw_at(statement.at, self.now):
            yield problem(flaw, who=who)

    def _about_parts(self, found: _Read, covers: Iterable[Covered]) -> Iterable[Problem]:
        for covered in covers:
            if covered.intact:
                continue
            if self.document.digest(covered.part) is None:
                yield problem("missing_part", part=covered.part, name=covered.name, who=_who(found))
                continue
            for part in self._blamed(covered.part):
                yield problem("altered", part=part, name=self.names[part], who=_who(found))

    def _blamed(self, part: str) -> list[str]:
        """Where the content as a whole is altered, its altered sections are to blame, if any is known."""
        if part != self.document.content_id:
            return [part]
        return [section for section in self.document.sections if section in self.broken] or [part]

    def _holds(self, part: str, digest: bytes) -> bool:
        return self.document.digest(part) == digest

    def _entry(self, found: _Read) -> Entry | None:
        if found.statement is None or found.signer is None:
            return None
        stage = self.scheme.stage(found.statement.role)
        return Entry(found.statement, found.signer, stage) if stage else None

    def _signature_name(self, found: _Read) -> str:
        if found.statement is None:
            return signature_of(found.id.removeprefix("ky-"))
        stage = self.scheme.stage(found.statement.role)
        name = stage.name if stage else found.statement.role
        if stage is None or not stage.many:
            return signature_of(name)
        return signature_of(f"{name} ({self._sections_named(found.statement, stage)})")

    def _sections_named(self, statement: Statement, stage: Stage) -> str:
        return ", ".join(self.names.get(part, part) for part, _digest in statement.references if stage.wants(part))


def _read(document: SignedDocument, id_: str, trust: Trust) -> _Read:
    name = signature_of(id_.removeprefix("ky-"))
    try:
        statement, value = read(document.signatures[id_], document.part(id_))
    except UnknownAlgorithm as unknown:
        return _Read(id_, flaw=problem("unknown_algorithm", part=id_, name=name, what=str(unknown)))
    except Malformed:
        return _Read(id_, flaw=problem("malformed", part=id_, name=name))
    own, *others = statement.certificates
    return _Read(id_, statement, value, told(trust, own, tuple(others)))


def _who(found: _Read) -> str:
    return found.signer.name if found.signer else found.id


def _value_holds(found: _Read, statement: Statement) -> bool:
    """Whether the certificate's key made the value over SignedInfo, by the algorithm that the key is for."""
    assert found.signer is not None
    if statement.properties_digest != statement.own_properties_digest:
        return False
    try:
        value = _der_signature(found.value) if statement.algorithm == "ecdsa-sha256" else found.value
    except ValueError:
        return False
    return holds(found.signer.der, statement.algorithm, value, statement.signed_info)


def _der_signature(value: bytes) -> bytes:
    if len(value) != 2 * P256_BYTES:
        raise ValueError("an ECDSA value of P-256 has 64 bytes")
    r, s = int.from_bytes(value[:P256_BYTES]), int.from_bytes(value[P256_BYTES:])
    return encode_dss_signature(r, s)

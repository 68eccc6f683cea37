"""Signing XML: one section before its document exists, or several parts of a whole document.

The three layers of a transcript sign a growing scope: a subject teacher one section, the homeroom teacher all
sections and their signatures, the principal the content and all signatures before, the seal everything. See
``document`` for the shape of documents and their canonical form, ``xades_form`` for the signature's own.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from django.utils.translation import gettext as _

from khuevan.kernel.errors import NotFound

from ..ports import Scheme, Signer, Stage, WrongOrder
from .certificates import described
from .document import (
    ID,
    SignedDocument,
    canonical,
    parse,
)
from .findings import problem, unfit
from .xades_form import FORMS, Malformed, Statement, read

P256_BYTES = 32


def signature_id(role: str, part: str) -> str:
    """The Id of the signature of a role whose first part is ``part``: ``ky-subject-mon-TOAN``."""
    return f"ky-{role}-{part}"


def sign_fragment(sections: Sequence[bytes], signer: Signer, *, role: str, at: datetime) -> bytes:
    """One signature over section elements that stand alone, to be put into their document later (``embed``).

    ``sections`` are XML of single elements with an ``Id``. Raises ``UnfitDocument``, and what ``Signer.sign`` raises.
    """
    return sign_fragments([sections], signer, role=role, at=at)[0]


def sign_fragments(items: Iterable[Sequence[bytes]], signer: Signer, *, role: str, at: datetime) -> list[bytes]:
    """``sign_fragment`` for many documents, such as one subject of every pupil of a class."""
    statements = [_statement(_references(sections), signer, role, at) for sections in items]
    return _signed(statements, signer)


def embed(xml: bytes, signatures: Iterable[bytes]) -> bytes:
    """Put stored signatures into their document, at the end of its container, unchanged.

    Raises ``UnfitDocument`` (``code="altered"``, ``hint`` the Id) where a section is not what was signed.
    """
    document = SignedDocument(xml)
    fragments = list(signatures)
    for signature in fragments:
        try:
            statement, _value = read(parse(signature))
        except Malformed:
            raise unfit("malformed") from None
        for part, digest in statement.references:
            if document.digest(part) != digest:
                signer = described(statement.certificates[0])
                raise unfit("altered", part=part, who=signer.name if signer else statement.id)
    return document.with_signatures(*fragments)


def sign_section(xml: bytes, ids: Sequence[str], signer: Signer, *, role: str, at: datetime) -> bytes:
    """The document with a signature over the parts ``ids`` (sections, the content, earlier signatures) added.

    Raises ``NotFound`` for an unknown Id, ``UnfitDocument``, and what ``Signer.sign`` raises.
    """
    document = SignedDocument(xml)
    statement = _statement(_digests(document, ids), signer, role, at)
    return sign_prepared([Prepared(document, statement)], signer)[0]


def sign_stage(xml: bytes, scheme: Scheme, signer: Signer, *, role: str, at: datetime, form: str = "") -> bytes:
    """The document with the one signature of a stage added: its sections and every signature before it.

    ``form``: KT or TL where the signer signs on behalf of the one whose stage it is.

    Raises ``WrongOrder`` while an earlier stage is incomplete or when this or a later one has signed already.
    """
    return sign_prepared([prepare_stage(xml, scheme, signer, role=role, at=at, form=form)], signer)[0]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document that could be signed, and what is to be signed under it."""

    document: SignedDocument
    statement: Statement


def prepare_stage(
    xml: bytes, scheme: Scheme, signer: Signer, *, role: str, at: datetime, form: str = ""
) -> Prepared:  # fmt: skip
    """All of `sign_stage` but the signature, so that a service is asked for many at once. Raises as it does."""
    document = SignedDocument(xml)
    stage = scheme.stage(role)
    if stage is None or stage.many:
        raise ValueError(f"{role} is not a stage with a single signature")
    _refuse_wrong_order(document, scheme, stage)
    ids = [*parts_for(document, stage), *document.signatures]
    return Prepared(document, _statement(_digests(document, ids), signer, role, at, form))


def sign_prepared(many: Sequence[Prepared], signer: Signer) -> list[bytes]:
    """The documents with their signatures, made in one call of the key. Raises what ``Signer.sign_all`` raises."""
    values = _signed([one.statement for one in many], signer)
    return [one.document.with_signatures(value) for one, value in zip(many, values, strict=True)]


def parts_for(document: SignedDocument, stage: Stage) -> list[str]:
    """The Ids of the content and its sections that a stage covers, in document order."""
    return [part for part in (document.content_id, *document.sections) if stage.wants(part)]


def section_bytes(xml: bytes, part: str) -> bytes | None:
    """The canonical bytes of a part of a document, to compare with what was signed."""
    return SignedDocument(xml).part(part)


def _digests(document: SignedDocument, ids: Sequence[str]) -> list[tuple[str, bytes]]:
    references = []
    for part in ids:
        digest = document.digest(part)
        if digest is None:
            raise NotFound(_("Văn bản không có phần “%(part)s” để ký.") % {"part": part})
        references.append((part, digest))
    return references


def _references(sections: Sequence[bytes]) -> list[tuple[str, bytes]]:
    roots = [parse(section) for section in sections]
    return [(root.get("Id", ""), hashlib.sha256(canonical(root)).digest()) for root in roots]


def _statement(
    references: Sequence[tuple[str, bytes]], signer: Signer, role: str, at: datetime, form: str = ""
) -> Statement:  # fmt: skip
    if at.tzinfo is None:
        raise ValueError("a signing time needs its time zone")
    if not references or not all(ID.fullmatch(part) for part, _digest in references) or not ID.fullmatch(role):
        raise unfit("outside_scope", what="Id")
    if form not in ("", *FORMS) or "." in role:
        raise ValueError(f"{role}.{form} is no role")
    certificates = (signer.certificate.der, *signer.chain)
    return Statement(
        id=signature_id(role, references[0][0]),
        role=role,
        at=at,
        references=tuple(references),
        algorithm=signer.algorithm,
        certificates=certificates,
        certificate_digests=tuple(hashlib.sha256(der).digest() for der in certificates),
        form=form,
    )


def _signed(statements: Sequence[Statement], signer: Signer) -> list[bytes]:
    values = signer.sign_all([statement.signed_info for statement in statements])
    if signer.algorithm == "ecdsa-sha256":
        pairs = [decode_dss_signature(value) for value in values]
        values = [r.to_bytes(P256_BYTES) + s.to_bytes(P256_BYTES) for r, s in pairs]
    return [statement.written(value) for statement, value in zip(statements, values, strict=True)]


def _refuse_wrong_order(document: SignedDocument, scheme: Scheme, stage: Stage) -> None:
    signed = roles_signed(document)
    for earlier in scheme.stages[: scheme.rank(stage.role)]:
        wanted = set(parts_for(document, earlier))
        if not wanted <= signed.get(earlier.role, set()) or earlier.role not in signed:
            found = problem("wrong_order", stage=stage.name, what=earlier.name)
            raise WrongOrder(found.message, hint=_("Hãy hoàn thành các bước ký trước."))
    for later in scheme.stages[scheme.rank(stage.role) :]:
        if later.role in signed:
            raise WrongOrder(
                _("%(stage)s đã ký văn bản này.") % {"stage": later.name}, hint=_("Muốn sửa phải lập phiên bản mới.")
            )


def roles_signed(document: SignedDocument) -> dict[str, set[str]]:
    """Role → the parts that its signatures name. Raises ``UnfitDocument`` on a signature that cannot be read."""
    signed: dict[str, set[str]] = {}
    for element in document.signatures.values():
        try:
            statement, _value = read(element)
        except Malformed:
            raise unfit("malformed") from None
        signed.setdefault(statement.role, set()).update(part for part, _digest in statement.references)
    return signed

"""Transcripts for machines: lists, status, the signed document, verification. The same actions as behind the pages."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, File, Path, Query, Router, Schema
from ninja.files import UploadedFile

from khuevan.kernel.errors import NotFound
from khuevan.platform.signing.ports import TimeStamp
from khuevan.registry.accounts.api import scope_of
from khuevan.registry.audit.api import log_access

from .actions.limits import refuse_flood
from .models import Version
from .policies import STATES, visible
from .queries.opening import open_version
from .queries.verification import MAX_BYTES, Verdict, verify_code, verify_file
from .queries.versions import version_by_uid

router = Router(tags=["transcripts"])
PAGE = 200


class Refused(Schema):
    """Why not, in Vietnamese: ``message`` what is wrong, ``hint`` what to do, ``code`` for machines."""

    message: str
    hint: str = ""
    code: str = ""


REFUSALS = {401: Refused, 403: Refused, 404: Refused, 409: Refused, 422: Refused}


class TranscriptOut(Schema):
    """One version of a transcript and where it stands; names follow the national feed where it has them."""

    uid: UUID
    madinhdanhhocba: str = Field(description="Code of the transcript, the same for all its versions")
    phienban: int = Field(description="Version, from 1")
    namhoc: int = Field(description="First calendar year of the school year")
    matruong: str
    tenlop: str
    mahocsinh: str = Field(description="Lifetime code of the pupil")
    hovaten: str
    trangthai: str = Field(description=f"One of {', '.join(STATES)}")
    tu_luc: datetime = Field(description="Since when in this state")
    ngayphathanh: datetime | None = None
    matracuu: str = Field("", description="Verification code, once issued")
    sha256: str = Field("", description="Of the signed document, once issued")


class StepOut(Schema):
    """One step in the history of a version."""

    title: str
    who: str
    at: datetime
    note: str


class SignatureOut(Schema):
    """A signature that counts."""

    role: str
    section: str
    signer_name: str
    signer_title: str
    serial: str
    at: datetime


class StatusOut(TranscriptOut):
    """A version with its history and signatures."""

    steps: list[StepOut]
    signatures: list[SignatureOut]


class SignerOut(Schema):
    """A signature in a verdict: whether it holds, and if not, why."""

    role: str
    name: str
    title: str
    organisation: str
    at: datetime | None
    valid: bool
    problems: list[str]
    on_behalf: str = Field("", description="KT or TL, where it is given on behalf of the principal")


class StampOut(Schema):
    """A time-stamp (RFC 3161) in a verdict: when, on whose word, whether it counts, and if not, why."""

    at: datetime | None
    authority: str
    serial: str
    valid: bool
    problems: list[str]


class VerdictOut(Schema):
    """What was found out about a code or a file; ``altered``: Id → name of each changed part."""

    outcome: str = Field(description="valid, superseded, revoked, altered, invalid, unknown, unreadable")
    headline: str
    reasons: list[str]
    altered: dict[str, str]
    signatures: list[SignerOut]
    stamp: StampOut | None = None
    version: int | None = None
    latest: int | None = None
    superseded_at: datetime | None = None
    revoked_at: datetime | None = None
    decision: str = Field("", description="Number of the decision by which a newer version took its place")


@router.get("", response={200: list[TranscriptOut], **REFUSALS}, summary="Transcripts")
def transcripts(
    request: HttpRequest,
    year: Annotated[int | None, Query(ge=2000, le=2100)] = None,
    state: str = "",
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> list[dict[str, Any]]:
    """Current versions within one's scope, 200 at a time, in a steady order; three queries."""
    actor = request.actor  # type: ignore[attr-defined]
    found = Version.objects.filter(visible(actor), superseded_at=None)
    if year is not None:
        found = found.filter(transcript__year=year)
    if state:
        found = found.filter(case__state=state)
    linked = found.select_related("transcript__school_class", "school", "student", "case").defer("xml")
    rows = list(linked.order_by("pk")[offset : offset + PAGE])
    for school in {row.school_id for row in rows}:
        log_access(actor, school, [row.student_id for row in rows if row.school_id == school], "API: danh sách học bạ")
    return [_row(row) for row in rows]


@router.get("/{uuid:uid}", response={200: StatusOut, **REFUSALS}, summary="A transcript")
def status(request: HttpRequest, uid: UUID) -> dict[str, Any]:
    """Where a version stands, how it came there, who has signed what."""
    actor = request.actor  # type: ignore[attr-defined]
    opened = open_version(actor, uid)
    log_access(actor, opened.version.school_id, [opened.version.student_id], "API: học bạ")
    steps = [vars(step) for step in opened.history]
    signatures = [{key: getattr(row, key) for key in SignatureOut.model_fields} for row in opened.holding]
    return _row(opened.version) | {"steps": steps, "signatures": signatures}


@router.get("/{uuid:uid}/xml", response={200: None, **REFUSALS}, summary="The signed document")
def document(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The document of an issued version, byte for byte as it was signed."""
    actor = request.actor  # type: ignore[attr-defined]
    version = version_by_uid(actor, uid)
    if version.issued_at is None:
        raise NotFound(_("Học bạ này chưa phát hành."))
    log_access(actor, version.school_id, [version.student_id], "API: tệp học bạ")
    return HttpResponse(version.xml.encode(), content_type="application/xml")


@router.get("/verify/{code}", auth=None, response={200: VerdictOut, 429: Refused, **REFUSALS}, summary="Verify a code")
def verify_by_code(request: HttpRequest, code: Annotated[str, Path(max_length=40)]) -> dict[str, Any]:
    """The verdict on the transcript behind a verification code. Needs no log-in."""
    refuse_flood(str(request.META.get("REMOTE_ADDR", "")), "api")
    return _verdict(verify_code(code, scope_of(request.actor)))  # type: ignore[attr-defined]


@router.post("/verify", auth=None, response={200: VerdictOut, 429: Refused, **REFUSALS}, summary="Verify a file")
def verify_by_file(request: HttpRequest, file: Annotated[UploadedFile, File()]) -> dict[str, Any]:
    """The verdict on a file (XML or PDF, 5 MB at most). Needs no log-in; the file is not kept."""
    refuse_flood(str(request.META.get("REMOTE_ADDR", "")), "api")
    data = file.read(MAX_BYTES + 1)
    return _verdict(verify_file(data, scope_of(request.actor)))  # type: ignore[attr-defined]


def _row(one: Version) -> dict[str, Any]:
    issued = one.issued_at is not None
    return {
        "uid": one.uid,
        "madinhdanhhocba": one.transcript.code,
        "phienban": one.number,
        "namhoc": one.transcript.year,
        "matruong": one.school.code,
        "tenlop": one.transcript.school_class.name,
        "mahocsinh": one.student.code,
        "hovaten": one.student.full_name,
        "trangthai": one.case.state,
        "tu_luc": one.case.since,
        "ngayphathanh": one.issued_at,
        "matracuu": one.verify_code if issued else "",
        "sha256": one.digest,
    }


def _verdict(verdict: Verdict) -> dict[str, Any]:
    signatures = [
        {
            "role": one.role,
            "name": one.signer.name if one.signer else "",
            "title": one.signer.title if one.signer else "",
            "organisation": one.signer.organisation if one.signer else "",
            "at": one.at,
            "valid": one.valid,
            "problems": [found.message for found in one.problems],
            "on_behalf": one.form,
        }
        for one in verdict.signatures
    ]
    known = verdict.entry
    return {
        "outcome": verdict.outcome,
        "headline": verdict.headline,
        "reasons": list(verdict.reasons),
        "altered": dict(verdict.altered),
        "signatures": signatures,
        "stamp": _stamp(verdict.stamp),
        "version": known.number if known else None,
        "latest": known.latest if known else None,
        "superseded_at": known.superseded_at if known else None,
        "revoked_at": known.revoked_at if known else None,
        "decision": known.decision if known else "",
    }


def _stamp(stamp: TimeStamp | None) -> dict[str, Any] | None:
    if stamp is None:
        return None
    said = {"at": stamp.at, "authority": stamp.authority, "serial": stamp.serial, "valid": stamp.valid}
    return said | {"problems": [found.message for found in stamp.problems]}

"""The door for other systems, at ``/hub/v1``: records in, digests out. A token of the sender admits."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema
from ninja.security import HttpBearer

from khuevan.kernel.errors import DomainError, NotFound
from khuevan.platform.exchange.api import KINDS, schema_of
from khuevan.registry.isolation.api import Scope, enter

from .actions.receiving import receive
from .actions.senders import hashed
from .models import Sender
from .queries.holding import groups_of, records_of, seconds_to_wait


class TooFast(DomainError):
    """The sender has sent as much as it may in a minute; ``seconds``: when it may again."""

    code = "too_fast"
    status = 429

    def __init__(self, seconds: int) -> None:
        super().__init__(_("Gửi quá nhanh."), hint=_("Gửi tiếp sau %(n)d giây.") % {"n": seconds})
        self.seconds = seconds


class Token(HttpBearer):
    """``Authorization: Bearer …``; only the sender's own row is in sight until it is known."""

    def authenticate(self, request: HttpRequest, token: str) -> Sender | None:
        enter(Scope("public", token=hashed(token)))
        sender = Sender.objects.filter(token_hash=hashed(token), closed_at=None).first()
        if sender is not None:
            enter(Scope("province"))
        return sender


router = Router(tags=["hub"], auth=Token())


class Refused(Schema):
    """Why not, in Vietnamese: ``message`` what is wrong, ``hint`` what to do, ``code`` for machines."""

    message: str
    hint: str = ""
    code: str = ""


class Batch(Schema):
    """Records, each in its envelope: idbanghi, loai, matruong, sukien, phienban, thoigiancapnhat, ngaycapnhat and
    dulieu."""

    banghi: list[Any] = Field(description="At most 5,000; at most 6 MB in one request")


class AnswerOut(Schema):
    """``trangthai``: accepted, known (the same version is held), older (ignored), refused (``lydo`` says why);
    ``phienban``: the version that is held now, 0 for none."""

    idbanghi: str
    trangthai: str
    phienban: int
    lydo: str = ""


class AnswersOut(Schema):
    """One answer a record, in their order."""

    ketqua: list[AnswerOut]


class GroupOut(Schema):
    """All records of one kind of one school; ``tomtat``: SHA-256 over the sorted lines ``idbanghi phienban tomtat``."""

    loai: str
    matruong: str
    soluong: int
    tomtat: str


class RecordOut(Schema):
    """One record; ``tomtat``: SHA-256 of ``dulieu`` as canonical JSON (RFC 8785), ``dahuy``: cancelled."""

    idbanghi: str
    phienban: int
    tomtat: str
    dahuy: bool


class DigestsOut(Schema):
    """Groups, or with ``loai`` and ``matruong`` the records of one."""

    nhom: list[GroupOut] = []
    banghi: list[RecordOut] = []


REFUSALS = {401: Refused, 413: Refused, 422: Refused, 429: Refused}


@router.post("/records", response={200: AnswersOut, **REFUSALS})
def records(request: HttpRequest, batch: Batch) -> Any:
    """Take records in. Doubles, old versions and what arrives out of order do no harm."""
    sender: Sender = request.auth  # type: ignore[attr-defined]
    if wait := seconds_to_wait(sender, len(batch.banghi)):
        raise TooFast(wait)
    taken = receive(sender, batch.banghi)
    return {
        "ketqua": [{"idbanghi": x.ref, "trangthai": x.verdict, "phienban": x.version, "lydo": x.reason} for x in taken]
    }


@router.get("/digests", response={200: DigestsOut, 401: Refused, 422: Refused})
def digests(request: HttpRequest, loai: str = "", matruong: str = "") -> Any:
    """What is held of the caller, to compare with: by kind and school, or record by record of one group."""
    sender: Sender = request.auth  # type: ignore[attr-defined]
    if loai or matruong:
        found = records_of(sender, loai.replace("\x00", ""), matruong.replace("\x00", ""))
        return {"banghi": [
            {"idbanghi": x.ref, "phienban": x.version, "tomtat": x.digest, "dahuy": x.cancelled} for x in found
        ]}  # fmt: skip
    return {"nhom": [
        {"loai": x.kind, "matruong": x.school, "soluong": x.count, "tomtat": x.digest} for x in groups_of(sender)
    ]}  # fmt: skip


@router.get("/schemas/{kind}", response={200: dict[str, Any], 401: Refused, 404: Refused})
def schema(request: HttpRequest, kind: str) -> Any:
    """The JSON Schema of ``dulieu`` of a kind."""
    if kind not in KINDS:
        raise NotFound(_("Không có loại bản ghi này."), hint=", ".join(KINDS))
    return schema_of(kind)

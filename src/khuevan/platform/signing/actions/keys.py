"""Giving keys of our own authority and taking keys back."""

import re
from datetime import datetime, timedelta
from uuid import UUID

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.db import transaction
from django.utils.translation import gettext as _

from khuevan.kernel.clock import now
from khuevan.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from khuevan.kernel.ids import uuid7
from khuevan.registry.accounts.api import Actor
from khuevan.registry.audit.api import Change, announce, record
from khuevan.registry.people.api import Person
from khuevan.registry.units.api import unit_by_id

from ..adapters.store import authority, key_files
from ..events import KeyIssued, KeyRevoked
from ..models import SigningKey
from ..policies import may
from ..ports import Certificate, Owner
from ..queries.keys import key_of

LIFE = timedelta(days=3 * 365)
PIN = re.compile(r"\d{6,12}", re.ASCII)
BOOK = "keys"


def new_key(
    school_id: int,
    person_id: int | None,
    owner: Owner,
    pin: str,
    *,
    not_before: datetime | None = None,
    not_after: datetime | None = None,
) -> SigningKey:
    """Make a key file and its certificate; the row is returned unsaved, for loading many at once.

    ``person_id`` None makes a seal. Valid from now for three years unless told otherwise.
    """
    if not PIN.fullmatch(pin):
        raise Invalid(_("Mã PIN phải có từ 6 đến 12 chữ số."), hint=_("Hãy chọn mã PIN khác."), code="pin_shape")
    start = not_before or now()
    uid = uuid7()
    made = key_files().create(uid.hex, pin, owner, not_before=start, not_after=not_after or start + LIFE)
    return row_of(made, school_id, person_id, SigningKey.Kind.FILE, uid.hex, uid)


def row_of(
    made: Certificate, school_id: int, person_id: int | None, kind: SigningKey.Kind, reference: str, uid: UUID
) -> SigningKey:
    """The unsaved row of a key that its adapter finds by ``reference``."""
    certificate = x509.load_der_x509_certificate(made.der)
    return SigningKey(
        uid=uid,
        school_id=school_id,
        person_id=person_id,
        kind=kind,
        reference=reference,
        name=made.name,
        title=made.title,
        issuer=certificate.issuer.rfc4514_string()[:400],
        serial=made.serial,
        certificate=certificate.public_bytes(Encoding.PEM).decode(),
        not_before=made.not_before,
        not_after=made.not_after,
    )


def issue_key(actor: Actor, school_id: int, person_id: int | None, pin: str, *, title: str = "") -> SigningKey:
    """Give a person of the school, or its seal (``person_id`` None), a key under ``pin``."""
    if not may(actor, "issue", SigningKey(school_id=school_id, person_id=person_id)):
        raise NotAllowed(_("Thầy/cô không được cấp khoá ký."), hint=_("Việc này của lãnh đạo hoặc văn thư trường."))
    with transaction.atomic():
        key = new_key(school_id, person_id, owner_of(school_id, person_id, title), pin)
        keep(actor, key, "issue")
    return key


def keep(actor: Actor, key: SigningKey, verb: str) -> None:
    """Put a new key on record; raises ``Conflict`` where its owner has one already."""
    if key_of(key.school_id, key.person_id):
        raise Conflict(_("Đã có khoá ký đang dùng."), hint=_("Thu hồi khoá cũ rồi cấp khoá mới."))
    key.save(force_insert=True)
    record(actor, key.school_id, BOOK, verb, [Change(subject=key.name, new=key.serial)])
    announce(key.school_id, KeyIssued(key.school_id, key.person_id, key.serial))


def revoke_key(actor: Actor, key_id: int, *, reason: str, at: datetime | None = None) -> SigningKey:
    """Take a key back: it signs no more, and what it signed at or after ``at`` (now) does not count.

    The authority's list is written before the row, so that a failure leaves the key revoked rather than trusted.
    A certificate that another authority issued is only put out of use here; its own authority has to revoke it.
    """
    if not reason.strip():
        raise Invalid(_("Chưa ghi lý do thu hồi."), hint=_("Viết rõ lý do, ví dụ: lộ mã PIN, chuyển công tác."))
    with transaction.atomic():
        key = SigningKey.objects.select_for_update().filter(pk=key_id).first()
        if key is None:
            raise NotFound(_("Không có khoá ký này."))
        if not may(actor, "revoke", key):
            raise NotAllowed(_("Thầy/cô không được thu hồi khoá ký."))
        if key.revoked_at:
            return key
        key.revoked_at, key.revoked_reason = at or now(), reason.strip()[:200]
        if key.kind == SigningKey.Kind.FILE:
            authority().revoke(key.serial, key.revoked_at)
        key.save(update_fields=["revoked_at", "revoked_reason"])
        record(
            actor, key.school_id, BOOK, "revoke", [Change(subject=key.name, old=key.serial)], reason=key.revoked_reason
        )
        announce(key.school_id, KeyRevoked(key.school_id, key.person_id, key.serial, key.revoked_at))
    return key


def change_pin(school_id: int, person_id: int, old: str, new: str) -> None:
    """A person puts the own key under another PIN. Raises what `signer_for` raises, ``NotFound``, ``Invalid``."""
    if not PIN.fullmatch(new):
        raise Invalid(_("Mã PIN phải có từ 6 đến 12 chữ số."), hint=_("Hãy chọn mã PIN khác."), code="pin_shape")
    key = key_of(school_id, person_id)
    if key is None:
        raise NotFound(_("Thầy/cô chưa có khoá ký số tại trường này."))
    if key.kind != SigningKey.Kind.FILE:
        raise Conflict(
            _("Mã PIN này do token hoặc dịch vụ ký giữ, không đổi ở đây được."),
            hint=_("Đổi mã PIN bằng phần mềm của nhà cung cấp."),
            code="pin_elsewhere",
        )
    key_files().change_pin(key.reference, old, new)


def owner_of(school_id: int, person_id: int | None, title: str = "") -> Owner:
    """Whom a certificate of a person of the school, or of its seal (``person_id`` None), has to name."""
    school = unit_by_id(school_id)
    if person_id is None:
        return Owner(school.name, "", school.name, school.code, str(school.uid), seal=True)
    person = Person.objects.get(pk=person_id)
    return Owner(person.full_name, title, school.name, school.code, str(person.uid))

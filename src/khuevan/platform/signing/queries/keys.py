"""Keys on record, and open ones."""

import hashlib
import ssl
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from django.conf import settings
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from khuevan.registry.accounts.api import User

from ..adapters.profiles import told
from ..adapters.store import key_files, signing_service, tokens, trust_anchors
from ..adapters.token import Found
from ..models import SchoolToken, SigningKey
from ..ports import Certificate, KeyUnusable, Signer, Trust


def key_of(school_id: int, person_id: int | None) -> SigningKey | None:
    """The live key of a person at a school; of the school's seal where ``person_id`` is None."""
    return SigningKey.objects.filter(school_id=school_id, person_id=person_id, revoked_at=None).first()


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Where keys can live besides this server's files: tokens, a signing service. ``trouble``: no tokens, why."""

    tokens: tuple[Found, ...] = ()
    service: bool = False
    trouble: str = ""

    @property
    def any(self) -> bool:
        """Whether the operator has set up such a place."""
        return bool(self.tokens or self.service or self.trouble)


def elsewhere(school_id: int) -> Elsewhere:
    """The places of keys that this server is connected to; of its tokens those of the school."""
    service = bool(settings.REMOTE_SIGNING)
    if not settings.TOKEN_LIBRARY:
        return Elsewhere(service=service)
    try:
        own = set(SchoolToken.objects.filter(school_id=school_id).values_list("serial", flat=True))
        return Elsewhere(tuple(one for one in tokens().present() if one.serial in own) if own else (), service)
    except KeyUnusable as trouble:
        return Elsewhere(service=service, trouble=str(trouble))


def foreign_certificates() -> list[bytes]:
    """The certificates (DER) of live keys of other authorities."""
    kept = SigningKey.objects.filter(revoked_at=None).exclude(kind=SigningKey.Kind.FILE)
    return [ssl.PEM_cert_to_DER_cert(pem) for pem in kept.values_list("certificate", flat=True)]


def fingerprints_of(school_id: int, people: Iterable[int]) -> dict[int, frozenset[str]]:
    """SHA-256 (hex) of every certificate that people of a school have or had; one query."""
    found: dict[int, set[str]] = defaultdict(set)
    kept = SigningKey.objects.filter(school_id=school_id, person_id__in=list(people))
    for person, pem in kept.values_list("person_id", "certificate"):
        found[person or 0].add(hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem)).hexdigest())
    return {person: frozenset(keys) for person, keys in found.items()}


def key_beside_login(winner: int, loser: int) -> Iterator[str]:
    """Why two records may not be merged: a live key would pass to a log-in that it was not issued to."""
    both = (winner, loser)
    keyed = set(SigningKey.objects.filter(person_id__in=both, revoked_at=None).values_list("person_id", flat=True))
    logged = set(User.objects.filter(person_id__in=both).values_list("person_id", flat=True)) if keyed else set()
    if logged and keyed - logged:
        yield _(
            "Khoá ký số đang dùng thuộc một hồ sơ, tài khoản thuộc hồ sơ kia: khoá không chuyển sang tài khoản khác."
            " Thu hồi khoá đó, gộp hai hồ sơ, rồi cấp khoá mới."
        )


def signer_for(school_id: int, person_id: int, pin: str) -> Signer:
    """A person's key at a school, open. Raises ``KeyUnusable``, ``KeyAway``, ``WrongPin`` or ``KeyLocked``."""
    return _open(school_id, person_id, pin, _("Thầy/cô chưa có khoá ký số tại trường này."))


def seal_for(school_id: int, pin: str) -> Signer:
    """The school's seal, open. Raises what ``signer_for`` raises."""
    return _open(school_id, None, pin, _("Trường chưa có con dấu số."))


def _open(school_id: int, person_id: int | None, pin: str, without: str) -> Signer:
    key = key_of(school_id, person_id)
    if key is None:
        raise _no_key(school_id, person_id, without)
    if key.kind == SigningKey.Kind.FILE:
        return key_files().open(key.reference, pin)
    trust = trust_anchors()
    if key.kind == SigningKey.Kind.REMOTE:
        remote = signing_service().open(key.reference, pin, trust)
        return replace(remote, credential=replace(remote.credential, certificate=_told(remote, trust)))
    serial, _slash, id_ = key.reference.rpartition("/")
    token = tokens().open(serial, id_, pin, trust)
    return replace(token, certificate=_told(token, trust))


def _told(signer: Signer, trust: Trust) -> Certificate:
    """The signer's certificate as checks will read it, by a profile perhaps."""
    return told(trust, signer.certificate.der, signer.chain) or signer.certificate


def _no_key(school_id: int, person_id: int | None, without: str) -> KeyUnusable:
    """Whoever had a key is told what became of it."""
    revoked = SigningKey.objects.filter(school_id=school_id, person_id=person_id, revoked_at__isnull=False)
    last = revoked.order_by("-revoked_at").first()
    if last is None or last.revoked_at is None:
        return KeyUnusable(without, hint=_("Đề nghị văn thư hoặc lãnh đạo trường cấp khoá."), code="no_key")
    said = {"at": f"{localtime(last.revoked_at):%H:%M %d/%m/%Y}", "reason": last.revoked_reason}
    return KeyUnusable(
        _("Khoá ký số này đã bị thu hồi lúc %(at)s, lý do: %(reason)s.") % said,
        hint=_("Đề nghị văn thư hoặc lãnh đạo trường cấp khoá mới."),
        code="key_revoked",
    )

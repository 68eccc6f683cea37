"""Taking a certificate into use that another authority issued: its key lies on a token or at a signing service."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from khuevan.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from khuevan.kernel.ids import uuid7
from khuevan.kernel.outside import outside
from khuevan.registry.accounts.api import Actor

from ..adapters.profiles import same, told
from ..adapters.remote import RemoteKey
from ..adapters.store import learn, refresh_revocations, signing_service, tokens, trust_anchors
from ..adapters.usable import refuse_untrusted
from ..models import SchoolToken, SigningKey
from ..policies import may
from ..ports import Certificate, Owner, Signer, Trust
from .keys import keep, owner_of, row_of


def enrol_token(actor: Actor, school_id: int, person_id: int | None, token: str, pin: str) -> SigningKey:
    """Let a person of the school, or its seal (``person_id`` None), sign with a token at the server.

    ``token``: its serial number. Of the keys on it the one is taken whose certificate names this owner. Raises
    ``Invalid`` where none does, ``KeyUnusable`` where it may not sign, ``Conflict``, and what ``Tokens.open`` raises.
    """
    _refuse_stranger(actor, school_id, person_id)
    if not SchoolToken.objects.filter(school_id=school_id, serial=token).exists():
        raise NotFound(
            _("Token này không phải của trường."),
            hint=_("Người quản trị gắn token với trường bằng lệnh khuevan tokens."),
            code="token_of_nobody",
        )
    found = ((f"{token}/{key.id}", key) for key in tokens().keys(token, pin, trust_anchors()))
    return _enrol(actor, school_id, person_id, SigningKey.Kind.TOKEN, found)


def enrol_remote(actor: Actor, school_id: int, person_id: int | None, account: str, pin: str) -> SigningKey:
    """Let a person of the school, or its seal (``person_id`` None), sign with their account at the signing service.

    The PIN is proved by one signature, which is thrown away. Raises as `enrol_token` and ``RemoteKey.sign``.
    """
    _refuse_stranger(actor, school_id, person_id)
    service, trust = signing_service(), trust_anchors()
    found = [(one.id, RemoteKey(service, one, pin, trust)) for one in service.credentials(account, trust)]
    reference, fitting = _fitting(found, owner_of(school_id, person_id))
    service.open(reference, pin, trust).sign(b"khuevan: dang ky khoa ky")
    return _enrol(actor, school_id, person_id, SigningKey.Kind.REMOTE, [(reference, fitting)])


def _enrol(
    actor: Actor, school_id: int, person_id: int | None, kind: SigningKey.Kind, found: Iterable[tuple[str, Signer]]
) -> SigningKey:
    owner = owner_of(school_id, person_id)
    reference, signer = _fitting(list(found), owner)
    learn(signer.chain)
    outside(("revocations", reference), lambda: refresh_revocations([signer.certificate.der]))
    refuse_untrusted(signer.certificate, signer.chain, trust_anchors())
    with transaction.atomic():
        key = row_of(_told(signer, trust_anchors()), school_id, person_id, kind, reference, uuid7())
        if SigningKey.objects.filter(issuer=key.issuer, serial=key.serial).exists():
            raise Conflict(_("Chứng thư này đã được đăng ký."), hint=_("Dùng chứng thư khác."), code="enrolled_before")
        keep(actor, key, "enrol")
    return key


def _refuse_stranger(actor: Actor, school_id: int, person_id: int | None) -> None:
    if not may(actor, "issue", SigningKey(school_id=school_id, person_id=person_id)):
        raise NotAllowed(_("Thầy/cô không được cấp khoá ký."), hint=_("Việc này của lãnh đạo hoặc văn thư trường."))


def _fitting(found: list[tuple[str, Signer]], owner: Owner) -> tuple[str, Signer]:
    """The newest of the keys whose certificate names the owner."""
    trust = trust_anchors()
    fitting = [one for one in found if _names(_told(one[1], trust), owner)]
    if fitting:
        return max(fitting, key=lambda one: one[1].certificate.not_before)
    if not found:
        raise Invalid(
            _("Không có chứng thư ký số nào ở đây."),
            hint=_("Cần khoá P-256 hoặc RSA từ 2048 bit, kèm chứng thư."),
            code="no_certificate",
        )
    there = "; ".join(f"{one.certificate.name}, {one.certificate.organisation or '—'}" for _ref, one in found)
    raise Invalid(
        _("Chứng thư ở đây không phải của %(name)s tại %(school)s (%(code)s) mà của: %(there)s.")
        % {"name": owner.name, "school": owner.organisation, "code": owner.organisation_code, "there": there},
        hint=_("Dùng đúng token hoặc tài khoản ký của mình; nếu chứng thư ghi sai, đề nghị nơi cấp sửa."),
        code="wrong_person",
    )


def _names(certificate: Certificate, owner: Owner) -> bool:
    """Whether a document signed with the certificate would count as this owner's."""
    fits = certificate.seal == owner.seal and certificate.organisation_code == owner.organisation_code
    return fits and (owner.seal or same(certificate.name, owner.name))


def _told(signer: Signer, trust: Trust) -> Certificate:
    return told(trust, signer.certificate.der, signer.chain) or signer.certificate

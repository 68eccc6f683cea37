"""Which school a token at the server belongs to: the operator says so."""

from django.db import transaction
from django.utils.translation import gettext as _

from khuevan.kernel.clock import now
from khuevan.kernel.errors import Conflict
from khuevan.registry.accounts.api import Actor
from khuevan.registry.audit.api import Change, record

from ..models import SchoolToken, SigningKey
from .keys import BOOK


def assign_token(actor: Actor, serial: str, school_id: int) -> SchoolToken:
    """Give a token to a school. Raises ``Conflict`` while people of another school sign with it."""
    with transaction.atomic():
        used = SigningKey.objects.filter(
            kind=SigningKey.Kind.TOKEN, reference__startswith=f"{serial}/", revoked_at=None
        )
        if used.exclude(school_id=school_id).exists():
            raise Conflict(
                _("Người của trường khác đang ký bằng token này."),
                hint=_("Thu hồi các khoá đó trước."),
                code="token_used",
            )
        SchoolToken.objects.filter(serial=serial).exclude(school_id=school_id).delete()
        token, made = SchoolToken.objects.get_or_create(serial=serial, school_id=school_id, defaults={"since": now()})
        if made:
            record(actor, school_id, BOOK, "assign_token", [Change("token", new=serial)])
    return token

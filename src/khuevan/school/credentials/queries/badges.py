"""Transcripts as Open Badges, and the list that says which of them count no more."""

import json
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from khuevan.kernel.clock import now
from khuevan.platform.proof.api import SIZE, encoded_list, issuer_did, place_of, secured_json, secured_jwt
from khuevan.platform.proof.ports import Form
from khuevan.registry.units.api import Unit
from khuevan.school.transcripts.api import Version, content_of, withdrawn_between

from ..rules.open_badge import CONTEXT, About, moment, open_badge

LIST_LIFE = timedelta(days=1)


def badge(version: Version, form: Form) -> bytes:
    """An issued version as a secured credential."""
    assert version.issued_at is not None
    number, index = place_of(version.pk)
    about = About(
        uid=str(version.uid),
        verify_url=f"{settings.PUBLIC_URL}/verify/{version.verify_code}/",
        digest=version.digest,
        issued_at=version.issued_at,
        issuer=issuer_did(),
        issuer_name=issuer_name(),
        status_list=list_address(number, form),
        status_index=index,
    )
    return _secured(open_badge(content_of(version), about), form)


def status_list(number: int, form: Form) -> bytes:
    """The list of a number, as a secured credential of its own; acts for the province."""
    moment_now, address = now(), list_address(number, form)
    gone = (pk - number * SIZE for pk in withdrawn_between(number * SIZE, (number + 1) * SIZE))
    credential = {
        "@context": CONTEXT[:1],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer_did(),
        "validFrom": moment(moment_now),
        "validUntil": moment(moment_now + LIST_LIFE),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": encoded_list(gone),
        },
    }
    return _secured(credential, form)


def list_address(number: int, form: Form) -> str:
    """Where a list is published; its form is that of the credentials that name it."""
    return f"{settings.PUBLIC_URL}/verify/status/{number}.{form}"


def issuer_name() -> str:
    """The Sở's name."""
    names = Unit.objects.filter(kind="department").order_by("pk").values_list("name", flat=True)
    return names.first() or "Sở Giáo dục và Đào tạo"


def _secured(credential: dict[str, Any], form: Form) -> bytes:
    if form == "json":
        made = secured_json(credential, moment(now()))
        return json.dumps(made, ensure_ascii=False, indent=1).encode()
    issuer, begins = credential["issuer"], datetime.fromisoformat(credential["validFrom"])
    claims: dict[str, Any] = {"iss": issuer if isinstance(issuer, str) else issuer["id"], "jti": credential["id"]}
    claims["nbf"] = int(begins.timestamp())
    return secured_jwt(credential, claims).encode()

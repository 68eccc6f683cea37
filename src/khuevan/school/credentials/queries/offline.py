"""What the page carries that checks transcripts without a network: keys, authorities, the order of signing, lists."""

import base64
import hashlib
import ssl
from collections.abc import Collection
from dataclasses import asdict, replace
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from khuevan.kernel.clock import now
from khuevan.platform.proof.api import Packed, fingerprint, pack, public_keys
from khuevan.platform.signing.api import SigningKey, revocation_words, told, trust_anchors
from khuevan.platform.signing.ports import Trust
from khuevan.registry.units.api import Unit
from khuevan.school.enrolment.api import Subject
from khuevan.school.transcripts.api import SCHEME, withdrawn


def page_data() -> dict[str, Any]:
    """The data of the page as JSON values; acts for the province. No pupil is named in it."""
    gone = withdrawn()
    return {
        "made": now().isoformat(timespec="seconds"),
        "host": urlsplit(settings.PUBLIC_URL).netloc,
        "keys": [{"id": key.id, "x": _url64(key.x), "y": _url64(key.y)} for key in public_keys()],
        "trust": trust_data(trust_anchors(), _foreign()),
        "scheme": asdict(SCHEME),
        "subjects": dict(Subject.objects.order_by("position").values_list("code", "name")),
        "schools": dict(Unit.objects.filter(kind="school").values_list("code", "name")),
        "withdrawn": {
            "at": gone.at.isoformat(timespec="seconds"),
            "superseded": _packed(pack(map(fingerprint, gone.superseded))),
            "revoked": _packed(pack(map(fingerprint, gone.revoked))),
        },
    }


def trust_data(trust: Trust, leaves: Collection[bytes]) -> dict[str, Any]:
    """Whom the page believes, and what those authorities have said of their certificates, also of ``leaves`` (DER)."""
    words = revocation_words(trust, leaves)
    return {
        "anchors": [_64(der) for der in trust.anchors],
        "intermediates": [_64(der) for der in trust.intermediates],
        "words": [
            {
                "issuer": one.issuer,
                "all": one.all,
                "good": one.good,
                "revoked": {serial: int(at.timestamp()) for serial, at in one.revoked.items()},
            }
            for one in words
        ],
        "told": {hashlib.sha256(der).hexdigest(): found for der in leaves if (found := _told(trust, der))},
    }


def _told(trust: Trust, der: bytes) -> dict[str, Any]:
    """What a profile adds to a certificate without a school's code; not whose it is, which stands in it."""
    found = told(trust, der, ())
    if found is None or not trust.profiles or found == told(replace(trust, profiles=()), der, ()):
        return {}
    return {
        "title": found.title,
        "organisation": found.organisation,
        "organisationCode": found.organisation_code,
        "seal": found.seal,
    }


def _foreign() -> list[bytes]:
    """The certificates (DER) of all keys of other authorities that were ever in use, within scope."""
    kept = SigningKey.objects.exclude(kind=SigningKey.Kind.FILE).values_list("certificate", flat=True)
    return [ssl.PEM_cert_to_DER_cert(pem) for pem in kept]


def _packed(one: Packed) -> dict[str, Any]:
    return {"count": one.count, "k": one.k, "data": _64(one.data)}


def _64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _url64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()

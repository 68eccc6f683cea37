"""What the page carries that checks transcripts without a network: keys, authorities, the order of signing, lists."""

import base64
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from khuevan.kernel.clock import now
from khuevan.platform.proof.api import Packed, fingerprint, pack, public_keys
from khuevan.platform.signing.api import foreign_certificates, revocation_words, trust_anchors
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
        "trust": trust_data(trust_anchors(), foreign_certificates()),
        "scheme": asdict(SCHEME),
        "subjects": dict(Subject.objects.order_by("position").values_list("code", "name")),
        "schools": dict(Unit.objects.filter(kind="school").values_list("code", "name")),
        "withdrawn": {
            "at": gone.at.isoformat(timespec="seconds"),
            "superseded": _packed(pack(map(fingerprint, gone.superseded))),
            "revoked": _packed(pack(map(fingerprint, gone.revoked))),
        },
    }


def trust_data(trust: Trust, leaves: Iterable[bytes]) -> dict[str, Any]:
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
    }


def _packed(one: Packed) -> dict[str, Any]:
    return {"count": one.count, "k": one.k, "data": _64(one.data)}


def _64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _url64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()

"""The door of proof. Records and errors are in ``ports``, which rooms may import too."""

from .adapters.cose import seal, unseal
from .adapters.credentials import did_document, issuer_did, secured_json, secured_jwt
from .adapters.page import offline_page
from .adapters.proof_key import public_keys, renew
from .rules.sets import Packed, fingerprint, pack, unpack
from .rules.status import SIZE, encoded_list, place_of

__all__ = [
    "SIZE",
    "Packed",
    "did_document",
    "encoded_list",
    "fingerprint",
    "issuer_did",
    "offline_page",
    "pack",
    "place_of",
    "public_keys",
    "renew",
    "seal",
    "secured_json",
    "secured_jwt",
    "unpack",
    "unseal",
]

"""The door of proof. Records and errors are in ``ports``, which rooms may import too."""

from .adapters.cose import seal, unseal
from .adapters.page import offline_page
from .adapters.proof_key import public_keys, renew
from .rules.sets import Packed, fingerprint, pack, unpack

__all__ = ["Packed", "fingerprint", "offline_page", "pack", "public_keys", "renew", "seal", "unpack", "unseal"]

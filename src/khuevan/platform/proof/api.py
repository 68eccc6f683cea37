"""The door of proof. Records and errors are in ``ports``, which rooms may import too."""

from .adapters.cose import seal, unseal
from .adapters.proof_key import public_keys, renew
from .rules.sets import Packed, fingerprint, pack, unpack

__all__ = ["Packed", "fingerprint", "pack", "public_keys", "renew", "seal", "unpack", "unseal"]

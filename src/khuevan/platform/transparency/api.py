"""The door of transparency."""

from .actions.publishing import publish
from .adapters.log_key import public_bytes, valid
from .queries.checking import Alteration, alterations, broken_checkpoints
from .queries.log import is_published, last_published, published_at
from .queries.proofs import consistency, proof_of, provable
from .queries.public import public_growth, published
from .queries.verdicts import ProofVerdict, verify_proof

__all__ = [
    "Alteration",
    "ProofVerdict",
    "alterations",
    "broken_checkpoints",
    "consistency",
    "is_published",
    "last_published",
    "proof_of",
    "provable",
    "public_bytes",
    "published_at",
    "public_growth",
    "publish",
    "published",
    "valid",
    "verify_proof",
]

from .batch import Batch
from .delegation import Delegation
from .share import Share, ShareOpening
from .stamp import RenewedPath, Stamp, StampedVersion, StampRenewal
from .transcript import SectionSignature, Transcript, Version

__all__ = [
    "Batch",
    "Delegation",
    "RenewedPath",
    "SectionSignature",
    "Share",
    "ShareOpening",
    "Stamp",
    "StampRenewal",
    "StampedVersion",
    "Transcript",
    "Version",
]

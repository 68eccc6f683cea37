from .batch import Batch
from .delegation import Delegation
from .share import Share, ShareOpening
from .stamp import Stamp, StampedVersion, StampRenewal
from .transcript import SectionSignature, Transcript, Version

__all__ = [
    "Batch",
    "Delegation",
    "SectionSignature",
    "Share",
    "ShareOpening",
    "Stamp",
    "StampRenewal",
    "StampedVersion",
    "Transcript",
    "Version",
]

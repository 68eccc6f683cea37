from .batch import Batch
from .share import Share, ShareOpening
from .stamp import Stamp, StampedVersion
from .transcript import SectionSignature, Transcript, Version

__all__ = ["Batch", "SectionSignature", "Share", "ShareOpening", "Stamp", "StampedVersion", "Transcript", "Version"]

from .batch import Batch
from .share import Share, ShareOpening
from .transcript import SectionSignature, Transcript, Version

__all__ = ["Batch", "SectionSignature", "Share", "ShareOpening", "Transcript", "Version"]

"""The door of transcripts."""

from .actions.homeroom import sign_homeroom
from .actions.subjects import Signed, sign_subject, sign_subjects
from .models import Batch, SectionSignature, Share, ShareOpening, Transcript, Version

__all__ = [
    "Batch",
    "SectionSignature",
    "Share",
    "ShareOpening",
    "Signed",
    "Transcript",
    "Version",
    "sign_homeroom",
    "sign_subject",
    "sign_subjects",
]

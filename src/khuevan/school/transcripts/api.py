"""The door of transcripts."""

from .actions.batches import order_issue, order_principal
from .actions.corrections import correct, revoke
from .actions.delivery import accept, return_, submit
from .actions.homeroom import sign_homeroom
from .actions.sharing import share, withdraw
from .actions.subjects import Signed, sign_subject, sign_subjects
from .models import Batch, SectionSignature, Share, ShareOpening, Transcript, Version
from .policies import SCHEME, TRANSCRIPT, may, visible
from .queries.handing_over import issued_versions
from .queries.progress import ClassLine, class_lines
from .queries.signed_codes import is_signed_code, verify_signed_code
from .queries.verification import Verdict, verify_code, verify_file
from .queries.versions import version_by_uid
from .queries.withdrawn import Withdrawn, withdrawn

__all__ = [
    "SCHEME",
    "TRANSCRIPT",
    "Batch",
    "ClassLine",
    "SectionSignature",
    "Share",
    "ShareOpening",
    "Signed",
    "Transcript",
    "Verdict",
    "Version",
    "Withdrawn",
    "accept",
    "class_lines",
    "correct",
    "is_signed_code",
    "issued_versions",
    "may",
    "order_issue",
    "order_principal",
    "return_",
    "revoke",
    "share",
    "sign_homeroom",
    "sign_subject",
    "sign_subjects",
    "submit",
    "verify_code",
    "verify_file",
    "verify_signed_code",
    "version_by_uid",
    "visible",
    "withdraw",
    "withdrawn",
]

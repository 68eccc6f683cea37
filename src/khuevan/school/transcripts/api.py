"""The door of transcripts."""

from .actions.batches import order_issue, order_principal
from .actions.corrections import correct, revoke
from .actions.delivery import accept, return_, submit
from .actions.homeroom import sign_homeroom
from .actions.issuing import signed_code, verify_url
from .actions.limits import refuse_flood
from .actions.regrowing import regrow_school
from .actions.renewing import renew_school, stamped_schools
from .actions.renewing_papers import renew_papers
from .actions.sharing import DAYS, hash_of, share, withdraw
from .actions.subjects import Signed, sign_subject, sign_subjects
from .adapters.booklet import Leaf, booklet_of
from .models import Batch, SectionSignature, Share, ShareOpening, Transcript, Version
from .policies import ISSUED, RECEIVED, SCHEME, STATES, TRANSCRIPT, may, visible
from .queries.checking import as_marked, judge, read_document
from .queries.handing_over import issued_versions
from .queries.looks import State, state
from .queries.progress import ClassLine, class_lines
from .queries.register import looking_as
from .queries.signed_codes import is_signed_code, verify_signed_code
from .queries.stamps import ending, ending_papers, weaker
from .queries.verification import Verdict, verify_code, verify_file
from .queries.versions import content_of, version_by_uid
from .queries.withdrawn import Withdrawn, withdrawn, withdrawn_between
from .rules.records import Content
from .rules.words import LEVELS, stage_of

__all__ = [
    "DAYS",
    "ISSUED",
    "LEVELS",
    "RECEIVED",
    "SCHEME",
    "STATES",
    "TRANSCRIPT",
    "Batch",
    "ClassLine",
    "Content",
    "Leaf",
    "SectionSignature",
    "Share",
    "ShareOpening",
    "Signed",
    "State",
    "Transcript",
    "Verdict",
    "Version",
    "Withdrawn",
    "accept",
    "as_marked",
    "booklet_of",
    "class_lines",
    "content_of",
    "correct",
    "ending",
    "ending_papers",
    "hash_of",
    "is_signed_code",
    "issued_versions",
    "judge",
    "looking_as",
    "may",
    "order_issue",
    "order_principal",
    "read_document",
    "refuse_flood",
    "regrow_school",
    "renew_papers",
    "renew_school",
    "return_",
    "revoke",
    "share",
    "sign_homeroom",
    "sign_subject",
    "sign_subjects",
    "signed_code",
    "stage_of",
    "stamped_schools",
    "state",
    "submit",
    "verify_code",
    "verify_file",
    "verify_signed_code",
    "verify_url",
    "version_by_uid",
    "visible",
    "weaker",
    "withdraw",
    "withdrawn",
    "withdrawn_between",
]

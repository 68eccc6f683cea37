"""The door of signing. Words, records and errors are in ``ports``, which rooms may import too."""

from .actions.enrolling import enrol_remote, enrol_token
from .actions.keys import change_pin, issue_key, new_key, revoke_key
from .adapters.document import canonical_xml
from .adapters.papers import seal_pdf, verify_pdf
from .adapters.store import lend_pin, lent_pin, refresh_revocations, tokens, trust_anchors
from .adapters.words import IssuerWords, revocation_words
from .adapters.xades import embed, section_bytes, sign_fragment, sign_fragments, sign_section, sign_stage
from .adapters.xades_check import verify
from .models import SigningKey
from .queries import elsewhere, foreign_certificates, has_key, key_of, seal_for, signer_for

__all__ = [
    "IssuerWords",
    "SigningKey",
    "canonical_xml",
    "change_pin",
    "elsewhere",
    "embed",
    "enrol_remote",
    "enrol_token",
    "foreign_certificates",
    "has_key",
    "issue_key",
    "key_of",
    "lend_pin",
    "lent_pin",
    "new_key",
    "refresh_revocations",
    "revocation_words",
    "revoke_key",
    "seal_for",
    "seal_pdf",
    "section_bytes",
    "sign_fragment",
    "sign_fragments",
    "sign_section",
    "sign_stage",
    "signer_for",
    "tokens",
    "trust_anchors",
    "verify",
    "verify_pdf",
]

"""The door of signing. Words, records and errors are in ``ports``, which rooms may import too."""

from .actions.enrolling import enrol_remote, enrol_token
from .actions.keys import change_pin, issue_key, new_key, revoke_key
from .actions.tokens import assign_token
from .adapters.document import canonical_xml
from .adapters.evidence import check_evidence, evidence_record, plant_renewal, regrown
from .adapters.hash_tree import digest_of, plant
from .adapters.kept import verify_once
from .adapters.papers import last_token, prepare_pdf, seal_pdf, seal_prepared, stamp_pdf, verify_pdf
from .adapters.profiles import told
from .adapters.proofs import proofs_of_tokens
from .adapters.stamp_token import good_until
from .adapters.store import lend_pin, lent_pin, refresh_revocations, stamped, stamper, stampers, tokens, trust_anchors
from .adapters.words import IssuerWords, revocation_words
from .adapters.xades import (
    embed,
    prepare_stage,
    section_bytes,
    sign_fragment,
    sign_fragments,
    sign_prepared,
    sign_section,
    sign_stage,
)
from .adapters.xades_check import verify
from .models import SchoolToken, SigningKey
from .queries.keys import elsewhere, fingerprints_of, foreign_certificates, key_of, seal_for, signer_for
from .queries.overview import KeyLine, SchoolKeys, is_clock_slow, key_lines, school_keys

__all__ = [
    "IssuerWords",
    "KeyLine",
    "SchoolKeys",
    "SchoolToken",
    "SigningKey",
    "assign_token",
    "canonical_xml",
    "change_pin",
    "check_evidence",
    "digest_of",
    "elsewhere",
    "embed",
    "enrol_remote",
    "enrol_token",
    "evidence_record",
    "fingerprints_of",
    "foreign_certificates",
    "good_until",
    "is_clock_slow",
    "issue_key",
    "key_lines",
    "key_of",
    "last_token",
    "lend_pin",
    "lent_pin",
    "new_key",
    "plant",
    "plant_renewal",
    "prepare_pdf",
    "prepare_stage",
    "proofs_of_tokens",
    "refresh_revocations",
    "regrown",
    "revocation_words",
    "revoke_key",
    "school_keys",
    "seal_for",
    "seal_pdf",
    "seal_prepared",
    "section_bytes",
    "sign_fragment",
    "sign_fragments",
    "sign_prepared",
    "sign_section",
    "sign_stage",
    "signer_for",
    "stamp_pdf",
    "stamped",
    "stamper",
    "stampers",
    "tokens",
    "told",
    "trust_anchors",
    "verify",
    "verify_once",
    "verify_pdf",
]

"""Certificates without a school's code count by a profile that the operator wrote, and never without one."""

from dataclasses import replace

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from khuevan.kernel.errors import Invalid
from khuevan.platform.documents.api import render
from khuevan.platform.signing.adapters.certificates import subject_of
from khuevan.platform.signing.adapters.demo_ca import DemoAuthority
from khuevan.platform.signing.adapters.file_key import KeyFiles
from khuevan.platform.signing.adapters.profiles import read_profile, told
from khuevan.platform.signing.adapters.store import trust_anchors
from khuevan.platform.signing.adapters.xades_check import verify
from khuevan.platform.signing.api import seal_pdf, verify_pdf
from tests.platform.documents.sample import SECONDARY
from tests.platform.signing.sample import (
    ENDS,
    PIN,
    SCHEME,
    SCHOOL,
    SCHOOL_CODE,
    SIGNED_AT,
    STAFF,
    STARTS,
    signed,
)

POLICY = "1.3.6.1.4.1.99999.2"
FILE = """
issuers = ["{issuer}"]
{more}
[organisations]
"{organisation}" = "{code}"
[titles]
"CCCD:minh" = "Hiệu trưởng"
"""


@pytest.fixture
def foreign(own_files):
    """The school's people with certificates that say nothing of its code, and no title."""
    for name, owner in STAFF.items():
        plain = replace(owner, organisation_code="", title="", owner="" if owner.seal else f"CCCD:{name}")
        own_files.create(name, PIN, plain, not_before=STARTS, not_after=ENDS)
    return {name: own_files.open(name, PIN) for name in STAFF}


@pytest.fixture
def profile(tmp_path, own_authority):
    """Writes a profile and reads it."""

    def written(issuer=None, organisation=SCHOOL, code=SCHOOL_CODE, more=""):
        issuer = issuer or own_authority.issuing.fingerprint(SHA256()).hex()
        (tmp_path / "vgca.toml").write_text(
            FILE.format(issuer=issuer, organisation=organisation, code=code, more=more), encoding="utf-8"
        )
        return read_profile(tmp_path / "vgca.toml")

    return written


def codes(document, trust):
    return {found.code for found in verify(document, trust, SCHEME).all_problems}


def test_without_a_profile_they_count_for_nothing(foreign, own_authority):
    assert "wrong_organisation" in codes(signed(foreign), own_authority.trust())


def test_by_a_profile_the_whole_document_is_valid(foreign, own_authority, profile):
    trust = replace(own_authority.trust(), profiles=(profile(),))
    verdict = verify(signed(foreign), trust, SCHEME)
    assert verdict.all_problems == ()
    principal, seal = verdict.signatures[-2:]
    assert (principal.signer.title, principal.signer.organisation_code) == ("Hiệu trưởng", SCHOOL_CODE)
    assert (seal.signer.seal, principal.signer.seal) == (True, False)


def test_paper_too(foreign, own_authority, profile):
    sealed = seal_pdf(render("transcript_tt22", SECONDARY), foreign["seal"], at=SIGNED_AT)
    trust = replace(own_authority.trust(), profiles=(profile(),))
    assert verify_pdf(sealed, trust, organisation=SCHOOL_CODE).valid
    assert not verify_pdf(sealed, own_authority.trust(), organisation=SCHOOL_CODE).valid


def test_code_of_another_school_is_not_lent(foreign, own_authority, profile):
    other = replace(own_authority.trust(), profiles=(profile(code="80-99999-03-01"),))
    unlisted = replace(own_authority.trust(), profiles=(profile(organisation="Trường THCS Khác"),))
    assert "wrong_organisation" in codes(signed(foreign), other)
    assert "wrong_organisation" in codes(signed(foreign), unlisted)


def test_profile_of_one_authority_says_nothing_of_anothers_certificates(foreign, own_authority, profile, tmp_path):
    stranger = DemoAuthority(tmp_path / "stranger", "Lạ")
    trust = replace(own_authority.trust(), profiles=(profile(issuer=stranger.issuing.fingerprint(SHA256()).hex()),))
    assert "wrong_organisation" in codes(signed(foreign), trust)
    files = KeyFiles(tmp_path / "strange-keys", stranger)
    files.create("minh", PIN, replace(STAFF["minh"], organisation_code=""), not_before=STARTS, not_after=ENDS)
    der = files.open("minh", PIN).certificate.der
    assert told(replace(own_authority.trust(), profiles=(profile(),)), der, stranger.chain).organisation_code == ""


def test_certificate_with_a_code_is_read_as_it_is(signers, authority, profile):
    mine = profile(issuer=authority.issuing.fingerprint(SHA256()).hex(), code="80-99999-03-01")
    trust = replace(authority.trust(), profiles=(mine,))
    assert told(trust, signers["minh"].certificate.der, ()).organisation_code == SCHOOL_CODE
    assert codes(signed(signers), trust) == set()


@pytest.mark.parametrize(("policy", "code"), [(POLICY, SCHOOL_CODE), ("1.2.3", ""), ("", "")])
def test_policy_must_be_named_where_the_profile_asks_for_it(own_authority, profile, policy, code):
    key = ec.generate_private_key(ec.SECP256R1())
    plain = replace(STAFF["minh"], organisation_code="")
    draft = x509.CertificateBuilder(own_authority.issuing.subject, subject_of(plain), key.public_key(), 7)
    draft = draft.not_valid_before(STARTS).not_valid_after(ENDS)
    if policy:
        named = x509.PolicyInformation(x509.ObjectIdentifier(policy), None)
        draft = draft.add_extension(x509.CertificatePolicies([named]), critical=False)
    der = draft.sign(own_authority._key("issuing"), SHA256()).public_bytes(Encoding.DER)
    trust = replace(own_authority.trust(), profiles=(profile(more=f'policies = ["{POLICY}"]'),))
    assert told(trust, der, ()).organisation_code == code


def test_other_attributes_may_name_the_school(own_authority, profile):
    key = ec.generate_private_key(ec.SECP256R1())
    parts = [(NameOID.COMMON_NAME, "Phạm Văn Minh"), (NameOID.ORGANIZATION_NAME, "UBND tỉnh"),
             (NameOID.ORGANIZATIONAL_UNIT_NAME, "Sở GD&ĐT"), (NameOID.ORGANIZATIONAL_UNIT_NAME, "Trường  thcs AN CƯ"),
             (NameOID.SERIAL_NUMBER, "CCCD:minh")]  # fmt: skip
    subject = x509.Name([x509.NameAttribute(oid, value) for oid, value in parts])
    draft = x509.CertificateBuilder(own_authority.issuing.subject, subject, key.public_key(), 8)
    signed_one = draft.not_valid_before(STARTS).not_valid_after(ENDS).sign(own_authority._key("issuing"), SHA256())
    more = 'organisation = "OU"\nidentifier = "2.5.4.5"'
    trust = replace(own_authority.trust(), profiles=(profile(more=more),))
    found = told(trust, signed_one.public_bytes(Encoding.DER), ())
    assert (found.organisation_code, found.title, found.owner) == (SCHOOL_CODE, "Hiệu trưởng", "CCCD:minh")


@pytest.mark.parametrize(
    "written",
    ["", "issuers = []\n[organisations]\n'A' = 'B'", "issuers = ['ab']\n[organisations]\n'A' = 'B'",
     f"issuers = ['{'a' * 64}']", f"issuers = ['{'a' * 64}']\nanybody = true\n[organisations]\n'A' = 'B'",
     f"issuers = ['{'a' * 64}']\nperson = 'Tên'\n[organisations]\n'A' = 'B'", "issuers = [",
     f"issuers = ['{'a' * 64}']\npolicies = ['mọi']\n[organisations]\n'A' = 'B'"],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused_loudly(tmp_path, settings, written):
    settings.DATA_DIR = tmp_path
    directory = tmp_path / "keys" / "trust" / "profiles"
    directory.mkdir(parents=True)
    (directory / "vgca.toml").write_text(written, encoding="utf-8")
    with pytest.raises(Invalid, match=r"vgca\.toml viết sai"):
        trust_anchors()


def test_none_comes_with_the_product(tmp_path, settings):
    settings.DATA_DIR = tmp_path
    assert trust_anchors().profiles == ()

"""Certificates at the time of signing: path, validity, revocation."""

from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding

from khuevan.kernel.clock import frozen
from khuevan.platform.signing.adapters import xades
from khuevan.platform.signing.adapters.certificates import describe, subject_of
from khuevan.platform.signing.adapters.file_key import FileKey
from khuevan.platform.signing.adapters.xades_check import verify
from tests.platform.signing.sample import ENDS, NOW, PIN, SCHEME, SECTIONS, SIGNED_AT, STAFF, STARTS, unsigned


@pytest.fixture
def lan(own_files):
    own_files.create("lan", PIN, STAFF["lan"], not_before=STARTS, not_after=ENDS)
    return own_files.open("lan", PIN)


def signed_by(signer, at=SIGNED_AT):
    fragment = xades.sign_fragment([SECTIONS["mon-TOAN"]], signer, role="subject", at=at)
    return xades.embed(unsigned(), [fragment])


def codes(document, trust, now=NOW):
    return [problem.code for problem in verify(document, trust, SCHEME, now=now).signatures[0].problems]


@pytest.mark.parametrize(("hours", "expected"), [(-1, ["certificate_revoked"]), (0, ["certificate_revoked"]), (1, [])])
def test_signature_stays_valid_if_made_before_revocation(own_authority, lan, hours, expected):
    document = signed_by(lan)
    own_authority.revoke(lan.certificate.serial, SIGNED_AT + timedelta(hours=hours))
    assert codes(document, own_authority.trust()) == expected


@pytest.mark.parametrize("at", [STARTS - timedelta(days=2), ENDS + timedelta(days=2)])
def test_signature_outside_validity(own_authority, lan, at):
    with frozen(NOW):
        document = signed_by(lan, at)
    assert "certificate_expired" in codes(document, own_authority.trust(), now=NOW)


def test_signature_outlives_its_certificate(own_authority, lan):
    document = signed_by(lan)
    with frozen(ENDS + timedelta(days=400)):
        assert codes(document, own_authority.trust(), now=ENDS + timedelta(days=400)) == []


def test_without_lists_nothing_is_believed(own_authority, lan):
    blind = replace(own_authority.trust(), revocation_lists=())
    assert codes(signed_by(lan), blind) == ["revocation_unknown"]


def test_stale_lists_are_not_believed(own_authority, lan):
    trust = own_authority.trust()
    assert codes(signed_by(lan), trust, now=NOW + timedelta(days=40)) == ["revocation_unknown"]


def test_list_of_a_namesake_is_not_believed(own_authority, lan):
    stolen = x509.CertificateRevocationListBuilder(own_authority.issuing.subject, NOW, NOW + timedelta(days=9))
    forged = stolen.sign(ec.generate_private_key(ec.SECP256R1()), SHA256()).public_bytes(Encoding.DER)
    root_list = own_authority.trust().revocation_lists[0]
    trust = replace(own_authority.trust(), revocation_lists=(root_list, forged))
    assert codes(signed_by(lan), trust) == ["revocation_unknown"]


def test_without_anchor_nothing_is_believed(own_authority, lan):
    assert codes(signed_by(lan), replace(own_authority.trust(), anchors=())) == ["untrusted"]


def leaf(name, issuer, issuer_key, *, ca=False, key=None, usage=True):
    """A certificate made by hand, with the faults that a careless or hostile authority could make."""
    key = key or ec.generate_private_key(ec.SECP256R1())
    draft = x509.CertificateBuilder(issuer.subject, subject_of(name), key.public_key(), x509.random_serial_number())
    draft = draft.not_valid_before(STARTS).not_valid_after(ENDS)
    draft = draft.add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
    if usage:
        others = ("content_commitment", "key_encipherment", "data_encipherment", "key_agreement")
        flags = dict.fromkeys((*others, "crl_sign", "encipher_only", "decipher_only"), False)
        draft = draft.add_extension(x509.KeyUsage(digital_signature=True, key_cert_sign=ca, **flags), critical=True)
    return key, draft.sign(issuer_key, SHA256())


def signer_of(key, certificate, chain, algorithm="ecdsa-sha256"):
    return FileKey(key, describe(certificate), chain, algorithm, lambda _serial: None)


def test_a_person_cannot_issue_certificates(own_authority, lan):
    own = x509.load_der_x509_certificate(lan.certificate.der)
    key, forged = leaf(STAFF["minh"], own, lan.key)
    signer = signer_of(key, forged, (lan.certificate.der, *lan.chain))
    assert codes(signed_by(signer), own_authority.trust()) == ["untrusted"]


def test_an_authority_below_the_issuing_one_is_too_deep(own_authority):
    issuing_key = own_authority._key("issuing")
    middle_key, middle = leaf(STAFF["mai"], own_authority.issuing, issuing_key, ca=True)
    key, forged = leaf(STAFF["minh"], middle, middle_key)
    chain = (middle.public_bytes(Encoding.DER), *own_authority.chain)
    assert codes(signed_by(signer_of(key, forged, chain)), own_authority.trust()) == ["untrusted"]


@pytest.mark.parametrize("fault", [{"ca": True}, {"usage": False}, {"key": ec.generate_private_key(ec.SECP384R1())}])
def test_unfit_certificates(own_authority, fault):
    key, made = leaf(STAFF["lan"], own_authority.issuing, own_authority._key("issuing"), **fault)
    if isinstance(key.curve, ec.SECP384R1):
        key = ec.generate_private_key(ec.SECP256R1())
    signer = signer_of(key, made, own_authority.chain)
    assert "certificate_unfit" in codes(signed_by(signer), own_authority.trust())

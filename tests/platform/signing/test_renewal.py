"""Stamps are renewed before the certificate of their authority ends: the chain as RFC 4998 §5.3 checks it."""

import hashlib
from datetime import timedelta

import pytest
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from khuevan.kernel.clock import frozen
from khuevan.platform.signing.adapters import demo_ca
from khuevan.platform.signing.adapters.demo_tsa import DemoStamper
from khuevan.platform.signing.adapters.evidence import check_evidence, evidence_record, plant_renewal
from khuevan.platform.signing.adapters.hash_tree import plant
from khuevan.platform.signing.adapters.stamp_token import good_until
from khuevan.platform.signing.adapters.stamps import HttpStamper
from khuevan.platform.signing.ports import Renewal, StampRefused
from tests.platform.signing.sample import NOW
from tests.platform.signing.stamping import chain_of, openssl_ts

LATER = NOW + timedelta(days=20)
GROUPS = [[hashlib.sha256(f"{kind} {n}".encode()).digest() for kind in ("xml", "pdf")] for n in range(3)]


def stamper_until(authority, end):
    """A stamper below the authority whose certificate ends then."""
    made, key = DemoStamper(authority), ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Dấu thời gian sắp hết hạn")])
    draft = demo_ca._draft(name, authority.issuing.subject, key.public_key(), demo_ca.FOUNDED, end)
    draft = draft.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    draft = draft.add_extension(demo_ca._key_usage(digital_signature=True), critical=True)
    draft = draft.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    own = draft.sign(authority._key("issuing"), SHA256())
    made.key, made.certificate = key, asn1.Certificate.load(own.public_bytes(Encoding.DER))
    return made


@pytest.fixture
def chain(own_authority):
    """Three cases under one stamp, which was renewed twice, the second time together with another token."""
    root, paths = plant(GROUPS)
    with frozen(NOW):
        first = stamper_until(own_authority, NOW + timedelta(days=30)).stamp(root)
    with frozen(NOW + timedelta(days=10)):
        over, [own] = plant_renewal([first])
        second = Renewal(DemoStamper(own_authority).stamp(over), own)
    with frozen(LATER):
        over, [_other, own] = plant_renewal([b"another token", second.token])
        third = Renewal(DemoStamper(own_authority).stamp(over), own)
    return paths, first, [second, third]


def codes(found):
    return [one.code for one in found.problems]


def test_the_chain_holds_and_says_when_the_first_stamp_was(chain, own_authority):
    paths, first, renewals = chain
    with frozen(LATER):
        trust = own_authority.trust()
        for group, path in zip(GROUPS, paths, strict=True):
            found = check_evidence(group, path, first, trust, LATER, renewals=renewals)
            assert (codes(found), found.at) == ([], NOW)


def test_a_broken_link_is_seen_wherever_it_is(chain, own_authority):
    paths, first, [second, third] = chain
    with frozen(LATER):
        trust = own_authority.trust()

        def said(*renewals):
            return codes(check_evidence(GROUPS[0], paths[0], first, trust, LATER, renewals=renewals))

        assert set(said(third, second)) == {"stamp_other", "stamp_time"}
        assert said(second, Renewal(third.token, b"")) == ["stamp_other"]
        assert said(Renewal(second.token[:-1], b"")) == ["stamp_malformed"]
        assert "stamp_time" in said(Renewal(stamped_before(own_authority, first), b""))


def stamped_before(authority, token):
    with frozen(NOW - timedelta(days=2)):
        return DemoStamper(authority).stamp(hashlib.sha256(token).digest())


def test_until_when_a_stamp_is_good(chain, own_authority):
    _paths, first, [second, _third] = chain
    with frozen(LATER):
        trust = own_authority.trust()
        assert good_until(first, trust, LATER) == NOW + timedelta(days=30)
        assert good_until(second.token, trust, LATER) > LATER + timedelta(days=300)
        assert good_until(first[:-1], trust, LATER) is None


def test_others_follow_the_record_as_the_standard_says(chain, own_authority, tmp_path):
    """RFC 4998 §5.3: each archive time-stamp but the first covers the hash of the token before it."""
    paths, first, renewals = chain
    with frozen(LATER):
        own_authority.trust()
    record = evidence_record(GROUPS[1], paths[1], first, renewals)
    before = GROUPS[1][0]
    times = (NOW, NOW + timedelta(days=10), LATER)
    for (node, token, _digest), at in zip(chain_of(record, before), times, strict=True):
        said = openssl_ts(tmp_path, token, node, own_authority.directory / "root.pem", at)
        assert "Verification: OK" in said


def test_an_authority_that_asks_for_a_log_in_gets_it_only_over_a_safe_way(independent):
    asked = HttpStamper("http://tsa.example/", "so:mat-khau")
    with pytest.raises(StampRefused, match="https"):
        asked.stamp(GROUPS[0][0])
    assert "mat-khau" not in repr(asked)
    with independent.answering(NOW):
        assert HttpStamper(independent.stamping, "so:mat-khau")._admission() == {
            "Authorization": "Basic c286bWF0LWtoYXU="
        }

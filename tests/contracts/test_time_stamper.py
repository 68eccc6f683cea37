"""What every adapter of the port ``TimeStamper`` promises: a stamp over what was given that holds for openssl too."""

import hashlib
import random
import ssl
from dataclasses import dataclass
from datetime import UTC, timedelta
from pathlib import Path

import pytest

from khuevan.kernel.clock import frozen
from khuevan.platform.documents.api import render
from khuevan.platform.signing.adapters.demo_tsa import DemoStamper
from khuevan.platform.signing.adapters.evidence import check_evidence, evidence_record
from khuevan.platform.signing.adapters.hash_tree import digest_of, plant
from khuevan.platform.signing.adapters.stamp_token import Token, check_token
from khuevan.platform.signing.adapters.stamps import HttpStamper, accepted
from khuevan.platform.signing.api import seal_pdf, stamp_pdf, verify_pdf
from khuevan.platform.signing.ports import StampRefused, TimeStamper, Trust
from tests.platform.documents.sample import SECONDARY
from tests.platform.signing.sample import NOW, SIGNED_AT
from tests.platform.signing.stamping import openssl_says, openssl_ts, record_root, token_of

DIGEST = hashlib.sha256("học bạ".encode()).digest()


@dataclass
class Case:
    """A stamper, its name, and who vouches for it."""

    stamper: TimeStamper
    name: str
    trust: Trust
    root: Path


def own(request, _tmp_path):
    authority = request.getfixturevalue("authority")
    trust = request.getfixturevalue("trust")
    yield Case(DemoStamper(authority), "Chứng thực số dấu thời gian Khuê Văn", trust, authority.directory / "root.pem")


def over_http(request, tmp_path):
    independent, ours = request.getfixturevalue("independent"), request.getfixturevalue("trust")
    theirs = independent.trust(NOW)
    both = Trust(ours.anchors + theirs.anchors, ours.intermediates, ours.revocation_lists + theirs.revocation_lists)
    (tmp_path / "root.pem").write_text(ssl.DER_cert_to_PEM_cert(independent.der("root")))
    with independent.answering(NOW):
        yield Case(HttpStamper(independent.stamping), "Dấu thời gian độc lập", both, tmp_path / "root.pem")


@pytest.fixture(params=[own, over_http], ids=["demo", "http"])
def case(request, tmp_path):
    yield from request.param(request, tmp_path)


@pytest.fixture
def token(case):
    return case.stamper.stamp(DIGEST)


@pytest.fixture(scope="module")
def sealed(signers):
    with frozen(NOW):
        return seal_pdf(render("transcript_tt22", SECONDARY), signers["seal"], at=SIGNED_AT)


def codes(stamp):
    return [found.code for found in stamp.problems]


def test_stamp_says_who_and_when(case, token):
    assert isinstance(case.stamper, TimeStamper)
    said = check_token(token, DIGEST, case.trust, NOW, since=SIGNED_AT)
    assert (said.problems, said.authority, said.at) == ((), case.name, NOW)
    assert case.stamper.stamp(DIGEST) != token


def test_openssl_accepts_it_and_reads_the_same(case, token, tmp_path):
    assert "Verification: OK" in openssl_ts(tmp_path, token, DIGEST, case.root, NOW)
    other = hashlib.sha256(b"other").digest()
    assert "Verification: OK" not in openssl_ts(tmp_path, token, other, case.root, NOW)
    assert f"Time stamp: {NOW.astimezone(UTC):%b %e %H:%M:%S %Y} GMT" in openssl_says(tmp_path, token)


@pytest.mark.parametrize("digest", ["sha512", "sha3_512"])
def test_it_stamps_stronger_digests_too(case, digest, tmp_path):
    stamped = digest_of("học bạ".encode(), digest)
    token = case.stamper.stamp(stamped, digest)
    assert codes(check_token(token, stamped, case.trust, NOW, algorithm=digest)) == []
    assert codes(check_token(token, stamped, case.trust, NOW)) == ["stamp_other"]
    assert "Verification: OK" in openssl_ts(tmp_path, token, stamped, case.root, NOW)
    if Token(token).signed_by == "sha256":
        with pytest.raises(StampRefused, match="SHA-256"):
            accepted(token, stamped, case.trust, digest)
    else:
        assert accepted(token, stamped, case.trust, digest).valid


def test_stamp_of_something_else_is_refused(case, token):
    assert codes(check_token(token, hashlib.sha256(b"other").digest(), case.trust, NOW)) == ["stamp_other"]


def test_stamp_of_nobody_we_trust_is_refused(case, token, own_authority):
    assert "untrusted" in codes(check_token(token, DIGEST, own_authority.trust(), NOW))


def test_impossible_times_are_refused(case, token):
    assert codes(check_token(token, DIGEST, case.trust, NOW - timedelta(hours=1))) == ["stamp_time"]
    assert codes(check_token(token, DIGEST, case.trust, NOW, since=NOW + timedelta(hours=1))) == ["stamp_time"]


def test_no_changed_byte_goes_unseen(case, token):
    dice = random.Random(20260601)
    for position in range(len(token)):
        changed = bytearray(token)
        changed[position] ^= 1 << dice.randrange(8)
        assert not check_token(bytes(changed), DIGEST, case.trust, NOW).valid, position
    for garbage in (b"", token[:-1], token + b"\0", b"\x30\x82\xff\xff", bytes(4000)):
        assert codes(check_token(garbage, DIGEST, case.trust, NOW)) == ["stamp_malformed"]


@pytest.mark.parametrize("count", [1, 2, 3, 7, 64])
def test_one_stamp_holds_for_each_document_of_a_batch_and_for_others_sums(case, count, tmp_path):
    groups = [[hashlib.sha256(f"{kind} {n}".encode()).digest() for kind in ("xml", "pdf")] for n in range(count)]
    root, paths = plant(groups)
    token = case.stamper.stamp(root)
    for group, path in zip(groups, paths, strict=True):
        assert check_evidence(group, path, token, case.trust, NOW).valid
        record = evidence_record(group, path, token)
        assert [record_root(record, digest) for digest in group] == [(root, token)] * 2
    assert record_root(record, DIGEST) == (None, b"")
    assert "Verification: OK" in openssl_ts(tmp_path, token, root, case.root, NOW)


def test_wrong_path_or_document_is_refused(case):
    groups = [[hashlib.sha256(bytes([n])).digest()] for n in range(5)]
    root, paths = plant(groups)
    token = case.stamper.stamp(root)
    told = [check_evidence(groups[0], path, token, case.trust, NOW) for path in (paths[1], paths[0][:-32], b"x")]
    assert [codes(one) for one in told] == [["stamp_other"], ["stamp_other"], ["stamp_malformed"]]
    assert codes(check_evidence([DIGEST], paths[0], token, case.trust, NOW)) == ["stamp_other"]


def test_paper_carries_its_stamp(case, token, sealed, tmp_path):
    stamped = sealed + stamp_pdf(sealed, case.stamper, case.trust, token)
    verdict = verify_pdf(stamped, case.trust)
    assert (verdict.valid, verdict.stamp.at, verdict.stamp.authority) == (True, NOW, case.name)
    assert verdict.digest == hashlib.sha256(sealed).hexdigest()
    assert "Verification: OK" in openssl_ts(tmp_path, *token_of(stamped), case.root, NOW)


def test_clocks_that_differ_are_said_as_such(case, token):
    with frozen(NOW - timedelta(minutes=20)), pytest.raises(StampRefused, match="lệch nhau 20 phút"):
        accepted(token, DIGEST, case.trust)
    assert accepted(token, DIGEST, case.trust).valid

"""Before SHA-256 grows old: new trees over the documents themselves (RFC 4998 §5.2), and what was said of the past."""

import hashlib
import random
from dataclasses import replace
from datetime import timedelta

import pytest

from khuevan.kernel.clock import frozen
from khuevan.platform.signing.adapters.demo_ca import DemoAuthority
from khuevan.platform.signing.adapters.demo_tsa import DemoStamper
from khuevan.platform.signing.adapters.evidence import check_evidence, evidence_record, plant_renewal, regrown
from khuevan.platform.signing.adapters.hash_tree import digest_of, plant
from khuevan.platform.signing.adapters.proofs import kept, kept_proofs, proofs_of_tokens
from khuevan.platform.signing.ports import Renewal, Trust
from tests.platform.signing.sample import NOW
from tests.platform.signing.stamping import chain_of, openssl_ts
from tests.platform.signing.test_renewal import codes

FILES = [[f"{kind} {n}".encode() for kind in ("xml", "pdf")] for n in range(3)]
GROUPS = [[digest_of(one) for one in files] for files in FILES]
TIMES = [NOW + timedelta(days=10 * n) for n in range(4)]


def rehashed(n):
    return lambda digest: [digest_of(one, digest) for one in FILES[n]]


@pytest.fixture(scope="module", params=["sha512", "sha3_512"])
def digest(request):
    return request.param


@pytest.fixture(scope="module")
def old(tmp_path_factory):
    """The authority that stamped first, and will be gone."""
    return DemoAuthority(tmp_path_factory.mktemp("old"), "Cũ")


@pytest.fixture(scope="module")
def evidence(old, authority, digest):
    """Three cases: stamped, renewed, planted anew by a stronger digest, renewed once more."""
    root, paths = plant(GROUPS)
    with frozen(TIMES[0]):
        first = DemoStamper(old).stamp(root)
    with frozen(TIMES[1]):
        both = together(old.trust(), authority.trust())
        proofs = proofs_of_tokens(both, [first])
        root, [path] = plant_renewal([first], "sha256", proofs)
        second = Renewal(DemoStamper(authority).stamp(root), path, proofs=proofs)
    with frozen(TIMES[2]):
        proofs = proofs_of_tokens(authority.trust(), [second.token])
        groups = [regrown(GROUPS[n], paths[n], first, [second], digest, rehashed(n)) for n in range(3)]
        root, ways = plant(groups, digest, proofs)
        token = DemoStamper(authority).stamp(root, digest)
        third = [Renewal(token, way, digest, tree=True, proofs=proofs) for way in ways]
    with frozen(TIMES[3]):
        proofs = proofs_of_tokens(authority.trust(), [token])
        root, [_other, path] = plant_renewal([b"another token", token], digest, proofs)
        last = Renewal(DemoStamper(authority).stamp(root, digest), path, digest, proofs=proofs)
    return paths, first, [[second, one, last] for one in third]


def together(one, other):
    return Trust(
        (*one.anchors, *other.anchors), (*one.intermediates, *other.intermediates),
        (*one.revocation_lists, *other.revocation_lists),
    )  # fmt: skip


@pytest.fixture
def trust(old, authority):
    """What is known later: both roots; of the old authority no list is at hand any more."""
    with frozen(TIMES[3]):
        own = authority.trust()
        return replace(together(own, old.trust()), revocation_lists=own.revocation_lists)


@pytest.fixture
def check(evidence, trust):
    def said(n=0, renewals=None, files=None, since=None):
        paths, first, later = evidence
        later = later[n] if renewals is None else renewals
        again = (lambda digest: [digest_of(one, digest) for one in files]) if files else rehashed(n)
        return check_evidence(
            GROUPS[n], paths[n], first, trust, TIMES[3], since=since, renewals=later, rehashed=again
        )  # fmt: skip

    return said


def test_old_and_new_trees_hold_together_and_say_when_the_first_stamp_was(check):
    for n in range(3):
        found = check(n)
        assert (codes(found), found.at, found.authority) == ([], TIMES[0], "Chứng thực số dấu thời gian Cũ")


def test_without_what_was_kept_nobody_could_tell_whether_the_old_authority_was_revoked(check, evidence):
    second, third, last = evidence[2][0]
    assert codes(check(renewals=[replace(second, proofs=b""), third, last])) == ["revocation_unknown"]


def test_a_changed_byte_is_seen_wherever_it_is(check, evidence):
    dice = random.Random(20260601)
    for at, one in enumerate(evidence[2][0]):
        for part in ("token", "path", "proofs"):
            content = getattr(one, part)
            for place in dice.sample(range(len(content)), min(40, len(content))):
                changed = bytearray(content)
                changed[place] ^= 1 << dice.randrange(8)
                others = [*evidence[2][0]]
                others[at] = replace(one, **{part: bytes(changed)})
                assert not check(renewals=others).valid, (at, part, place)


def test_another_document_another_order_and_a_missing_link_are_seen(check, evidence):
    second, third, last = evidence[2][0]
    assert "stamp_other" in codes(check(files=[b"xml 0", b"pdf 7"]))
    assert "stamp_other" in codes(check(renewals=evidence[2][1]))
    assert "stamp_other" in codes(check(renewals=[third, last]))
    assert codes(check(renewals=[second, last])) == ["stamp_other"]
    assert codes(check(renewals=[second, replace(third, tree=False), last]))[0] == "stamp_other"
    assert check(renewals=[second, third]).valid


def test_a_tree_of_documents_that_are_not_at_hand_proves_nothing(evidence, trust):
    paths, first, later = evidence
    found = check_evidence(GROUPS[0], paths[0], first, trust, TIMES[3], renewals=later[0])
    assert "stamp_malformed" in codes(found)


def test_others_follow_the_record_through_both_digests(evidence, old, authority, digest, tmp_path):
    paths, first, later = evidence
    record = evidence_record(GROUPS[1], paths[1], first, later[1], rehashed(1))
    roots = [old, authority, authority, authority]
    for document in FILES[1]:
        links = chain_of(record, digest_of(document), document)
        assert [name for *_link, name in links] == ["sha256", "sha256", digest, digest]
        for (node, token, _name), at, who in zip(links, TIMES, roots, strict=True):
            assert "Verification: OK" in openssl_ts(tmp_path, token, node, who.directory / "root.pem", at)
    with pytest.raises(AssertionError):
        chain_of(record, digest_of(FILES[1][0]), FILES[0][0])


def test_what_is_kept_is_read_as_it_was_written(old, evidence):
    blob = evidence[2][0][0].proofs
    proofs = kept_proofs(blob)
    assert kept(proofs) == blob
    assert set(proofs.lists) == set(old.trust().revocation_lists)
    assert hashlib.sha256(blob[:-1]).digest() != hashlib.sha256(blob).digest()
    assert [kept_proofs(bad) for bad in (blob[:-1], blob + b"\0", b"8,5", b"\x30\x00")] == [None] * 4

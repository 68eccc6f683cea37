"""A second time-stamp behind a paper, before the certificate of the first one's authority ends (PAdES B-LTA)."""

import random
from dataclasses import replace
from datetime import timedelta

import pytest

from khuevan.kernel.clock import frozen
from khuevan.platform.documents.api import render
from khuevan.platform.signing.adapters import pdf_tail
from khuevan.platform.signing.adapters.demo_ca import DemoAuthority
from khuevan.platform.signing.adapters.demo_tsa import DemoStamper
from khuevan.platform.signing.api import last_token, seal_pdf, stamp_pdf, verify_pdf
from khuevan.platform.signing.ports import UnfitDocument
from tests.platform.documents.sample import SECONDARY
from tests.platform.signing.sample import NOW, SIGNED_AT
from tests.platform.signing.stamping import openssl_ts, token_of
from tests.platform.signing.test_paper_stamp import archival, told
from tests.platform.signing.test_stronger_digests import together

LATER = NOW + timedelta(days=10)


@pytest.fixture(scope="module")
def old(tmp_path_factory):
    """The authority that stamped first; its lists will be gone."""
    return DemoAuthority(tmp_path_factory.mktemp("old"), "Cũ")


@pytest.fixture(scope="module")
def both(old, authority):
    with frozen(NOW):
        return together(authority.trust(), old.trust())


@pytest.fixture(scope="module")
def sealed(signers):
    with frozen(NOW):
        return seal_pdf(render("transcript_tt22", SECONDARY), signers["seal"], at=SIGNED_AT)


@pytest.fixture(scope="module")
def first(sealed, old, both):
    with frozen(NOW):
        stamper = DemoStamper(old)
        return stamp_pdf(sealed, stamper, both, stamper.stamp(bytes(32)))


@pytest.fixture(scope="module")
def second(sealed, first, both, authority):
    with frozen(LATER):
        stamper = DemoStamper(authority)
        return stamp_pdf(sealed, stamper, both, stamper.stamp(bytes(32)), first)


@pytest.fixture
def without(both, authority):
    """What is known later: the old authority's root, and no list of it."""
    with frozen(LATER):
        return replace(both, revocation_lists=authority.trust().revocation_lists)


def codes(pdf, trust):
    return [found.code for found in verify_pdf(pdf, trust, now=LATER).all_problems]


def test_the_first_stamp_counts_by_what_the_second_tail_keeps(sealed, first, second, without):
    verdict = verify_pdf(sealed + first + second, without, now=LATER)
    assert (verdict.valid, verdict.stamp.at, verdict.stamp.authority) == (True, NOW, "Chứng thực số dấu thời gian Cũ")
    assert codes(sealed + first, without) == ["revocation_unknown"]


def test_other_programs_see_both_stamps_in_a_sound_paper(sealed, first, second, old, authority, tmp_path):
    whole = sealed + first + second
    seen = told(tmp_path, whole, "pdfsig")
    assert "Signature Validation: Signature is Valid." in seen
    assert "Signature Field Name: DauThoiGian\n" in seen
    assert "Signature Field Name: DauThoiGian2\n" in seen
    assert "Total document signed" in seen
    assert "No syntax or stream encoding errors found" in told(tmp_path, whole, "qpdf", "--check")
    for paper, who, at in ((sealed + first, old, NOW), (whole, authority, LATER)):
        assert "Verification: OK" in openssl_ts(tmp_path, *token_of(paper), who.directory / "root.pem", at)


def test_another_validator_dates_the_seal_by_the_first_stamp(signers, authority, trust, sealed, tmp_path):
    """By EN 319 102-1 with the proofs in the paper alone; one root, as its manager wants."""
    stamper = DemoStamper(authority)
    tails = stamp_pdf(sealed, stamper, trust, stamper.stamp(bytes(32)))
    with frozen(LATER):
        tails += stamp_pdf(sealed, stamper, authority.trust(), stamper.stamp(bytes(32)), tails)
        (tmp_path / "twice.pdf").write_bytes(sealed + tails)
        found = archival(tmp_path / "twice.pdf", trust.anchors[0], LATER + timedelta(days=1))
    assert (found.api_status.bottom_line, found.api_status.modification_level.name) == (True, "LTA_UPDATES")
    assert found.oldest_evidence_record_timestamp == NOW


def test_no_changed_byte_goes_unseen(sealed, first, second, both):
    dice = random.Random(20260601)
    whole, start = sealed + first + second, len(sealed)
    middle = start + len(first)
    gap = second.index(b"/Contents <") + middle
    used = whole.index(b"00000000000000000000", gap)
    places = [
        *dice.sample(range(start, middle), 60), *dice.sample(range(middle, gap), 60),
        *dice.sample(range(gap, used), 60),
        *range(len(whole) - 60, len(whole)),
    ]  # fmt: skip
    for position in places:
        changed = bytearray(whole)
        changed[position] ^= 1 << dice.randrange(7)
        assert codes(bytes(changed), both), f"byte {position}: {whole[position : position + 20]!r}"


def test_nothing_may_stand_before_between_or_behind(sealed, first, second, both):
    for whole in (
        sealed + second, sealed + second + first, sealed + first + b"\n" + second, sealed + first + second + b"\n",
        sealed + first + first, sealed + first + second + second,
    ):  # fmt: skip
        assert codes(whole, both)[0] in ("appended", "not_pdf")


def test_proofs_are_not_repeated_and_no_stranger_s_are_carried(sealed, first, second, both, authority, tmp_path):
    one, two = pdf_tail.read_tails(sealed, first + second)
    assert not set(one.proofs.certificates) & set(two.proofs.certificates)
    stranger = DemoAuthority(tmp_path / "stranger", "Lạ").trust()
    strange = pdf_tail.Proofs(stranger.anchors, stranger.revocation_lists)
    with frozen(LATER):
        forged = pdf_tail.write_tail(sealed, strange, DemoStamper(authority).stamp, first)
    assert codes(sealed + first + forged, both) == ["stamp_malformed"]


def test_a_later_stamp_cannot_be_older(sealed, first, both, authority):
    with frozen(NOW - timedelta(hours=1)):
        early = pdf_tail.write_tail(sealed, pdf_tail.Proofs(), DemoStamper(authority).stamp, first)
    assert "stamp_time" in codes(sealed + first + early, both)


def test_only_tails_of_our_form_are_continued(sealed, first, both, authority):
    stamper = DemoStamper(authority)
    for broken in (first[:-1], b"8,5", first + b" "):
        assert last_token(sealed, broken) == b""
        with pytest.raises(UnfitDocument):
            stamp_pdf(sealed, stamper, both, stamper.stamp(bytes(32)), broken)
    third = first
    with frozen(LATER):
        for _again in range(2):
            third += stamp_pdf(sealed, stamper, both, stamper.stamp(bytes(32)), third)
    assert codes(sealed + third, both) == []

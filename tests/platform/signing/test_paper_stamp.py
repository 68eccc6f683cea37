"""The time-stamp behind a sealed paper: PAdES B-LTA for other programs, and nothing else can stand there."""

import asyncio
import random
import subprocess
from datetime import timedelta

import pytest
from asn1crypto import x509 as asn1
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.ades import ades_lta_validation
from pyhanko.sign.validation.policy_decl import (
    CertificateFetchingRule,
    PdfSignatureValidationSpec,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko_certvalidator.context import CertValidationPolicySpec, ValidationTimingInfo
from pyhanko_certvalidator.policy_decl import REQUIRE_REVINFO, CertRevTrustPolicy
from pyhanko_certvalidator.registry import SimpleTrustManager

from khuevan.platform.documents.api import render
from khuevan.platform.signing.adapters import pdf_tail
from khuevan.platform.signing.adapters.demo_ca import DemoAuthority
from khuevan.platform.signing.adapters.demo_tsa import DemoStamper
from khuevan.platform.signing.adapters.file_key import KeyFiles
from khuevan.platform.signing.adapters.proofs import proofs_of
from khuevan.platform.signing.api import seal_pdf, stamp_pdf, verify_pdf
from khuevan.platform.signing.ports import StampRefused, UnfitDocument
from tests.platform.documents.sample import SECONDARY
from tests.platform.signing.sample import ENDS, NOW, PIN, SIGNED_AT, STAFF, STARTS
from tests.platform.signing.stamping import token_of


@pytest.fixture(scope="module")
def plain():
    return render("transcript_tt22", SECONDARY)


@pytest.fixture
def sealed(plain, signers):
    return seal_pdf(plain, signers["seal"], at=SIGNED_AT)


@pytest.fixture
def stamper(authority):
    return DemoStamper(authority)


@pytest.fixture
def tail(sealed, stamper, trust):
    return stamp_pdf(sealed, stamper, trust, stamper.stamp(bytes(32)))


@pytest.fixture
def codes(trust):
    return lambda pdf: [found.code for found in verify_pdf(pdf, trust).all_problems]


def told(tmp_path, content, *command):
    (tmp_path / "paper.pdf").write_bytes(content)
    done = subprocess.run([*command, tmp_path / "paper.pdf"], capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def test_other_programs_see_seal_and_stamp_in_a_sound_paper(sealed, tail, tmp_path):
    seen = told(tmp_path, sealed + tail, "pdfsig")
    assert "Signature Validation: Signature is Valid." in seen
    assert "Signature Field Name: DauThoiGian" in seen
    assert "Signer Certificate Common Name: Chứng thực số dấu thời gian Khuê Văn" in seen
    assert "Total document signed" in seen
    assert "No syntax or stream encoding errors found" in told(tmp_path, sealed + tail, "qpdf", "--check")
    assert 'pdfaid:part="2" pdfaid:conformance="B"' in told(tmp_path, sealed + tail, "pdfinfo", "-meta")


def archival(path, anchor, at):
    """The verdict by EN 319 102-1 §5.6.3 with what is in the paper alone."""
    trusted = SimpleTrustManager.build(trust_roots=[asn1.Certificate.load(anchor)])
    policy = CertValidationPolicySpec(trusted, CertRevTrustPolicy(REQUIRE_REVINFO))
    closed = RevocationInfoGatheringSpec(RevinfoOnlineFetchingRule.LOCAL_ONLY, CertificateFetchingRule.NEVER_FETCH)
    spec = PdfSignatureValidationSpec(SignatureValidationSpec(policy, revinfo_gathering_policy=closed))
    timing = ValidationTimingInfo(at, at, point_in_time_validation=True)
    with open(path, "rb") as paper:
        [seal] = PdfFileReader(paper).embedded_regular_signatures
        return asyncio.run(ades_lta_validation(seal, spec, timing))


def test_another_validator_dates_the_seal_by_the_stamp(sealed, tail, authority, tmp_path):
    """By EN 319 102-1, with the proofs in the paper alone; without the stamp nothing proves when it was."""
    (tmp_path / "stamped.pdf").write_bytes(sealed + tail)
    (tmp_path / "sealed.pdf").write_bytes(sealed)
    root, tomorrow = authority.trust().anchors[0], NOW + timedelta(days=1)
    found = archival(tmp_path / "stamped.pdf", root, tomorrow)
    assert (found.api_status.bottom_line, found.api_status.modification_level.name) == (True, "LTA_UPDATES")
    assert found.oldest_evidence_record_timestamp == NOW
    assert archival(tmp_path / "sealed.pdf", root, tomorrow).oldest_evidence_record_timestamp is None


def test_the_sealed_part_still_stands_alone(sealed, tail, codes, trust):
    assert verify_pdf(sealed, trust).stamp is None
    assert codes(sealed) == codes(sealed + tail) == []


def test_no_changed_byte_goes_unseen(sealed, tail, trust):
    dice = random.Random(20260601)
    whole, start = sealed + tail, len(sealed)
    gap = tail.index(b"/Contents <") + start
    used = whole.index(b"00000000000000000000", gap)
    places = [
        *dice.sample(range(start, gap), 150),
        *dice.sample(range(gap, used), 150),
        *range(len(whole) - 60, len(whole)),
    ]
    for position in [*places, *dice.sample(range(used, len(whole) - 60), 20), *dice.sample(range(start), 30)]:
        changed = bytearray(whole)
        changed[position] ^= 1 << dice.randrange(7)
        verdict = verify_pdf(bytes(changed), trust)
        assert not verdict.valid, f"byte {position}: {whole[position : position + 20]!r}"


@pytest.mark.parametrize("more", [b"\n", b"% more\n", b" " * 400])
def test_nothing_may_follow_the_stamp(sealed, tail, codes, more):
    assert codes(sealed + tail + more) == ["appended"]


def test_nothing_may_stand_before_it(sealed, tail, codes):
    for whole in (sealed + b"\n% more" + tail, sealed + tail + tail):
        assert codes(whole)[0] in ("appended", "not_pdf")


def test_other_spelling_of_the_token_is_noticed(sealed, tail, codes):
    start = tail.index(b"/Contents <") + 11
    for spelling in (tail[start : start + 40].lower(), b"0" * 40):
        assert codes(sealed + tail[:start] + spelling + tail[start + 40 :])[0] in ("appended", "not_pdf")
    assert codes(sealed + tail.replace(b"0" * 40 + b">", b"0" * 39 + b"1>")) == ["appended"]


def test_stamp_of_another_paper_is_refused(plain, sealed, tail, signers, stamper, trust, codes):
    token, _digest = token_of(sealed + tail)
    [proofs] = [one.proofs for one in pdf_tail.read_tails(sealed, tail)]
    moved = pdf_tail.write_tail(sealed, proofs, lambda _digest: stamper.stamp(bytes(32)))
    assert codes(sealed + moved) == ["stamp_other"]
    assert pdf_tail.write_tail(sealed, proofs, lambda _digest: token) == tail


def test_stamp_of_an_unknown_authority_is_never_kept_and_never_believed(sealed, tmp_path, trust, codes):
    stranger = DemoStamper(DemoAuthority(tmp_path / "stranger", "Lạ"))
    with pytest.raises(StampRefused, match="không do tổ chức chứng thực được tin cậy cấp"):
        stamp_pdf(sealed, stranger, trust, stranger.stamp(bytes(32)))
    forged = pdf_tail.write_tail(sealed, pdf_tail.Proofs(), stranger.stamp)
    assert codes(sealed + forged) == ["stamp_forged", "untrusted"]


def test_proofs_of_strangers_are_refused(sealed, tmp_path, stamper, trust, codes):
    stranger = DemoAuthority(tmp_path / "stranger", "Lạ")
    proofs = pdf_tail.Proofs(stranger.trust().anchors, stranger.trust().revocation_lists)
    assert codes(sealed + pdf_tail.write_tail(sealed, proofs, stamper.stamp)) == ["stamp_malformed"]
    assert codes(sealed + pdf_tail.write_tail(sealed, pdf_tail.Proofs((b"8,5",)), stamper.stamp)) == ["stamp_malformed"]


def test_key_of_a_person_stamps_nothing_and_the_stampers_key_seals_nothing(signers, stamper, trust):
    from khuevan.platform.signing.adapters.trust import standing

    person, clock = signers["seal"].certificate.der, stamper.certificate.dump()
    assert standing(trust, person, (), stamping=True).flaw == "certificate_unfit"
    assert standing(trust, clock, ()).flaw == "certificate_unfit"
    assert standing(trust, clock, (), stamping=True).flaw == ""


def test_stamp_before_the_seal_is_refused(plain, signers, stamper, trust, codes):
    later = seal_pdf(plain, signers["seal"], at=NOW.replace(hour=9))
    tail = stamp_pdf(later, stamper, trust, stamper.stamp(bytes(32)))
    assert "stamp_time" in codes(later + tail)


def test_only_a_paper_that_was_sealed_here_is_stamped(plain, stamper, trust):
    for content in (plain, b"8,5"):
        with pytest.raises(UnfitDocument):
            stamp_pdf(content, stamper, trust, stamper.stamp(bytes(32)))


def test_revoked_authority_is_not_believed(plain, tmp_path):
    authority = DemoAuthority(tmp_path / "own")
    files, stamper = KeyFiles(tmp_path / "keys", authority), DemoStamper(authority)
    files.create("seal", PIN, STAFF["seal"], not_before=STARTS, not_after=ENDS)
    sealed = seal_pdf(plain, files.open("seal", PIN), at=SIGNED_AT)
    whole = sealed + stamp_pdf(sealed, stamper, authority.trust(), stamper.stamp(bytes(32)))
    authority.revoke(f"{stamper.certificate.serial_number:x}", SIGNED_AT)
    assert [found.code for found in verify_pdf(whole, authority.trust()).all_problems] == ["certificate_revoked"]


def test_proofs_are_the_paths_and_the_newest_lists(signers, stamper, trust):
    seal = signers["seal"]
    proofs = proofs_of(trust, (seal.certificate.der, seal.chain), (stamper.certificate.dump(), ()))
    assert set(proofs.certificates) == {
        seal.certificate.der, *trust.anchors, *trust.intermediates, stamper.certificate.dump(),
    }  # fmt: skip
    assert set(proofs.lists) == set(trust.revocation_lists)

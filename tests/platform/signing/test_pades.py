"""The school's seal under a PDF: accepted by other programs, and no byte may change."""

import random
import subprocess
from datetime import timedelta

import pytest

from khuevan.platform.documents.api import render
from khuevan.platform.signing.adapters.papers import seal_pdf, verify_pdf
from khuevan.platform.signing.ports import Place, UnfitDocument
from tests.platform.documents.sample import SECONDARY
from tests.platform.signing.sample import ENDS, NOW, PIN, SCHOOL, SCHOOL_CODE, SIGNED_AT, STAFF, STARTS


@pytest.fixture(scope="module")
def paper():
    return render("transcript_tt22", SECONDARY)


@pytest.fixture
def sealed(paper, signers):
    return seal_pdf(paper, signers["seal"], at=SIGNED_AT)


@pytest.fixture
def codes(trust):
    return lambda pdf, **options: [found.code for found in verify_pdf(pdf, trust, **options).all_problems]


def gap_of(pdf):
    """Where the signature lies: from ``<`` to ``>``."""
    start = pdf.index(b"<3082")
    return start, pdf.index(b">", start) + 1


def run(tmp_path, content, *command):
    path = tmp_path / "paper.pdf"
    path.write_bytes(content)
    done = subprocess.run([*command, path], capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def test_verdict_says_who_when_and_what(sealed, trust):
    verdict = verify_pdf(sealed, trust)
    assert verdict.valid
    [seal] = verdict.signatures
    assert (seal.signer.name, seal.at, seal.scope) == (SCHOOL, SIGNED_AT, "Bản thể hiện PDF")


def test_pdfsig_accepts_it(sealed, tmp_path):
    told = run(tmp_path, sealed, "pdfsig")
    assert "Signature Validation: Signature is Valid." in told
    assert "Signature Type: ETSI.CAdES.detached" in told
    assert "Total document signed" in told
    assert f"Common Name: {SCHOOL}" in told


def test_openssl_follows_it_to_our_root(sealed, tmp_path, authority):
    start, end = gap_of(sealed)
    digits = sealed[start + 1 : end - 1].decode()
    (tmp_path / "seal.der").write_bytes(bytes.fromhex(digits))
    (tmp_path / "covered").write_bytes(sealed[:start] + sealed[end:])
    command = ["openssl", "cms", "-verify", "-inform", "DER", "-in", tmp_path / "seal.der", "-binary"]
    command += [
        "-purpose",
        "any",
        "-content",
        tmp_path / "covered",
        "-CAfile",
        authority.directory / "root.pem",
        "-out",
        "/dev/null",
    ]
    done = subprocess.run([*command, "-attime", str(int(NOW.timestamp()))], capture_output=True, check=False)
    assert b"Verification successful" in done.stderr


def test_paper_stays_a_sound_pdf_a(sealed, tmp_path):
    assert "No syntax or stream encoding errors found" in run(tmp_path, sealed, "qpdf", "--check")
    assert 'pdfaid:part="2" pdfaid:conformance="B"' in run(tmp_path, sealed, "pdfinfo", "-meta")
    assert "PDF version:     1.7" in run(tmp_path, sealed, "pdfinfo")


def test_seal_over_the_drawn_one_shows_nothing_new(paper, signers, trust, tmp_path):
    placed = seal_pdf(paper, signers["seal"], at=SIGNED_AT, place=Place(3, 300, 150, 400, 250))
    assert verify_pdf(placed, trust).valid
    pages = [run(tmp_path, content, "pdftotext", "-f", "4", "-l", "4") for content in (paper, placed)]
    assert pages[0] == pages[1]
    assert b"/Rect [ 300 150 400 250 ]" in placed


def test_rsa_seal(paper, own_authority, own_files, tmp_path):
    own_files.create("seal", PIN, STAFF["seal"], not_before=STARTS, not_after=ENDS, kind="rsa2048")
    sealed = seal_pdf(paper, own_files.open("seal", PIN), at=SIGNED_AT)
    assert verify_pdf(sealed, own_authority.trust()).valid
    assert "Signature is Valid" in run(tmp_path, sealed, "pdfsig")


def test_no_changed_byte_goes_unseen(sealed, trust):
    dice = random.Random(20260528)
    start, end = gap_of(sealed)
    used = start + 1 + len(sealed[start + 1 : end - 1].rstrip(b"0"))
    anywhere, inside = dice.sample(range(len(sealed)), 60), dice.sample(range(start, used), 90)
    for position in [*anywhere, *inside, *dice.sample(range(used, end), 6)]:
        changed = bytearray(sealed)
        changed[position] ^= 1 << dice.randrange(7)
        assert not verify_pdf(bytes(changed), trust).valid, f"byte {position}: {sealed[position : position + 20]!r}"


def test_other_spelling_of_the_signature_is_noticed(sealed, codes):
    start, end = gap_of(sealed)
    digits = sealed[start:end]
    for spelling in (digits.replace(b"A", b"a", 1), digits[:-9] + b"7" + digits[-8:], digits[:-2] + b" >"):
        assert codes(sealed.replace(digits, spelling)) == ["malformed"]


def test_altered_page_is_named(sealed, trust):
    position = sealed.index(b"stream") + 40
    changed = sealed[:position] + bytes([sealed[position] ^ 1]) + sealed[position + 1 :]
    verdict = verify_pdf(changed, trust)
    assert dict(verdict.altered) == {"pdf": "Bản thể hiện PDF"}
    assert verdict.all_problems[0].message == f"“Bản thể hiện PDF” đã bị thay đổi sau khi {SCHOOL} ký."


@pytest.mark.parametrize("more", [b"\n", b"% more\n", b" " * 400])
def test_anything_after_the_signed_range_is_refused(sealed, codes, more):
    assert codes(sealed + more) == ["appended"]


def test_second_signature_is_refused(sealed, signers, codes, monkeypatch):
    monkeypatch.setattr("khuevan.platform.signing.adapters.pades.FIELD", "Khac")
    assert codes(seal_pdf(sealed, signers["seal"], at=SIGNED_AT)) == ["many_signatures"]


def test_person_cannot_stand_for_the_seal(paper, signers, codes):
    assert codes(seal_pdf(paper, signers["minh"], at=SIGNED_AT)) == ["key_kind"]


def test_seal_of_another_school_is_refused(sealed, codes):
    assert codes(sealed, organisation=SCHOOL_CODE) == []
    assert codes(sealed, organisation="80-99999-03-01") == ["wrong_organisation"]


def test_seal_of_an_unknown_authority_is_refused(paper, own_files, codes):
    own_files.create("seal", PIN, STAFF["seal"], not_before=STARTS, not_after=ENDS)
    forged = seal_pdf(paper, own_files.open("seal", PIN), at=SIGNED_AT)
    assert codes(forged) == ["certificate_swapped", "untrusted"]


@pytest.mark.parametrize(("hours", "expected"), [(-1, ["certificate_revoked"]), (1, [])])
def test_seal_revoked_before_or_after(paper, own_authority, own_files, hours, expected):
    own_files.create("seal", PIN, STAFF["seal"], not_before=STARTS, not_after=ENDS)
    seal = own_files.open("seal", PIN)
    sealed = seal_pdf(paper, seal, at=SIGNED_AT)
    own_authority.revoke(seal.certificate.serial, SIGNED_AT + timedelta(hours=hours))
    assert [found.code for found in verify_pdf(sealed, own_authority.trust()).all_problems] == expected


@pytest.mark.parametrize(
    ("at", "code"), [(NOW + timedelta(days=1), "wrong_time"), (STARTS - timedelta(days=1), "certificate_expired")]
)
def test_impossible_times_are_refused(paper, signers, codes, at, code):
    assert codes(seal_pdf(paper, signers["seal"], at=at)) == [code]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda pdf: b"", "not_pdf"),
        (lambda pdf: b"<hocbaso></hocbaso>", "not_pdf"),
        (lambda pdf: b"%PDF-1.7\n" + b"\xff" * 500, "not_pdf"),
        (lambda pdf: pdf[: len(pdf) // 2], "not_pdf"),
        (lambda pdf: pdf, "unsigned"),
        (lambda pdf: pdf + b" " * 6_000_000, "too_large"),
    ],
)
def test_what_is_no_sealed_paper_is_said(paper, codes, change, code):
    assert codes(change(paper)) == [code]


def test_only_a_pdf_is_sealed(signers):
    with pytest.raises(UnfitDocument, match="PDF"):
        seal_pdf(b"8,5", signers["seal"], at=SIGNED_AT)

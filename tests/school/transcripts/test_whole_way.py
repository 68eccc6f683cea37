"""From a teacher's signature to a verified transcript: returned once, corrected, accepted, and tampered with."""

import re
import subprocess

import pytest

from khuevan.platform.signing.api import trust_anchors
from khuevan.registry.files.api import content_of
from khuevan.school.enrolment.api import ClassSubject
from khuevan.school.gradebook.api import TermLock
from khuevan.school.transcripts.api import (
    SectionSignature,
    Version,
    accept,
    correct,
    return_,
    sign_homeroom,
    sign_subject,
    submit,
    verify_code,
    verify_file,
)
from tests.personas import acting_as
from tests.school.transcripts.school import PIN, change_mark, issue_all, lock_terms, states

pytestmark = pytest.mark.django_db


@pytest.fixture
def corrected(submitted, lan, mai, minh, binh):
    """The Sở returned one, which was corrected, signed again where it changed, and sent again."""
    with acting_as("anh-binh"):
        old = Version.objects.order_by("pk").first()
        return_(binh, old.pk, "Điểm cuối kì Toán khác với bài kiểm tra")
    with acting_as("thay-minh"):
        TermLock.objects.update(lifted_at=TermLock.objects.first().locked_at)
        fresh = correct(minh, old.pk, "Vào nhầm điểm cuối kì", "15/QĐ-THCSNĐC")
    with acting_as("co-lan"):
        maths = ClassSubject.objects.get(school_class=submitted, subject_id="TOAN")
        assert change_mark(maths, 95) == old.student_id
        assert sign_subject(lan, maths.pk, PIN).count == 1
    with acting_as("co-mai"):
        assert sign_homeroom(mai, submitted.pk, PIN).count == 1
    with acting_as("thay-minh"):
        lock_terms(submitted)
    issue_all(submitted)
    with acting_as("thay-minh"):
        assert submit(minh, [submitted.pk]) == 1
        return old, Version.objects.select_related("pdf").get(pk=fresh.pk)


def test_all_are_accepted_in_the_end(corrected, submitted, binh):
    old, fresh = corrected
    with acting_as("anh-binh"):
        waiting = Version.objects.filter(case__state="submitted").values_list("pk", flat=True)
        accept(binh, list(waiting))
    assert set(states(submitted)) == {"accepted"}
    assert (fresh.number, fresh.decision_no) == (2, "15/QĐ-THCSNĐC")
    assert verify_code(fresh.verify_code).outcome == "valid"
    assert verify_code(old.verify_code).outcome == "superseded"
    assert verify_code(old.verify_code).entry.latest == 2


def test_the_old_version_is_kept_as_it_was(corrected):
    old, fresh = corrected
    with acting_as("thay-minh"):
        kept = Version.objects.get(pk=old.pk)
    assert (kept.xml, kept.digest) == (old.xml, old.digest)
    assert kept.superseded_at
    assert fresh.xml != old.xml


def test_only_what_changed_was_signed_again(corrected):
    old, fresh = corrected
    with acting_as("thay-minh"):
        rows = {
            one.section: one for one in SectionSignature.objects.filter(version=fresh, role="subject", stale_at=None)
        }
        before = {one.section: one for one in SectionSignature.objects.filter(version=old, role="subject")}
    again = {section for section, row in rows.items() if row.at != before[section].at}
    assert again == {"mon-TOAN"}
    assert rows.keys() == before.keys()


def test_xmlsec_confirms_every_signature(an, tmp_path):
    document, anchor, between = tmp_path / "an.xml", tmp_path / "root.der", tmp_path / "issuing.der"
    document.write_text(an.xml)
    trust = trust_anchors()
    anchor.write_bytes(trust.anchors[0])
    between.write_bytes(trust.intermediates[0])
    for name in re.findall(r'<ds:Signature [^>]*Id="([^"]+)"', an.xml):
        done = subprocess.run(xmlsec_arguments(name, anchor, between, document), capture_output=True, text=True)
        assert done.returncode == 0, f"{name}: {done.stderr}"


def xmlsec_arguments(signature, anchor, between, document):
    trusted = ["--trusted-der", str(anchor), "--untrusted-der", str(between)]
    ids = [part for name in ("noidung", "thongtin", "mon", "chunhiem") for part in ("--id-attr:Id", name)]
    signed = ["--id-attr:Id", "http://www.w3.org/2000/09/xmldsig#:Signature"]
    signed += ["--id-attr:Id", "http://uri.etsi.org/01903/v1.3.2#:SignedProperties"]
    where = ["--node-xpath", f"//*[local-name()='Signature'][@Id='{signature}']"]
    return ["xmlsec1", "--verify", "--enabled-key-data", "x509", *trusted, *ids, *signed, *where, str(document)]


def test_pdfsig_confirms_the_seal(an, tmp_path):
    paper = tmp_path / "an.pdf"
    paper.write_bytes(content_of(an.pdf))
    said = subprocess.run(["pdfsig", "-nocert", str(paper)], capture_output=True, text=True).stdout
    assert "Signature is Valid" in said
    assert "Total document signed" in said


def test_one_changed_mark_is_refused_and_named(an):
    forged = an.xml.replace('<ketqua hocky="3"><diem>', '<ketqua hocky="3"><diem>9', 1).encode()
    verdict = verify_file(forged)
    assert verdict.outcome == "altered"
    assert verdict.altered == {"mon-NV": "Môn Ngữ văn"}
    assert any("“Môn Ngữ văn” đã bị thay đổi" in reason for reason in verdict.reasons)

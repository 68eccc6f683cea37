"""Signing XML over a growing scope, and validators that know nothing of us."""

import hashlib
from datetime import timedelta

import pytest
from lxml import etree
from signxml import DigestAlgorithm, SignatureMethod
from signxml.xades import XAdESSignatureConfiguration, XAdESVerifier

from khuevan.kernel.errors import NotFound
from khuevan.platform.signing.adapters import xades
from khuevan.platform.signing.adapters.document import DS, SignedDocument, canonical, canonical_xml
from khuevan.platform.signing.adapters.xades_check import verify
from khuevan.platform.signing.adapters.xades_form import read
from khuevan.platform.signing.ports import UnfitDocument, WrongOrder
from tests.platform.signing.sample import (
    ENDS,
    NAMES,
    PIN,
    SCHEME,
    SECTIONS,
    SIGNED_AT,
    STAFF,
    STARTS,
    signed,
    subject,
    unsigned,
    with_subjects,
)
from tests.platform.signing.tools import xmlsec

SIGNATURES = ["ky-subject-mon-TOAN", "ky-homeroom-lylich", "ky-principal-hocba", "ky-seal-hocba"]


def test_full_document_is_valid(document, trust):
    verdict = verify(document, trust, SCHEME, names=NAMES)
    assert verdict.valid
    assert verdict.digest == hashlib.sha256(document).hexdigest()
    assert [s.role_name for s in verdict.signatures] == [
        "Giáo viên bộ môn",
        "Giáo viên bộ môn",
        "Giáo viên chủ nhiệm",
        "Hiệu trưởng",
        "Con dấu nhà trường",
    ]


def test_verdict_says_who_when_and_what(document, trust):
    teacher, _, homeroom, principal, seal = verify(document, trust, SCHEME, names=NAMES).signatures
    assert (teacher.signer.name, teacher.at, teacher.scope) == ("Nguyễn Thị Lan", SIGNED_AT, "Toán")
    assert homeroom.scope.startswith("Lý lịch học sinh, Toán, Ngữ văn, Nhận xét của giáo viên chủ nhiệm, chữ ký")
    assert (principal.signer.title, principal.signer.organisation) == ("Hiệu trưởng", "Trường THCS An Cư")
    assert seal.signer.seal
    assert seal.scope.endswith("chữ ký Hiệu trưởng")


@pytest.mark.parametrize(("until", "missing"), [("homeroom", ("Hiệu trưởng", "Con dấu nhà trường")), ("seal", ())])
def test_unfinished_document_is_intact_but_not_complete(signers, trust, until, missing):
    verdict = verify(signed(signers, until), trust, SCHEME)
    assert (verdict.intact, verdict.complete, verdict.missing) == (True, not missing, missing)
    assert verdict.valid == (not missing)


def test_fragment_goes_into_the_document_unchanged(signers):
    fragment = xades.sign_fragment([SECTIONS["mon-TOAN"]], signers["lan"], role="subject", at=SIGNED_AT)
    document = SignedDocument(xades.embed(unsigned(), [fragment]))
    assert document.part("ky-subject-mon-TOAN") == fragment


def test_signing_order_does_not_rewrite_what_was_signed(signers):
    before = with_subjects(signers)
    after = xades.sign_stage(before, SCHEME, signers["mai"], role="homeroom", at=SIGNED_AT)
    earlier, later = SignedDocument(before), SignedDocument(after)
    for part in (*earlier.sections, *earlier.signatures):
        assert later.part(part) == earlier.part(part)


def test_written_signature_is_its_own_canonical_form(document):
    for element in SignedDocument(document).signatures.values():
        statement, value = read(element)
        alone = etree.fromstring(statement.written(value))
        assert canonical(alone) == statement.written(value)
        assert canonical(alone.find(f"{{{DS}}}SignedInfo")) == statement.signed_info
        properties = alone.find(".//{*}SignedProperties")
        assert hashlib.sha256(canonical(properties)).digest() == statement.properties_digest


def test_signing_again_gives_the_same_bytes(signers, document):
    assert signed(signers) == document


def test_class_is_signed_in_one_call(signers):
    sections = [[subject("mon-TOAN", comment=f"Em số {number}")] for number in range(45)]
    fragments = xades.sign_fragments(sections, signers["lan"], role="subject", at=SIGNED_AT)
    document = unsigned(SECTIONS | {"mon-TOAN": sections[7][0]})
    assert xades.embed(document, [fragments[7]])
    with pytest.raises(UnfitDocument, match="đã bị thay đổi sau khi Nguyễn Thị Lan ký") as refusal:
        xades.embed(document, [fragments[8]])
    assert (refusal.value.code, refusal.value.hint) == ("altered", "mon-TOAN")


def test_one_teacher_signs_several_subjects_at_once(signers, trust):
    both = [SECTIONS["mon-TOAN"], SECTIONS["mon-NGUVAN"]]
    fragment = xades.sign_fragment(both, signers["lan"], role="subject", at=SIGNED_AT)
    [verdict] = verify(xades.embed(unsigned(), [fragment]), trust, SCHEME, names=NAMES).signatures
    assert verdict.valid
    assert verdict.scope == "Toán, Ngữ văn"


@pytest.mark.parametrize("role", ["principal", "seal"])
def test_nobody_signs_before_his_turn(signers, role):
    with pytest.raises(WrongOrder, match="Giáo viên chủ nhiệm"):
        xades.sign_stage(with_subjects(signers), SCHEME, signers["minh"], role=role, at=SIGNED_AT)


def test_homeroom_waits_for_every_subject(signers):
    fragment = xades.sign_fragment([SECTIONS["mon-TOAN"]], signers["lan"], role="subject", at=SIGNED_AT)
    document = xades.embed(unsigned(), [fragment])
    with pytest.raises(WrongOrder, match="Giáo viên bộ môn"):
        xades.sign_stage(document, SCHEME, signers["mai"], role="homeroom", at=SIGNED_AT)


def test_nobody_signs_twice(document, signers):
    with pytest.raises(WrongOrder, match="đã ký văn bản này"):
        xades.sign_stage(document, SCHEME, signers["minh"], role="principal", at=SIGNED_AT)


def test_only_what_is_there_can_be_signed(signers):
    with pytest.raises(NotFound, match="mon-VATLI"):
        xades.sign_section(unsigned(), ["mon-VATLI"], signers["lan"], role="subject", at=SIGNED_AT)


@pytest.mark.parametrize("section", [b"<mon/>", b'<mon Id="1x"/>', b"<mon", b'<!DOCTYPE mon><mon Id="a"/>'])
def test_unfit_section_is_refused(signers, section):
    with pytest.raises(UnfitDocument):
        xades.sign_fragment([section], signers["lan"], role="subject", at=SIGNED_AT)


def test_canonical_form_drops_what_may_not_be_signed():
    loose = b'<?xml version="1.0"?><!-- x --><a  b="1"   ><?p q?><c/></a>'
    assert canonical_xml(loose) == b'<a b="1"><c></c></a>'


@pytest.mark.parametrize("signature", SIGNATURES)
def test_xmlsec_verifies_each_signature_alone(tmp_path, authority, document, signature):
    done = xmlsec(tmp_path, authority.directory / "root.pem", document, signature)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("signature", SIGNATURES)
def test_xmlsec_sees_a_changed_mark(tmp_path, authority, document, signature):
    changed = document.replace(b'hk1="82"', b'hk1="92"', 1)
    assert xmlsec(tmp_path, authority.directory / "root.pem", changed, signature).returncode == 1


def test_rsa_signature_stands_before_xmlsec_too(tmp_path, own_authority, own_files, signers):
    own_files.create("lan", PIN, STAFF["lan"], not_before=STARTS, not_after=ENDS, kind="rsa2048")
    lan = own_files.open("lan", PIN)
    document = with_subjects(signers | {"lan": lan})
    assert b"rsa-sha256" in document
    assert xmlsec(tmp_path, own_authority.directory / "root.pem", document, SIGNATURES[0]).returncode == 0
    assert verify(document, own_authority.trust(), SCHEME).signatures[0].valid


@pytest.mark.parametrize("signature", SIGNATURES)
def test_signxml_verifies_each_signature_alone(authority, document, signature):
    root = etree.fromstring(document)
    element = root.find(f".//ds:Signature[@Id='{signature}']", {"ds": DS})
    element.getparent().insert(0, element)  # signxml looks at the first one
    references = element.findall(".//{*}Reference")
    expected = XAdESSignatureConfiguration(
        expect_references=len(references),
        signature_methods=frozenset({SignatureMethod.ECDSA_SHA256}),
        digest_algorithms=frozenset({DigestAlgorithm.SHA256}),
    )
    anchor = str(authority.directory / "root.pem")
    found = XAdESVerifier().verify(root, ca_pem_file=anchor, id_attribute="Id", expect_config=expected)
    assert len(found) == len(references)


def test_signing_time_needs_a_zone(signers):
    with pytest.raises(ValueError, match="time zone"):
        xades.sign_fragment([SECTIONS["mon-TOAN"]], signers["lan"], role="subject", at=SIGNED_AT.replace(tzinfo=None))


def test_times_may_be_equal_but_not_reversed(signers, trust):
    document = with_subjects(signers)
    early = SIGNED_AT - timedelta(minutes=1)
    for at, fine in ((SIGNED_AT, True), (early, False)):
        homeroom = xades.sign_stage(document, SCHEME, signers["mai"], role="homeroom", at=at)
        assert verify(homeroom, trust, SCHEME).intact == fine

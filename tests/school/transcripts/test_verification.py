"""The verdict on files and codes: what is genuine, what is replaced, what was changed and where."""

import pytest

from khuevan.registry.files.api import content_of
from khuevan.registry.isolation.api import Scope, acting
from khuevan.school.transcripts.api import Version, correct, revoke, verify_code, verify_file
from khuevan.school.transcripts.rules.difference import changed_parts
from tests.personas import acting_as, actor

pytestmark = pytest.mark.django_db


def test_the_issued_document_is_valid(an):
    verdict = verify_file(an.xml.encode())
    assert (verdict.outcome, verdict.kind, verdict.entry.number) == ("valid", "xml", 1)
    assert len(verdict.signatures) == 15
    assert {one.role for one in verdict.signatures} == {"subject", "homeroom", "principal", "seal"}
    assert verdict.content.pupil.full_name == "Nguyễn Hoàng An"


def test_the_issued_paper_is_valid(an):
    verdict = verify_file(content_of(an.pdf))
    assert (verdict.outcome, verdict.kind) == ("valid", "pdf")
    assert [one.signer.name for one in verdict.signatures] == ["THCS Nguyễn Đình Chiểu"]


def test_the_code_leads_to_the_same(an):
    typed = an.verify_code.lower().replace("-", " ")
    assert verify_code(typed).outcome == "valid"


def test_every_byte_of_the_document_counts(an):
    """Sampled over the whole file: no changed byte passes, and the part where it lies is named."""
    original = an.xml.encode()
    for place in range(40, len(original), 1499):
        forged = bytearray(original)
        forged[place] ^= 1
        verdict = verify_file(bytes(forged))
        assert verdict.outcome != "valid", place
        if verdict.entry:
            assert verdict.altered.keys() & set(changed_parts(original, bytes(forged))), place


def test_a_byte_that_breaks_the_markup_is_still_located(an):
    verdict = verify_file(an.xml.replace("<mamonhoc>TOAN", "<mamonhoc<TOAN", 1).encode())
    assert verdict.outcome == "altered"
    assert verdict.altered["mon-TOAN"] == "Môn Toán"


@pytest.mark.parametrize("place", [200, -2000, -30])
def test_a_changed_byte_in_the_paper_is_refused(an, place):
    forged = bytearray(content_of(an.pdf))
    forged[place] ^= 1
    assert verify_file(bytes(forged)).outcome in ("altered", "unreadable", "invalid")


def test_a_swapped_code_does_not_help(issued, an):
    """A document that carries another's code is not that other one."""
    with acting_as("thay-minh"):
        other = Version.objects.exclude(pk=an.pk).first()
    assert verify_file(an.xml.replace(an.verify_code, other.verify_code).encode()).outcome == "altered"


def test_replaced_and_revoked_ones_say_so(an, minh):
    with acting_as("thay-minh"):
        other = Version.objects.exclude(pk=an.pk).first()
        correct(minh, an.pk, "Sai tên", "1/QĐ")
        revoke(minh, other.pk, "Cấp nhầm")
    assert verify_file(an.xml.encode()).outcome == "superseded"
    assert verify_file(content_of(an.pdf)).outcome == "superseded"
    assert verify_code(other.verify_code).outcome == "revoked"


def test_what_is_not_issued_is_unknown(homeroom_signed):
    with acting_as("thay-minh"):
        version = Version.objects.first()
    assert verify_code(version.verify_code).outcome == "unknown"
    verdict = verify_file(version.xml.encode())
    assert verdict.outcome == "invalid"
    assert any("Hiệu trưởng" in reason for reason in verdict.reasons)


NEITHER, BROKEN_XML = "không phải là học bạ số dạng XML hoặc PDF", "không phải XML đúng quy cách"
BAD = {
    "empty": b"",
    "text": b"hello",
    "not xml": b"<hocbaso><",
    "entities": b'<!DOCTYPE a [<!ENTITY b "c">]><hocbaso>&b;</hocbaso>',
    "another kind": b"<a><b></b></a>",
    "deep": b"<a>" * 5000,
    "broken paper": b"%PDF-1.7 nothing",
    "picture": b"\x89PNG\r\n\x1a\n" + bytes(100),
    "too large": b" " * 5_000_001,
}


SAID = {
    "empty": ("unreadable", NEITHER),
    "text": ("unreadable", NEITHER),
    "not xml": ("unreadable", BROKEN_XML),
    "entities": ("invalid", "DTD, thực thể"),
    "another kind": ("invalid", "nằm ngoài phần được ký (<a>)"),
    "deep": ("unreadable", BROKEN_XML),
    "broken paper": ("unreadable", "không phải PDF đúng quy cách"),
    "picture": ("unreadable", NEITHER),
    "too large": ("unreadable", "lớn hơn 5 MB"),
}


@pytest.mark.parametrize("name", BAD)
def test_garbage_is_refused_with_what_is_wrong_with_it(name):
    verdict = verify_file(BAD[name])
    outcome, words = SAID[name]
    assert verdict.outcome == outcome
    assert words in " ".join(verdict.reasons)
    assert verdict.entry is None


def test_looking_leaves_the_transaction_as_it_was(an, lan):
    with acting_as("co-lan"):
        from khuevan.registry.accounts.api import scope_of

        verify_code(an.verify_code, scope_of(lan))
        assert Version.objects.exists()
    with acting(Scope("public", token="0000-0000-0000")):
        assert not Version.objects.exists()
        verify_code(an.verify_code)
        assert not Version.objects.exists()


def test_a_code_opens_one_row(an):
    with acting(Scope("public", token=an.verify_code)):
        assert [one.pk for one in Version.objects.all()] == [an.pk]


def test_a_stranger_sees_the_same_verdict(an):
    with acting_as("thay-khac"):
        from khuevan.registry.accounts.api import scope_of

        assert verify_file(an.xml.encode(), scope_of(actor("thay-khac"))).outcome == "valid"
        assert not Version.objects.exists()

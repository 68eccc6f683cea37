"""The signed code on an issued paper: read back from the print, checked online, and what it says after a correction."""

import subprocess
from dataclasses import replace

import pytest
import zxingcpp

from khuevan.platform.proof.api import seal, unseal
from khuevan.registry.files.api import content_of
from khuevan.school.transcripts.adapters.reading import read
from khuevan.school.transcripts.api import correct, revoke, verify_signed_code
from khuevan.school.transcripts.rules import essentials
from khuevan.school.transcripts.rules.essentials import Essentials, year_said
from tests.personas import acting_as, client_as
from tests.platform.documents.test_signed_code import pixels

pytestmark = pytest.mark.django_db


@pytest.fixture
def code(an, tmp_path):
    """What the large code on An's paper says, from a print with 300 dots an inch."""
    (tmp_path / "paper.pdf").write_bytes(content_of(an.pdf))
    subprocess.run(["pdftoppm", "-r", "300", "-l", "1", "-gray", tmp_path / "paper.pdf", tmp_path / "page"], check=True)
    [picture] = tmp_path.glob("page*.pgm")
    [found] = [one.text for one in zxingcpp.read_barcodes(pixels(picture.read_bytes())) if one.text.startswith("KV1:")]
    return found


def asked(text):
    return client_as("").post("/verify/", {"code": text})


def test_the_print_carries_the_results(code, an):
    said = essentials.read(unseal(code).said)
    content = read(an.xml.encode())
    assert said == Essentials(
        content.pupil.code, "Nguyễn Hoàng An", content.pupil.birth, (year_said(content, an.digest, an.issued_at),)
    )
    [year] = said.years
    assert year.results["TOAN"] in range(80, 83)
    assert (year.learning, year.conduct, year.promoted, year.digest) == ("T", "T", "1", an.digest)


def test_the_page_says_that_it_is_in_force(code):
    page = asked(code)
    assert page.status_code == 200
    assert "đang có hiệu lực" in page.content.decode()
    assert "Nguyễn Hoàng An" in page.content.decode()


def test_what_was_corrected_is_told_as_replaced(code, an, minh):
    with acting_as("thay-minh"):
        correct(minh, an.pk, "Sai tên", "1/QĐ")
    assert verify_signed_code(code).outcome == "superseded"
    assert "đã được thay" in asked(code).content.decode()


def test_what_was_revoked_is_told_as_revoked(code, an, minh):
    with acting_as("thay-minh"):
        revoke(minh, an.pk, "Lập nhầm")
    assert verify_signed_code(code).outcome == "revoked"


def test_a_changed_code_is_refused(code):
    place = len(code) // 2
    other = code[:place] + ("A" if code[place] != "A" else "B") + code[place + 1 :]
    assert verify_signed_code(other).outcome in ("invalid", "unreadable")
    assert asked(other).status_code == 200


def test_results_that_the_document_does_not_carry_are_refused(code):
    """Even the province's own key cannot make the register say something else."""
    said = essentials.read(unseal(code).said)
    better = replace(said.years[0], results={**said.years[0].results, "TOAN": 100})
    assert verify_signed_code(seal(essentials.written(replace(said, years=(better,))))).outcome == "altered"


def test_of_several_years_the_worst_counts(code, an, minh):
    said = essentials.read(unseal(code).said)
    unknown = replace(said.years[0], year=2024, digest="00" * 32)
    verdict = verify_signed_code(seal(essentials.written(replace(said, years=(*said.years, unknown)))))
    assert verdict.outcome == "unknown"
    assert verdict.reasons == ("Năm học 2024–2025: Chữ ký trong mã QR đúng, nhưng kho học bạ không có bản này.",)


def test_several_years_are_told_one_by_one(code, an):
    said = essentials.read(unseal(code).said)
    [year] = said.years
    several = seal(essentials.written(replace(said, years=(replace(year, year=2024, digest="00" * 32), year))))
    page = asked(several).content.decode()
    assert "Mã QR 2 năm học của Nguyễn Hoàng An" in page
    assert page.count("Có hiệu lực") == 1
    assert "Không có bản này" in page
    assert "2024–2025" in page
    assert f"/verify/{an.verify_code}/" in page
    good = asked(seal(essentials.written(replace(said, years=(year, year)))))
    assert "mọi năm học đều đang có hiệu lực" in good.content.decode()


def test_a_year_under_another_name_keeps_the_name_of_its_document(an):
    content = read(an.xml.encode())
    older = replace(content, pupil=replace(content.pupil, full_name="Nguyễn Hoàng Ân"))
    said = essentials.essentials_of([(older, "ab" * 32, an.issued_at), (content, an.digest, an.issued_at)])
    assert said.name == "Nguyễn Hoàng An"
    assert [year.whose and year.whose[1] for year in said.years] == ["Nguyễn Hoàng Ân", None]
    assert essentials.read(essentials.written(said)) == said

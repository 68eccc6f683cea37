"""A family's files and print in the page that needs no network, as an office abroad would check them."""

import subprocess

import pytest
import zxingcpp

from khuevan.registry.files.api import content_of
from khuevan.registry.isolation.api import NOBODY, Scope, enter
from khuevan.school.credentials.api import current_page, make_page
from khuevan.school.transcripts.api import correct, revoke
from tests.islands.conftest import PHONE
from tests.personas import acting_as, client_as
from tests.platform.documents.test_signed_code import pixels
from tests.platform.proof.offline import opened

pytestmark = [pytest.mark.django_db, pytest.mark.browser]


@pytest.fixture
def brought(an, tmp_path):
    """Document, paper, and what the large code on the printed cover says."""
    paper = content_of(an.pdf)
    (tmp_path / "paper.pdf").write_bytes(paper)
    subprocess.run(
        ["pdftoppm", "-r", "200", "-l", "1", "-gray", tmp_path / "paper.pdf", tmp_path / "cover"], check=True
    )
    codes = [one.text for one in zxingcpp.read_barcodes(pixels(next(tmp_path.glob("*.pgm")).read_bytes()))]
    [code] = [one for one in codes if one.startswith("KV1:")]
    return an.xml.encode(), paper, code


@pytest.fixture
def fresh():
    """The page as it would be made now."""

    def made():
        enter(Scope("province"))
        try:
            return make_page()
        finally:
            enter(NOBODY)

    return made


def test_document_paper_and_code_are_good(brought, fresh, tmp_path):
    xml, paper, code = brought
    with opened(tmp_path, fresh(), viewport=PHONE) as page:
        by_xml, by_paper, by_code = page.file("a.xml", xml), page.file("a.pdf", paper), page.code(code)
    assert {one.outcome for one in (by_xml, by_paper, by_code)} == {"valid"}
    for said in (by_xml, by_code):
        assert "Nguyễn Hoàng An" in said.text
        assert "2025–2026" in said.text
        assert "Toán" in said.text
        assert "Được lên lớp" in said.text
    assert "đã 0 ngày" in by_code.text


LOST = {
    "superseded": lambda actor, version: correct(actor, version.pk, "Sai tên", "1/QĐ"),
    "revoked": lambda actor, version: revoke(actor, version.pk, "Lập nhầm"),
}


@pytest.mark.parametrize("how", LOST)
def test_what_lost_its_force_is_told_by_all_three(brought, fresh, an, minh, tmp_path, how):
    xml, paper, code = brought
    with acting_as("thay-minh"):
        LOST[how](minh, an)
    with opened(tmp_path, fresh()) as page:
        found = {page.file("a.xml", xml).outcome, page.file("a.pdf", paper).outcome, page.code(code).outcome}
    assert found == {how}


def test_a_changed_mark_is_named(brought, fresh, tmp_path):
    xml, _paper, _code = brought
    with opened(tmp_path, fresh()) as page:
        said = page.file("a.xml", xml.replace(b"<diem>8.0</diem>", b"<diem>9.0</diem>", 1))
    assert said.outcome == "refused"
    assert len(said.parts) == 1
    assert next(iter(said.parts)).startswith("mon-")
    assert "đã bị thay đổi sau khi" in said.text


def test_anybody_may_download_it(issued):
    answer = client_as("").get("/verify/kiem-tra.html")
    assert answer.status_code == 200
    assert answer["Content-Disposition"] == 'attachment; filename="kiem-tra.html"'
    assert "Hoàng An" not in answer.content.decode()
    assert 'href="/verify/kiem-tra.html"' in client_as("").get("/verify/").content.decode()


def test_it_is_kept_for_a_while(issued):
    enter(Scope("province"))
    first = make_page()
    assert current_page() == first

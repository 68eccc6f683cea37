"""The verdicts themselves are tested in tests/school/transcripts; here: what the command says and returns."""

from datetime import UTC, datetime

import pytest

from khuevan.platform.signing.ports import Certificate, Covered, Problem, SignatureVerdict
from khuevan.school.transcripts.api import Verdict
from khuevan.site.cli.commands.verify import report

pytestmark = pytest.mark.xdist_group("installed")
MINH = Certificate(
    name="Lê Quang Minh",
    title="Hiệu trưởng",
    organisation="THCS Nguyễn Đình Chiểu",
    organisation_code="72001",
    owner="u",
    serial="1",
    issuer="CA",
    not_before=datetime(2025, 1, 1, tzinfo=UTC),
    not_after=datetime(2027, 1, 1, tzinfo=UTC),
    seal=False,
    fingerprint="ff",
    der=b"",
)
AT = datetime(2026, 5, 28, 3, 30, tzinfo=UTC)
PROBLEM = Problem("altered", "Môn Toán đã bị sửa.", "mon-TOAN", "Môn Toán")


def signature(*problems):
    covers = (Covered("mon-TOAN", "Môn Toán", not problems),)
    return SignatureVerdict("ky", "principal", "Hiệu trưởng", MINH, AT, covers, problems)


@pytest.fixture(autouse=True)
def wide_terminal(monkeypatch):
    monkeypatch.setenv("COLUMNS", "160")


def test_a_good_transcript_shows_who_signed_what_and_when():
    text = report(Verdict("valid", "xml", "Học bạ hợp lệ", signatures=(signature(),)))
    assert text.startswith("✓ Học bạ hợp lệ\n")
    row = text.splitlines()[-1].split("  ")
    assert [cell for cell in row if cell] == [
        "✓",
        "Lê Quang Minh, Hiệu trưởng",
        "THCS Nguyễn Đình Chiểu",
        "28/05/2026 10:30:00",
        "Môn Toán",
    ]


def test_an_altered_transcript_shows_which_part():
    verdict = Verdict(
        "altered",
        "xml",
        "Nội dung đã bị thay đổi",
        ("Môn Toán đã bị sửa.",),
        {"mon-TOAN": "Môn Toán"},
        (signature(PROBLEM),),
    )
    text = report(verdict)
    assert text.startswith("✗ Nội dung đã bị thay đổi\n  Môn Toán đã bị sửa.\n\nPhần bị thay đổi:\n  Môn Toán\n")
    assert "✗  Lê Quang Minh" in text


@pytest.mark.parametrize(("content", "said"), [(b"", "Không đọc được tệp"), (b"<hocba/>", "✗ ")])
def test_a_file_that_is_no_transcript_is_refused(installed, tmp_path, khuevan, content, said):
    path = tmp_path / "học bạ.xml"
    path.write_bytes(content)
    answer = khuevan("verify", str(path))
    assert answer.returncode == 1
    assert answer.stdout.startswith("✗ ")
    assert said in answer.stdout
    assert answer.stderr == ""


def test_a_file_that_is_not_there_is_named(data, khuevan):
    answer = khuevan("verify", "không-có.xml")
    assert answer.returncode == 1
    assert "không-có.xml" in answer.stderr

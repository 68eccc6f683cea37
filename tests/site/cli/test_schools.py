"""What the command says about a list; taking it in is tested with the room of units."""

import pytest

from khuevan.site.cli.commands.schools import FINDINGS, VERDICTS, read_file, report
from khuevan.site.cli.main import main

LIST = """ma_truong,ten_truong,cap_hoc,phong
19164301,Trường Mầm non Hoa Sen,mam_non,Phòng GDĐT Bình Minh
19164701,TH và THCS Hoà Bình,tieu_hoc,Phòng GDĐT Bình Minh
19164701,TH và THCS Hoà Bình,thcs,Phòng GDĐT Bình Minh
1.9E+07,Trường Tiểu học Kim Đồng,tieu_hoc,Phòng GDĐT Bình Minh
,Tổng cộng,,
"""


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "truong.csv"
    path.write_text(LIST, encoding="utf-8")
    return path


def test_counts_add_up_and_findings_are_words(path):
    said = report(read_file(path)).splitlines()
    assert said[0] == "5 dòng = 2 trường + 1 trường cần xem lại + 1 thêm cho trường đã có + 1 không phải trường"
    assert said[1] == "3 trường"
    assert "       1 mã bị bảng tính làm hỏng (1,9E+07)" in said


def test_every_doubt_is_named_with_its_line(path):
    said = report(read_file(path), every_doubt=True)
    assert any(line.startswith("5") and "Kim Đồng" in line for line in said.splitlines())


def test_all_verdicts_and_findings_have_words():
    assert set(VERDICTS) == {"kept", "doubtful", "same", "blank"}
    assert all(FINDINGS.values())


@pytest.mark.parametrize("more", [[], ["--write", "--province", "19", "--on", "hôm qua"]])
def test_refusals_say_what_to_do(tmp_path, capsys, more):
    assert main(["schools", str(tmp_path / "không-có.csv"), *more]) == 1
    assert "Cách xử lý: " in capsys.readouterr().err

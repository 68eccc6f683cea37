"""``khuevan rules`` as a command: what it prints where, and its exit code."""

import io
import json
import sys

import pytest

from khuevan.kernel.errors import NotFound
from khuevan.site.cli.main import main

pytestmark = pytest.mark.xdist_group("installed")
ROW = {
    "id": "An",
    "grade": 7,
    "subjects": {"TOAN": {"regular_count": 2, "term1": {"average": 8.5}, "term2": {"average": 8}}},
}


@pytest.fixture
def typed(monkeypatch):
    monkeypatch.setenv("COLUMNS", "160")

    def give(*lines):
        text = "\n".join(one if isinstance(one, str) else json.dumps(one) for one in lines)
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))

    return give


def test_results_go_out_and_faults_are_told_apart(typed, capsys):
    typed(ROW, "{", ROW | {"id": "Bi"})
    assert main(["rules", "tt22-2021"]) == 1
    out, err = capsys.readouterr()
    said = [json.loads(line) for line in out.splitlines()]
    assert [(one["line"], one["id"], one["subjects"]["TOAN"]["year"]) for one in said] == [
        (1, "An", 8.2),
        (3, "Bi", 8.2),
    ]
    assert err.startswith("Dòng 2: ")
    assert "Bỏ qua 1 dòng" in err


def test_all_lines_computed_is_success(typed, capsys):
    typed(ROW)
    assert main(["rules", "TT22-2021"]) == 0
    assert capsys.readouterr().err == ""


def test_the_sets_are_listed_with_validity_and_legal_basis(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    assert main(["rules"]) == 0
    out = capsys.readouterr().out
    assert "7, 10: 2022–2023" in out
    assert "Thông tư 27/2020/TT-BGDĐT ngày 04/09/2020" in out


def test_a_set_that_was_shown_can_be_changed_and_used(typed, capsys, tmp_path):
    assert main(["rules", "TT22-2021", "--show"]) == 0
    draft = json.loads(capsys.readouterr().out)
    draft["code"], draft["params"]["terms"]["term2_weight"] = "DRAFT", 1
    file = tmp_path / "draft.json"
    file.write_text(json.dumps(draft))
    typed(ROW)
    assert main(["rules", str(file)]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["rule_set"], said["subjects"]["TOAN"]["year"]) == ("DRAFT", 8.3)


def test_unknown_sets_and_sets_that_cannot_compute_are_refused(typed, capsys):
    typed(ROW)
    assert main(["rules", "TT99"]) == 1
    assert main(["rules", "TT58-2011"]) == 1
    err = capsys.readouterr().err
    assert "TT22-2021" in err
    assert "Chưa có công thức" in err


def test_the_refusal_is_one_that_people_read():
    from khuevan.site.cli.commands.rules import find

    with pytest.raises(NotFound, match="Các bộ quy tắc"):
        find("TT99")

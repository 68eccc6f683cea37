"""The pages in docs/rules say what the engine does: their sessions run, their tables are graded."""

import doctest
import re
from pathlib import Path

import pytest

from khuevan.school.gradebook.rules import tt22_2021 as tt22
from khuevan.school.gradebook.rules import tt27_2020 as tt27
from khuevan.school.gradebook.rules.rows import Answer, compute_lines
from khuevan.school.gradebook.rules.rule_sets import TT22_2021, TT27_2020, rule_set
from khuevan.school.gradebook.rules.tt27_2020 import Period

DOCS = Path(__file__).parents[4] / "docs" / "rules"
TT22, TT27 = DOCS / "tt22-2021.md", DOCS / "tt27-2020.md"
OLDER, PRESCHOOL, ROWS = DOCS / "older.md", DOCS / "preschool.md", DOCS / "rows.md"


def table(page: Path, *first_cells: str) -> list[list[str]]:
    """The cells below the head that starts with ``first_cells``, without emphasis."""
    rows = [line.strip().strip("|").split("|") for line in page.read_text().splitlines()]
    cells = [[cell.strip().strip("*") for cell in row] for row in rows]
    start = next(i for i, row in enumerate(cells) if tuple(row[: len(first_cells)]) == first_cells)
    end = next(i for i in range(start, len(cells)) if cells[i] == [""])
    return cells[start + 2 : end]


def tenths(text: str) -> list[int]:
    return [round(float(mark.replace(",", ".")) * 10) for mark in text.split()]


def name(level: int) -> str:
    return tt22.LEVELS[tt22.Level(level)]


@pytest.mark.parametrize("page", [TT22, TT27, PRESCHOOL], ids=lambda page: page.stem)
def test_sessions_run(page):
    session = "\n".join(re.findall(r"```python\n(.*?)```", page.read_text(), re.DOTALL))
    test = doctest.DocTestParser().get_doctest(session, {}, page.stem, str(page), 0)
    assert len(test.examples) > 8
    result = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test)
    assert result.failed == 0


@pytest.mark.parametrize("row", table(TT22, "regular", "midterm"), ids="-".join)
def test_term_averages(row):
    regular = tenths(row[0])
    average = tt22.term_average(regular, *tenths(row[1]), *tenths(row[2]), required=len(regular))
    assert [average] == tenths(row[4])


@pytest.mark.parametrize("row", table(TT22, "HK I", "HK II", "exact"), ids="-".join)
def test_year_averages(row):
    assert [tt22.year_average(tenths(row[0]), tenths(row[1])).item()] == tenths(row[3])


@pytest.mark.parametrize("row", table(TT22, "case", "scored subjects"), ids=lambda row: row[0])
def test_levels(row):
    failed = int(row[2])
    levels = tt22.level(tenths(row[1]), [0] * failed + [1] * (4 - failed))
    assert [name(levels.raw[0]), name(levels.final[0])] == row[3:5]


@pytest.mark.parametrize("row", table(TT22, "HK II \\ HK I"), ids=lambda row: row[0])
def test_conduct(row):
    number = {text: level.value for level, text in tt22.LEVELS.items()}
    year = tt22.conduct_year([0, 1, 2, 3], [number[row[0]]] * 4)
    assert [name(level) for level in year] == row[1:]


@pytest.mark.parametrize("row", table(TT22, "conduct", "study"), ids="-".join)
def test_promotion(row):
    """Each row stands for every pupil that it describes."""
    said = {"lên lớp": 0, "kiểm tra lại (Art 14)": 1, "rèn luyện trong hè (Art 13)": 2, "không lên lớp": 3}
    meant = {"≥ Đạt": [0, 1, 2], "Chưa đạt": [3], "any": [0, 1, 2, 3], "yes": [0, 45], "no": [46, 200]}
    for conduct in meant[row[0]]:
        for study in meant[row[1]]:
            for absences in meant[row[2]]:
                assert tt22.promotion(conduct, study, absences) == said[row[3]]
                assert tt22.promotion(conduct, study, absences, after_summer=True) == said[row[4]]


def test_number_of_regular_marks():
    for lessons, count in [(35, 2), (36, 3), (70, 3), (71, 4)]:
        assert tt22.regular_count(lessons) == count
    assert [int(row[1]) for row in table(TT22, "lessons (tiết) in a year")] == [2, 3, 4, 2]


@pytest.mark.parametrize("row", table(TT27, "case", "subjects"), ids=lambda row: row[0])
def test_primary_levels(row):
    subjects = [tt27.SubjectLevel[code] for code in row[1].split()]
    traits = [tt27.TraitLevel[code] for code in row[2].replace("Đ", "D").split()]
    level = tt27.year_level(subjects, traits, tenths(row[3]))
    assert tt27.YearLevel(level[0]).name == row[4]


@pytest.mark.parametrize("row", table(TT27, "subject", "giữa HK I"), ids=lambda row: row[0])
def test_which_tests_are_written(row):
    code = {"Tiếng Việt": "TV", "Toán": "TOAN", "Ngoại ngữ 1": "NN1", "Tin học và Công nghệ": "THCN"}
    code |= {"Lịch sử và Địa lí": "LSDL", "Khoa học": "KH"}
    for subject in row[0].split(", "):
        for period, grades in zip(Period, row[1:], strict=True):
            first, _, last = grades.partition("–")
            written = range(int(first), int(last) + 1) if first else range(0)
            assert [g for g in range(1, 6) if tt27.has_test(code[subject], g, period)] == list(written)


@pytest.mark.parametrize("row", table(OLDER, "grade", "2020–2021"), ids=lambda row: row[0])
def test_which_set_held_when(row):
    assert [rule_set(int(row[0]), year).code for year in range(2020, 2025)] == row[1:]


def test_example_rows_are_computed():
    examples = [" ".join(text.split()) for text in re.findall(r"```json\n(.*?)```", ROWS.read_text(), re.DOTALL)]
    found = [*compute_lines(TT22_2021, examples[:1]), *compute_lines(TT27_2020, examples[1:])]
    assert len(found) == 2
    assert all(isinstance(one, Answer) for one in found)


def test_no_vector_was_lost():
    heads = [("regular", "midterm"), ("HK I", "HK II", "exact"), ("case", "scored subjects"), ("conduct", "study")]
    assert [len(table(TT22, *head)) for head in heads] == [7, 5, 13, 5]
    assert [len(table(TT27, *head)) for head in [("case", "subjects"), ("subject", "giữa HK I")]] == [9, 3]

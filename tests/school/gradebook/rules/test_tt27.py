import pytest
from hypothesis import given
from hypothesis import strategies as st

from khuevan.school.gradebook.rules import tt27_2020 as tt27
from khuevan.school.gradebook.rules.tt27_2020 import Award, Outcome, Period, YearLevel
from khuevan.school.gradebook.rules.values import MISSING, NOT_TAKEN

LEVELS = st.one_of(
    st.lists(st.just(0), min_size=3, max_size=15),
    st.lists(st.sampled_from([0, 0, 0, 1, 1, 2]), min_size=3, max_size=15),
)
TESTS = st.lists(st.sampled_from([40, 50, 60, 70, 80, 90, 100]), min_size=2, max_size=6)


def level_of(subjects: list[int], traits: list[int], tests: list[int]) -> str:
    """Art 9(2), word by word, for one pupil."""
    if all(s == 0 for s in subjects) and all(t == 0 for t in traits) and all(mark >= 90 for mark in tests):
        return "HTXS"
    if all(s == 0 for s in subjects) and all(t == 0 for t in traits) and all(mark >= 70 for mark in tests):
        return "HTT"
    if 2 not in subjects and 2 not in traits and all(mark >= 50 for mark in tests):
        return "HT"
    return "CHT"


def graded(subjects, traits, tests):
    return YearLevel(tt27.year_level(subjects, traits, tests)[0]).name


@given(LEVELS, LEVELS, TESTS)
def test_the_engine_reads_the_article_as_a_person_does(subjects, traits, tests):
    assert graded(subjects, traits, tests) == level_of(subjects, traits, tests)


@given(LEVELS, LEVELS, TESTS, st.integers(0, 14), st.integers(0, 14), st.integers(0, 5))
def test_nothing_worse_ever_improves_the_level(subjects, traits, tests, one, two, three):
    worse = [list(values) for values in (subjects, traits, tests)]
    worse[0][one % len(subjects)] = 2
    worse[1][two % len(traits)] = max(1, traits[two % len(traits)])
    worse[2][three % len(tests)] -= 10
    assert YearLevel[graded(*worse)] >= YearLevel[graded(subjects, traits, tests)]


def test_a_class_is_graded_in_one_call():
    levels = tt27.year_level(
        subjects=[[0, 0], [0, 1], [0, NOT_TAKEN], [0, MISSING]],
        traits=[[0, 0], [0, 1], [0, 0], [0, 0]],
        tests=[[90, 100], [50, 50], [90, NOT_TAKEN], [90, 90]],
    )
    assert levels.tolist() == [YearLevel.HTXS, YearLevel.HT, YearLevel.HTXS, MISSING]


@pytest.mark.parametrize(
    ("subjects", "traits", "tests"),
    [([0, -1], [0], [90]), ([0], [-1], [90]), ([0], [0], [-1]), ([NOT_TAKEN], [0], [90])],
)
def test_no_level_while_something_is_missing(subjects, traits, tests):
    assert tt27.year_level(subjects, traits, tests)[0] == MISSING


@given(st.integers(-20, 120))
def test_a_test_has_a_whole_mark_from_one_to_ten(tenths):
    assert tt27.is_test_mark(tenths) == (tenths in range(10, 101, 10))


def test_zero_is_a_mark_where_the_rules_allow_it():
    assert tt27.is_test_mark(0, tt27.Rules(lowest_mark=0))


def test_titles_need_the_level_and_the_class():
    titles = tt27.award(level=[0, 0, 1, 1, 2, 3, MISSING], recognised=[True, False] * 3 + [True])
    assert titles.tolist() == [Award.EXCELLENT] * 2 + [Award.TYPICAL] + [Award.NONE] * 4


def test_who_completed_goes_on():
    outcomes = tt27.outcome([0, 1, 2, 3, MISSING])
    assert outcomes.tolist() == [Outcome.PROMOTED] * 3 + [Outcome.SUPPORT, MISSING]


@pytest.mark.parametrize(
    ("grade", "text"), [(1, "Hoàn thành chương trình lớp 1"), (5, "Hoàn thành chương trình tiểu học")]
)
def test_what_the_transcript_says(grade, text):
    assert tt27.completion_text(grade) == text


@pytest.mark.parametrize("grade", range(1, 6))
def test_each_time_has_at_most_the_tests_of_the_end_of_the_year(grade):
    codes = ["TV", "TOAN", "NN1", "LSDL", "KH", "THCN", "DD", "TNXH", "GDTC", "NT", "HDTN"]
    written = {period: {code for code in codes if tt27.has_test(code, grade, period)} for period in Period}
    assert written[Period.END_TERM_1] == written[Period.END_YEAR] >= {"TV", "TOAN"}
    assert written[Period.MID_TERM_1] == written[Period.MID_TERM_2] == ({"TV", "TOAN"} if grade >= 4 else set())


def test_there_are_five_qualities_three_general_and_seven_specific_competences():
    groups = [trait.group for trait in tt27.TRAITS]
    assert [groups.count(group) for group in dict.fromkeys(groups)] == [5, 3, 7]
    assert len({trait.code for trait in tt27.TRAITS}) == 15

"""Values, scores, and that the SQL of the list says the same as the rules."""

import pytest
from django.db import connection

from khuevan.registry.people.api import number_doubts
from khuevan.school.profiles.models import Score
from khuevan.school.profiles.queries.lines import lines_on
from khuevan.school.profiles.queries.scores import standing
from khuevan.school.profiles.rules.values import Unfit, shown, stored
from khuevan.school.profiles.rules.weights import score_tenths
from tests.personas import acting_as, actor

CODES = {"01": "Kinh", "02": "Tày"}
NUMBERS = [
    "080213000001",
    "080313000001",
    "999213000001",
    "080214000001",
    "08021300000",
    "08021300000x",
    "000000000000",
]


@pytest.mark.parametrize(
    ("typed", "type_", "codes", "kept"),
    [
        (" 7 ", "integer", None, "7"),
        ("2,34", "decimal", None, "2.34"),
        ("5/9/2021", "date", None, "2021-09-05"),
        ("9/2021", "date", None, "2021-09"),
        ("  Hà   Nội ", "text", None, "Hà Nội"),
        ("02", "integer", CODES, "02"),
        ("02 – Tày", "text", CODES, "02"),
        ("tay", "text", CODES, "02"),
        ("", "date", None, ""),
    ],
)
def test_stored_forms(typed, type_, codes, kept):
    assert stored(typed, type_, None, codes) == kept


@pytest.mark.parametrize(
    ("typed", "type_", "codes", "why"),
    [("7a", "integer", None, "integer"), ("1.2.3", "decimal", None, "decimal"), ("31/2/2021", "date", None, "date"),
     ("abcdef", "text", None, "long"), ("03", "text", CODES, "code"), ("٣", "integer", None, "integer")],
)  # fmt: skip
def test_what_does_not_fit(typed, type_, codes, why):
    with pytest.raises(Unfit) as unfit:
        stored(typed, type_, 5 if why == "long" else None, codes)
    assert unfit.value.why == why


def test_shown_forms():
    assert (shown("2021-09-05", "date"), shown("2.34", "decimal"), shown("03", "text", CODES)) == (
        "05/09/2021",
        "2,34",
        "03",
    )


@pytest.mark.parametrize(
    ("people", "due", "missing", "clean", "score"),
    [(10, 100, 0, 10, 1000), (10, 100, 100, 0, 0), (10, 100, 50, 10, 600), (3, 30, 1, 3, 973), (0, 0, 0, 0, None)],
)
def test_scores(people, due, missing, clean, score):
    assert score_tenths(people, due, missing, clean) == score


@pytest.mark.parametrize(
    ("number", "sex", "year", "doubts"),
    [
        ("080213000001", 1, 2013, ()),
        ("080313000001", 1, 2013, ("sex",)),
        ("999213000001", 1, 2013, ("place",)),
        ("080213000001", 0, None, ()),
        ("080113000001", 2, 2013, ("year",)),
        ("08021300000x", 1, 2013, ("form",)),
    ],
)
def test_doubts_of_a_number(number, sex, year, doubts):
    assert number_doubts(number, sex, year) == doubts


@pytest.mark.django_db
@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize(("sex", "year"), [(0, None), (1, 2013), (2, 2013), (1, 1913)])
def test_the_list_doubts_the_same_numbers(number, sex, year):
    from khuevan.kernel.clock import today

    lines = lines_on("pupil", today())
    mine = [line for line in lines.contradictions if line.key.startswith("number_")]
    columns = ", ".join(line.sql for line in mine)
    facts = "(SELECT %(number)s::text AS number, %(sex)s::int AS sex, %(year)s::int AS birth_year) AS facts"
    with connection.cursor() as cursor:
        given = {"number": number, "sex": sex, "year": year, "places": lines.params["places"]}
        cursor.execute(f"SELECT {columns} FROM {facts}", given)
        said = cursor.fetchone()
    assert {line.key.removeprefix("number_") for line, yes in zip(mine, said, strict=True) if yes} == set(
        number_doubts(number, sex, year)
    )


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["pupil", "staff"])
def test_the_kept_score_is_the_one_counted_now(kind):
    school = actor("thay-minh").unit_id
    with acting_as("thay-minh"):
        kept, now = Score.objects.get(school_id=school, kind=kind), standing(school, kind)
    assert (kept.people, kept.clean) == (now.people, now.clean)
    assert score_tenths(kept.people, kept.due, kept.missing, kept.clean) == now.tenths
    assert {one.line.key: one.people for one in now.todos} == {key: int(n) for key, n in kept.counts.items() if int(n)}

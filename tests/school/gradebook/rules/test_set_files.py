import json

import pytest

from khuevan.kernel.errors import Invalid
from khuevan.school.gradebook.rules.rule_sets import PRESCHOOL, TT22_2021, TT27_2020, register, rule_set, unregister
from khuevan.school.gradebook.rules.set_files import read_set, write_set


def changed(path, value):
    """TT 22 as JSON with one member changed, or left out for ``None``."""
    given = json.loads(write_set(TT22_2021))
    *way, last = path.split(".")
    inner = given
    for name in way:
        inner = inner[int(name)] if isinstance(inner, list) else inner[name]
    if value is None:
        del inner[last]
    else:
        inner[last] = value
    return json.dumps(given)


@pytest.mark.parametrize("one", [TT22_2021, TT27_2020, PRESCHOOL], ids=lambda one: one.code)
def test_a_set_reads_back_as_it_was_written(one):
    assert read_set(write_set(one)) == one


def test_an_amendment_is_a_file_and_no_line_of_code():
    """As the draft of công văn 4582/2026 could come: other numbers, from another year on."""
    text = changed("code", "TT22-DRAFT")
    draft = json.loads(text) | {"first_year": {"8": 2027}, "title": "Dự thảo"}
    draft["params"]["levels"]["reading"] = "substitute-pass"
    amendment = read_set(json.dumps(draft))
    register(amendment)
    try:
        assert rule_set(8, 2026) is TT22_2021
        assert rule_set(8, 2027).params.levels.reading.value == "substitute-pass"
    finally:
        unregister("TT22-DRAFT")


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("params.year.most_absences", None, "thiếu tham số “params.year.most_absences”"),
        ("params.levels.bars.1.strong", None, "thiếu tham số “params.levels.bars.1.strong”"),
        ("title", None, "thiếu tham số “title”"),
        ("params.year.most_absences", "45", "params.year.most_absences” phải là số nguyên"),
        ("params.levels.reading", "kind", "leave-one-out, substitute-pass"),
        ("params.levels.ranks", 1, "không có ranks"),
        ("params.terms.quotas", [[35]], "quotas.0” phải là 2 giá trị"),
        ("issued_on", "2021", "issued_on” phải là ngày"),
        ("first_year", {"six": 2021}, "first_year"),
        ("kind", "college", "secondary, primary, preschool"),
    ],
)
def test_what_is_missing_or_wrong_is_named(path, value, said):
    with pytest.raises(Invalid) as refusal:
        read_set(changed(path, value))
    assert said in refusal.value.message
    assert refusal.value.hint


@pytest.mark.parametrize("text", ["", "[]", "{"])
def test_what_is_no_set_is_refused(text):
    with pytest.raises(Invalid):
        read_set(text)


def test_an_indicator_belongs_to_a_domain_of_its_set():
    given = json.loads(write_set(PRESCHOOL))
    given["params"]["indicators"] = [{"code": "1", "name": "Chạy 18 m", "domain": "XX", "age": 5}]
    with pytest.raises(Invalid, match=r"indicators\.1\.domain"):
        read_set(json.dumps(given))

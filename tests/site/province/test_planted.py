"""What is wrong on purpose comes to light where the Sở looks: odd books, completion, counts by commune."""

import json

import pytest

MAKE = """
import json
import django; django.setup()
from khuevan.site.province.making import load_plan
from khuevan.site.province.plans import *
lower = SchoolPlan(LOWER, {8: 2, 9: 1}, 26)
plain = SchoolPlan(LOWER, {6: 2, 7: 2}, 15)
plan = Plan(((plain,), (plain,), (lower, plain, lower), (plain, plain, plain)), marks=True)
print(json.dumps([(one.kind.name, one.schools, one.place) for one in load_plan(plan, 3)]))
"""
LOOK = """
import json
from datetime import date
import django; django.setup()
from khuevan.insight.statistics.api import View, read_formula, tell
from khuevan.registry.isolation.api import Scope, acting
from khuevan.school.analysis.rules.anomalies import bars_of
from khuevan.school.gradebook.api import anomalies, completion
with acting(Scope("province")):
    pupils = {"n": read_formula("hoc_sinh")}
    counts = [{one.key: int(one.values["n"]) for one in tell(pupils, View(year, 3, date(2026, 5, 1)), "commune")}
              for year in (2024, 2025)]
    print(json.dumps({
        "anomalies": [(one.kind, one.school, one.class_name, one.subject, one.column, one.n, one.value)
                      for one in anomalies(2025, 2, bars_of(2025))],
        "filled": {one.name: one.filled / one.expected for one in completion(2025, 2) if one.expected},
        "left": {key: counts[1][key] / before for key, before in counts[0].items()},
    }))
"""
SEAT = """SELECT s.area_id::text FROM units_seat s JOIN units_unit u ON u.id = s.unit_id
WHERE u.name = %s AND s.valid_to IS NULL"""
NAMES = "SELECT id, name FROM units_unit WHERE kind = 'school'"


@pytest.fixture(scope="module")
def province(new_province):
    return new_province(MAKE)


@pytest.fixture(scope="module")
def planted(province):
    """Names of the schools where something is wrong, by what it is; as ``khuevan province`` says."""
    names = dict(province.ask(NAMES))
    return {kind: [names[school] for school in schools] for kind, schools, _place in json.loads(province.said)}


@pytest.fixture(scope="module")
def seen(province):
    done = province.make(LOOK, role="app")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_equal_marks_of_a_class_are_asked_about(seen, planted):
    found = [one for one in seen["anomalies"] if one[0] == "identical" and one[1] in planted["IDENTICAL"]]
    assert [(one[2], one[4], one[6]) for one in found] == [("8B", "ck", 85)]
    assert found[0][5] > 20


def test_averages_of_just_five_are_asked_about(seen, planted):
    found = [one for one in seen["anomalies"] if one[0] == "spike" and one[1] in planted["SPIKE"]]
    assert [(one[2], one[3]) for one in found] == [("9A", "Toán")]


def test_a_school_that_stopped_entering_stands_first_and_far_behind_all_others(seen, planted):
    (silent,) = planted["SILENT"]
    assert next(iter(seen["filled"])) == silent
    least = min(filled for name, filled in seen["filled"].items() if name != silent)
    assert seen["filled"][silent] < 0.4 < 0.9 < least


def test_a_commune_that_many_leave_shrinks_most(province, seen, planted):
    (commune,) = {province.one(SEAT, name) for name in planted["LEAVERS"]}
    assert seen["left"][commune] == min(seen["left"].values()) < 0.93

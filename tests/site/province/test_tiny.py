"""The small province: what all other tests count on."""

import pytest

from khuevan.kernel.ids import parse_person_code
from khuevan.kernel.text import search_text, sort_key
from khuevan.site.personas import PERSONAS

ROLES = """
SELECT a.kind, coalesce(s.name, '') FROM accounts_user u JOIN accounts_assignment a ON a.user_id = u.id
LEFT JOIN units_unit s ON s.id = a.unit_id WHERE u.username = %s ORDER BY a.id"""
IN_CLASS = """
SELECT p.full_name FROM enrolment_enrolment e JOIN people_person p ON p.id = e.student_id
JOIN enrolment_schoolclass c ON c.id = e.school_class_id
WHERE c.school_id = (SELECT id FROM units_unit WHERE name = %s) AND c.year = %s AND c.name = %s"""
HOME, OTHER, PRIMARY = "THCS Nguyễn Đình Chiểu", "THCS Lê Quý Đôn", "Trường Tiểu học Võ Thị Sáu"
PRESCHOOL = "Trường Mầm non Hoa Sen"
WHO = {
    "co-lan": [("teacher", HOME)],
    "co-mai": [("teacher", HOME), ("guardian", "")],
    "thay-minh": [("leader", HOME)],
    "pho-hieu-truong": [("leader", HOME)],
    "anh-binh": [("authority", "Sở GD&ĐT Tây Ninh")],
    "chi-hoa": [("guardian", "")],
    "co-thu": [("teacher", PRIMARY)],
    "thay-phuc": [("leader", PRIMARY)],
    "thay-khac": [("teacher", OTHER)],
    "hieu-truong-sen": [("leader", PRESCHOOL)],
    "co-sen": [("teacher", PRESCHOOL)],
    "me-sen": [("guardian", "")],
}


def test_everybody_of_the_story_is_there():
    assert {persona.username for persona in PERSONAS} == set(WHO)


@pytest.mark.parametrize("username", WHO)
def test_people_of_the_story_have_their_roles(tiny, username):
    assert tiny.ask(ROLES, username) == WHO[username]


@pytest.mark.parametrize(
    ("school", "year", "name", "pupil"),
    [
        (HOME, 2024, "6A", "Nguyễn Hoàng An"),
        (HOME, 2025, "7A", "Nguyễn Hoàng An"),
        (PRIMARY, 2024, "1A", "Nguyễn Hoàng Bi"),
        (PRIMARY, 2025, "2A", "Nguyễn Hoàng Bi"),
        (PRIMARY, 2025, "4A", "Lý Trần Gia Hân"),
    ],
)
def test_children_of_the_story_are_in_their_classes(tiny, school, year, name, pupil):
    assert (pupil,) in tiny.ask(IN_CLASS, school, year, name)


@pytest.mark.parametrize(
    ("mother", "children"),
    [("chi-hoa", ["Nguyễn Hoàng An", "Nguyễn Hoàng Bi"]), ("co-mai", ["Lý Trần Gia Hân"])],
)
def test_mothers_answer_for_their_children(tiny, mother, children):
    found = tiny.ask(
        "SELECT p.full_name FROM people_guardianship g JOIN people_person p ON p.id = g.student_id "
        "JOIN accounts_user u ON u.person_id = g.guardian_id WHERE u.username = %s ORDER BY p.id",
        mother,
    )
    assert [name for (name,) in found] == children


@pytest.mark.parametrize(
    ("username", "taught"),
    [("co-lan", {"7A TOAN"}), ("co-mai", {"7A NV", "7A HDTNHN"}), ("co-thu", {"2A TV", "2A TOAN"})],
)
def test_teachers_of_the_story_teach_their_classes(tiny, username, taught):
    found = tiny.ask(
        "SELECT c.name || ' ' || s.subject_id FROM enrolment_classsubject s "
        "JOIN enrolment_schoolclass c ON c.id = s.school_class_id JOIN accounts_user u ON u.person_id = s.teacher_id "
        "WHERE c.year = 2025 AND u.username = %s",
        username,
    )
    assert taught <= {name for (name,) in found}


def test_homeroom_teachers_of_the_story(tiny):
    found = tiny.ask(
        "SELECT c.name, u.username FROM enrolment_schoolclass c JOIN accounts_user u ON u.person_id = c.homeroom_id "
        "WHERE c.year = 2025 AND u.username IN ('co-lan', 'co-mai', 'co-thu')"
    )
    assert sorted(found) == [("2A", "co-thu"), ("7A", "co-mai")]


def test_last_year_is_closed_and_this_one_open(tiny):
    years = tiny.ask(
        "SELECT year, bool_and(closed_at IS NOT NULL), count(*) FROM enrolment_schoolyear GROUP BY 1 ORDER BY 1"
    )
    assert years == [(2024, True, 5), (2025, False, 5)]


def test_names_have_their_keys(tiny):
    people = tiny.ask("SELECT full_name, sort_key, search_key FROM people_person")
    assert len(people) > 200
    assert [name for name, order, found in people if (sort_key(name), search_text(name)) != (order, found)] == []


def test_lifetime_codes_are_well_formed(tiny):
    codes = [code for (code,) in tiny.ask("SELECT code FROM people_person")]
    assert [parse_person_code(code) for code in codes] == codes


def test_everybody_logs_in_with_one_hash(tiny):
    assert tiny.one("SELECT count(DISTINCT password) FROM accounts_user") == 1


def test_schools_lie_in_real_communes_under_their_offices(tiny):
    found = tiny.ask(
        "SELECT u.level, p.kind, u.code LIKE '80' || c.code || u.level || '%%' FROM units_unit u "
        "JOIN units_commune c ON c.code = u.commune_id JOIN units_edge e ON e.child_id = u.id AND e.valid_to IS NULL "
        "JOIN units_unit p ON p.id = e.parent_id WHERE u.kind = 'school' ORDER BY u.id"
    )
    by_level = {"01": "commune", "02": "commune", "03": "commune", "04": "department"}
    assert len(found) == 5
    assert all(parent == by_level[level] and coded for level, parent, coded in found)


def test_schools_belonged_to_districts_before_the_merger(tiny):
    parents = tiny.ask(
        "SELECT p.kind, p.code FROM units_edge e JOIN units_unit u ON u.id = e.child_id "
        "JOIN units_unit p ON p.id = e.parent_id WHERE u.kind = 'school' AND e.valid_to = '2025-06-30' ORDER BY u.id"
    )
    assert parents == [("district", "PGD-794")] * 4 + [("department", "SO-80-2004")]

"""The pages about children of a preschool: who gets them, what they hold, queries that do not grow."""

import json
import re
from dataclasses import replace

import pytest

from khuevan.registry.audit.api import Access
from khuevan.school.enrolment.api import Enrolment
from khuevan.school.gradebook.api import save_observations
from khuevan.school.gradebook.rules.preschool import Indicator
from khuevan.school.gradebook.rules.rule_sets import PRESCHOOL, register, unregister
from tests.personas import acting_as, actor, client_as

from .fixtures import edit, pupils, queries
from .preschool import LEADER, TEACHER, own_class

pytestmark = pytest.mark.django_db
ALL = ("o-TC", "o-NT", "o-NN", "o-TCXH", "o-TM")


@pytest.fixture
def own():
    return own_class()


@pytest.fixture
def children(own):
    with acting_as(LEADER):
        return pupils(own)


@pytest.fixture
def observe(own):
    """Says that children reached everything, in a term, with a comment."""

    def said(*some, term=1):
        with acting_as(TEACHER):
            edits = [edit(child, key, "D") for child in some for key in ALL]
            edits += [edit(child, "comment", "Con vui vẻ, thích <kể chuyện>.") for child in some]
            assert not save_observations(actor(TEACHER), own, term, edits)["conflicts"]

    return said


def page(name, url):
    answer = client_as(name).get(url)
    assert answer.status_code == 200, url
    return answer.content.decode()


def grid_in(shown):
    return json.loads(re.search(r'id="grid-data"[^>]*>(.*?)</script>', shown, re.S)[1])


def test_the_teacher_fills_in_the_class_and_its_head_reads(own, children):
    shown = page(TEACHER, f"/gradebook/homeroom/{own.uid}/?term=1")
    grid = grid_in(shown)
    assert [one["editable"] for one in grid["columns"]] == [True] * 6
    assert [one["id"] for one in grid["rows"]] == [str(one.uid) for one in children]
    assert f'save-url="/gradebook/homeroom/{own.uid}/1/save"' in shown
    assert "save-url" not in page(LEADER, f"/gradebook/homeroom/{own.uid}/?term=1")


def test_a_save_of_the_page_is_kept(own, children):
    client = client_as(TEACHER)
    sent = {"edits": [{"row": str(children[0].uid), "column": "o-TC", "value": "CD", "base": None}], "reason": ""}
    answer = client.post(f"/gradebook/homeroom/{own.uid}/1/save", sent, content_type="application/json")
    assert answer.json()["saved"] == [{"row": str(children[0].uid), "column": "o-TC", "value": "CD"}]
    history = page(TEACHER, f"/gradebook/homeroom/{own.uid}/1/history")
    assert "Lĩnh vực thể chất" in history
    assert "CĐ" in history


def test_who_is_missing_is_named(own, children, observe):
    observe(*children[1:])
    shown = page(TEACHER, f"/gradebook/homeroom/{own.uid}/1/cards")
    assert children[0].name in shown
    assert children[1].name not in shown
    observe(children[0])
    assert "mọi trẻ đã được theo dõi đủ" in page(TEACHER, f"/gradebook/homeroom/{own.uid}/1/cards")


@pytest.mark.parametrize("path", ["?term=1", "?term=2", "?term=3", "1/cards", "1/history", "3/print"])
def test_queries_do_not_grow(own, children, observe, path):
    client, url = client_as(LEADER), f"/gradebook/homeroom/{own.uid}/{path}"
    counts = []
    for some in (children[:1], children[:3]):
        observe(*some, term=2)
        client.get(url)
        with queries() as asked:
            assert client.get(url).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 14


@pytest.mark.parametrize("page_of", ["/gradebook/", "/gradebook/school/", "/"])
def test_pages_of_the_school_ask_the_same_for_more_children(page_of, children, observe):
    client, counts = client_as(LEADER), []
    for some in (children[:1], children[:3]):
        observe(*some)
        client.get(page_of)
        with queries() as asked:
            assert client.get(page_of).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_sheet_on_paper(own, children, observe):
    observe(children[0])
    shown = page(LEADER, f"/gradebook/homeroom/{own.uid}/1/print")
    assert "Theo dõi sự phát triển" in shown
    assert "thích &lt;kể chuyện&gt;" in shown


def test_the_mother_reads_what_was_observed_of_her_child(children, observe):
    mine = next(child for child in children if child.id in actor("me-sen").student_ids)
    url = f"/transcripts/family/{mine.uid}/"
    before = page("me-sen", url)
    assert "Năm học này chưa có gì được ghi" in before
    assert "Chưa có học bạ" not in before
    observe(*children)
    after = page("me-sen", url)
    assert "thích &lt;kể chuyện&gt;" in after
    assert "Tình cảm – xã hội" in after
    other = next(child for child in children if child != mine)
    assert client_as("me-sen").get(f"/transcripts/family/{other.uid}/").status_code == 404


def test_the_teacher_opens_a_child_from_the_class_list(own, children, observe):
    observe(children[0])
    url = f"/gradebook/pupils/{children[0].uid}/"
    assert url in page(TEACHER, f"/gradebook/classes/{own.uid}/")
    assert "thích &lt;kể chuyện&gt;" in page(TEACHER, url)
    assert client_as("co-lan").get(url).status_code == 404
    with acting_as(LEADER):
        assert Access.objects.filter(student_id=children[0].id, page="Kết quả của học sinh").exists()


def test_many_indicators_are_filled_in_a_domain_at_a_time(own):
    some = tuple(Indicator(str(n), f"Chỉ số {n}", "TC" if n < 9 else "NN", 5) for n in range(1, 15))
    register(replace(PRESCHOOL, code="MN-5T", first_year={0: 2025}, params=replace(PRESCHOOL.params, indicators=some)))
    try:
        shown = page(TEACHER, f"/gradebook/homeroom/{own.uid}/?term=1")
        assert len(grid_in(shown)["columns"]) == 9
        other = page(TEACHER, f"/gradebook/homeroom/{own.uid}/?term=1&domain=NN")
        assert len(grid_in(other)["columns"]) == 7
        assert "domain=TM" not in shown
    finally:
        unregister("MN-5T")


def test_an_empty_class_says_what_comes_next(own, children):
    with acting_as(LEADER):
        Enrolment.objects.filter(school_class=own).delete()
    assert "Lớp chưa có học sinh" in page(LEADER, f"/gradebook/homeroom/{own.uid}/")


@pytest.mark.parametrize("stranger", ["co-lan", "thay-minh", "chi-hoa"])
def test_others_do_not_find_it(own, stranger):
    assert client_as(stranger).get(f"/gradebook/homeroom/{own.uid}/").status_code == 404

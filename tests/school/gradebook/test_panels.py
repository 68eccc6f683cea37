"""Cards on the first pages, and what the search box finds."""

import pytest
from django.template.loader import render_to_string

from khuevan.kernel.search import look
from khuevan.school.gradebook.api import progress, save_marks
from khuevan.school.gradebook.panels import panels
from tests.personas import acting_as, actor, client_as

from .fixtures import book, edit, pupils, queries, whole_row

pytestmark = pytest.mark.django_db


def offered(name):
    with acting_as(name):
        return {panel.title: panel.context for panel in panels(actor(name)) if panel.template.startswith("gradebook/")}


def test_a_teacher_sees_the_book_nearest_to_completion_first():
    with acting_as("co-lan"):
        toan = book()
        save_marks(actor("co-lan"), toan, 2, [cell for pupil in pupils(toan)[1:] for cell in whole_row(pupil)])
        (context,) = [panel.context for panel in panels(actor("co-lan")) if panel.template.startswith("gradebook/")]
    assert (context["books"][0].class_name, context["gaps"]) == ("7A", 4)


def test_a_homeroom_teacher_has_a_card_for_the_class():
    assert "Lớp chủ nhiệm 7A" in offered("co-mai")
    assert "Lớp chủ nhiệm 2A" in offered("co-thu")


def test_a_leader_sees_the_school():
    context = offered("thay-minh")["Tiến độ nhập điểm học kì II"]
    assert (context["percent"], context["all"]) == (0, 48)


@pytest.mark.parametrize("name", ["anh-binh", "chi-hoa"])
def test_others_have_no_card(name):
    assert offered(name) == {}


@pytest.mark.parametrize(("name", "most"), [("co-lan", 4), ("co-mai", 6), ("thay-minh", 3)])
def test_queries(name, most):
    with acting_as(name):
        me = actor(name)
        with queries() as found:
            panels(me)
    assert len(found) <= most


@pytest.mark.parametrize("name", ["co-lan", "co-mai", "thay-minh", "co-thu"])
def test_the_first_page(name):
    assert client_as(name).get("/").status_code == 200


def found(name, text):
    with acting_as(name):
        return {group.title: [hit.label for hit in group.hits] for group in look(actor(name), text)}


def test_search():
    assert found("thay-minh", "hoang an")["Học sinh"][0] == "Nguyễn Hoàng An"
    assert found("thay-minh", "7a")["Lớp"][0] == "Lớp 7A"
    assert found("co-lan", "7a")["Sổ điểm"][0] == "Toán 7A"
    assert "Lớp" not in found("co-lan", "7a")


@pytest.mark.parametrize("name", ["thay-khac", "chi-hoa"])
def test_search_ends_at_the_scope(name):
    assert "Nguyễn Hoàng An" not in str(found(name, "hoang an"))


def test_every_hit_leads_somewhere():
    for name in ("co-lan", "co-mai", "thay-minh"):
        with acting_as(name):
            hits = [hit for text in ("an", "7a", "to") for group in look(actor(name), text) for hit in group.hits]
        client = client_as(name)
        assert {client.get(hit.url).status_code for hit in hits} == {200}


def test_a_code_finds_its_pupil():
    with acting_as("thay-minh"):
        pupil = pupils(book())[0]
    assert found("thay-minh", pupil.code.lower())["Học sinh"] == [pupil.name]


def test_edits_of_others_do_not_show():
    with acting_as("co-lan"):
        save_marks(actor("co-lan"), book(), 1, [edit(pupils(book())[0], "tx1", 70)])
    assert offered("thay-phuc")["Tiến độ nhập điểm cuối năm học"]["percent"] == 0


def test_each_book_opens_at_its_own_term_or_period():
    """Also where somebody teaches primary and secondary classes."""
    books = []
    for name in ("thay-minh", "thay-phuc"):
        with acting_as(name):
            books.append(progress(actor(name).unit_id, 2025, 2, 4)[0])
    assert {one.grade > 5: one.part for one in books} == {True: 2, False: 4}
    page = render_to_string("gradebook/parts/books.html", {"books": books})
    for one in books:
        assert f'{one.uid}/?term={4 if one.grade <= 5 else 2}"' in page

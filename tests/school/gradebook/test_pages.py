"""Pages: who gets them, what they hold, and that their queries do not grow with what they show."""

import json
from unittest.mock import ANY

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from khuevan.kernel.ids import uuid7
from khuevan.registry.audit.api import Access
from khuevan.registry.people.api import Person
from khuevan.school.enrolment.api import ClassSubject, Enrolment, SchoolClass, class_list
from khuevan.school.gradebook.api import save_conduct, save_marks
from tests.personas import acting_as, actor, client_as

from .fixtures import book, edit, pupils, school_class, whole_row

pytestmark = pytest.mark.django_db


def urls():
    """Every page by name, of class 7A, its mathematics, and An."""
    with acting_as("thay-minh"):
        toan, one = book(), school_class()
        an = Person.objects.get(full_name="Nguyễn Hoàng An")
        return {
            "index": reverse("gradebook:index"),
            "book": reverse("gradebook:book", args=[toan.uid]),
            "year": reverse("gradebook:book", args=[toan.uid]) + "?term=3",
            "history": reverse("gradebook:history", args=[toan.uid, 1]),
            "print": reverse("gradebook:print", args=[toan.uid, 1]),
            "homeroom": reverse("gradebook:homeroom", args=[one.uid]),
            "class_history": reverse("gradebook:class_history", args=[one.uid, 1]),
            "school": reverse("gradebook:school"),
            "pupil": reverse("gradebook:pupil", args=[an.uid]),
        }


EVERYTHING = {"index", "book", "year", "history", "print", "homeroom", "class_history", "school", "pupil"}
OPEN = {
    "co-lan": {"index", "book", "year", "history", "print", "pupil"},
    "co-mai": EVERYTHING - {"school"},
    "thay-minh": EVERYTHING,
    "anh-binh": {"book", "year", "history", "print", "homeroom", "class_history", "pupil"},
    "thay-khac": {"index"},
    "thay-phuc": {"index", "school"},
    "chi-hoa": set(),
}


@pytest.mark.parametrize("name", OPEN)
def test_who_opens_what(name):
    client, found = client_as(name), {}
    for page, url in urls().items():
        found[page] = client.get(url).status_code
    assert {page for page, status in found.items() if status == 200} == OPEN[name]
    assert set(found.values()) <= {200, 404}


@pytest.mark.parametrize("name", ["co-mai", "anh-binh"])
def test_the_way_to_a_page_begins_where_one_may_go(name):
    client, found = client_as(name), urls()
    for page in sorted(OPEN[name] - {"index"}):
        way = client.get(found[page]).context["crumbs"]
        assert {client.get(crumb.url).status_code for crumb in way if crumb.url} <= {200}


def test_visitors_are_sent_to_the_log_in():
    for url in urls().values():
        assert Client().get(url).headers["Location"].startswith("/account/login/")


def count(client, url):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len([q for q in captured if "SAVEPOINT" not in q["sql"]])


@pytest.mark.parametrize("page", sorted(EVERYTHING))
def test_queries_do_not_grow(page):
    """A class with three more pupils, a school with one more class of twelve books: no query more."""
    client, url = client_as("thay-minh"), urls()[page]
    with acting_as("co-mai"):
        save_marks(actor("co-lan"), book(), 1, [edit(pupils(book())[0], "tx1", 70)])
        save_conduct(actor("co-mai"), school_class(), 1, [edit(pupils(book())[0], "level", "T")])
    client.get(url)
    before = count(client, url)
    with acting_as("thay-minh"):
        grow()
    assert count(client, url) == before
    assert before <= 21


def grow():
    old = school_class()
    new = SchoolClass.objects.create(school_id=old.school_id, year=2025, grade=7, name="7B", homeroom=old.homeroom)
    for one in ClassSubject.objects.filter(school_class=old):
        one.pk, one.uid, one.school_class = None, uuid7(), new
        one.save(force_insert=True)
    others = Enrolment.objects.filter(school_class__name="8A", year=2025)[:3]
    for number, one in enumerate(others, 20):
        one.school_class_id, one.number = old.pk, number
        one.save()
    save_marks(actor("co-lan"), book(), 1, [cell for pupil in pupils(book()) for cell in whole_row(pupil)])
    save_conduct(actor("co-mai"), old, 1, [edit(pupil, "comment", "Ngoan") for pupil in pupils(old)])


def test_a_page_is_noted_once_a_pupil():
    url = urls()["book"]
    client_as("co-lan").get(url)
    with acting_as("thay-minh"):
        seen = Access.objects.filter(page__startswith="Sổ điểm Toán 7A")
        listed = [pupil.id for pupil in class_list(school_class())]
        assert sorted(seen.values_list("student_id", flat=True)) == sorted(listed)


def grid_of(response):
    start = response.content.index(b'<script id="grid-data" type="application/json">')
    text = response.content[start:].split(b">", 1)[1].split(b"</script>", 1)[0]
    return json.loads(text)


def test_the_grid_of_a_book():
    grid = grid_of(client_as("co-lan").get(urls()["book"] + "?term=1"))
    assert [column["key"] for column in grid["columns"]][:6] == ["tx1", "tx2", "tx3", "tx4", "gk", "ck"]
    assert grid["storage_key"].startswith("khuevan:marks:")
    assert grid["locked"] is None
    assert all(column["editable"] for column in grid["columns"] if column["kind"] == "score")


def test_namesakes_are_told_apart_by_their_birth_dates():
    url = urls()["book"] + "?term=1"
    with acting_as("thay-minh"):
        one, other = pupils(book())[:2]
        Person.objects.filter(pk=one.id).update(full_name=other.name, birth_year=2013, birth_month=3, birth_day=None)
    rows = grid_of(client_as("co-lan").get(url))["rows"]
    assert rows[0]["note"].startswith("sinh 03/2013")
    assert rows[1]["note"].startswith("sinh ")
    assert not any("note" in row for row in rows[2:])


def test_readers_get_no_place_to_save():
    page = client_as("thay-minh").get(urls()["book"])
    assert b"save-url" not in page.content
    assert not any(column["editable"] for column in grid_of(page)["columns"])


def post(client, name, body, *args):
    url = reverse(f"gradebook:{name}", args=args)
    return client.post(url, json.dumps(body), content_type="application/json")


def cells(value=85):
    with acting_as("co-lan"):
        return book().uid, {"edits": [vars(edit(pupils(book())[0], "tx1", value))], "reason": ""}


def test_save():
    uid, body = cells()
    answer = post(client_as("co-lan"), "save", body, uid, 1).json()
    assert answer["saved"] == [{"row": ANY, "column": "tx1", "value": 85}]
    assert set(answer) == {"saved", "conflicts", "refused", "rows"}


def test_preview_writes_nothing():
    uid, body = cells()
    answer = post(client_as("co-lan"), "preview", body, uid, 1).json()
    assert answer["rows"] == [{"id": body["edits"][0]["row"], "computed": {"average": "", "level": ""}}]
    assert grid_of(client_as("co-lan").get(urls()["book"] + "?term=1"))["rows"][0]["cells"]["tx1"] is None


@pytest.mark.parametrize("name", ["save", "preview"])
def test_an_expired_session(name):
    uid, body = cells()
    answer = post(Client(), name, body, uid, 1)
    assert answer.status_code == 401
    assert answer.json()["login_url"].startswith("/account/login")


@pytest.mark.parametrize(
    ("name", "status"), [("thay-minh", 403), ("co-mai", 403), ("thay-khac", 404), ("chi-hoa", 404)]
)
def test_who_may_not_save(name, status):
    uid, body = cells()
    answer = post(client_as(name), "save", body, uid, 1)
    assert answer.status_code == status
    assert answer.json()["message"]


@pytest.mark.parametrize("body", ["", "[]", "{", '{"edits": 5}', '{"edits": [{"row": 1}]}'])
def test_bodies_that_cannot_be_read(body):
    uid, _body = cells()
    url = reverse("gradebook:save", args=[uid, 1])
    answer = client_as("co-lan").post(url, body, content_type="application/json")
    assert answer.status_code == 422


def test_a_term_that_a_book_has_not():
    uid, body = cells()
    assert post(client_as("co-lan"), "save", body, uid, 4).status_code == 404


def test_the_history_says_it_in_words():
    uid, body = cells()
    client = client_as("co-lan")
    post(client, "save", body | {"reason": "Chấm lại"}, uid, 1)
    page = client.get(reverse("gradebook:history", args=[uid, 1])).content.decode()
    assert "Điểm thường xuyên 1" in page
    assert "<strong>8,5</strong>" in page
    assert "Chấm lại" in page


def test_lock_and_unlock_from_the_page():
    client = client_as("thay-minh")
    page = client.post(reverse("gradebook:lock", args=[1]), {"reason": "Đã đủ điểm"}, follow=True)
    assert "Học kì I đã khoá sổ" in page.content.decode()
    page = client.post(reverse("gradebook:unlock", args=[1]), {"reason": "Sửa điểm em An"}, follow=True)
    assert "Học kì I đang mở" in page.content.decode()

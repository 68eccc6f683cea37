"""The JSON API: the same actions, documented answers."""

import json
from uuid import uuid4

import pytest
from django.test import Client

from khuevan.school.gradebook.api import MarkRow, Wanted, grant_case
from tests.personas import acting_as, actor, client_as

from .fixtures import book, pupils, school_class

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/gradebook"


def toan():
    with acting_as("co-lan"):
        found = book()
        return found, pupils(found)[0]


def save(client, body, uid, part=1, **headers):
    return client.post(f"{ROOT}/books/{uid}/{part}/marks", json.dumps(body), "application/json", headers=headers)


def one_cell(pupil, value=85, column="tx1"):
    return {"edits": [{"row": str(pupil.uid), "column": column, "value": value}]}


def test_my_books():
    books = client_as("co-lan").get(f"{ROOT}/books").json()
    assert {(one["class_name"], one["code"]) for one in books} == {(f"{g}A", "TOAN") for g in (6, 7, 8, 9)}


def test_a_book():
    found, pupil = toan()
    sheet = client_as("co-lan").get(f"{ROOT}/books/{found.uid}/1").json()
    assert (sheet["book"], sheet["locked"]) == ("Toán 7A · Học kì I", None)
    assert str(pupil.uid) in {row["id"] for row in sheet["rows"]}


def test_a_book_says_what_may_be_typed_and_what_is_closed():
    with acting_as("co-thu"):
        first = book("TV", "2A")
    with acting_as("thay-phuc"):
        wanted = Wanted("exempt", str(pupils(first)[0].uid), "Theo quyết định số 5", str(first.uid))
        grant_case(actor("thay-phuc"), first.school_class, wanted)
    sheet = client_as("co-thu").get(f"{ROOT}/books/{first.uid}/4").json()
    level = next(one for one in sheet["columns"] if one["key"] == "level")
    assert [one["value"] for one in level["options"]] == ["T", "H", "C"]
    assert [set(row["closed"]) for row in sheet["rows"]][:2] == [{"level", "test", "comment"}, set()]


def test_save_and_send_again():
    found, pupil = toan()
    key = str(uuid4())
    first = save(client_as("co-lan"), one_cell(pupil), found.uid, **{"Idempotency-Key": key})
    again = save(client_as("co-lan"), one_cell(pupil), found.uid, **{"Idempotency-Key": key})
    assert first.json() == again.json()
    assert first.json()["saved"][0]["value"] == 85
    with acting_as("co-lan"):
        assert MarkRow.objects.get(class_subject=found, term=1).regular[0] == 85


@pytest.mark.parametrize(
    ("name", "status"), [("thay-minh", 403), ("thay-khac", 404), ("chi-hoa", 404), ("anh-binh", 403)]
)
def test_who_may_not_save(name, status):
    found, pupil = toan()
    answer = save(client_as(name), one_cell(pupil), found.uid)
    assert answer.status_code == status
    assert set(answer.json()) == {"message", "hint", "code"}


@pytest.mark.parametrize(
    "body", [{}, {"edits": 5}, {"edits": [{"row": "x", "column": "tx1", "value": 1}]}, {"edits": [{"row": 5}]}]
)
def test_bodies_of_another_shape(body):
    found, _pupil = toan()
    answer = save(client_as("co-lan"), body, found.uid)
    assert answer.status_code == 422
    assert answer.json()["code"] == "shape"


def test_a_body_that_is_no_json():
    found, _pupil = toan()
    answer = client_as("co-lan").post(f"{ROOT}/books/{found.uid}/1/marks", "{", "application/json")
    assert answer.status_code == 400
    assert answer.json()["code"] == "request"


@pytest.mark.parametrize("part", [0, 5, 9, 10**20])
def test_terms_that_are_none(part):
    found, _pupil = toan()
    assert client_as("co-lan").get(f"{ROOT}/books/{found.uid}/{part}").status_code in {404, 422}


def test_nobody():
    assert Client().get(f"{ROOT}/books").status_code == 401


def test_writing_needs_the_token():
    found, pupil = toan()
    client = Client(enforce_csrf_checks=True)
    client.cookies = client_as("co-lan").cookies
    assert save(client, one_cell(pupil), found.uid).status_code == 403


def test_results():
    found, pupil = toan()
    save(client_as("co-lan"), one_cell(pupil), found.uid)
    with acting_as("co-mai"):
        uid = school_class().uid
    rows = client_as("co-mai").get(f"{ROOT}/classes/{uid}/results/1").json()
    assert [(row["pupil"], row["academic"], row["rule_set"]) for row in rows] == [(str(pupil.uid), "", "TT22-2021")]
    assert client_as("co-lan").get(f"{ROOT}/classes/{uid}/results/1").status_code == 404


def test_the_documents_are_behind_the_log_in():
    assert Client().get("/api/v1/docs").status_code == 302
    operations = client_as("co-lan").get("/api/v1/openapi.json").json()["paths"]
    for path, methods in operations.items():
        for operation in methods.values():
            assert {"200", "401", "404", "422"} <= set(operation["responses"]), path

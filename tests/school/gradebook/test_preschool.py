"""A class of a preschool has no books: its pages say how children develop, and those about marks are not found."""

import pytest

from tests.personas import client_as

from .preschool import LEADER, TEACHER, own_class

pytestmark = pytest.mark.django_db


@pytest.fixture
def own():
    """The class of the preschool."""
    return own_class()


def test_its_teacher_comes_to_what_is_observed(own):
    answer = client_as(TEACHER).get("/gradebook/homeroom/")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/gradebook/homeroom/{own.uid}/")
    page = client_as(TEACHER).get(answer.headers["Location"]).content.decode()
    assert "Theo dõi sự phát triển" in page
    assert f"/gradebook/homeroom/{own.uid}/cases/" not in page


@pytest.mark.parametrize("page", ["/analysis/classes/{}/", "/comments/classes/{}/", "/gradebook/homeroom/{}/cases/"])
def test_it_has_no_pages_about_marks(own, page):
    assert client_as(TEACHER).get(page.format(own.uid)).status_code == 404


def test_the_api_says_why(own):
    answer = client_as(LEADER).get(f"/api/v1/gradebook/classes/{own.uid}/results/3")
    assert (answer.status_code, answer.json()["message"]) == (404, "Lớp mầm non không có sổ điểm.")


@pytest.mark.parametrize("page", ["/comments/", "/analysis/"])
def test_no_page_leads_to_one_of_them(own, page):
    shown = client_as(TEACHER).get(page).content.decode()
    assert not {f"/comments/classes/{own.uid}/", f"/analysis/classes/{own.uid}/"} & {
        link.partition('"')[0].partition("?")[0] for link in shown.split('href="')
    }


def test_a_school_with_nothing_observed_is_not_told_that_all_is_full():
    page = client_as(LEADER).get("/gradebook/school/").content.decode()
    assert "Mọi sổ đã đủ" not in page
    assert "100%" not in page
    assert "Còn 1 sổ chưa đủ" in page


def test_its_grades_are_called_by_age(own):
    page = client_as(LEADER).get("/teaching/").content.decode()
    assert "Mẫu giáo" in page
    assert f"Khối {own.grade}" not in page

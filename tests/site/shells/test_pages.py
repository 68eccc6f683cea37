import re
from dataclasses import dataclass

import pytest
from django.contrib.messages.storage.base import Message
from django.http import Http404
from django.template.loader import render_to_string
from django.views.defaults import page_not_found, permission_denied, server_error

from khuevan.kernel import panels, search
from khuevan.kernel.errors import Locked
from khuevan.kernel.panels import Panel
from khuevan.kernel.search import Group, Hit
from khuevan.site.errors import DomainErrorMiddleware
from khuevan.site.shells.design import design
from khuevan.site.shells.home import home
from khuevan.site.shells.search import LONGEST, find

AUDIENCES = ["teacher", "leader", "authority", "guardian"]


@pytest.fixture
def offered(monkeypatch):
    """Only the panels and sources that a test registers."""
    monkeypatch.setattr(panels, "_providers", [])
    monkeypatch.setattr(search, "_sources", [])


@pytest.mark.parametrize("kind", ["", *AUDIENCES])
def test_every_page_has_its_landmarks(request_as, kind):
    html = design(request_as(kind, "/design/")).content.decode()
    assert html.count("<h1") == 1
    assert html.count("<main") == 1
    assert '<a class="skip" href="#main">' in html
    assert '<html lang="vi"' in html


@pytest.mark.parametrize(
    ("kind", "title", "nothing"),
    [
        ("teacher", "Hôm nay", "phân công giảng dạy"),
        ("leader", "Toàn trường", "tiến độ sẽ hiện ở đây"),
        ("authority", "Toàn tỉnh", "Khi trường gửi học bạ"),
        ("guardian", "Trang nhà", "chưa gắn với học sinh nào"),
    ],
)
def test_an_empty_home_teaches_the_next_step(offered, request_as, kind, title, nothing):
    html = home(request_as(kind)).content.decode()
    assert f"<title>{title} · Khuê Văn</title>" in html
    assert nothing in html


def test_home_shows_the_panels_that_rooms_offer_in_their_order(offered, request_as):
    template = "cotton/key.html"
    panels.register(lambda actor: [Panel("Việc sau", template, {"slot": actor.name}, 90)])
    panels.register(lambda actor: [Panel("Việc gấp", template, {"slot": "7A"}, 10, url="/gap/", link="Mở hết")])
    html = home(request_as("teacher")).content.decode()
    assert html.index("Việc gấp") < html.index("Việc sau")
    assert '<kbd class="key">Lê Thị Lan</kbd>' in html
    assert re.search(r'href="/gap/">Mở hết', html)


def test_a_visitor_is_sent_to_log_in(request_as):
    for view, path in ((home, "/"), (find, "/search/?q=an")):
        response = view(request_as("", path))
        assert response.status_code == 302
        assert response["Location"].startswith("/account/login/")


@dataclass
class Asked:
    """Remembers what a source was asked."""

    texts: list

    def __call__(self, actor, text, limit):
        self.texts.append((actor.kind, text, limit))
        return Group("Học sinh", [Hit("Nguyễn Hoài An", "/people/1/", "7A")] if "an" in text else [])


def test_search_asks_within_the_actors_scope(offered, request_as):
    source = Asked([])
    search.register(source)
    html = find(request_as("teacher", "/search/?q=++hoài+++an+")).content.decode()
    assert source.texts == [("teacher", "hoài an", 20)]
    assert 'href="/people/1/"' in html
    assert "<h1" in html


def test_while_typing_only_the_results_come(offered, request_as):
    search.register(Asked([]))
    html = find(request_as("teacher", "/search/?q=an", htmx=True)).content.decode()
    assert "Nguyễn Hoài An" in html
    assert "<html" not in html


@pytest.mark.parametrize(
    ("text", "words"), [("", "ít nhất hai chữ"), ("a", "ít nhất hai chữ"), ("zz", "Không có người")]
)
def test_a_search_without_result_says_what_to_try(offered, request_as, text, words):
    assert words in find(request_as("teacher", f"/search/?q={text}")).content.decode()


def test_an_odd_query_is_cut_and_cleaned(offered, request_as):
    source = Asked([])
    search.register(source)
    find(request_as("teacher", "/search/?q=a%00n" + "x" * 500))
    assert source.texts == [("teacher", "an" + "x" * (LONGEST - 3), 20)]


def test_error_pages_say_what_happened_and_what_to_do(request_as):
    missing = page_not_found(request_as("teacher"), Http404())
    refused = permission_denied(request_as("teacher"), PermissionError())
    assert (missing.status_code, refused.status_code) == (404, 403)
    assert "ngoài phạm vi mà tài khoản này được xem" in missing.content.decode()
    assert "nhờ hiệu trưởng hoặc quản trị" in refused.content.decode()


def test_the_page_for_our_own_failure_needs_nothing(rf):
    response = server_error(rf.get("/"))
    assert response.status_code == 500
    assert "Việc vừa làm chưa được ghi" in response.content.decode()


@pytest.mark.parametrize("template", ["400.html", "403_csrf.html", "500.html"])
def test_pages_of_last_resort_stand_alone(template):
    html = render_to_string(template)
    assert 'href="/static/plain.css"' in html
    assert "Về trang đầu" in html


def test_a_refusal_shows_its_message_and_hint(request_as):
    error = Locked("Học kì II đã khoá.", hint="Hãy nhờ hiệu trưởng mở khoá môn này.")
    response = DomainErrorMiddleware(None).process_exception(request_as("teacher"), error)
    assert response.status_code == 423
    assert "Học kì II đã khoá." in response.content.decode()
    assert "Hãy nhờ hiệu trưởng mở khoá môn này." in response.content.decode()


@pytest.mark.parametrize(
    ("before", "target"), [("http://testserver/gradebook/", "http://testserver/gradebook/"), ("https://evil.vn/", "/")]
)
def test_a_refusal_leads_back_only_to_our_own_pages(request_as, before, target):
    request = request_as("teacher")
    request.META["HTTP_REFERER"] = before
    html = DomainErrorMiddleware(None).process_exception(request, Locked("Đã khoá.")).content.decode()
    assert f'class="btn btn-primary" href="{target}"' in html


def test_messages_become_toasts(request_as):
    request = request_as("teacher", "/design/")
    request._messages = [Message(25, "Đã lưu 40 điểm.")]
    assert '<div class="toast toast--success" data-toast="success">' in design(request).content.decode()


@pytest.mark.parametrize(
    ("cookie", "expected"), [("dark", ' data-bs-theme="dark"'), ("light", ' data-bs-theme="light"')]
)
def test_a_chosen_theme_is_drawn_by_the_server(request_as, cookie, expected):
    request = request_as("teacher", "/design/")
    request.COOKIES["kv_theme"] = cookie
    assert re.search(r"<html[^>]*>", design(request).content.decode())[0].count(expected) == 1


@pytest.mark.parametrize("cookie", ["", '"><script>', "blue"])
def test_without_a_choice_the_device_decides(request_as, cookie):
    request = request_as("teacher", "/design/")
    request.COOKIES["kv_theme"] = cookie
    assert "data-bs-theme" not in re.search(r"<html[^>]*>", design(request).content.decode())[0]


def test_the_role_switcher_is_for_those_with_several_roles(request_as):
    from .conftest import make_actor

    role = make_actor().assignments[0]
    one = design(request_as("teacher", "/design/")).content.decode()
    two = design(request_as("teacher", "/design/", assignments=[role, role])).content.decode()
    assert 'action="/account/act-as/"' not in one
    assert 'action="/account/act-as/"' in two
    assert 'name="assignment" value="1" aria-current="true"' in two

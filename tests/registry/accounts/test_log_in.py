"""Getting in, being kept out, and changing hats."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils.timezone import now

from tests.personas import PASSWORD, actor, client_as

pytestmark = pytest.mark.django_db
LOGIN = "/account/login/"


def post(client, name, password):
    return client.post(LOGIN, {"login": name, "password": password})


@pytest.fixture(autouse=True)
def empty_cache():
    from django.core.cache import cache

    cache.clear()


def test_log_in_whatever_the_case_of_the_name(client):
    response = post(client, "Co-Lan", PASSWORD)
    assert response.status_code == 302
    assert client.get("/").status_code == 200


def test_people_are_greeted_by_name(client):
    page = client.post(LOGIN, {"login": "co-lan", "password": PASSWORD}, follow=True)
    assert "Chào Nguyễn Thị Ngọc Lan." in page.content.decode()


def test_a_wrong_password_says_so_in_vietnamese(client):
    assert "Tên đăng nhập hoặc mật khẩu không đúng" in post(client, "co-lan", "sai").content.decode()


def test_five_wrong_tries_lock_the_account_for_a_while(client):
    for _ in range(5):
        post(client, "co-lan", "sai")
    response = post(client, "co-lan", PASSWORD)
    assert "Nhập sai quá nhiều lần" in response.content.decode()
    assert "_auth_user_id" not in client.session


def test_nobody_signs_up(client):
    assert client.get("/account/signup/").status_code == 404


def test_a_visitor_is_asked_to_log_in(client):
    assert client.get("/audit/access/").status_code == 302


@pytest.mark.parametrize(("sent", "told"), [({}, '"storage"'), ({"wiped": "1"}, None)])
def test_a_log_out_leaves_nothing_on_the_device(client, sent, told):
    """The page empties its vault; where it could not, the browser forgets everything of ours."""
    post(client, "co-lan", PASSWORD)
    assert client.post("/account/logout/", sent).headers.get("Clear-Site-Data") == told
    assert client.get("/").status_code == 302


def test_short_passwords_are_refused():
    client = client_as("co-lan")
    response = client.post("/account/password/", {"oldpassword": PASSWORD, "password1": "ngan", "password2": "ngan"})
    assert response.status_code == 200
    assert "10" in response.content.decode()


def test_changing_hats_changes_what_one_sees():
    mai = actor("co-mai")
    guardian = next(role for role in mai.assignments if role.kind == "guardian")
    client = client_as("co-mai")
    assert client.post("/account/act-as/", {"assignment": guardian.id}).status_code == 302
    assert client.get("/").wsgi_request.actor.kind == "guardian"


def test_a_role_of_somebody_else_is_not_found():
    other = actor("thay-khac").role.id
    assert client_as("co-lan").post("/account/act-as/", {"assignment": other}).status_code == 404


@pytest.mark.parametrize("page", ["protection/", "devices/", "password/", "protection/totp/activate/"])
def test_own_pages_open(page):
    client = client_as("co-lan")
    post_response = client.get(f"/account/{page}")
    assert post_response.status_code in (200, 302)


def test_a_page_costs_few_queries_before_its_own(django_assert_max_num_queries):
    client = client_as("co-lan")
    with django_assert_max_num_queries(9):
        client.get("/account/devices/")


def test_an_unknown_session_opens_nothing(client):
    client.cookies["sessionid"] = "a" * 32
    assert client.get("/audit/access/").status_code == 302


def test_an_expired_session_opens_nothing():
    client = client_as("co-lan")
    assert client.get("/audit/access/").status_code == 200
    Session.objects.update(expire_date=now() - timedelta(seconds=1))
    assert client.get("/audit/access/").status_code == 302


@pytest.mark.parametrize(
    ("name", "remember", "days"), [("chi-hoa", "on", 30), ("co-lan", "on", 0.5), ("chi-hoa", "", 0), ("co-lan", "", 0)]
)
def test_who_stays_logged_in_for_how_long(client, name, remember, days):
    """A family on its own telephone for a month; nobody beyond the day where the box was not ticked."""
    client.post(LOGIN, {"login": name, "password": PASSWORD, "remember": remember})
    assert client.get("/").status_code == 200
    assert client.session.get_expire_at_browser_close() == (not days)
    assert client.session.get_expiry_age() == pytest.approx((days or 0.5) * 86400, abs=60)


def test_a_password_kept_in_another_way_is_kept_anew(client):
    from django.contrib.auth.hashers import Argon2PasswordHasher, identify_hasher

    from khuevan.registry.accounts.api import User

    old = Argon2PasswordHasher().encode(PASSWORD, "a salt of sixteen")
    User.objects.filter(username="co-lan").update(password=old)
    assert post(client, "co-lan", PASSWORD).status_code == 302
    kept = User.objects.get(username="co-lan").password
    assert identify_hasher(kept).decode(kept) | {"hash": "", "salt": "", "params": ""} == {
        "algorithm": "argon2", "variety": "argon2id", "version": 19, "hash": "", "salt": "", "params": "",
        "memory_cost": 19 * 1024, "time_cost": 2, "parallelism": 1,
    }  # fmt: skip
    assert client.get("/").status_code == 200


def test_logging_in_asks_little_of_the_database(client, django_assert_max_num_queries):
    """Most of it for the limits that stop guessers; a name is found by its index, among however many."""
    client.get(LOGIN)
    with django_assert_max_num_queries(45) as asked:
        assert post(client, "Co-Lan", PASSWORD).status_code == 302
    assert not any("UPPER(" in one["sql"] for one in asked.captured_queries)

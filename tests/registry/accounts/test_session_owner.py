"""The user who comes with a session counts only where the session itself says so."""

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.utils.timezone import now

from tests.personas import PASSWORD, user

pytestmark = pytest.mark.django_db


@pytest.fixture
def mai():
    client = Client(REMOTE_ADDR="127.0.0.1")
    client.post("/account/login/", {"login": "co-mai", "password": PASSWORD})
    return client


def who(client):
    """The log-in that a page knows, "" for a visitor."""
    return client.get("/account/protection/").wsgi_request.user.get_username()


def test_the_list_of_log_ins_names_her(mai):
    assert UserSession.objects.get(session_key=mai.session.session_key).user == user("co-mai")
    assert who(mai) == "co-mai"


def test_a_session_listed_under_somebody_else_stays_its_own(mai):
    UserSession.objects.filter(session_key=mai.session.session_key).update(user=user("thay-minh"))
    assert who(mai) == "co-mai"


def test_a_session_that_is_listed_nowhere_works(mai):
    UserSession.objects.all().delete()
    assert who(mai) == "co-mai"


def test_a_new_password_ends_it(mai):
    one = user("co-mai")
    one.password = make_password("another-long-one-1")
    one.save(update_fields=["password"])
    assert who(mai) == ""


def test_a_disabled_account_is_nobody(mai):
    one = user("co-mai")
    one.disabled_at = now()
    one.save(update_fields=["disabled_at"])
    assert who(mai) == ""

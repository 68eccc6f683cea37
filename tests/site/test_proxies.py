"""Limits by address are about whoever asks, not about the proxy that passes it on."""

import pytest
from django.core.cache import cache
from django.core.exceptions import MiddlewareNotUsed
from django.test import Client, RequestFactory

from khuevan.site.proxies import ProxyMiddleware
from tests.personas import PASSWORD

PROXY = "127.0.0.1"
HOST = {"Host": "testserver"}


def address(settings, proxies, told):
    settings.PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR=PROXY, **({"HTTP_X_FORWARDED_FOR": told} if told else {}))
    return ProxyMiddleware(lambda asked: asked.META["REMOTE_ADDR"])(request)


@pytest.mark.parametrize(
    ("proxies", "told", "seen"),
    [
        (1, "203.0.113.7", "203.0.113.7"),
        (1, "198.51.100.1, 203.0.113.7", "203.0.113.7"),  # whatever the browser wrote before
        (2, "198.51.100.1, 203.0.113.7, 10.0.0.2", "203.0.113.7"),
        (2, "203.0.113.7", PROXY),
        (1, "2001:db8::7", "2001:db8::7"),
        (1, "", PROXY),
        (1, "unknown", PROXY),
        (1, "203.0.113.7<script>", PROXY),
    ],
)
def test_the_address_is_what_our_outermost_proxy_saw(settings, proxies, told, seen):
    assert address(settings, proxies, told) == seen


def test_without_proxies_nobody_is_believed(settings):
    with pytest.raises(MiddlewareNotUsed):
        address(settings, 0, "203.0.113.7")
    settings.HTTPS = True
    assert address(settings, 0, "203.0.113.7") == PROXY


@pytest.mark.parametrize(("https", "link"), [(True, "https://testserver/x"), (False, "http://testserver/x")])
def test_links_lead_where_people_come_from(settings, https, link):
    settings.HTTPS, settings.PROXIES = https, 1
    assert ProxyMiddleware(lambda asked: asked.build_absolute_uri("/x"))(RequestFactory(headers=HOST).get("/")) == link


@pytest.mark.django_db
def test_browsers_are_told_to_come_by_tls_alone(settings):
    settings.HTTPS, settings.SECURE_HSTS_SECONDS = True, 31536000
    assert Client().get("/account/login/").headers["Strict-Transport-Security"] == "max-age=31536000"


@pytest.mark.django_db
def test_forms_are_taken_from_their_own_address_by_tls(settings):
    """A browser that came by TLS names ``https`` as where its form was."""
    settings.HTTPS = True
    client = Client(enforce_csrf_checks=True, headers=HOST)
    client.get("/account/login/")
    told = {"login": "co-lan", "password": PASSWORD, "csrfmiddlewaretoken": client.cookies["csrftoken"].value}
    assert client.post("/account/login/", told, headers={"Origin": "https://testserver"}).status_code == 302
    assert client.post("/account/login/", told, headers={"Origin": "http://testserver"}).status_code == 403


@pytest.mark.django_db
def test_wrong_passwords_from_one_address_do_not_keep_others_out(settings):
    settings.PROXIES, settings.ACCOUNT_RATE_LIMITS = 1, {"login_failed": "2/m/ip", "login": "600/m/ip"}
    cache.clear()
    client = Client()  # made now, so the middleware reads the setting

    def log_in(name, password, at):
        told = {"login": name, "password": password}
        return client.post("/account/login/", told, headers={"X-Forwarded-For": at}, REMOTE_ADDR=PROXY)

    for name in ("co-mai", "co-thu", "thay-minh"):
        log_in(name, "sai", "203.0.113.7")
    assert log_in("co-lan", PASSWORD, "203.0.113.7").status_code != 302
    assert log_in("co-lan", PASSWORD, "203.0.113.8").status_code == 302

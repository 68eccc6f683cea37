"""Whose answer waits until the disk has what it wrote."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory

from khuevan.registry.accounts.web.middleware import ActorMiddleware

pytestmark = pytest.mark.django_db


def waits():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('synchronous_commit')")
        return cursor.fetchone()[0]


@pytest.mark.parametrize(("method", "said"), [("get", "off"), ("head", "off"), ("post", "on"), ("delete", "on")])
def test_only_a_page_that_is_read_does_not_wait(method, said):
    request = getattr(RequestFactory(), method)("/")
    request.user = AnonymousUser()
    assert ActorMiddleware(lambda _request: HttpResponse(waits()))(request).content.decode() == said

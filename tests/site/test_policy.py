"""The content security policy: on every answer, unless the answer brings its own."""

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from khuevan.site.policy import HEADER, ContentPolicyMiddleware


@pytest.mark.parametrize("address", ["/account/login/", "/no-such-page/"])
def test_nothing_inline_and_nothing_from_elsewhere(db, address):
    said = dict(part.split(" ", 1) for part in Client().get(address).headers[HEADER].split("; "))
    assert said["default-src"] == "'self'"
    assert said["object-src"] == said["base-uri"] == said["frame-ancestors"] == "'none'"
    assert not {"script-src", "style-src"} & set(said), "these would stand before default-src"


def test_an_answer_keeps_its_own():
    own = {HEADER: "default-src 'none'"}
    answer = ContentPolicyMiddleware(lambda request: HttpResponse(headers=own))(RequestFactory().get("/"))
    assert answer.headers[HEADER] == own[HEADER]

"""Profiles on the screen."""

import pytest

from tests.personas import client_as

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", ["pupil", "staff"])
def test_index(kind):
    page = client_as("thay-minh").get("/profiles/", {"kind": kind}).content.decode()
    open("/tmp/index.html", "w").write(page)
    assert "chưa có" in page

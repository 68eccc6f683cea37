"""What stands beneath a grid follows a save without the page being opened anew."""

import pytest
from django.urls import reverse

from tests.personas import acting_as, client_as

from .fixtures import book, queries, school_class

pytestmark = pytest.mark.django_db


def addresses():
    one = school_class()
    return reverse("gradebook:book_cards", args=[book().uid]), reverse("gradebook:class_cards", args=[one.uid, 2])


def test_the_cards_are_those_of_the_page():
    with acting_as("co-lan"):
        of_book, of_class = addresses()
    lan, mai = client_as("co-lan"), client_as("co-mai")
    assert "<html" not in lan.get(of_book).text
    assert "Ai đủ, ai chưa" in mai.get(of_class).text
    for client, address in ((lan, of_book), (mai, of_class)):
        with queries() as found:
            client.get(address)
        assert len(found) <= 16


@pytest.mark.parametrize("who", ["thay-khac", "chi-hoa"])
def test_others_find_nothing(who):
    with acting_as("co-lan"):
        found = addresses()
    for address in found:
        assert client_as(who).get(address).status_code == 404


def test_the_pages_ask_for_them():
    with acting_as("co-lan"):
        (of_book, of_class), one = addresses(), book()
    assert f'hx-get="{of_book}"' in client_as("co-lan").get(f"/gradebook/books/{one.uid}/").text
    page = client_as("co-mai").get(f"/gradebook/homeroom/{one.school_class.uid}/?term=2").text
    assert f'hx-get="{of_class}"' in page

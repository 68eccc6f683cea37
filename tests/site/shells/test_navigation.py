import pytest
from django.urls import reverse

from khuevan.site.shells import navigation
from khuevan.site.shells.navigation import MENU, NAVIGATION, Item, audience, links

from .conftest import make_actor

ITEMS = {item.url_name: item for items in (*NAVIGATION.values(), MENU) for item in items}


@pytest.mark.parametrize("name", ITEMS)
def test_every_item_leads_to_a_page(name):
    assert reverse(name)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("teacher", "teacher"),
        ("leader", "leader"),
        ("clerk", "leader"),
        ("authority", "authority"),
        ("guardian", "family"),
        ("student", "family"),
        ("", "public"),
    ],
)
def test_each_kind_of_actor_has_a_shell(kind, expected):
    assert audience(make_actor(kind)) == expected


def test_a_visitor_without_an_actor_gets_the_public_shell():
    assert audience(None) == "public"


def test_an_item_is_shown_only_where_its_predicate_holds():
    items = (Item("home", "home", "Hôm nay"), Item("design", "award", "Thiết kế", navigation.has_school))
    assert [link.label for link in links(items, make_actor("teacher"), "/")] == ["Hôm nay", "Thiết kế"]
    assert [link.label for link in links(items, make_actor("teacher", school_ids=()), "/")] == ["Hôm nay"]


def test_neighbours_of_one_title_stand_together():
    items = (Item("home", "home", "Hôm nay"), *navigation.group("Sổ", navigation.GRADEBOOKS, navigation.TRANSCRIPTS))
    groups = navigation.in_groups(links(items, make_actor("teacher"), "/"))
    assert [(title, len(some)) for title, some in groups] == [("", 1), ("Sổ", 2)]


def test_a_phone_shows_four_and_keeps_the_rest_behind_more(draw):
    html = draw('{% include "layouts/bottom.html" %}', "leader")
    shown, _more, hidden = html.partition("<details")
    assert shown.count("bottom__link") == 4
    assert "Nhập, xuất" in hidden
    assert "<details" not in draw('{% include "layouts/bottom.html" %}', "guardian")


def test_families_without_children_see_no_transcripts():
    shown = links(NAVIGATION["family"], make_actor("guardian"), "/")
    assert [str(link.label) for link in shown] == ["Trang nhà"]


def test_an_item_without_a_page_hides_itself():
    assert links((Item("nowhere:index", "home", "Không có"),), make_actor("teacher"), "/") == []


@pytest.mark.parametrize(
    ("path", "current"), [("/", "Hôm nay"), ("/design/", "Thiết kế"), ("/design/icons/", "Thiết kế")]
)
def test_the_closest_item_is_current(path, current):
    items = (Item("home", "home", "Hôm nay"), Item("design", "award", "Thiết kế"))
    assert [link.label for link in links(items, make_actor("teacher"), path) if link.current] == [current]


def test_elsewhere_nothing_is_current():
    assert not any(
        link.current for link in links((Item("home", "home", "Hôm nay"),), make_actor("teacher"), "/search/")
    )

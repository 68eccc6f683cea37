"""Nobody finds anything of another school or another family, by any address, call or guess."""

import json
import re
from collections import Counter
from html import unescape
from itertools import product
from uuid import UUID

import pytest
from django.db import transaction
from django.test import Client
from django.urls import resolve

from tests.journeys import addresses, canaries
from tests.personas import EVERYBODY, actor, client_as

pytestmark = pytest.mark.django_db
METHODS = ["get", "post", "put", "patch", "delete"]
REFUSED_UNREAD = 405
"""The method is refused before the address is read: other guesses at the same route are the same request."""
MOST_ALIKE = 4
"""So many addresses of one shape are followed."""
PUBLIC_PAGES = ("/verify/", "/s/", "/design/")


@pytest.fixture(scope="module")
def planted(django_db_setup, django_db_blocker):
    """Ids of things by school, once canaries are everywhere; a transaction takes them back after the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        canaries.plant()
        yield planted_ids()
        transaction.set_rollback(True)


def planted_ids() -> dict[int, list[UUID]]:
    theirs = {actor(name).unit_id for name in ("co-lan", "co-thu", "thay-khac")}
    return {school: canaries.addresses_of(school) for school in sorted(theirs)}


def guessed(route: str, converters: dict, ids: list[tuple[int, UUID]]) -> dict[str, set[int]]:
    """Addresses to try, each once, as not every part of an address takes an id; and for which schools."""
    found: dict[str, set[int]] = {}
    for school, uid in ids if converters else ids[:1]:
        found.setdefault(addresses.fill(route, converters, uid, 1, "an"), set()).add(school)
    return found


def ask(client: Client, method: str, address: str):
    """One request in a transaction of its own, as in the real server."""
    with transaction.atomic():
        if method == "get":
            response = client.get(address)
        else:
            response = getattr(client, method)(address, data=json.dumps({}), content_type="application/json")
        transaction.set_rollback(True)
    return response


def body(response) -> str:
    """What the browser received, with JSON's escapes undone."""
    raw = b"".join(response.streaming_content) if response.streaming else response.content
    text = raw.decode("utf-8", "replace")
    return text + text.encode().decode("unicode_escape", "replace") if "\\u2021" in text else text


def seen(name: str):
    """Schools and, for families, people that the persona may meet."""
    who = actor(name)
    if who.kind == "authority":
        return frozenset(canaries.schools()), None
    if who.kind == "guardian":
        return who.school_ids, who.student_ids | {who.person_id} | canaries.staff_ids()
    return who.school_ids, None


@pytest.mark.xdist_group("crawler pages")
@pytest.mark.parametrize("name", ["", "co-lan", "co-mai", "thay-minh", "anh-binh", "chi-hoa", "thay-khac"])
def test_no_canary_is_seen(planted, name):
    client = client_as(name)
    schools, people = seen(name) if name else (frozenset(), None)
    own = [(school, uid) for school, uids in planted.items() if school in schools for uid in uids]
    others = [[(school, uid) for uid in uids] for school, uids in planted.items() if school not in schools] or [[]]
    for number, (route, converters) in enumerate(addresses.patterns()):
        guesses = own + others[number % len(others)]  # one of the other schools, in turn
        for address, of in guessed(route, converters, guesses).items():
            response = ask(client, "get", address)
            assert response.status_code < 500, address
            assert canaries.foreign(body(response), schools, people) == set(), address
            opened = response.status_code == 200 and converters and of - schools
            assert not opened or address.startswith(PUBLIC_PAGES), address
            if response.status_code == REFUSED_UNREAD:
                break


@pytest.mark.xdist_group("crawler calls")
@pytest.mark.parametrize("name", ["", "co-lan", "thay-khac", "chi-hoa"])
def test_no_call_changes_or_shows_what_is_foreign(planted, name):
    client = client_as(name)
    schools, people = seen(name) if name else (frozenset(), None)
    foreign = next([(school, uid) for uid in uids] for school, uids in planted.items() if school not in schools)
    for (route, converters), method in product(addresses.patterns(), METHODS[1:]):
        for address in guessed(route, converters, foreign):
            response = ask(client, method, address)
            assert response.status_code < 500, (method, address)
            assert canaries.foreign(body(response), schools, people) == set(), (method, address)
            done = response.status_code == 200 and converters
            assert not done or address.startswith(PUBLIC_PAGES), (method, address)
            if response.status_code == REFUSED_UNREAD:
                break


@pytest.mark.xdist_group("crawler links")
@pytest.mark.parametrize("name", EVERYBODY)
def test_following_every_link_stays_at_home(planted, name):
    client = client_as(name)
    schools, people = seen(name)
    waiting, seen_of, known = ["/"], Counter({"/": 1}), {"/"}
    while waiting:
        address = waiting.pop(0)
        response = ask(client, "get", address)
        assert response.status_code in (200, 302), address
        text = body(response)
        assert canaries.foreign(text, schools, people) == set(), address
        for link in sorted(links(text) - known):
            known.add(link)
            if seen_of[shape(link)] < MOST_ALIKE:
                seen_of[shape(link)] += 1
                waiting.append(link)
    assert len(known) > 3


def shape(link: str) -> str:
    """The route and the names of what is asked for: pages of one shape come from one view."""
    path, _, query = link.partition("?")
    names = sorted(part.partition("=")[0] for part in query.split("&"))
    return resolve(path).route + "?" + "&".join(names)


def links(text: str) -> set[str]:
    """Addresses on this site that a page links to."""
    found = {unescape(match).split("#")[0] for match in re.findall(r'href="(/[^"]*)"', text)}
    return {link for link in found if not link.lstrip("/").startswith((*addresses.LEFT_OUT, "favicon"))}


def test_search_finds_nobody_elsewhere(planted):
    text = body(ask(client_as("thay-khac"), "get", "/search/?q=‡"))
    assert canaries.foreign(text, actor("thay-khac").school_ids) == set()

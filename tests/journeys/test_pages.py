"""All pages: accessible on a phone and on a desk, light and dark, each looked at by somebody; and light to load."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.urls import resolve
from playwright.sync_api import expect

from tests.journeys import addresses
from tests.journeys.eyes import look
from tests.journeys.pages import NOT_PAGES, STORY, VIEWS, WAYS
from tests.journeys.strip import HEAVIEST as STRIP_HEAVIEST
from tests.journeys.strip import SCREENS, STRIP
from tests.personas import PASSWORD

HEAVIEST = 300_000


def test_every_page_is_looked_at_by_somebody():
    machines = ("api/v1/", "hub/v1/")
    routes = {route for route in addresses.routes() if not route.startswith(machines)}
    routes |= {f"{machine}docs" for machine in machines}
    assert routes == WAYS.keys() | STORY.keys() | NOT_PAGES
    assert {*STORY.values()} <= looks()


def test_the_strip_of_the_readme_can_be_made_anew():
    assert {name.removesuffix("-light").rpartition("-")[0] for name in SCREENS} <= looks()
    assert STRIP.stat().st_size <= STRIP_HEAVIEST


def looks() -> set[str]:
    """The names of all looks that the chapters take."""
    chapters = "".join(path.read_text() for path in Path(__file__).parent.glob("test_*.py"))
    return set(re.findall(r'"(\w+(?:-\w+)+)"', chapters))


@pytest.mark.parametrize("route", WAYS)
def test_a_page_is_for_everybody(visits, route):
    name, start, *links = WAYS[route]
    page = visits.by(name)
    assert page.goto(start).status == 200
    for part in links:
        page.goto(page.locator(f"main a[href*='{part}']").first.get_attribute("href"))
    if "reauthenticate" in page.url and "reauthenticate" not in route:
        confirm_oneself(page)
    assert resolve(urlsplit(page.url).path).route == route
    look(page, f"page-{(name or 'visitor')}{urlsplit(start).path.replace('/', '-')}{'-'.join(links).replace('/', '')}")


@pytest.mark.parametrize(("name", "address"), VIEWS)
def test_another_face_of_a_page_is_for_everybody(visits, name, address):
    page = visits.by(name)
    assert page.goto(address).status == 200
    look(page, f"face-{name}{re.sub('[^a-z]+', '-', address)}")


def test_the_current_tab_is_in_sight_on_a_phone(visits):
    page = visits.by("anh-binh")
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto("/analysis/province/?by=anomalies")
    expect(page.locator("main .tabs [aria-current='page']").last).to_be_in_viewport(ratio=0.95)


def confirm_oneself(page):
    """The password again, before the way into the account is changed."""
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Xác nhận", exact=True).click()
    page.wait_for_url(lambda url: "reauthenticate" not in url)


def test_a_page_that_is_not_there_helps(visits):
    page = visits.by("co-lan")
    with visits.expecting("404"):
        assert page.goto("/nothing/").status == 404
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    look(page, "page-not-found")


@pytest.mark.parametrize(("name", "path"), [("", "/account/login/"), ("co-lan", "/"), ("chi-hoa", "/")])
def test_the_first_visit_is_light(visits, name, path):
    visits.by(name)
    page = visits.by(name)
    network = page.context.new_cdp_session(page)
    loaded = []
    network.on("Network.loadingFinished", lambda event: loaded.append(event["encodedDataLength"]))
    network.send("Network.enable")
    page.goto(path)
    page.evaluate("document.fonts.ready.then(() => 0)")
    page.wait_for_function("() => document.querySelectorAll(':not(:defined)').length === 0")
    assert 10_000 < sum(loaded) <= HEAVIEST

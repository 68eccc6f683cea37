"""Pages that everybody of an audience sees: accessible on a phone and on a desk, light and dark, and light to load."""

import re

import pytest

from tests.journeys.eyes import look

HEAVIEST = 300_000
PAGES = [
    ("", "/account/login/"),
    ("", "/design/"),
    ("co-lan", "/"),
    ("co-lan", "/search/?q=an"),
    ("co-lan", "/audit/access/"),
    ("thay-minh", "/"),
    ("anh-binh", "/"),
    ("anh-binh", "/units/"),
    ("anh-binh", "/units/report/"),
    ("co-lan", "/units/addresses/?q=P.+Đa+Kao,+Q.1,+TP.HCM"),
    ("chi-hoa", "/"),
    ("chi-hoa", "/audit/access/"),
    ("co-lan", "/account/protection/"),
    ("co-lan", "/account/devices/"),
    ("co-lan", "/account/password/"),
]


@pytest.mark.parametrize(("name", "path"), PAGES)
def test_a_page_is_for_everybody(visits, name, path):
    page = visits.by(name)
    assert page.goto(path).status == 200
    look(page, f"{name or 'visitor'}{path.partition('?')[0].replace('/', '-')}")


def test_the_page_of_a_unit_is_for_everybody(visits):
    page = visits.by("anh-binh")
    page.goto("/units/")
    page.locator("tbody a").first.click()
    page.wait_for_url(re.compile(r"/units/[0-9a-f-]{36}/"))
    for closed in page.locator("main details").all():
        closed.evaluate("one => { one.open = true }")
    look(page, "anh-binh-unit")


@pytest.mark.parametrize(("name", "path"), [("", "/account/login/"), ("co-lan", "/"), ("chi-hoa", "/")])
def test_the_first_visit_is_light(visits, name, path):
    visits.by(name)
    page = visits.by(name)
    network = page.context.new_cdp_session(page)
    loaded = []
    network.on("Network.loadingFinished", lambda event: loaded.append(event["encodedDataLength"]))
    network.send("Network.enable")
    page.goto(path, wait_until="networkidle")
    assert 10_000 < sum(loaded) <= HEAVIEST

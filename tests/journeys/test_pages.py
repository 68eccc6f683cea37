"""Pages that everybody of an audience sees: accessible on a phone and on a desk, light and dark, and light to load."""

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

"""The frame and the components in a real browser: accessibility, keyboard, theme, content security policy.

The server is left out: a page is drawn here and the browser gets it, with the policy of the settings, in place of one.
"""

import json
import mimetypes
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import resolve
from playwright.sync_api import sync_playwright

from khuevan.kernel import panels, search
from khuevan.site.failures import Unavailable
from khuevan.site.policy import HEADER, ContentPolicyMiddleware
from khuevan.site.shells import samples
from tests.browsers import PROGRAM, QUIET
from tests.journeys.eyes import settle

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parents[3]
AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
SITE = "http://khuevan.test"
RULES = "axe.run(document, %s).then(r => r.violations.map(v => [v.id, v.nodes.map(n => n.target.join(' '))]))"
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
"""All that a change of theme can break."""
SIZES = {"phone": (360, 780), "desk": (1440, 900)}
PAGES = [("design/", "teacher"), ("design/", "guardian"), ("design/", ""), ("", "leader"), ("", "guardian")]
PAGES += [("search/?q=an", "authority"), ("404.html", "teacher"), ("404.html", ""), ("403.html", "teacher")]
PAGES += [("account/login.html", ""), ("500.html", ""), ("400.html", ""), ("403_csrf.html", "")]
PAGES += [("unavailable.html", "")]


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=PROGRAM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def opened(browser, request_as, monkeypatch):
    """Open a page as a kind of actor; it keeps what the browser complained about in ``page.complaints``."""
    monkeypatch.setattr(panels, "_providers", [])
    monkeypatch.setattr(search, "_sources", [])
    contexts = []

    def draw(kind, path):
        if path.endswith(".html"):
            given = {"form": samples.form("light"), "error": Unavailable("Không trả lời.", hint="Hãy chờ một phút.")}
            return render_to_string(path, given, request_as(kind, "/lost/"))
        request = request_as(kind, f"/{path}")
        return resolve(request.path).func(request).content.decode()

    def answer(route, kind):
        address = route.request.url.removeprefix(f"{SITE}/")
        if address.startswith("static/"):
            file = settings.STATICFILES_DIRS[0] / address.removeprefix("static/")
            if not file.is_file():
                return route.fulfill(status=404)
            return route.fulfill(body=file.read_bytes(), content_type=mimetypes.guess_type(file)[0] or "font/woff2")
        return route.fulfill(body=draw(kind, address), content_type="text/html; charset=utf-8", headers=policy())

    def open_page(path="design/", kind="teacher", size="desk", theme="light"):
        width, height = SIZES[size]
        viewport = {"width": width, "height": height}
        context = browser.new_context(viewport=viewport, color_scheme=theme, is_mobile=size == "phone")
        contexts.append(context)
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda line: page.complaints.append(line.text) if line.type == "error" else None)
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.route("**/*", lambda route: answer(route, kind))
        page.goto(f"{SITE}/{path}", wait_until="load")
        page.evaluate("document.fonts.ready")
        return page

    yield open_page
    for context in contexts:
        context.close()


def policy():
    return {HEADER: ContentPolicyMiddleware(None).policy}


def violations(page, rules=None):
    """What axe finds; it is put in by the debugger, because the page's policy would refuse it."""
    debugger = page.context.new_cdp_session(page)
    debugger.send("Runtime.evaluate", {"expression": AXE})
    run = RULES % json.dumps({"resultTypes": ["violations"], "preload": False} | ({"runOnly": rules} if rules else {}))
    asked = {"expression": f"{run}.then(JSON.stringify)", "awaitPromise": True, "returnByValue": True}
    return json.loads(debugger.send("Runtime.evaluate", asked)["result"]["value"])


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(("path", "kind"), PAGES)
def test_pages_are_accessible_and_fit(opened, path, kind, size):
    page = opened(path, kind, size)
    assert violations(page) == []
    # Not innerWidth: a phone widens it to what overflows.
    assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size][0]
    page.emulate_media(color_scheme="dark")
    settle(page)
    assert violations(page, COLOURS) == []
    assert page.complaints == []


def test_axe_would_find_a_mistake(opened):
    page = opened()
    page.evaluate("document.querySelector('main').append(document.createElement('input'))")
    assert [name for name, _targets in violations(page)] == ["label"]


def test_targets_are_large_enough_for_a_finger(opened):
    page = opened("design/", "guardian", "phone")
    small = page.evaluate(
        "[...document.querySelectorAll('button, a.btn, .bottom__link, summary, .toast__close, .row-link')]"
        ".filter(e => e.checkVisibility()).map(e => e.getBoundingClientRect())"
        ".filter(r => r.width < 24 || r.height < 24).length"
    )
    assert small == 0


def test_the_first_tab_skips_to_the_content(opened):
    page = opened()
    page.keyboard.press("Tab")
    assert page.locator(".skip").bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_a_chosen_theme_stays(opened):
    page = opened("design/", "")
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.locator("[data-theme-choice=dark]").first.click()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != paper
    assert {cookie["name"]: cookie["value"] for cookie in page.context.cookies()} == {"kv_theme": "dark"}


def test_a_confirmation_opens_with_the_safe_answer_in_focus(opened):
    page = opened()
    page.get_by_role("button", name="Khoá học kì II").first.click()
    dialog = page.get_by_role("dialog", name="Khoá điểm học kì II của toàn trường?")
    assert dialog.is_visible()
    assert page.evaluate("document.activeElement.textContent.trim()") == "Không, quay lại"
    assert violations(page) == []
    page.keyboard.press("Escape")
    assert not dialog.is_visible()


def test_the_slash_goes_to_the_search_box(opened):
    page = opened()
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"
    assert page.locator("#find").input_value() == ""


def test_motion_stops_for_those_who_ask(browser, opened):
    page = opened()
    page.emulate_media(reduced_motion="reduce")
    duration = page.evaluate("getComputedStyle(document.querySelector('[data-state=running] .icon')).animationDuration")
    assert float(duration.removesuffix("s")) < 0.001


def test_on_paper_only_the_content_is_left(opened):
    page = opened()
    page.emulate_media(media="print")
    hidden = page.evaluate(
        "['.topbar', '.sidebar', '.bottom', '.btn'].filter(s => document.querySelector(s).checkVisibility())"
    )
    assert hidden == []
    assert page.locator(".print-head").is_visible()


def test_a_print_button_opens_the_print_dialog(opened):
    page = opened()
    page.evaluate("() => { window.printed = 0; window.print = () => { window.printed += 1 } }")
    page.evaluate(
        "document.querySelector('main').insertAdjacentHTML('beforeend', '<button data-print><b>In</b></button>')"
    )
    page.get_by_role("button", name="In", exact=True).click()
    assert page.evaluate("window.printed") == 1


def test_the_way_back_from_a_refusal_leads_to_what_was_typed(opened, request_as):
    page = opened()
    page.locator("main textarea").first.fill("Nghỉ ốm, có đơn")
    page.goto(f"{SITE}/search/?q=an")
    request = request_as("teacher", "/lost/")
    request.method = "POST"
    refused = render_to_string("error.html", {"error": Unavailable("Không được.", hint="Hãy sửa.")}, request)
    link = re.search(r'<a class="btn btn-primary"[^>]*>', refused).group()
    page.evaluate(
        "tag => document.querySelector('main').insertAdjacentHTML('beforeend', tag + 'Về trang vừa rời</a>')", link
    )
    page.get_by_role("link", name="Về trang vừa rời").click()
    page.wait_for_url(f"{SITE}/design/")
    assert page.locator("main textarea").first.input_value() == "Nghỉ ốm, có đơn"


def test_a_lost_network_is_announced_until_it_is_back(opened):
    page = opened()
    banner = page.get_by_text("Mất kết nối mạng.")
    assert not banner.is_visible()
    page.context.set_offline(True)
    banner.wait_for(state="visible")
    assert violations(page) == []
    page.context.set_offline(False)
    banner.wait_for(state="hidden")


def test_a_list_in_a_flush_card_is_not_cut(opened):
    page = opened("design/", "guardian", "phone")
    page.evaluate(
        "document.querySelector('main').insertAdjacentHTML('beforeend', '<section class=\"card card--flush\">"
        '<div class="card__body"><ul class="rows" id="seen"><li>Ai đã xem</li></ul></div></section>\')'
    )
    card = page.locator(".card--flush:has(#seen)").bounding_box()
    assert page.locator("#seen").bounding_box()["x"] >= card["x"]

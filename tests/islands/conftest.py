"""A real browser against a small server; any breach of the content security policy fails the test."""

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.browsers import PROGRAM, QUIET
from tests.islands.pages import DIST
from tests.islands.school import School

AXE = DIST.parents[4] / "node_modules" / "axe-core" / "axe.min.js"
expect.set_options(timeout=15_000)
WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 360, "height": 740}


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=PROGRAM, args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def server():
    running = School()
    yield running
    running.shutdown()


@pytest.fixture
def school(server):
    server.forget()
    return server


@pytest.fixture
def page(browser, school):
    context = browser.new_context(viewport=WIDE, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", base_url=school.url)
    context.set_default_timeout(10_000)
    page = context.new_page()
    faults = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if "Security Policy" in message.text else None)
    yield page
    context.close()
    assert faults == []


def violations(page):
    """What axe finds against WCAG 2.2 AA and its own best practices."""
    page.evaluate(AXE.read_text())
    found = page.evaluate("() => axe.run({resultTypes: ['violations']})")["violations"]
    return [(fault["id"], [node["html"][:160] for node in fault["nodes"]]) for fault in found]

"""One running product and one browser for the journeys: real server, worker, database, Chromium."""

import os

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.browsers import PROGRAM, QUIET
from tests.databases import admin, clone, fingerprint, prepared
from tests.journeys.stack import installation
from tests.journeys.telling import tell_before
from tests.journeys.visits import PATIENCE, Visits


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Whatever needs the running product stays in one worker, so that there is one of it."""
    for item in items:
        needed = set(getattr(item, "fixturenames", ()))
        if "stack" in needed:
            item.add_marker(pytest.mark.xdist_group("journeys"))
        if {"stack", "browser"} & needed:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def story(our_server):
    """A province with marks, keys and papers; the people of the story still have theirs to do. Where it lies."""
    from khuevan.site.postgres import data_dir
    from khuevan.site.postgres.connections import connection_parameters, connection_url

    mark = fingerprint("platform", "school/transcripts")
    roles = {f"KHUEVAN_{role.upper()}_PASSWORD": connection_parameters(role)["password"] for role in ("app", "owner")}
    template, home = f"khuevan_story_{mark}", data_dir() / f"story-{mark}"
    prepared(template, "--story", KHUEVAN_DATA=str(home), DATABASE_URL=connection_url("admin", template), **roles)
    name = f"{template}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    clone(name, template)
    yield home, {"DATABASE_URL": connection_url("admin", name), **roles}
    admin(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def stack(story):
    """The product, running on the story's province."""
    home, environment = story
    with installation(home, **environment) as running:
        running.run("-m", "django", "collectstatic", "--noinput", "-v0")
        running.start()
        yield running


@pytest.fixture(scope="module")
def browser():
    """Chromium. Not longer than a module: while Playwright runs, Django refuses to use the database here."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=PROGRAM, args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture
def visits(browser, stack):
    """Opens the product as anybody; at the end the browser has complained of nothing and the server has not failed."""
    before = len(stack.said())
    with Visits(browser, stack.url) as opened:
        yield opened
    assert "Traceback" not in stack.said()[before:], stack.said()[before:]
    assert opened.faults == []


@pytest.fixture
def before(request, visits):
    """What the story has told before this module."""
    tell_before(request.module.__name__, visits)

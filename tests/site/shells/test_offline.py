"""The page that browsers keep for days without network, and the worker that answers with it."""

import re
from wsgiref.headers import Headers

import pytest
from django.utils import translation

from khuevan.site.shells.kept import fingerprint
from khuevan.site.shells.offline import offline
from khuevan.site.static_headers import add_headers


def kept(request, theme=""):
    request.COOKIES["kv_theme"] = theme
    return offline(request)


def test_it_is_the_same_page_for_everybody(request_as):
    pages = {kept(request_as(kind, "/offline/")).content for kind in ("", "teacher", "leader", "guardian")}
    assert len(pages) == 1
    html = pages.pop().decode()
    assert "data-user" not in html
    assert "Lan" not in html
    assert re.search(r'name="csrf-token" content="(NOTPROVIDED)?"', html)


def test_it_says_to_no_cache_and_no_cookie_who_asked(request_as):
    response = kept(request_as("teacher", "/offline/"))
    assert not response.cookies
    assert "Vary" not in response.headers


def test_every_language_and_theme_is_fetched_anew():
    found = []
    for language in ("vi", "en"):
        with translation.override(language):
            found += [fingerprint(language, theme) for theme in ("", "dark")]
    assert len(set(found)) == 4


def test_a_release_is_fetched_anew(monkeypatch):
    before = fingerprint("vi", "")
    fingerprint.cache_clear()
    monkeypatch.setattr("khuevan.site.shells.kept.kept_page", lambda *_: "another build")
    assert fingerprint("vi", "") != before
    fingerprint.cache_clear()


@pytest.mark.parametrize(("path", "scope"), [("/static/dist/worker.js", "/"), ("/static/dist/assets/main-x.js", None)])
def test_the_worker_alone_answers_for_all_pages(path, scope):
    headers = Headers()
    add_headers(headers, path, path)
    assert headers["Service-Worker-Allowed"] == scope
    assert headers["Cache-Control"] == ("no-cache" if scope else None)


def test_the_worker_keeps_no_page_but_this_one(settings):
    """It puts into its cache the shell and files of the interface: nothing that a person asked for."""
    source = (settings.HERE.parents[2] / "islands/worker/index.ts").read_text(encoding="utf-8")
    assert re.findall(r"\.put\((\w+)", source) == ["SHELL", "request"]
    assert "startsWith(FILES)) event.respondWith(file(request))" in source

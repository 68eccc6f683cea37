"""A first visit stays light: everything that a page loads, compressed, is under 300 kB."""

import gzip
import json
import re

import pytest
from django.conf import settings

from khuevan.site.shells.design import design

MOST = 300_000
DIST = settings.STATICFILES_DIRS[0] / "dist"


def loaded(manifest, name, seen):
    """The files that an entry brings at once: itself, its static imports, its styles and their fonts."""
    entry = manifest[name]
    if name in seen:
        return
    seen.add(name)
    yield entry["file"]
    yield from entry.get("css", [])
    yield from (file for file in entry.get("assets", []) if file.endswith(".woff2"))
    for other in entry.get("imports", []):
        yield from loaded(manifest, other, seen)


def weight(name):
    content = (DIST / name).read_bytes()
    return len(content) if name.endswith(".woff2") else len(gzip.compress(content, 6))


@pytest.mark.parametrize(("kind", "more"), [("teacher", ["islands/mark-grid/index.ts"]), ("guardian", [])])
def test_a_first_visit_is_light(request_as, kind, more):
    manifest = json.loads((DIST / "manifest.json").read_text())
    seen = set()
    names = ["islands/styles/main.css", "islands/main.ts", *more]
    files = {file for name in names for file in loaded(manifest, name, seen)}
    html = design(request_as(kind, "/design/")).content
    total = sum(map(weight, files)) + len(gzip.compress(html, 6))
    assert len([file for file in files if file.endswith(".woff2")]) == 8
    assert total < MOST, f"{total:,} bytes"


def test_pages_name_only_files_that_were_built(request_as):
    html = design(request_as("teacher", "/design/")).content.decode()
    named = re.findall(r'/static/(dist/[^"]+)', html)
    assert len(named) >= 4
    assert [name for name in named if not (settings.STATICFILES_DIRS[0] / name).exists()] == []

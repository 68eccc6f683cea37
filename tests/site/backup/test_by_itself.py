"""What the worker does at night, as the application's own role."""

import subprocess
import sys

import pytest

from khuevan.site.backup import manifest, stored_files

RUN = """
import sys
import django; django.setup()
from khuevan.site import tasks
for name in sys.argv[1:]:
    getattr(tasks, name)(0)
"""
FILE = """INSERT INTO files_file (school_id, uid, sha256, size, media_type, name, link_key, created_at)
SELECT id, gen_random_uuid(), '{}', 1, 'text/plain', 'x', '', now() FROM units_unit LIMIT 1"""


@pytest.fixture
def at_night(monkeypatch):
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "khuevan.site.settings")
    return lambda *names: subprocess.run([sys.executable, "-c", RUN, *names], check=True)


def test_nothing_happens_before_a_place_is_chosen(home, at_night, ask):
    at_night("back_up", "prove")
    assert ask("SELECT FROM operations_backuprun", "owner") == []
    assert ask("SELECT FROM operations_restoredrill", "owner") == []


def test_a_set_is_made_and_proven(made, place, at_night, ask):
    at_night("back_up", "prove")
    name = manifest.sets(place)[-1].name
    assert name != made.manifest.name
    assert ask("SELECT name, problem FROM operations_backuprun", "owner") == [(name, "")]
    assert ask("SELECT name, problem FROM operations_restoredrill", "owner") == [(name, "")]


def test_new_files_do_not_wait_for_the_next_set(made, place, home, at_night, ask):
    from tests.site.backup.conftest import store

    digest = store(home, b"brought in at noon")
    ask(FILE.format(digest), "owner")
    at_night("copy_files")
    assert stored_files.path_in(place / "files", digest).read_bytes() == b"brought in at noon"

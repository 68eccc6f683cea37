"""The drill says a backup is proven only where every count and the ledger hold."""

import shutil
from dataclasses import replace

import pytest

from khuevan.site import backup, postgres
from khuevan.site.backup import manifest
from tests.site.backup.conftest import SCHOOL

ENTRY = """INSERT INTO audit_entry
(school_id, book, position, at, by, role, verb, subject, reason, device, previous, hash)
SELECT id, 'gradebook:1', 1, now(), 'ai đó', 'giáo viên', 'mark', 'x', '', '', '', repeat('0', 64) FROM units_unit"""
DRILLS = "SELECT name, problem FROM operations_restoredrill ORDER BY id"
RUNS = "SELECT name, problem, ended_at IS NOT NULL FROM operations_backuprun ORDER BY id"


def test_a_sound_backup_is_proven(made, place):
    proof = backup.drill(place)
    assert (proof.problems, proof.name, proof.files) == ((), made.manifest.name, 1)
    assert proof.rows == sum(made.manifest.after.values())


def test_missing_rows_are_told(made, damaged):
    directory = manifest.sets(damaged)[0]
    more = {table: count + (table == "units_commune") for table, count in made.manifest.before.items()}
    manifest.write(directory, replace(made.manifest, before=more, after=more))
    [problem] = backup.drill(damaged).problems
    assert problem.startswith("bảng units_commune: ")


def test_a_damaged_backup_is_not_proven(damaged):
    shutil.rmtree(damaged / "files")
    [problem] = backup.drill(damaged).problems
    assert "bị hỏng: thiếu tệp" in problem


def test_an_altered_ledger_is_told_and_everything_is_written_down(made, place, khuevan, ask):
    ask(SCHOOL, "owner")
    ask(ENTRY, "owner")
    assert khuevan("backup", str(place)).returncode == 0
    done = khuevan("drill")
    assert (done.returncode, "sổ cái: nhật ký gradebook:1 dòng 1" in done.stdout) == (1, True), (
        done.stdout + done.stderr
    )
    [(name, problem)] = ask(DRILLS, "owner")
    assert (name, "gradebook:1" in problem) == (manifest.sets(place)[-1].name, True)
    assert ask(RUNS, "owner") == [(name, "", True)]


def test_a_backup_that_fails_is_written_down(made, khuevan, ask):
    done = khuevan("backup", "/proc/nowhere")
    assert (done.returncode, "Traceback" in done.stderr) == (1, False), done.stderr
    [*_before, (name, problem, ended)] = ask(RUNS, "owner")
    assert (name, "/proc/nowhere" in problem, ended) == ("", True, True)


def test_another_database_is_named(khuevan, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://a:b@127.0.0.1:1/khuevan")
    done = khuevan("backup", "/var/tmp/nowhere")
    assert (done.returncode, "pgBackRest" in done.stderr) == (1, True)


@pytest.fixture(autouse=True)
def served(home):
    assert postgres.data_dir() == home

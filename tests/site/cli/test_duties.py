"""The doctor notices what has not happened, and says what to do."""

import pytest

from khuevan.site.cli import duty_checks

pytestmark = pytest.mark.xdist_group("installed")
PERSON = """INSERT INTO people_person (uid, code, full_name, sort_key, search_key, sex, ethnicity, birth_place, phone,
school_ids, staff_ids) VALUES (gen_random_uuid(), 'x1', 'A', 'a', 'a', 0, '', '', '', '{}', '{}')"""
RUN = """INSERT INTO operations_backuprun (begun_at, ended_at, place, name, size, files, with_keys, problem)
VALUES (now() - interval '{0}', now() - interval '{0}', '/b', 'one', 1, 0, false, '')"""
DRILL = """INSERT INTO operations_restoredrill (at, place, name, rows, tables, files, problem)
VALUES (now() - interval '{0}', '/b', 'one', 1, 1, 0, '{1}')"""
UNIT = """INSERT INTO units_unit (uid, code, kind, name, level, address)
VALUES (gen_random_uuid(), 'd1', 'school', 'Trường', '03', '')"""
ENTRY = """INSERT INTO audit_entry (school_id, book, position, at, by, role, verb, subject, reason, device, previous, hash)
SELECT id, 'b', 1, now() + interval '{0}', '', '', '', '', '', '', '', '' FROM units_unit WHERE code = 'd1'"""
KEY = """INSERT INTO signing_signingkey (school_id, uid, kind, reference, name, title, serial, certificate, not_before,
not_after, revoked_reason) SELECT id, gen_random_uuid(), 'file', 'r', 'Con dấu', '', 's', '', now(), now() + interval '9 days', ''
FROM units_unit WHERE code = 'd1'"""
JOB = """INSERT INTO procrastinate_jobs (queue_name, task_name, priority, args, status)
VALUES ('default', 'x', 0, '{}', 'todo'); INSERT INTO procrastinate_events (job_id, type, at)
SELECT max(id), 'deferred', now() FROM procrastinate_jobs"""
TABLES = (
    "people_person, operations_backuprun, operations_restoredrill, signing_signingkey, "
    "procrastinate_events, procrastinate_jobs"
)


@pytest.fixture
def say(installed, ask):
    """Let statements be true for a test."""
    yield lambda *statements: [ask(f"SET session_replication_role = replica; {one}", "admin") for one in statements]
    ask(
        "SET session_replication_role = replica; DELETE FROM audit_entry; DELETE FROM units_unit WHERE code = 'd1'; "
        + "; ".join(f"DELETE FROM {table}" for table in TABLES.split(", ")),
        "admin",
    )


def advice(findings):
    return [one.advice for one in findings]


def test_a_missing_backup_is_told_once_there_is_anything_to_lose(say):
    assert advice(duty_checks.backups()) == [""]
    say(PERSON)
    assert advice(duty_checks.backups()) == ["Chạy: khuevan backup /đường/dẫn/ổ-đĩa-khác"]


def test_an_old_backup_is_told(say):
    say(PERSON, RUN.format("1 hour"))
    assert advice(duty_checks.backups()) == [""]
    say("UPDATE operations_backuprun SET begun_at = now() - interval '3 days'")
    assert advice(duty_checks.backups()) == ["Chạy: khuevan backup /đường/dẫn/ổ-đĩa-khác"]


def test_a_backup_that_nobody_has_proven_is_told(say):
    say(RUN.format("1 hour"))
    assert advice(duty_checks.proof()) == ["Chạy: khuevan drill"]
    say(DRILL.format("1 hour", ""))
    assert advice(duty_checks.proof()) == [""]
    say(DRILL.format("1 minute", "bảng x: 1 dòng thay vì 2"))
    [finding] = duty_checks.proof()
    assert "bảng x: 1 dòng thay vì 2" in finding.found
    say("DELETE FROM operations_restoredrill", DRILL.format("20 days", ""))
    assert advice(duty_checks.proof()) == ["Chạy: khuevan drill"]


def test_a_clock_that_went_back_is_told(say):
    say(UNIT, ENTRY.format("-1 hour"))
    assert advice(duty_checks.clock()) == [""]
    say("DELETE FROM audit_entry", ENTRY.format("2 hours"))
    [finding] = duty_checks.clock()
    assert (finding.is_well, "muộn hơn bây giờ" in finding.found) == (False, True)


def test_a_ledger_that_nobody_publishes_is_told(say):
    say(UNIT, ENTRY.format("-1 hour"))
    assert advice(duty_checks.publishing()) == [""]
    say("DELETE FROM audit_entry", ENTRY.format("-3 days"))
    assert "khuevan ledger publish" in advice(duty_checks.publishing())[0]


def test_keys_that_expire_are_named(say):
    assert advice(duty_checks.keys()) == [""]
    say(UNIT, KEY)
    [finding] = duty_checks.keys()
    assert finding.found.startswith("Trường: Con dấu, ")


def test_jobs_that_wait_are_told(say):
    say(JOB)
    assert advice(duty_checks.queue()) == [""]
    say("UPDATE procrastinate_events SET at = now() - interval '2 hours'")
    assert "khuevan worker" in advice(duty_checks.queue())[0]

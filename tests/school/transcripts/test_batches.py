"""Long work survives interruption, is done once, and keeps no secret longer than needed."""

from datetime import timedelta

import pytest
from django.db import OperationalError

from khuevan.kernel.clock import now
from khuevan.kernel.errors import Conflict
from khuevan.registry.files.api import File, StorageFull
from khuevan.registry.isolation.api import Scope, acting
from khuevan.school.transcripts.actions import batches, issuing
from khuevan.school.transcripts.api import Batch, Version, order_issue, order_principal
from tests.personas import acting_as
from tests.school.transcripts.school import PIN, states

pytestmark = pytest.mark.django_db


@pytest.fixture
def batch(homeroom_signed, minh):
    with acting_as("thay-minh"):
        return order_principal(minh, [homeroom_signed.pk], PIN)


def seen(batch):
    with acting_as("thay-minh"):
        batch.refresh_from_db()
    return batch


@pytest.fixture
def sealing(batch, homeroom_signed, minh):
    """All signed by the leader; the seal is ordered."""
    batches.run(batch.school_id, batch.pk)
    with acting_as("thay-minh"):
        return order_issue(minh, [homeroom_signed.pk], PIN)


def test_the_pin_is_never_kept_in_the_clear(batch):
    assert batch.secret
    assert PIN not in batch.secret
    batches.run(batch.school_id, batch.pk)
    assert seen(batch).secret == ""


def test_one_batch_at_a_time(batch, homeroom_signed, minh):
    with acting_as("thay-minh"), pytest.raises(Conflict, match="đang chạy"):
        order_principal(minh, [homeroom_signed.pk], PIN)


def test_running_it_again_does_nothing(sealing, n):
    for _ in range(2):
        batches.run(sealing.school_id, sealing.pk)
    assert (seen(sealing).state, sealing.done) == ("done", n)
    with acting_as("thay-minh"):
        assert File.objects.count() == n


def test_a_lost_database_leaves_it_to_be_taken_up_again(sealing, homeroom_signed, n, monkeypatch):
    real, calls = issuing._paper, []

    def lost(*given):
        calls.append(given)
        if len(calls) == 6:
            raise OperationalError("the connection is lost")
        return real(*given)

    monkeypatch.setattr(issuing, "_paper", lost)
    with pytest.raises(OperationalError):
        batches.run(sealing.school_id, sealing.pk)
    assert (seen(sealing).state, sealing.done) == ("running", 4)
    assert states(homeroom_signed) == ["issued"] * 4 + ["principal_signed"] * (n - 4)
    batches.run(sealing.school_id, sealing.pk)
    assert (seen(sealing).state, sealing.done, sealing.failed) == ("done", n, 0)


def test_a_full_disk_stops_it_and_says_so(sealing, homeroom_signed, monkeypatch):
    def full(*_given, **_named):
        raise StorageFull("Máy chủ đã hết chỗ lưu tệp.", hint="Báo người quản trị.")

    monkeypatch.setattr(issuing, "store_all", full)
    batches.run(sealing.school_id, sealing.pk)
    assert (seen(sealing).state, sealing.secret) == ("failed", "")
    assert "hết chỗ" in sealing.note
    assert set(states(homeroom_signed)) == {"principal_signed"}


def test_a_mistake_of_ours_stops_it_and_is_raised(sealing, monkeypatch):
    monkeypatch.setattr(issuing, "_paper", lambda *_given: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        batches.run(sealing.school_id, sealing.pk)
    assert seen(sealing).state == "failed"


def test_what_stands_still_is_found_after_a_while(batch):
    with acting(Scope("province")):
        assert batches.stalled(now()) == []
        assert batches.stalled(now() + timedelta(minutes=2)) == [(batch.school_id, batch.pk)]


def test_taking_it_up_again_is_a_job(batch):
    from procrastinate.contrib.django.models import ProcrastinateJob

    def jobs():
        return ProcrastinateJob.objects.filter(task_name="transcripts.run_batch").count()

    before = jobs()
    batches.resume(batch.school_id, batch.pk)
    assert jobs() == before + 1
    batches.run(batch.school_id, batch.pk)
    batches.resume(batch.school_id, batch.pk)
    assert jobs() == before + 1


def test_progress_moves_with_every_step(batch, n, monkeypatch):
    done = []
    real = batches._step

    def watched(pk):
        more = real(pk)
        done.append(Batch.objects.get(pk=pk).done)
        return more

    monkeypatch.setattr(batches, "_step", watched)
    batches.run(batch.school_id, batch.pk)
    assert done == [n, n]


def test_nothing_invalid_is_issued(sealing, n):
    with acting_as("thay-minh"):
        broken = Version.objects.order_by("pk").first()
        Version.objects.filter(pk=broken.pk).update(xml=broken.xml.replace("Nguyễn", "Nguyến", 1))
    batches.run(sealing.school_id, sealing.pk)
    assert (seen(sealing).done, sealing.failed) == (n - 1, 1)
    with acting_as("thay-minh"):
        assert Version.objects.get(pk=broken.pk).issued_at is None

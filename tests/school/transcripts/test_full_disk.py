"""Issuing on a disk that is really full: it says so, issues nothing, and goes on when there is room."""

import pytest

from khuevan.registry.files.adapters.disk import DiskStorage
from khuevan.registry.files.adapters.place import storage
from khuevan.registry.files.api import File, content_of
from khuevan.school.transcripts.api import Version, order_issue, order_principal
from tests.journeys.disks import full, needs_a_small_disk, small_disk
from tests.personas import acting_as
from tests.school.transcripts.school import run, states

pytestmark = [pytest.mark.django_db, needs_a_small_disk]


@pytest.fixture
def disk(tmp_path, monkeypatch):
    """The installation keeps its files on a small disk."""
    with small_disk(tmp_path, "20m") as place:
        monkeypatch.setattr(storage(), "root", place / "files")
        yield place


@pytest.fixture
def signed(homeroom_signed):
    """The class whose transcripts the leader has signed."""
    run(order_principal, homeroom_signed)
    return homeroom_signed


def test_a_full_disk_stops_the_issue_and_room_lets_it_go_on(disk, signed, n):
    assert isinstance(storage(), DiskStorage)
    with full(disk):
        batch = run(order_issue, signed)
        assert (batch.state, batch.done) == ("failed", 0)
        assert "Máy chủ đã hết chỗ lưu tệp" in batch.note
        assert "Hãy báo người quản trị dọn ổ đĩa rồi làm lại." in batch.note
        assert set(states(signed)) == {"principal_signed"}
        with acting_as("thay-minh"):
            assert not File.objects.exists()
        assert [path for path in disk.rglob("files/**/*") if path.is_file()] == []
    batch = run(order_issue, signed)
    assert (batch.state, batch.done, batch.failed) == ("done", n, 0)
    with acting_as("thay-minh"):
        issued = Version.objects.filter(issued_at__isnull=False)
        assert all(content_of(version.pdf).startswith(b"%PDF") for version in issued)
        assert len(issued) == n

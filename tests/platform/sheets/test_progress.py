"""How far the work on an import is: read by pages while one transaction does it, and safe to begin again."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import OperationalError, connection

from khuevan.platform.sheets import ports
from khuevan.platform.sheets.actions import telling, work
from khuevan.platform.sheets.actions.imports import order_check, order_write, receive
from khuevan.platform.sheets.models import Import, Progress
from khuevan.platform.sheets.queries.history import standing
from tests.personas import acting_as, actor, client_as

from . import nasty
from .fake import Pupils
from .test_imports import AN, GOOD


@pytest.fixture
def school(monkeypatch):
    monkeypatch.setattr(ports, "_targets", {})
    monkeypatch.setattr(telling, "PAUSE", 0)
    one = Pupils({1: dict(AN)})
    ports.register(one)
    return one


def received():
    minh = actor("thay-minh")
    with acting_as("thay-minh"):
        one = receive(minh, minh.unit_id, "pupils", nasty.xlsx([nasty.HEADER, *GOOD]), "ds.xlsx")
        return minh, order_check(minh, one.pk)


def looked(one):
    """What another connection sees now."""

    def look():
        try:
            with acting_as("thay-minh"):
                return standing(Import.objects.get(pk=one.pk))
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(look).result()


def told(one):
    with telling.telling(one.school_id, one.pk):
        work.run(one.school_id, one.pk)


@pytest.mark.commits
def test_pages_see_how_far_it_is_while_it_runs(committing, school, monkeypatch):
    minh, one = received()
    assert (looked(one).share, looked(one).words) == (0, "Chờ máy làm xong việc trước")
    find, seen = school.find, []
    monkeypatch.setattr(school, "find", lambda *given: seen.append(looked(one)) or find(*given))
    told(one)
    monkeypatch.setattr(school, "find", find)
    assert (seen[0].words, seen[0].share) == (telling.COMPARE, 50)
    with acting_as("thay-minh"):
        order_write(minh, one.pk)
    write = school.write

    def watched(*given):
        telling.far(1, 2)
        seen.append(looked(one))
        return write(*given)

    monkeypatch.setattr(school, "write", watched)
    told(one)
    assert (seen[1].words, seen[1].done, seen[1].total, seen[1].share) == (telling.WRITE, 1, 2, 55)


@pytest.mark.commits
def test_work_that_died_leaves_its_mark_and_begins_again(committing, school, monkeypatch):
    """The database goes in the middle: nothing was written, the page says so, and the same work goes well later."""
    minh, one = received()
    told(one)
    with acting_as("thay-minh"):
        order_write(minh, one.pk)
    write = school.write

    def die(*_given):
        connection.close()
        raise OperationalError

    monkeypatch.setattr(school, "write", die)
    with pytest.raises(OperationalError):
        told(one)
    assert looked(one).words == telling.WRITE
    monkeypatch.setattr(school, "write", write)
    told(one)
    with acting_as("thay-minh"):
        assert Import.objects.get(pk=one.pk).state == "done"
        assert Progress.objects.filter(part_of=one.pk).count() == 1


@pytest.mark.django_db
def test_a_statement_that_can_never_go_well_is_refused(school, monkeypatch):
    """Such as one with more parameters than PostgreSQL takes: it is not tried for ever."""
    _minh, one = received()

    def too_many(*_given):
        raise OperationalError("number of parameters must be between 0 and 65535")

    monkeypatch.setattr(school, "find", too_many)
    with pytest.raises(OperationalError):
        work.run(one.school_id, one.pk)
    with acting_as("thay-minh"):
        assert "Máy chủ gặp lỗi" in Import.objects.get(pk=one.pk).note


@pytest.mark.django_db
def test_the_bar_shows_the_share(school):
    _minh, one = received()
    with acting_as("thay-minh"):
        Progress.objects.create(
            school_id=one.school_id,
            part_of=one.pk,
            words=telling.STAGE,
            done=1,
            total=3,
            share=80,
            told_at="2099-01-01 00:00Z",
        )
    page = client_as("thay-minh").get(f"/sheets/{one.uid}/progress").content.decode()
    assert '<progress class="progress-work__bar" value="80" max="100"' in page
    assert "Lập bản xem trước" in page
    assert "1/3" in page

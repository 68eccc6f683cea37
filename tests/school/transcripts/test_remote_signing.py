"""Keys at a signing service: it is asked with no transaction open, and nothing is recorded twice, lost or stale."""

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from django.db import connection

from khuevan.kernel.clock import now
from khuevan.kernel.outside import Outside
from khuevan.platform.signing.adapters import remote, turns
from khuevan.platform.signing.adapters.store import authority, signing_service
from khuevan.platform.signing.api import SigningKey, key_of
from khuevan.platform.signing.ports import Owner
from khuevan.registry.units.api import unit_by_id
from khuevan.school.transcripts.actions import batches
from khuevan.school.transcripts.api import SectionSignature, Version, order_issue, order_principal, verify_file
from khuevan.school.transcripts.models import Transcript
from tests.personas import acting_as, client_as
from tests.platform.signing.services import ONCE, SecondVersion, served
from tests.school.transcripts.school import PIN, books_of, change_mark, run, states

pytestmark = pytest.mark.django_db


@pytest.fixture
def open_ones(monkeypatch):
    """How many transactions were open, beyond those of the test, each time that the service was asked."""
    real, around, found = remote.ask, len(connection.savepoint_ids), []

    def ask(*given, **named):
        found.append(len(connection.savepoint_ids) - around)
        return real(*given, **named)

    monkeypatch.setattr(remote, "ask", ask)
    return found


@pytest.fixture
def service(minh, lan, settings, open_ones):
    """A signing service with keys of thầy Minh, cô Lan and the school; ``enrol`` takes one of them into use."""
    school, keys = unit_by_id(minh.unit_id), {}
    owners = {
        "minh": Owner(minh.name, "Hiệu trưởng", school.name, school.code, "minh"),
        "lan": Owner(lan.name, "Giáo viên", school.name, school.code, "lan"),
        "seal": Owner(school.name, "", school.name, school.code, "seal", seal=True),
    }
    for name, owner in owners.items():
        key, day = ec.generate_private_key(ec.SECP256R1()), now()
        own = authority().issue(
            key.public_key(), owner, not_before=day.replace(year=day.year - 1), not_after=day.replace(year=day.year + 1)
        )
        keys[name] = (key, own.public_bytes(Encoding.DER))
    there = SecondVersion(keys, authority().chain, pin=PIN)
    with served(there.app) as address:
        settings.REMOTE_SIGNING, settings.REMOTE_TOKEN = f"{address}/csc/v2", "admitted"
        yield there


def enrolled(persona, person, **more):
    """Somebody of the school, or with ``seal`` the school, changes to the key at the service."""
    with acting_as("thay-minh"):
        mine = SigningKey.objects.filter(person_id=person, revoked_at=None, school_id=more.pop("school"))
        mine.update(revoked_at=now(), revoked_reason="đổi sang dịch vụ")
    page = client_as(persona).post("/transcripts/key/enrol", {"account": "lan@so.edu.vn", "pin": PIN, **more})
    assert page.status_code == 302


@pytest.fixture
def lans_key(service, lan):
    enrolled("co-lan", lan.person_id, school=lan.unit_id)
    service.authorised.clear()


@pytest.fixture
def minhs_key(service, minh):
    enrolled("thay-minh", minh.person_id, school=minh.unit_id)
    service.authorised.clear()


def own_books(lan, ready):
    with acting_as("thay-minh"):
        return [book for book in books_of(ready) if book.teacher_id == lan.person_id]


def signed_rows(**which):
    with acting_as("thay-minh"):
        return list(SectionSignature.objects.filter(stale_at=None, **which))


def post_subjects(ready, books, pin=PIN):
    given = {"subject": [book.pk for book in books], "pin": pin}
    return client_as("co-lan").post(f"/transcripts/classes/{ready.uid}/sign-subjects", given, follow=True)


def test_a_teacher_signs_a_class_that_has_no_transcripts_yet(ready, lan, lans_key, service, open_ones, n):
    with acting_as("thay-minh"):
        assert not Transcript.objects.filter(school_class=ready).exists()
    books = own_books(lan, ready)
    page = post_subjects(ready, books)
    assert "Đã ký" in page.content.decode()
    assert len(signed_rows(role="subject")) == len(books) * n
    assert sum(service.authorised) == len(books) * n, "each part once"
    assert set(open_ones) == {0}


def test_a_wrong_pin_is_said_and_counted_once(ready, lan, lans_key, service):
    page = post_subjects(ready, own_books(lan, ready), "000000")
    assert "Còn 2 lần thử" in page.content.decode()
    assert signed_rows() == []


def test_a_double_click_asks_the_service_once_for_each_part(ready, lan, lans_key, service, open_ones, n, monkeypatch):
    """The second order has looked and found all unsigned before the first one is through."""
    books, real, clicks = own_books(lan, ready), Outside.do, []

    def do(self):
        if self._alone and not clicks:
            clicks.append("first")
            clicks.append(post_subjects(ready, books).content.decode())
        real(self)

    monkeypatch.setattr(Outside, "do", do)
    second = post_subjects(ready, books).content.decode()
    assert "Đã ký" in clicks[1]
    assert "Không phải ký lại" in second
    assert sum(service.authorised) == len(signed_rows(role="subject")) == len(books) * n
    assert set(open_ones) == {0}


def test_a_class_set_is_signed_once_by_two_workers_of_one_order(
    homeroom_signed, minh, minhs_key, service, n, monkeypatch
):
    with acting_as("thay-minh"):
        batch = order_principal(minh, [homeroom_signed.pk], PIN)
    real, workers = Outside.do, []

    def do(self):
        if self._alone and not workers:
            workers.append("second")
            batches.run(batch.school_id, batch.pk)
        real(self)

    monkeypatch.setattr(Outside, "do", do)
    batches.run(batch.school_id, batch.pk)
    assert workers
    assert set(states(homeroom_signed)) == {"principal_signed"}
    assert sum(service.authorised) == len(signed_rows(role="principal")) == n


def test_an_order_that_waits_too_long_for_its_turn_says_so_and_a_batch_is_taken_up_again(
    homeroom_signed, minh, minhs_key, service, n, monkeypatch
):
    with acting_as("thay-minh"):
        batch = order_principal(minh, [homeroom_signed.pk], PIN)
        key = key_of(minh.unit_id, minh.person_id)
    monkeypatch.setattr(turns, "PATIENCE", 0.1)
    with turns.InTurn(signing_service().file_of(key.reference, "turn")).holding():
        batches.run(batch.school_id, batch.pk)
    with acting_as("thay-minh"):
        batch.refresh_from_db()
    assert (batch.state, sum(service.authorised)) == ("waiting", 0)
    batches.run(batch.school_id, batch.pk)
    assert set(states(homeroom_signed)) == {"principal_signed"}
    assert sum(service.authorised) == n


def test_a_mark_that_changes_while_the_service_is_asked_is_signed_as_it_reads_then(
    ready, lan, lans_key, service, monkeypatch
):
    [book, *_rest] = own_books(lan, ready)
    real, changed = Outside.do, []

    def do(self):
        real(self)
        if service.authorised and not changed:
            with acting_as("thay-minh"):
                changed.append(change_mark(book, 20))

    monkeypatch.setattr(Outside, "do", do)
    page = post_subjects(ready, [book])
    assert "Đã ký" in page.content.decode()
    assert sum(service.authorised) == 2 * len(signed_rows()), "what was asked for first is thrown away"
    assert "Không phải ký lại" in post_subjects(ready, [book]).content.decode(), "all read as signed"


def test_a_process_that_dies_with_the_signatures_in_hand_loses_and_doubles_nothing(
    homeroom_signed, minh, minhs_key, service, open_ones, n, monkeypatch
):
    with acting_as("thay-minh"):
        batch = order_principal(minh, [homeroom_signed.pk], PIN)
    open_ones.clear()
    real = Outside.do

    def dies(self):
        real(self)
        if service.authorised:
            raise KeyboardInterrupt

    monkeypatch.setattr(Outside, "do", dies)
    with pytest.raises(KeyboardInterrupt):
        batches.run(batch.school_id, batch.pk)
    assert sum(service.authorised) > 0
    assert set(states(homeroom_signed)) == {"homeroom_signed"}
    assert signed_rows(role="principal") == []
    monkeypatch.setattr(Outside, "do", real)
    batches.run(batch.school_id, batch.pk)
    assert set(states(homeroom_signed)) == {"principal_signed"}
    assert len(signed_rows(role="principal")) == n
    assert set(open_ones) == {0}


def test_a_class_is_sealed_and_issued_with_the_seal_at_the_service(
    homeroom_signed, minh, minhs_key, service, open_ones, n
):
    run(order_principal, homeroom_signed)
    enrolled("thay-minh", None, school=minh.unit_id, seal="1")
    with acting_as("thay-minh"):
        assert key_of(minh.unit_id, None).kind == "remote"
    service.authorised.clear()
    with acting_as("thay-minh"):
        batch = order_issue(minh, [homeroom_signed.pk], PIN)
    open_ones.clear()
    batches.run(batch.school_id, batch.pk)
    with acting_as("thay-minh"):
        batch.refresh_from_db()
    assert (batch.state, batch.done, batch.messages) == ("done", n, [])
    assert sum(service.authorised) == 2 * n, "document and paper, each once"
    assert max(service.authorised) == ONCE
    assert set(open_ones) == {0}
    with acting_as("thay-minh"):
        xmls = list(Version.objects.filter(transcript__school_class=homeroom_signed).values_list("xml", flat=True))
    assert {verify_file(xml.encode()).outcome for xml in xmls} == {"valid"}

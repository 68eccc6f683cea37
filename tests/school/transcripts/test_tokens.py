"""A leader signs classes with a token at the server: enrolled on a page, pulled out in the middle, plugged in again."""

from dataclasses import replace

import pytest

from khuevan.kernel.clock import now
from khuevan.platform.signing.adapters.store import authority
from khuevan.platform.signing.api import SigningKey, assign_token, key_of
from khuevan.platform.signing.ports import Owner
from khuevan.registry.isolation.api import Scope, acting
from khuevan.registry.units.api import unit_by_id
from khuevan.school.transcripts.actions import batches
from khuevan.school.transcripts.api import Batch, Version, order_principal
from tests.personas import acting_as, client_as
from tests.platform.signing.hsm import MODULE, the_hsm
from tests.school.transcripts.school import PIN

pytestmark = pytest.mark.django_db


@pytest.fixture
def token(minh, settings):
    """A token at the server with thầy Minh's certificate; his old key is out of use."""
    settings.TOKEN_LIBRARY = MODULE
    school, hsm = unit_by_id(minh.unit_id), the_hsm()
    serial = hsm.token(PIN)
    owner = Owner(minh.name, "Hiệu trưởng", school.name, school.code, "minh")
    hsm.put(serial, authority(), owner, start=now().replace(year=now().year - 1), pin=PIN)
    with acting_as("thay-minh"):
        assign_token(minh, serial, minh.unit_id)
        mine = SigningKey.objects.filter(school_id=minh.unit_id, person_id=minh.person_id)
        mine.update(revoked_at=now(), revoked_reason="đổi sang token")
    return serial


def test_token_is_enrolled_on_the_page_of_ones_key(minh, token):
    client = client_as("thay-minh")
    shown = client.get("/transcripts/key/").content.decode()
    assert token in shown
    assert "Tài khoản ở dịch vụ ký số" not in shown
    client.post("/transcripts/key/enrol", {"token": token, "pin": PIN})
    with acting_as("thay-minh"):
        assert key_of(minh.unit_id, minh.person_id).kind == "token"
    assert "Token hoặc HSM ở máy chủ" in client.get("/transcripts/key/").content.decode()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"pin": PIN}, "Chưa chọn token"),
        ({"pin": "000000"}, "Mã PIN không đúng"),
        ({"pin": PIN, "seal": "1"}, "không phải của"),
        ({"pin": PIN, "account": "minh@so.edu.vn"}, "chưa được nối với dịch vụ"),
    ],
)
def test_refusals_are_read_on_the_page_and_nothing_is_enrolled(minh, token, given, said):
    with acting_as("thay-minh"):
        before = SigningKey.objects.count()
        SigningKey.objects.filter(school_id=minh.unit_id, person_id=None).update(revoked_at=now(), revoked_reason="dọn")
    named = {} if given == {"pin": PIN} or "account" in given else {"token": token}
    answer = client_as("thay-minh").post("/transcripts/key/enrol", named | given, follow=True)
    assert said in answer.content.decode()
    with acting_as("thay-minh"):
        assert SigningKey.objects.count() == before


def test_teachers_enrol_no_seal(token):
    answer = client_as("co-lan").post("/transcripts/key/enrol", {"token": token, "pin": PIN, "seal": "1"})
    assert answer.status_code == 404


def test_unreachable_library_is_said_on_the_page_and_the_page_stays(settings, tmp_path, token):
    settings.TOKEN_LIBRARY = str(tmp_path / "vendor.so")
    shown = client_as("thay-minh").get("/transcripts/key/")
    assert (shown.status_code, "KHUEVAN_TOKEN_LIBRARY" in shown.content.decode()) == (200, True)


def test_batch_goes_on_after_the_token_was_pulled_out(homeroom_signed, minh, token, n, monkeypatch):
    kind = Batch.Kind.PRINCIPAL
    monkeypatch.setitem(batches.KINDS, kind, replace(batches.KINDS[kind], at_once=1))
    client_as("thay-minh").post("/transcripts/key/enrol", {"token": token, "pin": PIN})
    with acting_as("thay-minh"):
        first = order_principal(minh, [homeroom_signed.pk], PIN)
    with acting(Scope("staff", frozenset({first.school_id}))):
        assert batches._step(first.pk)
    the_hsm().pull_out()
    try:
        batches.run(first.school_id, first.pk)
    finally:
        the_hsm().plug_in()
    with acting_as("thay-minh"):
        first.refresh_from_db()
        assert (first.state, first.done, first.secret) == ("failed", 1, "")
        assert "rút ra" in first.note
        assert "ký tiếp" in first.note
        second = order_principal(minh, [homeroom_signed.pk], PIN)
    batches.run(second.school_id, second.pk)
    with acting_as("thay-minh"):
        second.refresh_from_db()
        assert (second.state, second.done) == ("done", n - 1)
        assert Version.objects.filter(case__state="principal_signed").count() == n

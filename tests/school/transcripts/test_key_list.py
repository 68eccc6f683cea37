"""The office sees every key of the school, whose is missing or ends soon, and takes one back; the Sở sees numbers."""

from datetime import timedelta

import pytest

from khuevan.kernel.clock import frozen, now
from khuevan.platform.signing.adapters.demo_ca import DemoAuthority
from khuevan.platform.signing.adapters.store import authority
from khuevan.platform.signing.api import SigningKey, is_clock_slow, key_lines, key_of, new_key, school_keys
from khuevan.platform.signing.ports import KeyUnusable, Owner
from khuevan.platform.signing.queries import overview
from khuevan.registry.isolation.api import Scope, acting
from tests.personas import acting_as, client_as
from tests.school.transcripts.school import PIN

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _keys(ready):
    """Everybody who signs for 7A has a key, and so has the school."""


def lines_of(minh):
    with acting_as("thay-minh"):
        return {line.name if line.person_id else "seal": line for line in key_lines(minh.unit_id)}


@pytest.fixture
def page():
    return lambda show="": client_as("thay-minh").get(f"/transcripts/keys/?show={show}").content.decode()


def test_every_signer_and_the_seal_stand_there_with_issuer_and_state(minh, lan, page):
    lines = lines_of(minh)
    assert (lines[lan.name].state, lines["seal"].state) == ("valid", "valid")
    assert now() - timedelta(days=30) < lines[lan.name].said_at <= now()
    shown = page()
    for said in (lan.name, "Con dấu của trường", "Chứng thực số cấp phát Khuê Văn", "Đang dùng", "Tệp trên máy chủ"):
        assert said in shown


def test_missing_and_ending_keys_are_filtered(minh, lan, mai, page):
    with acting_as("thay-minh"):
        SigningKey.objects.filter(person_id=lan.person_id).update(revoked_at=now(), revoked_reason="mất máy")
        key = key_of(minh.unit_id, mai.person_id)
        SigningKey.objects.filter(pk=key.pk).update(not_after=now() + timedelta(days=59))
    assert (lines_of(minh)[lan.name].state, lines_of(minh)[mai.name].state) == ("revoked", "ending")
    assert lan.name in page("none")
    assert mai.name not in page("none")
    assert "mất máy" in page("none")
    assert mai.name in page("ending")
    assert lan.name not in page("ending")


def test_key_of_the_future_and_one_revoked_by_its_authority_are_said(minh, lan, mai):
    with acting_as("thay-minh"):
        SigningKey.objects.filter(person_id=lan.person_id).update(not_before=now() + timedelta(days=2))
        authority().revoke(key_of(minh.unit_id, mai.person_id).serial, now())
    lines = lines_of(minh)
    assert (lines[lan.name].state, lines[mai.name].state) == ("future", "revoked")


def test_people_who_never_had_a_key_are_named(minh, lan):
    with acting_as("thay-minh"):
        SigningKey.objects.filter(person_id=lan.person_id).delete()
    line = lines_of(minh)[lan.name]
    assert (line.state, line.key, line.live) == ("none", None, False)


@pytest.mark.parametrize("count", [1, 3])
def test_two_queries_however_many_keys(minh, count, django_assert_num_queries):
    with acting_as("thay-minh"):
        kept = list(SigningKey.objects.filter(school_id=minh.unit_id).values_list("pk", flat=True)[:count])
        SigningKey.objects.exclude(pk__in=kept).delete()
        with django_assert_num_queries(2):
            key_lines(minh.unit_id)


def test_office_takes_a_key_back_with_a_reason(minh, lan, page):
    with acting_as("thay-minh"):
        key = key_of(minh.unit_id, lan.person_id)
    answer = client_as("thay-minh").post(f"/transcripts/keys/{key.uid}/revoke", {"reason": ""}, follow=True)
    assert "Chưa ghi lý do thu hồi" in answer.content.decode()
    client_as("thay-minh").post(f"/transcripts/keys/{key.uid}/revoke", {"reason": "Chuyển công tác"})
    with acting_as("thay-minh"):
        assert key_of(minh.unit_id, lan.person_id) is None
    assert authority().revoked_at(key.serial)
    assert "Chuyển công tác" in page()


def test_teachers_and_other_schools_are_kept_out(minh, lan):
    with acting_as("thay-minh"):
        key = key_of(minh.unit_id, lan.person_id)
    assert client_as("co-lan").get("/transcripts/keys/").status_code == 404
    assert client_as("co-lan").post(f"/transcripts/keys/{key.uid}/revoke", {"reason": "x"}).status_code == 404
    assert client_as("anh-binh").post(f"/transcripts/keys/{key.uid}/revoke", {"reason": "x"}).status_code == 404


def test_the_so_sees_numbers_by_school(minh, lan, mai, binh, django_assert_num_queries):
    with acting_as("thay-minh"):
        SigningKey.objects.filter(person_id=lan.person_id).update(revoked_at=now(), revoked_reason="x")
        SigningKey.objects.filter(person_id=mai.person_id).update(not_after=now() + timedelta(days=3))
        lines = key_lines(minh.unit_id)
    with acting(Scope("province")):
        [line] = school_keys([minh.unit_id])
    signers = [one for one in lines if one.person_id]
    without = sum(not one.live for one in signers)
    with acting(Scope("province")), django_assert_num_queries(3):
        school_keys([minh.unit_id])
    assert (line.signers, line.without, line.ending, line.seal) == (len(signers), without, 1, True)
    assert without > 0
    shown = client_as("anh-binh").get("/transcripts/keys/schools/").content.decode()
    assert line.name in shown
    assert client_as("thay-minh").get("/transcripts/keys/schools/").status_code == 404


def test_slow_clock_is_told_by_the_lists(minh, page, monkeypatch, tmp_path):
    assert not is_clock_slow()
    assert "Đồng hồ máy chủ chạy chậm" not in page()
    with frozen(now() + timedelta(hours=2)):
        ahead = DemoAuthority(tmp_path / "ahead").trust()
    monkeypatch.setattr(overview, "trust_anchors", lambda: ahead)
    assert is_clock_slow()
    assert "Đồng hồ máy chủ chạy chậm" in page()


def test_certificate_of_the_future_says_from_when(minh, lan):
    from khuevan.platform.signing.api import signer_for

    with acting_as("thay-minh"):
        SigningKey.objects.filter(person_id=lan.person_id).update(revoked_at=now(), revoked_reason="x")
        owner = Owner(lan.name, "Giáo viên", "Trường", "mã", "lan")
        new_key(minh.unit_id, lan.person_id, owner, PIN, not_before=now() + timedelta(days=1)).save()
        with pytest.raises(KeyUnusable, match="chưa có hiệu lực") as refusal:
            signer_for(minh.unit_id, lan.person_id, PIN).sign(b"x")
    assert "đồng hồ của máy chủ chạy sai" in refusal.value.hint

"""Keys on record: who gives and takes them, and what they open."""

from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from django.db import IntegrityError, ProgrammingError, transaction

from khuevan.kernel.clock import frozen, now
from khuevan.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from khuevan.platform.signing.adapters.store import authority
from khuevan.platform.signing.api import (
    SigningKey,
    change_pin,
    issue_key,
    key_of,
    lend_pin,
    lent_pin,
    new_key,
    revoke_key,
    seal_for,
    sign_fragment,
    signer_for,
    trust_anchors,
)
from khuevan.platform.signing.ports import KeyUnusable, WrongPin
from khuevan.registry.audit.api import Entry
from khuevan.registry.units.api import unit_by_id
from tests.personas import acting_as, actor
from tests.platform.signing.sample import PIN, SECTIONS, SIGNED_AT, STAFF

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_keys(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def minh(school_without_keys):
    return school_without_keys


@pytest.fixture
def lan():
    return actor("co-lan")


@pytest.fixture
def key(minh, lan):
    return issue_key(minh, minh.unit_id, lan.person_id, PIN, title="Giáo viên")


def test_certificate_names_person_title_and_school(key, minh, lan):
    own = signer_for(minh.unit_id, lan.person_id, PIN).certificate
    school = unit_by_id(minh.unit_id)
    assert (own.name, own.title) == (lan.name, "Giáo viên")
    assert (own.organisation, own.organisation_code, own.seal) == (school.name, school.code, False)


def test_seal_carries_the_name_of_the_school(minh):
    issue_key(minh, minh.unit_id, None, PIN)
    own = seal_for(minh.unit_id, PIN).certificate
    assert own.seal
    assert own.name == unit_by_id(minh.unit_id).name


def test_issue_and_revocation_are_in_the_ledger(key, minh):
    revoke_key(minh, key.pk, reason="Lộ mã PIN")
    entries = Entry.objects.filter(book="keys", school_id=minh.unit_id).order_by("position")
    assert [(entry.verb, entry.by) for entry in entries] == [("issue", minh.name), ("revoke", minh.name)]


def test_one_live_key_each(key, minh, lan):
    with pytest.raises(Conflict, match="Đã có khoá ký"):
        issue_key(minh, minh.unit_id, lan.person_id, PIN)
    with pytest.raises(IntegrityError), transaction.atomic():
        SigningKey.objects.create(
            school_id=minh.unit_id, person_id=lan.person_id, reference="x", serial="1", name="x",
            not_before=now(), not_after=now() + timedelta(days=1),
        )  # fmt: skip


def test_revoked_key_signs_no_more_even_when_open(key, minh, lan):
    opened = signer_for(minh.unit_id, lan.person_id, PIN)
    revoke_key(minh, key.pk, reason="Chuyển công tác")
    with pytest.raises(KeyUnusable, match="thu hồi"):
        sign_fragment([SECTIONS["mon-TOAN"]], opened, role="subject", at=SIGNED_AT)
    with pytest.raises(KeyUnusable, match=r"đã bị thu hồi lúc .* lý do: Chuyển công tác") as refusal:
        signer_for(minh.unit_id, lan.person_id, PIN)
    assert (refusal.value.code, "cấp khoá mới" in refusal.value.hint) == ("key_revoked", True)


def test_who_never_had_a_key_is_told_so(minh, lan):
    with pytest.raises(KeyUnusable, match="chưa có khoá"):
        signer_for(minh.unit_id, lan.person_id, PIN)


def test_revocation_is_said_once(key, minh):
    first = revoke_key(minh, key.pk, reason="Lộ mã PIN", at=SIGNED_AT)
    again = revoke_key(minh, key.pk, reason="Khác")
    assert (again.revoked_at, again.revoked_reason) == (first.revoked_at, "Lộ mã PIN")
    assert authority().revoked_at(key.serial) == SIGNED_AT


def test_new_key_after_revocation(key, minh, lan):
    revoke_key(minh, key.pk, reason="Lộ mã PIN")
    fresh = issue_key(minh, minh.unit_id, lan.person_id, "135790")
    assert key_of(minh.unit_id, lan.person_id) == fresh
    assert signer_for(minh.unit_id, lan.person_id, "135790").certificate.serial == fresh.serial


def test_revocation_needs_a_reason(key, minh):
    with pytest.raises(Invalid, match="lý do"):
        revoke_key(minh, key.pk, reason=" ")


def test_teacher_makes_the_own_key_alone(lan, minh):
    assert issue_key(lan, minh.unit_id, lan.person_id, PIN).person_id == lan.person_id
    for person in (minh.person_id, None):
        with pytest.raises(NotAllowed):
            issue_key(lan, minh.unit_id, person, PIN)


@pytest.mark.parametrize("name", ["thay-khac", "chi-hoa", "anh-binh"])
def test_nobody_from_outside_the_school_issues(minh, name):
    other = actor(name)
    with pytest.raises(NotAllowed):
        issue_key(other, minh.unit_id, other.person_id, PIN)


def test_teacher_does_not_revoke(key, lan):
    with pytest.raises(NotAllowed):
        revoke_key(lan, key.pk, reason="Thử")


def test_keys_of_a_school_are_not_seen_by_another(key):
    stranger = actor("thay-khac")
    with acting_as("thay-khac"), pytest.raises(NotFound):
        revoke_key(stranger, key.pk, reason="Thử")


def test_families_have_no_access_to_keys_at_all(key):
    with pytest.raises(ProgrammingError, match="permission denied"), acting_as("chi-hoa"):
        SigningKey.objects.exists()


@pytest.mark.parametrize("pin", ["", "12345", "abcdef", "1234567890123", "１２３４５６"])
def test_pin_has_six_to_twelve_digits(minh, lan, pin):
    with pytest.raises(Invalid, match="6 đến 12"):
        issue_key(minh, minh.unit_id, lan.person_id, pin)


def test_pin_is_changed_by_its_owner(key, minh, lan):
    change_pin(minh.unit_id, lan.person_id, PIN, "135790")
    with pytest.raises(WrongPin):
        signer_for(minh.unit_id, lan.person_id, PIN)
    assert signer_for(minh.unit_id, lan.person_id, "135790")


def test_keys_can_be_made_for_a_past_year(minh, lan):
    row = new_key(minh.unit_id, lan.person_id, STAFF["lan"], PIN, not_before=SIGNED_AT - timedelta(days=700))
    row.save()
    assert row.not_before < SIGNED_AT < row.not_after
    assert signer_for(minh.unit_id, lan.person_id, PIN).certificate.serial == row.serial


def test_pin_waits_for_a_job_no_longer_than_an_hour():
    lent = lend_pin(PIN)
    assert PIN not in lent
    assert lent_pin(lent) == PIN
    with pytest.raises(KeyUnusable, match="hết giờ"):
        lent_pin(lent[:-4] + "AAAA")


def test_operator_adds_anchors(tmp_path, own_authority):
    before = trust_anchors()
    directory = tmp_path / "keys" / "trust"
    directory.mkdir()
    (directory / "vgca.pem").write_bytes(own_authority.root.public_bytes(Encoding.PEM))
    (directory / "vgca.crl").write_bytes(own_authority.trust().revocation_lists[0])
    after = trust_anchors()
    assert after.anchors == (*before.anchors, own_authority.trust().anchors[0])
    assert len(after.revocation_lists) == len(before.revocation_lists) + 1


def test_trust_is_stable_from_call_to_call():
    with frozen(now()):
        assert trust_anchors() == trust_anchors()

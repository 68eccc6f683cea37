"""Certificates of other authorities taken into use: token and owner, what is refused, and signing with them."""

from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from django.db import IntegrityError, transaction

from khuevan.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from khuevan.platform.signing.adapters.store import authority
from khuevan.platform.signing.api import (
    SchoolToken,
    SigningKey,
    assign_token,
    change_pin,
    elsewhere,
    enrol_remote,
    enrol_token,
    key_of,
    revoke_key,
    seal_for,
    sign_fragment,
    signer_for,
    tokens,
)
from khuevan.platform.signing.ports import KeyUnusable, Owner, WrongPin
from khuevan.registry.audit.api import Entry
from khuevan.registry.isolation.api import Scope, acting
from khuevan.registry.units.api import unit_by_id
from tests.personas import actor
from tests.platform.signing.hsm import MODULE
from tests.platform.signing.sample import ENDS, NOW, PIN, SECTIONS, SIGNED_AT, STARTS
from tests.platform.signing.services import SecondVersion, served

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_server(settings, tmp_path):
    settings.DATA_DIR, settings.TOKEN_LIBRARY = tmp_path, MODULE


@pytest.fixture
def lan(school_without_keys):
    return actor("co-lan")


@pytest.fixture
def owner(lan):
    school = unit_by_id(lan.unit_id)
    return Owner(lan.name, "Giáo viên", school.name, school.code, "person-lan")


@pytest.fixture
def plug(hsm, lan):
    """A token of the school at the server, with one key for an owner."""

    def plugged(owner, **dates):
        serial = hsm.token()
        hsm.put(serial, authority(), owner, **dates)
        assign_token(lan, serial, lan.unit_id)
        return serial

    return plugged


def test_enrolled_token_signs_for_its_owner(lan, owner, plug):
    token = plug(owner)
    key = enrol_token(lan, lan.unit_id, lan.person_id, token, PIN)
    assert (key.kind, key.name, key.reference) == (SigningKey.Kind.TOKEN, lan.name, f"{token}/01")
    opened = signer_for(lan.unit_id, lan.person_id, PIN)
    assert sign_fragment([SECTIONS["mon-TOAN"]], opened, role="subject", at=SIGNED_AT)
    assert Entry.objects.filter(book="keys", school_id=lan.unit_id).latest("position").verb == "enrol"


def test_name_may_be_written_in_capitals(lan, owner, plug):
    shouting = Owner(owner.name.upper(), "", owner.organisation, owner.organisation_code, "x")
    assert enrol_token(lan, lan.unit_id, lan.person_id, plug(shouting), PIN).name == owner.name.upper()


def test_seal_on_a_token(school_without_keys, owner, plug):
    minh = school_without_keys
    seal = Owner("", "", owner.organisation, owner.organisation_code, "unit", seal=True)
    token = plug(seal)
    assert enrol_token(minh, minh.unit_id, None, token, PIN).is_seal
    assert seal_for(minh.unit_id, PIN).certificate.seal
    with pytest.raises(NotAllowed):
        enrol_token(actor("co-lan"), minh.unit_id, None, token, PIN)


@pytest.mark.parametrize("change", [{"name": "Trần Thị Huệ"}, {"organisation_code": "80-99999-03-01"}, {"seal": True}])
def test_certificate_of_another_is_refused_with_both_names(lan, owner, plug, change):
    wrong = Owner(**{name: getattr(owner, name) for name in Owner.__slots__} | change)
    with pytest.raises(Invalid, match=f"không phải của {lan.name}.*mà của: ") as refusal:
        enrol_token(lan, lan.unit_id, lan.person_id, plug(wrong), PIN)
    assert (refusal.value.code, key_of(lan.unit_id, lan.person_id)) == ("wrong_person", None)


def test_empty_token_is_said(lan, hsm):
    empty = hsm.token()
    assign_token(lan, empty, lan.unit_id)
    with pytest.raises(Invalid, match="Không có chứng thư"):
        enrol_token(lan, lan.unit_id, lan.person_id, empty, PIN)


@pytest.mark.parametrize(
    ("start", "end", "code"), [(NOW.replace(month=7), ENDS, "not_yet_valid"), (STARTS, NOW.replace(month=5), "expired")]
)
def test_certificate_out_of_its_time_is_not_enrolled(lan, owner, plug, start, end, code):
    with pytest.raises(KeyUnusable) as refusal:
        enrol_token(lan, lan.unit_id, lan.person_id, plug(owner, start=start, end=end), PIN)
    assert refusal.value.code == code


def test_wrong_pin_enrols_nothing(lan, owner, plug):
    with pytest.raises(WrongPin, match="Còn 2 lần"):
        enrol_token(lan, lan.unit_id, lan.person_id, plug(owner), "000000")
    assert key_of(lan.unit_id, lan.person_id) is None


def test_key_out_of_use_signs_no_more_and_is_not_enrolled_again(school_without_keys, lan, owner, plug):
    token = plug(owner)
    key = enrol_token(lan, lan.unit_id, lan.person_id, token, PIN)
    revoke_key(school_without_keys, key.pk, reason="Mất token")
    with pytest.raises(KeyUnusable, match="Mất token"):
        signer_for(lan.unit_id, lan.person_id, PIN)
    with pytest.raises(Conflict, match="đã được đăng ký"):
        enrol_token(lan, lan.unit_id, lan.person_id, token, PIN)


def test_pin_of_a_token_is_changed_at_the_token(lan, owner, plug):
    enrol_token(lan, lan.unit_id, lan.person_id, plug(owner), PIN)
    with pytest.raises(Conflict, match="phần mềm của nhà cung cấp"):
        change_pin(lan.unit_id, lan.person_id, PIN, "135790")


@pytest.fixture
def account(lan, owner, settings):
    """Cô Lan's account at a signing service."""
    key = ec.generate_private_key(ec.SECP256R1())
    own = authority().issue(key.public_key(), owner, not_before=STARTS, not_after=ENDS)
    there = SecondVersion({"lan-1": (key, own.public_bytes(Encoding.DER))}, authority().chain)
    with served(there.app) as address:
        settings.REMOTE_SIGNING, settings.REMOTE_TOKEN = f"{address}/csc/v2", "admitted"
        yield "lan@so.edu.vn"


def test_enrolled_account_signs_for_its_owner(lan, account):
    key = enrol_remote(lan, lan.unit_id, lan.person_id, account, PIN)
    assert (key.kind, key.name, key.reference) == (SigningKey.Kind.REMOTE, lan.name, "lan-1")
    opened = signer_for(lan.unit_id, lan.person_id, PIN)
    assert sign_fragment([SECTIONS["mon-TOAN"]], opened, role="subject", at=SIGNED_AT)


def test_pin_is_proved_before_an_account_is_enrolled(lan, account):
    with pytest.raises(WrongPin, match="Còn 2 lần"):
        enrol_remote(lan, lan.unit_id, lan.person_id, account, "000000")
    assert key_of(lan.unit_id, lan.person_id) is None


def test_account_of_another_is_refused(school_without_keys, account):
    minh = school_without_keys
    with pytest.raises(Invalid, match=r"mà của: "):
        enrol_remote(minh, minh.unit_id, minh.person_id, account, PIN)
    with pytest.raises(Invalid, match="Không có chứng thư"):
        enrol_remote(minh, minh.unit_id, minh.person_id, "nobody@so.edu.vn", PIN)


def test_server_without_signing_service_says_so(lan, settings):
    settings.REMOTE_SIGNING = ""
    with pytest.raises(KeyUnusable, match="KHUEVAN_REMOTE_SIGNING"):
        enrol_remote(lan, lan.unit_id, lan.person_id, "lan@so.edu.vn", PIN)


def test_server_without_tokens_says_so(settings):
    settings.TOKEN_LIBRARY = ""
    with pytest.raises(KeyUnusable, match="KHUEVAN_TOKEN_LIBRARY"):
        tokens()


def test_token_of_no_school_or_another_is_not_even_tried(lan, owner, plug, hsm):
    stray = hsm.token()
    hsm.put(stray, authority(), owner)
    with pytest.raises(NotFound, match="không phải của trường"):
        enrol_token(lan, lan.unit_id, lan.person_id, stray, "000000")
    assert [one.serial for one in elsewhere(lan.unit_id).tokens] == []
    token = plug(owner)
    assert [one.serial for one in elsewhere(lan.unit_id).tokens] == [token]


def test_token_in_use_stays_with_its_school(lan, owner, plug):
    token = plug(owner)
    enrol_token(lan, lan.unit_id, lan.person_id, token, PIN)
    other = actor("co-thu").unit_id
    with acting(Scope("staff", frozenset({lan.unit_id, other}))):
        with pytest.raises(Conflict, match="trường khác"):
            assign_token(lan, token, other)
        SigningKey.objects.filter(reference__startswith=token).update(revoked_at=NOW, revoked_reason="đổi")
        assign_token(lan, token, other)
        assert SchoolToken.objects.get(serial=token).school_id == other


def test_the_same_number_from_another_issuer_is_another_certificate(lan, owner, plug):
    key = enrol_token(lan, lan.unit_id, lan.person_id, plug(owner), PIN)
    SigningKey.objects.filter(pk=key.pk).update(issuer="CN=Nơi cấp khác", revoked_at=NOW, revoked_reason="đổi")
    fields = {name: getattr(key, name) for name in ("school_id", "person_id", "kind", "name", "serial", "certificate")}
    dates = {"not_before": key.not_before, "not_after": key.not_after, "reference": "khac/01"}
    assert SigningKey.objects.create(issuer=key.issuer, **fields, **dates).pk
    dates |= {"reference": "khac/02", "revoked_at": NOW, "revoked_reason": "x"}
    with pytest.raises(IntegrityError, match="key_certificate_once"), transaction.atomic():
        SigningKey.objects.create(issuer=key.issuer, **fields, **dates)


def test_token_of_another_authority_is_enrolled_by_a_profile_alone(lan, owner, hsm, settings):
    plain = replace(owner, organisation_code="", title="", owner="CCCD:lan")
    token = hsm.token()
    hsm.put(token, authority(), plain)
    assign_token(lan, token, lan.unit_id)
    with pytest.raises(Invalid, match="mà của: "):
        enrol_token(lan, lan.unit_id, lan.person_id, token, PIN)
    directory = settings.DATA_DIR / "keys" / "trust" / "profiles"
    directory.mkdir(parents=True)
    issuer = authority().issuing.fingerprint(SHA256()).hex()
    tables = (
        f'[organisations]\n"{owner.organisation}" = "{owner.organisation_code}"\n[titles]\n"CCCD:lan" = "Giáo viên"'
    )
    (directory / "vgca.toml").write_text(f'issuers = ["{issuer}"]\n{tables}\n', encoding="utf-8")
    key = enrol_token(lan, lan.unit_id, lan.person_id, token, PIN)
    opened = signer_for(lan.unit_id, lan.person_id, PIN)
    assert (key.title, opened.certificate.organisation_code) == ("Giáo viên", owner.organisation_code)
    assert sign_fragment([SECTIONS["mon-TOAN"]], opened, role="subject", at=SIGNED_AT)

"""A verdict is kept as long as all that it depends on is the same, and not a moment longer."""

from datetime import timedelta

import pytest
from django.utils.translation import override

from khuevan.kernel.clock import frozen
from khuevan.platform.signing.adapters import kept
from khuevan.platform.signing.adapters.revocation import NEVER
from khuevan.platform.signing.adapters.trust import standing
from khuevan.platform.signing.adapters.xades_check import verify
from khuevan.platform.signing.api import verify_once
from tests.platform.signing.sample import ENDS, NAMES, NOW, PIN, SCHEME, SIGNED_AT, STAFF, STARTS, signed


@pytest.fixture
def checks(monkeypatch):
    """How many documents were really checked."""
    done, check = [], kept.verdict_until
    monkeypatch.setattr(kept, "_light", (None, {}))
    monkeypatch.setattr(kept, "verdict_until", lambda *given: done.append(1) or check(*given))
    return done


def once(xml, trust, **more):
    found = verify_once(xml, trust, SCHEME, names=NAMES, **more)
    assert found == verify(xml, trust, SCHEME, names=NAMES, mandates=more.get("mandates"))
    return found


def test_the_same_document_is_checked_once(document, trust, checks):
    assert once(document, trust).valid
    assert once(document, trust).valid
    assert len(checks) == 1


def test_a_changed_byte_is_seen(document, trust, checks):
    assert once(document, trust).valid
    for at in range(0, len(document), len(document) // 40):
        altered = document[:at] + bytes([document[at] ^ 1]) + document[at + 1 :]
        assert not once(altered, trust).valid, at
    assert once(document, trust).valid


def test_a_certificate_revoked_since_is_seen(own_authority, own_files, checks):
    for name, owner in STAFF.items():
        own_files.create(name, PIN, owner, not_before=STARTS, not_after=ENDS)
    signers = {name: own_files.open(name, PIN) for name in STAFF}
    document = signed(signers)
    assert once(document, own_authority.trust()).valid
    own_authority.revoke(signers["minh"].certificate.serial, SIGNED_AT)
    assert [one.code for one in once(document, own_authority.trust()).all_problems] == ["certificate_revoked"]


def test_a_list_that_is_no_longer_fresh_is_seen(document, trust, checks):
    signatures = once(document, trust).signatures
    ends = min(standing(trust, one.signer.der, ()).listed_until for one in signatures)
    assert NOW < ends < NEVER
    for later, fresh in ((timedelta(0), True), (timedelta(seconds=1), False)):
        with frozen(ends + later):
            assert once(document, trust).valid is fresh
    assert once(document, trust).valid


def test_a_claimed_time_comes(document, trust, checks):
    with frozen(SIGNED_AT - timedelta(days=1)):
        assert {one.code for one in once(document, trust).all_problems} >= {"wrong_time"}
    assert once(document, trust).valid


def test_words_names_and_mandates_are_part_of_it(document, trust, checks):
    altered = document.replace(b"8", b"7", 1)
    said = once(altered, trust).all_problems[0].message
    with override("en"):
        assert once(altered, trust).all_problems[0].message != said
    verify_once(altered, trust, SCHEME)
    once(altered, trust, mandates=[])
    assert len(checks) == 4


def test_many_documents_are_forgotten_again(document, trust, checks, monkeypatch):
    monkeypatch.setattr(kept, "MOST", 2)
    for n in range(5):
        once(document + b" " * n, trust)
    assert len(kept._light[1]) <= 2

"""What revoked keys stop. No test takes back the list of them, a file: so these stand apart, in this order."""

import pytest

from khuevan.platform.signing.api import SigningKey, revoke_key
from khuevan.platform.signing.ports import KeyUnusable
from khuevan.school.transcripts.api import order_issue, order_principal
from tests.personas import acting_as
from tests.school.transcripts.school import PIN, run, states

pytestmark = pytest.mark.django_db


def test_a_key_revoked_from_before_its_signature_stops_the_issue(homeroom_signed, minh, lan, n):
    run(order_principal, homeroom_signed)
    with acting_as("thay-minh"):
        key = SigningKey.objects.get(person_id=lan.person_id, revoked_at=None)
        revoke_key(minh, key.pk, reason="Lộ mã PIN", at=key.not_before)
    batch = run(order_issue, homeroom_signed)
    assert (batch.done, batch.failed) == (0, n)
    assert "thu hồi" in batch.messages[0]["what"]
    assert set(states(homeroom_signed)) == {"draft"}


def test_a_revoked_key_signs_nothing(homeroom_signed, minh):
    with acting_as("thay-minh"):
        revoke_key(minh, SigningKey.objects.get(person_id=minh.person_id, revoked_at=None).pk, reason="Lộ mã PIN")
        with pytest.raises(KeyUnusable, match="thu hồi"):
            order_principal(minh, [homeroom_signed.pk], PIN)

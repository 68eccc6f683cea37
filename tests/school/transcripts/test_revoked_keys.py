"""What revoked keys stop. No test takes back the list of them, a file: so these stand apart, in this order."""

from datetime import timedelta

import pytest

from khuevan.kernel.clock import now
from khuevan.platform.signing.api import SigningKey, revoke_key
from khuevan.platform.signing.ports import KeyUnusable
from khuevan.school.transcripts.api import order_issue, order_principal
from tests.personas import acting_as
from tests.school.transcripts.school import PIN, run, states

pytestmark = pytest.mark.django_db


def test_a_key_revoked_after_its_signature_stops_nothing(homeroom_signed, minh, mai, n):
    run(order_principal, homeroom_signed)
    with acting_as("thay-minh"):
        key = SigningKey.objects.get(school_id=minh.unit_id, person_id=mai.person_id)
        later = now() + timedelta(seconds=1)  # a list of revocations counts whole seconds
        revoke_key(minh, key.pk, reason="Đổi khoá", at=later)
    batch = run(order_issue, homeroom_signed)
    assert (batch.done, batch.failed) == (n, 0)


def test_a_key_revoked_from_before_its_signature_stops_the_issue(homeroom_signed, minh, lan, n):
    run(order_principal, homeroom_signed)
    with acting_as("thay-minh"):
        key = SigningKey.objects.get(school_id=minh.unit_id, person_id=lan.person_id)
        revoke_key(minh, key.pk, reason="Lộ mã PIN", at=key.not_before)
    batch = run(order_issue, homeroom_signed)
    assert (batch.done, batch.failed) == (0, n)
    assert len(batch.messages) == n
    assert all("thu hồi" in one["what"] and lan.name in one["what"] for one in batch.messages)
    assert set(states(homeroom_signed)) == {"draft"}


def test_a_revoked_key_signs_nothing(homeroom_signed, minh):
    with acting_as("thay-minh"):
        key = SigningKey.objects.get(school_id=minh.unit_id, person_id=minh.person_id)
        revoke_key(minh, key.pk, reason="Lộ mã PIN")
        with pytest.raises(KeyUnusable, match="thu hồi"):
            order_principal(minh, [homeroom_signed.pk], PIN)

"""How often one address may ask."""

from datetime import datetime, timedelta

import pytest

from khuevan.kernel.clock import TIME_ZONE
from khuevan.school.transcripts.actions import limits

pytestmark = pytest.mark.django_db
AT = datetime(2026, 5, 31, 7, 30, 5, tzinfo=TIME_ZONE)


def test_who_asked_too_often_may_ask_again_in_the_next_minute(monkeypatch):
    monkeypatch.setattr(limits, "now", lambda: AT)
    for _ in range(limits.PER_MINUTE):
        limits.refuse_flood("192.0.2.1", "code")
    with pytest.raises(limits.TooMany):
        limits.refuse_flood("192.0.2.1", "code")
    limits.refuse_flood("192.0.2.2", "code")
    monkeypatch.setattr(limits, "now", lambda: AT + timedelta(minutes=1))
    limits.refuse_flood("192.0.2.1", "code")

"""What is due for a partner."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from khuevan.kernel.clock import now

from ..models import Partner

_DUE = """
SELECT d.id, r.school_id, s.code, s.name, r.kind, r.ref, r.version + d.shift, d.held_version, r.cancelled,
  r.updated_at, r.body::text
FROM exchange_delivery d JOIN exchange_record r ON r.id = d.record_id JOIN units_unit s ON s.id = d.school_id
WHERE d.partner_id = %s AND d.state = 'waiting' AND d.next_at <= %s
ORDER BY d.next_at, d.id LIMIT %s"""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A record that is due: ``version`` is the one to send, ``held`` the last that the partner confirmed."""

    delivery_id: int
    school_id: int
    school_code: str
    school_name: str
    kind: str
    ref: str
    version: int
    held: int
    cancelled: bool
    at: datetime
    body: Mapping[str, Any]


def due(partner: Partner, most: int) -> list[Waiting]:
    """The records that have waited longest, at most ``most``. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_DUE, [partner.pk, now(), most])
        return [Waiting(*row[:-1], json.loads(row[-1])) for row in cursor.fetchall()]

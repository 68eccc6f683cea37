"""What becomes of issued versions, as leaves of the public log: a digest, what happened, when. Nothing personal."""

from collections.abc import Iterator
from datetime import UTC, datetime

from khuevan.platform.transparency.ports import PublicFact

from ..models import Version

LOG = "versions"
EVENTS = {"issue": "issued_at", "supersede": "superseded_at", "revoke": "revoked_at"}


def facts(since: datetime, until: datetime) -> Iterator[PublicFact]:
    """Versions that were issued, superseded or revoked in between, within scope; three queries."""
    for event, column in EVENTS.items():
        rows = Version.objects.filter(issued_at__isnull=False, **{f"{column}__gte": since, f"{column}__lt": until})
        for digest, at in rows.values_list("digest", column).iterator(chunk_size=5000):
            when = at.astimezone(UTC).replace(microsecond=0)
            yield PublicFact({"at": when.isoformat(), "digest": digest, "event": event}, digest, at)

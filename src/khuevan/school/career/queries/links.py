"""The links by which a family shows the whole way of a pupil."""

from khuevan.kernel.clock import now
from khuevan.registry.isolation.api import Scope
from khuevan.school.transcripts.api import hash_of, looking_as

from ..models import Link


def links_of(student_id: int) -> list[Link]:
    """Links to a pupil's years, the latest first; one query."""
    return list(Link.objects.filter(student_id=student_id).order_by("-pk"))


def open_link(token: str, back: Scope) -> Link | None:
    """The link behind a token, if it is neither expired nor withdrawn."""
    digest = hash_of(token)
    with looking_as(Scope("public", token=digest), back):
        return Link.objects.filter(token_hash=digest, withdrawn_at=None, expires_at__gt=now()).first()

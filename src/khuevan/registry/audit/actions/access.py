"""Write down who looked."""

from collections.abc import Iterable

from django.utils.timezone import now

from khuevan.registry.accounts.api import Actor

from ..models import Access


def log_access(actor: Actor, school_id: int, student_ids: Iterable[int], page: str) -> None:
    """One row a pupil whose data the page shows."""
    role = f"{actor.title}, {actor.unit_name}".strip(", ")[:120]
    who = {"at": now(), "user_id": actor.user_id, "by": actor.name or "Khách", "role": role, "page": page}
    Access.objects.bulk_create(Access(school_id=school_id, student_id=pk, **who) for pk in student_ids)

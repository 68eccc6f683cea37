"""Turn a user into an `Actor`: one query, whatever the number of roles."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connection
from django.utils.timezone import localdate

from khuevan.registry.isolation.api import NOBODY, Scope

from ..models import Assignment, User
from ..ports import Actor, Role

Rows = Sequence[tuple[Any, ...]]
"""What the database function ``accounts_roles`` answers."""


def actor_for(user: User, wanted: int | None, day: date) -> Actor:
    """The actor in the ``wanted`` assignment, or in the first one that holds on ``day``.

    The database function runs with the owner's rights, because a role's schools and pupils must be known before any
    row may be seen; it answers for one user only.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM accounts_roles(%s, %s)", [user.pk, day])
        return actor_in(user, wanted, cursor.fetchall())


def actor_in(user: User, wanted: int | None, rows: Rows) -> Actor:
    """The actor in the ``wanted`` assignment of ``rows``, or in the first one."""
    roles = [_role(row[:-1]) for row in rows]
    active = next((r for r in roles if r.id == wanted), roles[0] if roles else None)
    marked = tuple(Role(**{**vars(r), "active": r is active}) for r in roles)
    name = rows[0][-1] if rows else user.username
    return Actor(user.pk, user.person_id, name, next((r for r in marked if r.active), None), marked)


def name_of(user: User) -> str:
    """How a person is greeted, and what their passkey is called; the log-in name where nobody is known.

    Works before anybody is logged in, too, when no row of `Person` may be seen.
    """
    return actor_for(user, None, localdate()).name


def is_family_alone(user: User) -> bool:
    """Whether all that the user is today is somebody's parent or guardian."""
    kinds = {role.kind for role in actor_for(user, None, localdate()).assignments}
    return kinds == {"guardian"}


def _role(row: tuple[Any, ...]) -> Role:
    pk, kind, title, unit_id, unit_name, unit_kind, schools, students = row
    label = str(Assignment.Kind(kind).label)
    return Role(pk, kind, label, title, unit_id, unit_name, unit_kind, frozenset(schools), frozenset(students))


def scope_of(actor: Actor) -> Scope:
    """What the database lets the actor see. The Sở reads the province; a commune its subtree; a family its pupils."""
    role = actor.role
    if role is None:
        return NOBODY
    if role.kind == "guardian":
        own = {actor.person_id} if actor.person_id else set()
        return Scope("family", role.school_ids, role.student_ids | own, actor.user_id)
    audience = "province" if role.unit_kind in {"department", "ministry"} else "staff"
    return Scope(audience, role.school_ids, frozenset(), actor.user_id)

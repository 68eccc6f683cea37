"""Sessions in the database. One statement brings a session together with its user and their roles."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.db import connection
from django.utils.crypto import constant_time_compare
from django.utils.timezone import localdate, now

from ..models import User

_USER = tuple(field.attname for field in User._meta.concrete_fields)
_READ = f"""
SELECT s.session_data, {", ".join(f"u.{name}" for name in _USER)}, r.*
FROM django_session s
LEFT JOIN usersessions_usersession o ON o.session_key = s.session_key
LEFT JOIN accounts_user u ON u.id = o.user_id
LEFT JOIN LATERAL accounts_roles(u.id, %s) r ON true
WHERE s.session_key = %s AND s.expire_date > %s"""  # noqa: S608 - our own names


class SessionStore(DatabaseSessions):
    """What Django keeps in its own table, signed as usual; an expired or unknown key opens nothing.

    ``owner`` is whom the list of log-ins names for the key, ``roles`` what they hold today. What the session itself
    says decides whether they count: see ``owner_of``.
    """

    owner: User | None = None
    roles: Sequence[tuple[Any, ...]] = ()

    def load(self) -> dict[str, Any]:
        with connection.cursor() as cursor:
            cursor.execute(_READ, [localdate(), self.session_key, now()])
            rows = cursor.fetchall()
        if not rows:
            self._session_key = None
            return {}
        size = 1 + len(_USER)
        if rows[0][1 + _USER.index("id")] is not None:
            self.owner = User.from_db(connection.alias, _USER, rows[0][1:size])
        self.roles = [row[size:] for row in rows if row[size] is not None]
        return dict(self.decode(rows[0][0]))


def owner_of(session: Any) -> User | None:
    """The user who came with a session, if it is signed for them as Django demands; ``None`` lets Django decide."""
    said = session.get(HASH_SESSION_KEY)  # reads the session, and with it its owner
    owner: User | None = getattr(session, "owner", None)
    if owner is None or not owner.is_active or not said or session.get(SESSION_KEY) != str(owner.pk):
        return None
    if session.get(BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS:
        return None
    return owner if constant_time_compare(said, owner.get_session_auth_hash()) else None

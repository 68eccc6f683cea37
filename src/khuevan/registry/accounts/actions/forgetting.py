"""What logging in leaves behind."""

from django.db import connection

_ENDED = (
    "DELETE FROM django_session WHERE expire_date < now()",
    """DELETE FROM usersessions_usersession u WHERE created_at < now() - interval '1 day'
  AND NOT EXISTS (SELECT FROM django_session s WHERE s.session_key = u.session_key)""",
    "DELETE FROM django_cache WHERE expires < now()",
)


def forget_ended() -> None:
    """Sessions that have ended, the log-ins listed for them, and counters whose time is over. Three statements."""
    with connection.cursor() as cursor:
        for statement in _ENDED:
            cursor.execute(statement)

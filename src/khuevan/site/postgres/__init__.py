"""The database: an embedded PostgreSQL 18, or any PostgreSQL 16+ named by ``DATABASE_URL``.

Importing this package and calling :func:`django_database` needs no running server.
"""

from khuevan.site.postgres.connections import Role, connection_url, django_database, is_external
from khuevan.site.postgres.paths import data_dir, is_full
from khuevan.site.postgres.roles import ensure_roles
from khuevan.site.postgres.service import ensure_running, release, revive, running, stop

__all__ = [
    "Role",
    "connection_url",
    "data_dir",
    "django_database",
    "ensure_roles",
    "ensure_running",
    "is_external",
    "is_full",
    "release",
    "revive",
    "running",
    "stop",
]

"""The cache that all workers share for rate limits; unlogged, because losing it in a crash does no harm."""

from django.db import migrations

CACHE = """
CREATE UNLOGGED TABLE django_cache (
  cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL);
CREATE INDEX django_cache_expires ON django_cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_roles_of_user")]
    operations = [migrations.RunSQL(CACHE, "DROP TABLE django_cache")]

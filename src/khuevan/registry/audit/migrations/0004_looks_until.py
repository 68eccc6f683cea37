"""Say of the rows that are there before which school year they end, so that the table can become a partition unread."""

from django.db import migrations

UNTIL = """DO $$
DECLARE
  zone CONSTANT text := 'Asia/Ho_Chi_Minh';
  year int := extract(year FROM now() AT TIME ZONE zone - interval '7 months');
BEGIN
  IF EXISTS (SELECT FROM audit_access) THEN year := year + 1; END IF;
  EXECUTE format('ALTER TABLE audit_access ADD CONSTRAINT access_before CHECK (at < %L) NOT VALID',
    make_timestamptz(year, 8, 1, 0, 0, 0, zone));
END $$"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_school_of_the_scope")]
    operations = [migrations.RunSQL(UNTIL, "ALTER TABLE audit_access DROP CONSTRAINT access_before")]

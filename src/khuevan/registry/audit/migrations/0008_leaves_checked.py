"""Rows that point to entries are checked against the ledger in its new form while people work."""

from django.db import migrations

CHECKED = """DO $$
DECLARE line text;
BEGIN
  FOR line IN SELECT format('ALTER TABLE %s VALIDATE CONSTRAINT %I', conrelid::regclass, conname) FROM pg_constraint
    WHERE contype = 'f' AND confrelid = 'audit_entry'::regclass AND NOT convalidated LOOP EXECUTE line; END LOOP;
END $$"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0007_ledger_by_year")]
    operations = [migrations.RunSQL(CHECKED, migrations.RunSQL.noop)]

"""Say of the ledger's entries that their numbers are older than any school year's, so that their table can become a
partition unread."""

from django.db import migrations

UNTIL = "ALTER TABLE audit_entry ADD CONSTRAINT entry_before CHECK (id < 1000000000000) NOT VALID"


class Migration(migrations.Migration):
    dependencies = [("audit", "0005_looks_by_year")]
    operations = [migrations.RunSQL(UNTIL, "ALTER TABLE audit_entry DROP CONSTRAINT entry_before")]

"""No role, the owner included, changes or removes a step."""

from django.db import migrations

GUARD = """
CREATE TRIGGER approvals_step_guard BEFORE UPDATE OR DELETE OR TRUNCATE ON approvals_step
  FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("approvals", "0001_initial"), ("audit", "0002_append_only")]
    operations = [migrations.RunSQL(GUARD, "DROP TRIGGER approvals_step_guard ON approvals_step;")]

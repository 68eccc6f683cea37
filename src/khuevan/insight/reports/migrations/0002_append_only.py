"""No role, the owner included, changes or removes a frozen report or a correction."""

from django.db import migrations

TABLES = ("reports_report", "reports_correction")
GUARD = "".join(
    f"CREATE TRIGGER {table}_guard BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
    " FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();"
    for table in TABLES
)
AWAY = "".join(f"DROP TRIGGER {table}_guard ON {table};" for table in TABLES)


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0001_frozen_reports"),
        ("audit", "0002_append_only"),
        ("enrolment", "0006_views_of_a_day"),
        ("gradebook", "0004_published_views"),
    ]
    operations = [migrations.RunSQL(GUARD, AWAY)]

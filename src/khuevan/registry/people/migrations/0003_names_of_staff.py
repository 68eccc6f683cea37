"""Let families read the names of staff, and nothing else of them.

The view reads with its owner's rights, so it says itself which rows are in scope. No operator of a query may run before
that condition (security_barrier).
"""

from django.db import migrations, models

VIEW = """
CREATE VIEW people_staff_name WITH (security_barrier) AS
  SELECT id, full_name FROM people_person
  WHERE staff_ids && (SELECT string_to_array(nullif(current_setting('khuevan.schools', true), ''), ',')::bigint[])::bigint[];
REVOKE ALL ON people_staff_name FROM PUBLIC;
GRANT SELECT ON people_staff_name TO khuevan_app, khuevan_family;
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0002_schools_of_people")]
    operations = [
        migrations.CreateModel(
            name="StaffName",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("full_name", models.CharField(max_length=80)),
            ],
            options={"db_table": "people_staff_name", "managed": False},
        ),
        migrations.RunSQL(VIEW, "DROP VIEW people_staff_name"),
    ]

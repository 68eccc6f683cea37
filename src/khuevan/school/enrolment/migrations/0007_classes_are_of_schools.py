"""A class belongs to one school. Without this PostgreSQL multiplies both chances wherever row-level security names the
school, expects one pupil in a class of forty, and plans what a book asks for one (docs/decisions/0013-fast-pages.md)."""

from django.db import migrations

KNOWN = """
CREATE STATISTICS enrolment_of_school (dependencies) ON school_id, school_class_id FROM enrolment_enrolment;
ANALYZE enrolment_enrolment;
"""


class Migration(migrations.Migration):
    dependencies = [("enrolment", "0006_views_of_a_day")]
    operations = [migrations.RunSQL(KNOWN, "DROP STATISTICS enrolment_of_school")]

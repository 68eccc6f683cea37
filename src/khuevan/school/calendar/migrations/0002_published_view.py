"""What other floors may count: what the daily round found lacking.

The view reads with the rights of whoever asks (security_invoker).
"""

from django.db import migrations

VIEW = """
CREATE VIEW pub_calendar_owing WITH (security_invoker = true) AS
  SELECT r.school_id, r.year, c.grade, r.school_class_id AS class_id, r.term, r.kind, r.teacher_id, r.lacking, r.due_on,
    r.made_at
  FROM calendar_reminder r
  JOIN enrolment_schoolclass c ON c.school_id = r.school_id AND c.id = r.school_class_id;
GRANT SELECT ON pub_calendar_owing TO khuevan_app, khuevan_province;
"""


class Migration(migrations.Migration):
    dependencies = [("calendar", "0001_windows_and_reopenings"), ("enrolment", "0005_published_views")]
    operations = [migrations.RunSQL(VIEW, "DROP VIEW pub_calendar_owing")]

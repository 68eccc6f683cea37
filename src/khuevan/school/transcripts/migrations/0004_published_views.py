"""What other floors may count: where the current version of each transcript stands.

The view reads with the rights of whoever asks (security_invoker).
"""

from django.db import migrations

VIEW = """
CREATE VIEW pub_transcripts_state WITH (security_invoker = true) AS
  SELECT t.school_id, t.year, t.school_class_id AS class_id, c.grade, t.student_id, k.state, k.since
  FROM transcripts_transcript t
  JOIN enrolment_schoolclass c ON c.school_id = t.school_id AND c.id = t.school_class_id
  JOIN transcripts_version v ON v.school_id = t.school_id AND v.transcript_id = t.id AND v.superseded_at IS NULL
  JOIN approvals_case k ON k.school_id = v.school_id AND k.id = v.case_id;
GRANT SELECT ON pub_transcripts_state TO khuevan_app, khuevan_province;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("transcripts", "0003_delegations"),
        ("enrolment", "0005_published_views"),
        ("approvals", "0002_append_only"),
    ]
    operations = [migrations.RunSQL(VIEW, "DROP VIEW pub_transcripts_state")]

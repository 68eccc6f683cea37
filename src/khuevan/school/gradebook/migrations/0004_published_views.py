"""What other floors may count: averages, levels of primary subjects, results. A pupil counts while in the class.

Exempt pupils and those who take another elective are left out, as in the spreads of `queries/spreads.py`. Of the periods of primary
classes those at the end of a term are published: 2 as term 1, 4 as the year (3). The views read with the rights of
whoever asks (security_invoker).
"""

from django.db import migrations

_HERE = """
JOIN enrolment_classsubject cs ON cs.school_id = m.school_id AND cs.id = m.class_subject_id
JOIN enrolment_schoolclass c ON c.school_id = cs.school_id AND c.id = cs.school_class_id
JOIN enrolment_subject s ON s.code = cs.subject_id
JOIN enrolment_enrolment e ON e.school_id = m.school_id AND e.school_class_id = c.id AND e.student_id = m.student_id
  AND e.year = c.year AND e.ends_on IS NULL"""
VIEWS = f"""
CREATE VIEW pub_gradebook_mark WITH (security_invoker = true) AS
  SELECT m.school_id, c.year, c.id AS class_id, c.grade, cs.subject_id AS subject, m.student_id, m.term, m.average
  FROM gradebook_markrow m {_HERE}
  WHERE m.average IS NOT NULL AND s.form = 'score' AND NOT EXISTS (
    SELECT 1 FROM gradebook_specialcase x WHERE x.school_id = m.school_id AND x.class_subject_id = m.class_subject_id
      AND x.student_id = m.student_id AND x.lifted_at IS NULL AND x.kind <> 'carried' AND x.term IN (m.term, 3));
CREATE VIEW pub_gradebook_level WITH (security_invoker = true) AS
  SELECT m.school_id, c.year, c.id AS class_id, c.grade, cs.subject_id AS subject, m.student_id,
    CASE m.period WHEN 2 THEN 1 ELSE 3 END AS term, m.level
  FROM gradebook_primarymark m {_HERE}
  WHERE m.level <> '' AND m.period IN (2, 4);
CREATE VIEW pub_gradebook_result WITH (security_invoker = true) AS
  SELECT r.school_id, c.year, c.id AS class_id, c.grade, r.student_id, r.term, r.academic, r.conduct, r.award, r.outcome
  FROM gradebook_result r
  JOIN enrolment_schoolclass c ON c.school_id = r.school_id AND c.id = r.school_class_id
  JOIN enrolment_enrolment e ON e.school_id = r.school_id AND e.school_class_id = c.id AND e.student_id = r.student_id
    AND e.year = c.year AND e.ends_on IS NULL;
GRANT SELECT ON pub_gradebook_mark, pub_gradebook_level, pub_gradebook_result TO khuevan_app, khuevan_province;
"""
AWAY = "DROP VIEW pub_gradebook_mark, pub_gradebook_level, pub_gradebook_result"


class Migration(migrations.Migration):
    dependencies = [("gradebook", "0003_saved_edits"), ("enrolment", "0005_published_views")]
    operations = [migrations.RunSQL(VIEWS, AWAY)]

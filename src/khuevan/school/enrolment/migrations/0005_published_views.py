"""What other floors may count: classes, who is in them, and who works at a school, year by year.

The views read with the rights of whoever asks (security_invoker): row-level security of the tables holds.
"""

from django.db import migrations

VIEWS = """
CREATE VIEW pub_enrolment_class WITH (security_invoker = true) AS
  SELECT c.school_id, c.year, c.id AS class_id, c.uid, c.grade, c.name, c.homeroom_id IS NOT NULL AS has_homeroom,
    (SELECT count(*) FROM enrolment_enrolment e
     WHERE e.school_id = c.school_id AND e.school_class_id = c.id AND e.ends_on IS NULL) AS pupils
  FROM enrolment_schoolclass c;
CREATE VIEW pub_enrolment_subject WITH (security_invoker = true) AS
  SELECT school_id, id AS class_subject_id, uid, school_class_id AS class_id, subject_id AS subject, teacher_id
  FROM enrolment_classsubject;
CREATE VIEW pub_enrolment_place WITH (security_invoker = true) AS
  SELECT e.school_id, e.year, e.school_class_id AS class_id, c.grade, e.student_id, p.sex, p.ethnicity,
    p.birth_day IS NOT NULL AS birth_known
  FROM enrolment_enrolment e
  JOIN enrolment_schoolclass c ON c.school_id = e.school_id AND c.id = e.school_class_id
  JOIN people_person p ON p.id = e.student_id
  WHERE e.ends_on IS NULL;
CREATE VIEW pub_enrolment_staff WITH (security_invoker = true) AS
  SELECT DISTINCT y.school_id, y.year, a.person_id, p.sex
  FROM enrolment_schoolyear y
  JOIN people_affiliation a ON a.school_id = y.school_id AND a.kind = 'staff'
    AND a.valid_from <= y.ends_on AND (a.valid_to IS NULL OR a.valid_to >= y.ends_on)
  JOIN people_person p ON p.id = a.person_id;
GRANT SELECT ON pub_enrolment_class, pub_enrolment_subject, pub_enrolment_place, pub_enrolment_staff
  TO khuevan_app, khuevan_province;
"""
AWAY = "DROP VIEW pub_enrolment_class, pub_enrolment_subject, pub_enrolment_place, pub_enrolment_staff"


class Migration(migrations.Migration):
    dependencies = [("enrolment", "0004_list_changes_in_runs"), ("people", "0006_other_years")]
    operations = [migrations.RunSQL(VIEWS, AWAY)]

"""What other rooms may read of any day: who was in which class, who held which post."""

from django.db import migrations

VIEWS = """
CREATE VIEW pub_enrolment_stay WITH (security_invoker = true) AS
  SELECT e.school_id, e.year, e.school_class_id AS class_id, c.grade, e.student_id, e.starts_on, e.ends_on, p.sex,
    p.ethnicity, p.birth_year
  FROM enrolment_enrolment e
  JOIN enrolment_schoolclass c ON c.school_id = e.school_id AND c.id = e.school_class_id
  JOIN people_person p ON p.id = e.student_id;
CREATE VIEW pub_enrolment_post WITH (security_invoker = true) AS
  SELECT a.school_id, a.person_id, a.title, a.valid_from, a.valid_to, p.sex, p.ethnicity, p.birth_year
  FROM people_affiliation a JOIN people_person p ON p.id = a.person_id
  WHERE a.kind = 'staff';
GRANT SELECT ON pub_enrolment_stay, pub_enrolment_post TO khuevan_app, khuevan_province;
"""


class Migration(migrations.Migration):
    dependencies = [("enrolment", "0005_published_views"), ("people", "0006_other_years")]
    operations = [migrations.RunSQL(VIEWS, "DROP VIEW pub_enrolment_stay, pub_enrolment_post")]

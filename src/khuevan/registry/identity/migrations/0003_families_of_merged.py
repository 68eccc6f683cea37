"""A family's scope holds its pupils' merged records too: what no role may rewrite (steps of a transcript, who has looked)
still stands under them. Otherwise `accounts_roles` is as the accounts room made it."""

from django.db import migrations

OWN = "FROM people_guardianship k LEFT JOIN people_affiliation f ON f.person_id = k.student_id AND f.kind = 'pupil'"
ALL = """FROM people_guardianship k CROSS JOIN LATERAL (
      SELECT k.student_id AS id UNION ALL SELECT m.id FROM people_person m WHERE m.merged_into_id = k.student_id
    ) r LEFT JOIN people_affiliation f ON f.person_id = k.student_id AND f.kind = 'pupil'"""
CHANGE = """
DO $do$
DECLARE body text := pg_get_functiondef('accounts_roles(bigint, date)'::regprocedure); changed text;
BEGIN
  changed := replace(replace(body, $from$%s$from$, $to$%s$to$), '%s', '%s');
  IF changed = body THEN RAISE EXCEPTION 'accounts_roles is not what it was'; END IF;
  EXECUTE changed;
END $do$"""
COUNTED, ALSO = "array_agg(DISTINCT k.student_id)", "array_agg(DISTINCT r.id)"


class Migration(migrations.Migration):
    dependencies = [("identity", "0002_merging"), ("accounts", "0002_roles_of_user")]
    operations = [
        migrations.RunSQL([CHANGE % (OWN, ALL, COUNTED, ALSO)], [CHANGE % (ALL, OWN, ALSO, COUNTED)]),
    ]

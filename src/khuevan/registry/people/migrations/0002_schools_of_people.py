"""Keep `Person.school_ids` and `staff_ids` in step with the affiliations."""

from django.db import migrations

KEEP = """
CREATE FUNCTION people_keep_schools() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  UPDATE people_person p SET school_ids = s.schools, staff_ids = s.staff
  FROM (
    SELECT a.person_id, array_agg(DISTINCT a.school_id) AS schools,
           coalesce(array_agg(DISTINCT a.school_id) FILTER (WHERE a.kind = 'staff'), '{}') AS staff
    FROM people_affiliation a WHERE a.person_id IN (SELECT person_id FROM touched) GROUP BY a.person_id
  ) s
  WHERE p.id = s.person_id AND (p.school_ids, p.staff_ids) IS DISTINCT FROM (s.schools, s.staff);
  RETURN NULL;
END $$;
CREATE TRIGGER people_keep_schools_insert AFTER INSERT ON people_affiliation
  REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION people_keep_schools();
CREATE TRIGGER people_keep_schools_update AFTER UPDATE ON people_affiliation
  REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION people_keep_schools();
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [
        migrations.RunSQL(
            KEEP,
            "DROP TRIGGER people_keep_schools_insert ON people_affiliation;"
            "DROP TRIGGER people_keep_schools_update ON people_affiliation; DROP FUNCTION people_keep_schools();",
        )
    ]

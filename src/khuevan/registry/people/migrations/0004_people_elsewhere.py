"""Let a school ask whether a number is taken, or a pupil of its own is now at school elsewhere: yes or no, never whose
and where. The functions read with their owner's rights."""

from django.db import migrations

SCHOOLS = "string_to_array(nullif(current_setting('khuevan.schools', true), ''), ',')::bigint[]"
MAKE = f"""
CREATE FUNCTION people_numbers_elsewhere(kinds text[], numbers text[]) RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT x.value FROM people_externalid x JOIN people_person p ON p.id = x.person_id
  WHERE x.valid_to IS NULL AND x.kind = ANY(kinds) AND x.value = ANY(numbers)
    AND NOT coalesce(p.school_ids && {SCHOOLS}, false)
$$;
CREATE FUNCTION people_pupils_elsewhere(people bigint[]) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT a.person_id FROM people_affiliation a JOIN people_person p ON p.id = a.person_id
  WHERE a.person_id = ANY(people) AND a.kind = 'pupil' AND a.valid_to IS NULL
    AND p.school_ids && {SCHOOLS} AND a.school_id <> ALL ({SCHOOLS})
$$;
REVOKE ALL ON FUNCTION people_numbers_elsewhere, people_pupils_elsewhere FROM PUBLIC;
GRANT EXECUTE ON FUNCTION people_numbers_elsewhere, people_pupils_elsewhere TO khuevan_app;
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0003_names_of_staff")]
    operations = [
        migrations.RunSQL(MAKE, "DROP FUNCTION people_numbers_elsewhere; DROP FUNCTION people_pupils_elsewhere")
    ]

"""A second record may have the year of birth wrong: look under other years as well, where the family agrees.

``people_likeness_years``: the keys of a whole name in other years. Of other schools' pupils a record of another year
counts only on the same day of the year and where somebody who answers for the pupil is the same.
"""

from importlib import import_module

from django.db import migrations

before = import_module("khuevan.registry.people.migrations.0005_likeness_and_heirs")
_OLD = "people_alike_elsewhere(text, int, int, int, text[], text[])"
_NEW = "people_alike_elsewhere(text, int, int, int, text[], text[], int[])"
MAKE = f"""
CREATE FUNCTION people_likeness_years(search text, years int[]) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(array_agg((people_likeness(search, y, NULL, NULL))[1]), '{{}}') FROM unnest(years) AS y
$$;
DROP FUNCTION {_OLD};
CREATE FUNCTION people_alike_elsewhere(
  search text, year int, month int, day int, guardians text[], phones text[], years int[]
) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  WITH near AS MATERIALIZED (
    SELECT p.id, p.birth_year = year AS same_year FROM people_person p
    WHERE {before.KEYS} && ((people_likeness(search, year, month, day))[1:1] || people_likeness_years(search, years))
      AND p.birth_year IS NOT NULL AND p.merged_into_id IS NULL
      AND NOT coalesce(p.school_ids && {before.SCHOOLS}, false)
      AND CASE WHEN p.birth_year = year THEN
        (p.birth_month IS NULL OR month IS NULL OR p.birth_month = month OR p.birth_month = day)
        AND (p.birth_day IS NULL OR day IS NULL OR (p.birth_month, p.birth_day) IN ((month, day), (day, month)))
      ELSE (p.birth_month, p.birth_day) = (month, day) END
    LIMIT 100
  )
  SELECT EXISTS (
    SELECT FROM near p
    WHERE EXISTS (SELECT FROM people_affiliation a WHERE a.person_id = p.id AND a.kind = 'pupil')
      AND (p.same_year AND (cardinality(guardians) + cardinality(phones) = 0
          OR NOT EXISTS (SELECT FROM people_guardianship g WHERE g.student_id = p.id))
        OR EXISTS (SELECT FROM people_guardianship g JOIN people_person q ON q.id = g.guardian_id
          WHERE g.student_id = p.id AND (q.search_key = ANY(guardians) OR q.phone <> '' AND q.phone = ANY(phones)))))
$$;
REVOKE ALL ON FUNCTION {_NEW} FROM PUBLIC;
GRANT EXECUTE ON FUNCTION {_NEW} TO khuevan_app, khuevan_province;
"""
UNMAKE = f"""
DROP FUNCTION {_NEW}; DROP FUNCTION people_likeness_years;
CREATE FUNCTION people_alike_elsewhere{before.MAKE.partition("CREATE FUNCTION people_alike_elsewhere")[2]}"""


class Migration(migrations.Migration):
    dependencies = [("people", "0005_likeness_and_heirs")]
    operations = [migrations.RunSQL([MAKE], [UNMAKE])]

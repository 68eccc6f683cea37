"""Find people who look like one another by index, without an extension; let a second record point to the first.

``people_likeness`` gives the keys under which somebody may be sought: all words of the name in any order with the year
of birth (n), the outer two words in any order with the year (g), the day of birth (d). Words are folded already.

``people_alike`` looks under the caller's scope, but past the planner's rule that a condition of ours may not run before
the policy: that rule would read every person of the province. ``people_alike_elsewhere`` says yes or no about pupils of
other schools, never who or where.
"""

import django.db.models.deletion
from django.db import migrations, models

SCHOOLS = "string_to_array(nullif(current_setting('khuevan.schools', true), ''), ',')::bigint[]"
KEYS = "people_likeness(p.search_key, p.birth_year, p.birth_month, p.birth_day)"
MAKE = f"""
CREATE FUNCTION people_likeness(search text, year int, month int, day int) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  words text[] := string_to_array(search, ' ');
  size int := greatest(cardinality(words) / 2, least(cardinality(words), 1));
  outer_words text; held text;
BEGIN
  IF year IS NULL OR size = 0 THEN RETURN '{{}}'; END IF;
  outer_words := least(words[1] COLLATE "C", words[size]) || ' ' || greatest(words[1] COLLATE "C", words[size]);
  words := words[1:size];
  FOR i IN 2..size LOOP
    FOR j IN REVERSE i..2 LOOP
      EXIT WHEN words[j - 1] COLLATE "C" <= words[j];
      held := words[j]; words[j] := words[j - 1]; words[j - 1] := held;
    END LOOP;
  END LOOP;
  words := ARRAY['n' || year || ' ' || array_to_string(words, ' '), 'g' || year || ' ' || outer_words];
  RETURN CASE WHEN day IS NULL THEN words ELSE words || ('d' || year || '-' || month || '-' || day) END;
END $$;
CREATE INDEX people_person_likeness ON people_person
  USING gin (people_likeness(search_key, birth_year, birth_month, birth_day)) WHERE birth_year IS NOT NULL;

CREATE FUNCTION people_alike(wanted text[]) RETURNS SETOF bigint
LANGUAGE sql STABLE ROWS 50 SECURITY DEFINER SET search_path = public AS $$
  SELECT p.id FROM people_person p
  WHERE {KEYS} && wanted AND p.birth_year IS NOT NULL AND p.merged_into_id IS NULL
    AND (current_setting('role') = 'khuevan_province' OR p.school_ids && {SCHOOLS})
$$;
CREATE FUNCTION people_alike_elsewhere(search text, year int, month int, day int, guardians text[], phones text[])
RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  WITH near AS MATERIALIZED (
    SELECT p.id FROM people_person p
    WHERE {KEYS} && (people_likeness(search, year, month, day))[1:1]
      AND p.birth_year IS NOT NULL AND p.merged_into_id IS NULL
      AND NOT coalesce(p.school_ids && {SCHOOLS}, false)
      AND (p.birth_month IS NULL OR month IS NULL OR p.birth_month = month OR p.birth_month = day)
      AND (p.birth_day IS NULL OR day IS NULL OR (p.birth_month, p.birth_day) IN ((month, day), (day, month)))
    LIMIT 100
  )
  SELECT EXISTS (
    SELECT FROM near p
    WHERE EXISTS (SELECT FROM people_affiliation a WHERE a.person_id = p.id AND a.kind = 'pupil')
      AND (cardinality(guardians) + cardinality(phones) = 0
        OR NOT EXISTS (SELECT FROM people_guardianship g WHERE g.student_id = p.id)
        OR EXISTS (SELECT FROM people_guardianship g JOIN people_person q ON q.id = g.guardian_id
          WHERE g.student_id = p.id AND (q.search_key = ANY(guardians) OR q.phone <> '' AND q.phone = ANY(phones)))))
$$;
REVOKE ALL ON FUNCTION people_alike, people_alike_elsewhere FROM PUBLIC;
GRANT EXECUTE ON FUNCTION people_alike, people_alike_elsewhere TO khuevan_app, khuevan_province;
"""
UNMAKE = """
DROP FUNCTION people_alike; DROP FUNCTION people_alike_elsewhere;
DROP INDEX people_person_likeness; DROP FUNCTION people_likeness;
"""
KINDS = [
    ("moet", "Mã định danh CSDL ngành"),
    ("citizen", "Số định danh cá nhân"),
    ("temporary", "Mã tạm"),
    ("vendor", "Mã phần mềm khác"),
    ("own", "Mã của hồ sơ đã gộp"),
]


class Migration(migrations.Migration):
    dependencies = [("people", "0004_people_elsewhere")]
    operations = [
        migrations.AddField(
            "person",
            "merged_into",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
            ),
        ),
        migrations.AlterField("externalid", "kind", models.CharField(max_length=10, choices=KINDS)),
        migrations.AddIndex(
            "externalid",
            models.Index(
                fields=["value"], condition=models.Q(("valid_to", None), _negated=True), name="external_id_ended"
            ),
        ),
        migrations.RunSQL([MAKE], [UNMAKE]),
    ]

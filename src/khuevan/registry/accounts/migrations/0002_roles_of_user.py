"""Which roles a user holds on a day, and the schools and pupils that each role opens."""

from django.db import migrations

ROLES = """
CREATE FUNCTION accounts_roles(wanted_user bigint, day date)
RETURNS TABLE (id bigint, kind text, title text, unit_id bigint, unit_name text, unit_kind text,
               schools bigint[], students bigint[], person_name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT a.id, a.kind, a.title, a.unit_id, coalesce(u.name, ''), coalesce(u.kind, ''),
    CASE WHEN a.kind = 'guardian' THEN coalesce(g.schools, '{}')
         WHEN u.kind = 'school' THEN ARRAY[u.id]
         WHEN u.kind = 'commune' THEN coalesce((
           SELECT array_agg(e.child_id) FROM units_edge e JOIN units_unit s ON s.id = e.child_id
           WHERE e.parent_id = u.id AND s.kind = 'school'
             AND e.valid_from <= day AND (e.valid_to IS NULL OR e.valid_to >= day)), '{}')
         ELSE '{}' END,
    CASE WHEN a.kind = 'guardian' THEN coalesce(g.students, '{}') ELSE '{}' END,
    coalesce(p.full_name, w.username)
  FROM accounts_assignment a
  JOIN accounts_user w ON w.id = a.user_id
  LEFT JOIN people_person p ON p.id = w.person_id
  LEFT JOIN units_unit u ON u.id = a.unit_id
  LEFT JOIN LATERAL (
    SELECT array_agg(DISTINCT k.student_id) AS students, array_agg(DISTINCT f.school_id) AS schools
    FROM people_guardianship k LEFT JOIN people_affiliation f ON f.person_id = k.student_id AND f.kind = 'pupil'
    WHERE a.kind = 'guardian' AND k.guardian_id = w.person_id
      AND k.valid_from <= day AND (k.valid_to IS NULL OR k.valid_to >= day)
  ) g ON a.kind = 'guardian'
  WHERE a.user_id = wanted_user AND a.valid_from <= day AND (a.valid_to IS NULL OR a.valid_to >= day)
  ORDER BY a.id
$$;
REVOKE ALL ON FUNCTION accounts_roles FROM public;
GRANT EXECUTE ON FUNCTION accounts_roles TO khuevan_app, khuevan_family, khuevan_province, khuevan_public;
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial"), ("people", "0001_initial"), ("units", "0001_initial")]
    operations = [migrations.RunSQL(ROLES, "DROP FUNCTION accounts_roles(bigint, date)")]

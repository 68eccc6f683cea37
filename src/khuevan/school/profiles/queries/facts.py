"""One row a person of a school with everything that profiles are judged by, as SQL; set-based, for one school or all.

``facts(kind)`` is a WITH clause that ends in ``facts``: school_id, id, uid, name, sort_key, code, sex, birth_year,
birth_month, birth_day, ethnicity, birth_place, phone, number, moet, place (class or title), grade, guardians (name,
phone, birth), youngest (year of birth), said (what the profile stores). Everything about one person is looked up for
that person: PostgreSQL expects one person where there are hundreds, and the more schools there are, the surer it joins
lists of them line by line.
"""

_NUMBERS = """
  SELECT min(value) FILTER (WHERE kind = 'citizen') AS number, min(value) FILTER (WHERE kind = 'moet') AS moet
  FROM people_externalid WHERE valid_to IS NULL AND kind IN ('citizen', 'moet') AND person_id = w.id"""
_RELATIONS = ("father", "mother", "other")
_BIRTH = "to_char(make_date(q.birth_year, q.birth_month, q.birth_day), 'YYYY-MM-DD')"
_GUARDIANS = ",\n    ".join(
    f"min(q.full_name) FILTER (WHERE g.relation = '{one}') AS {one},"
    f" nullif(min(q.phone) FILTER (WHERE g.relation = '{one}'), '') AS {one}_phone,"
    f" min({_BIRTH}) FILTER (WHERE g.relation = '{one}') AS {one}_birth"
    for one in _RELATIONS
)
_FAMILY = f"""
  SELECT {_GUARDIANS}, max(q.birth_year) AS youngest
  FROM people_guardianship g JOIN people_person q ON q.id = g.guardian_id
  WHERE g.valid_to IS NULL AND g.student_id = w.id"""  # noqa: S608 - our own names
_SEATS = """
  LEFT JOIN LATERAL (
    SELECT e.school_class_id FROM enrolment_enrolment e
    WHERE e.school_id = w.school_id AND e.student_id = w.id AND e.ends_on IS NULL ORDER BY e.year DESC LIMIT 1
  ) e ON true LEFT JOIN enrolment_schoolclass c ON c.school_id = w.school_id AND c.id = e.school_class_id"""
_NO_FAMILY = "SELECT NULL::int AS youngest, " + ", ".join(
    f"NULL::text AS {one}{part}" for one in _RELATIONS for part in ("", "_phone", "_birth")
)


def facts(kind: str) -> str:
    """The WITH clause for "pupil" or "staff"; parameters ``schools`` (array of ids) and ``kind``."""
    family, seats = (_FAMILY, _SEATS) if kind == "pupil" else (_NO_FAMILY, "")
    place = "c.name AS place, c.grade" if kind == "pupil" else "w.title AS place, NULL::smallint AS grade"
    return f"""
WITH who AS MATERIALIZED (
  SELECT DISTINCT ON (a.school_id, a.person_id) a.school_id, a.person_id AS id, a.title FROM people_affiliation a
  WHERE a.school_id = ANY(%(schools)s) AND a.kind = %(kind)s AND a.valid_to IS NULL
  ORDER BY a.school_id, a.person_id, a.valid_from DESC),
facts AS (
  SELECT w.school_id, p.id, p.uid, p.full_name AS name, p.sort_key, p.code, p.sex, p.birth_year, p.birth_month,
    p.birth_day, p.ethnicity, p.birth_place, p.phone, n.number, n.moet, {place}, f.*,
    coalesce(v.values, '{{}}') AS said
  FROM who w JOIN people_person p ON p.id = w.id AND p.merged_into_id IS NULL
  LEFT JOIN LATERAL ({_NUMBERS}) n ON true LEFT JOIN LATERAL ({family}) f ON true{seats}
  LEFT JOIN profiles_profile v ON v.school_id = w.school_id AND v.person_id = w.id AND v.kind = %(kind)s)"""  # noqa: S608

"""More classes to sign, made from those that the prepared database has: set by set, as their school would have them.

A class is copied with its pupils, their parents, subjects, teachers and marks, as often as the wanted number of
transcripts asks for; teachers, leaders, seals and their keys stay those of the school. Schools are filled in turn up to
``A_SCHOOL`` pupils, and evenly beyond that.
"""

from typing import Any

from django.apps import apps
from django.db import connection, models, transaction

A_SCHOOL = 1_500
_SOURCES = """
SELECT e.school_id, c.year, count(*) FROM enrolment_enrolment e
JOIN enrolment_schoolclass c ON c.id = e.school_class_id
WHERE e.ends_on IS NULL
  AND EXISTS (SELECT FROM transcripts_transcript t JOIN transcripts_version v ON v.transcript_id = t.id
    WHERE t.school_id = e.school_id AND t.year = c.year AND v.issued_at IS NOT NULL)
  AND c.year = (SELECT min(t.year) FROM transcripts_transcript t JOIN transcripts_version v ON v.transcript_id = t.id
    WHERE v.issued_at IS NOT NULL)
  AND NOT EXISTS (SELECT FROM transcripts_transcript t WHERE t.school_class_id = c.id)
GROUP BY 1, 2 ORDER BY bool_or(c.grade >= 6) DESC, 3 DESC"""
"""Schools with issued transcripts of last year, those with marks first."""
_MAPS = """
CREATE TEMP TABLE k_class AS SELECT c.id AS old, k, nextval('enrolment_schoolclass_id_seq') AS new
  FROM enrolment_schoolclass c, generate_series(1, {copies}) k WHERE c.school_id = {school} AND c.year = {year}
  AND NOT EXISTS (SELECT FROM transcripts_transcript t WHERE t.school_class_id = c.id);
CREATE TEMP TABLE k_book AS SELECT b.id AS old, m.k,
    {year} * 1000000000::bigint + 500000000 + nextval('enrolment_classsubject_number') AS new
  FROM enrolment_classsubject b JOIN k_class m ON m.old = b.school_class_id;
CREATE TEMP TABLE k_pupil AS SELECT e.student_id AS old, m.k, nextval('people_person_id_seq') AS new
  FROM enrolment_enrolment e JOIN k_class m ON m.old = e.school_class_id WHERE e.ends_on IS NULL
  ORDER BY m.k, m.old, e.number LIMIT {pupils};
ANALYZE k_class; ANALYZE k_book; ANALYZE k_pupil"""
_CLASS, _BOOK, _PUPIL = "enrolment.SchoolClass", "enrolment.ClassSubject", "people.Person"
_TABLES = (
    (_PUPIL, {"id": "k_pupil"}, ""),
    ("people.Affiliation", {"person_id": "k_pupil"}, "o.school_id = {school} AND o.kind = 'pupil'"),
    ("people.Guardianship", {"student_id": "k_pupil"}, "true"),
    (_CLASS, {"id": "k_class"}, ""),
    (_BOOK, {"id": "k_book", "school_class_id": "k_class"}, ""),
    ("enrolment.Enrolment", {"student_id": "k_pupil", "school_class_id": "k_class"}, "o.ends_on IS NULL"),
    ("gradebook.MarkRow", {"student_id": "k_pupil", "class_subject_id": "k_book"}, ""),
    ("gradebook.PrimaryMark", {"student_id": "k_pupil", "class_subject_id": "k_book"}, ""),
    ("gradebook.PrimaryTraits", {"student_id": "k_pupil", "school_class_id": "k_class"}, ""),
    ("gradebook.Conduct", {"student_id": "k_pupil", "school_class_id": "k_class"}, ""),
    ("gradebook.Result", {"student_id": "k_pupil", "school_class_id": "k_class"}, ""),
)
"""Which tables are copied, which of their columns lead to a copy, and which rows."""


def crowd(wanted: int) -> dict[int, tuple[int, int]]:
    """Make so many pupils in classes that nobody has begun to sign; by school (id) the year of their classes, and how
    many of its pupils are wanted."""
    with connection.cursor() as cursor:
        cursor.execute(_SOURCES)
        sources = cursor.fetchall()
    taken = sources[: max(1, min(len(sources), -(-wanted // A_SCHOOL)))]
    share = -(-wanted // len(taken))
    for school, year, there in taken:
        _multiply(school, year, -(-share // there) - 1, share - there)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return {school: (year, share) for school, year, _there in taken}


def _multiply(school: int, year: int, copies: int, pupils: int) -> None:
    if pupils <= 0:
        return
    given: dict[str, Any] = {"school": school, "year": year, "copies": copies, "pupils": pupils}
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in _MAPS.format(**given).split(";\n"):
            cursor.execute(statement)
        for name, maps, which in _TABLES:
            cursor.execute(_copy(apps.get_model(name), maps, which.format(**given) or "true"))
        cursor.execute("DROP TABLE k_class, k_book, k_pupil")


def _copy(model: type[models.Model], maps: dict[str, str], which: str) -> str:
    """INSERT … SELECT of the rows that maps lead from; keys of their own are new, what must be unique is."""
    columns, values = [], []
    for field in model._meta.local_concrete_fields:
        column = field.column
        if column in maps:
            value = f"{maps[column]}.new"
        elif field.primary_key:
            continue
        elif isinstance(field, models.UUIDField) and field.unique:
            value = "gen_random_uuid()"
        elif (model._meta.label, column) == (_PUPIL, "code"):
            value = "'K' || k_pupil.new"
        elif (model._meta.label, column) == (_CLASS, "name"):
            value = "o.name || '.' || k_class.k"
        else:
            value = f'o."{column}"'
        columns.append(f'"{column}"')
        values.append(value)
    (first, own), *others = maps.items()
    joins = f"JOIN {own} ON {own}.old = o.{first}"
    for column, other in others:
        joins += f" JOIN {other} ON {other}.old = o.{column} AND {other}.k = {own}.k"
    table = model._meta.db_table
    into = f'INSERT INTO "{table}" ({", ".join(columns)})'
    return f'{into} SELECT {", ".join(values)} FROM "{table}" o {joins} WHERE {which}'

"""How each group of measures is counted from the views that rooms publish."""

from dataclasses import dataclass

_COUNTING = """
SELECT x.school_id, x.year, x.grade, x.subject, x.part, v.measure, v.value::int
FROM ({select}) x, LATERAL (VALUES {values}) v(measure, value) WHERE v.value > 0"""
_GROUPED = "SELECT {columns} FROM {view} WHERE {{where}} GROUP BY 1, 2, 3, 4, 5"


@dataclass(frozen=True)
class Topic:
    """Measures that are counted together. ``select`` counts one a column, grouped by school, year, grade, subject and
    part; ``{where}`` stands where its view is narrowed to what is counted anew.

    ``narrows``: columns besides school and year by which it can be narrowed.
    """

    measures: tuple[str, ...]
    select: str
    narrows: frozenset[str] = frozenset()

    def counting(self, narrowed: dict[str, object]) -> str:
        """Rows (school_id, year, grade, subject, part, measure, value), none with nothing."""
        able = self.narrows | {"school_id", "year"}
        where = " AND ".join(f"{name} = %({name})s" for name in narrowed if name in able) or "true"
        values = ", ".join(f"('{name}', x.{name})" for name in self.measures)
        return _COUNTING.format(select=self.select.format(where=where), values=values)


def _count(**conditions: str) -> str:
    return ", ".join(
        f"count(*) FILTER (WHERE {condition}) AS {name}" if condition else f"count(*) AS {name}"
        for name, condition in conditions.items()
    )


def _topic(view: str, keys: str, narrows: str = "", more: str = "", **conditions: str) -> Topic:
    columns = ", ".join(filter(None, (keys, _count(**conditions), more)))
    names = (*conditions, *(one.rpartition(" ")[2] for one in more.split(", ") if one))
    return Topic(names, _GROUPED.format(columns=columns, view=view), frozenset(narrows.split()))


_SCHOOL = "school_id, year, 0 AS grade, '' AS subject, 0 AS part"
_GRADE = "school_id, year, grade, '' AS subject, 0 AS part"
_TERM = "school_id, year, grade, '' AS subject, term AS part"
_SUBJECT = "school_id, year, grade, subject, term AS part"

SCHOOLS = Topic(
    ("truong",),
    """SELECT DISTINCT school_id, year, 0 AS grade, '' AS subject, 0 AS part, 1 AS truong
    FROM pub_enrolment_class WHERE {where}""",
)
STAFF = _topic("pub_enrolment_staff", _SCHOOL, can_bo="", can_bo_nu="sex = 2")
CLASSES = Topic(
    ("lop", "lop_dong", "lop_thieu_cn"),
    """SELECT school_id, year, grade, '' AS subject, 0 AS part, count(*) AS lop,
      count(*) FILTER (WHERE pupils > CASE WHEN grade <= 5 THEN 35 ELSE 45 END AND grade <= 12) AS lop_dong,
      count(*) FILTER (WHERE NOT has_homeroom) AS lop_thieu_cn
    FROM (
      SELECT c.school_id, c.year, c.grade, c.has_homeroom, count(p.student_id) AS pupils
      FROM (SELECT * FROM pub_enrolment_class WHERE {where}) c
      LEFT JOIN pub_enrolment_place p ON p.school_id = c.school_id AND p.year = c.year AND p.class_id = c.class_id
      GROUP BY c.school_id, c.year, c.grade, c.class_id, c.has_homeroom
    ) counted GROUP BY 1, 2, 3""",
)
PUPILS = _topic(
    "pub_enrolment_place",
    _GRADE,
    hoc_sinh="",
    hoc_sinh_nu="sex = 2",
    hoc_sinh_dtts="ethnicity NOT IN ('', '01')",
    thieu_ho_so="sex = 0 OR NOT coalesce(birth_known, false)",
)
MARKS = _topic(
    "pub_gradebook_mark",
    _SUBJECT,
    "grade subject",
    "sum(average) AS diem_tong",
    diem_so="",
    diem_duoi_35="average < 35",
    diem_35_50="average BETWEEN 35 AND 49",
    diem_50_65="average BETWEEN 50 AND 64",
    diem_65_80="average BETWEEN 65 AND 79",
    diem_tu_80="average >= 80",
)
LEVELS = _topic(
    "pub_gradebook_level",
    _SUBJECT,
    "grade subject",
    muc_so="",
    muc_tot="level = 'T'",
    muc_dat="level = 'H'",
    muc_chua="level = 'C'",
)
RESULTS = _topic(
    "pub_gradebook_result",
    _TERM,
    "grade",
    kq_so="grade > 5 AND academic <> ''",
    kq_tot="grade > 5 AND academic = 'T'",
    kq_kha="grade > 5 AND academic = 'K'",
    kq_dat="grade > 5 AND academic = 'D'",
    kq_chua="grade > 5 AND academic = 'CD'",
    rl_so="grade > 5 AND conduct <> ''",
    rl_tot="grade > 5 AND conduct = 'T'",
    rl_kha="grade > 5 AND conduct = 'K'",
    rl_dat="grade > 5 AND conduct = 'D'",
    rl_chua="grade > 5 AND conduct = 'CD'",
    th_so="grade <= 5 AND academic <> ''",
    th_xuat_sac="grade <= 5 AND academic = 'HTXS'",
    th_tot="grade <= 5 AND academic = 'HTT'",
    th_dat="grade <= 5 AND academic = 'HT'",
    th_chua="grade <= 5 AND academic = 'CHT'",
    xet_so="outcome <> ''",
    len_lop="outcome = 'promoted'",
    o_lai="outcome = 'held_back'",
)
TRANSCRIPTS = _topic(
    "pub_transcripts_state",
    _GRADE,
    hb_dang_lap="state IN ('draft', 'subject_signed', 'homeroom_signed', 'principal_signed')",
    hb_phat_hanh="state = 'issued'",
    hb_da_gui="state = 'submitted'",
    hb_tra_lai="state = 'returned'",
    hb_tiep_nhan="state = 'accepted'",
    hb_thu_hoi="state = 'revoked'",
)

PEOPLE = (SCHOOLS, STAFF, CLASSES, PUPILS)
"""What changes when lists, life events and years change; marks count only while a pupil is in the class."""
GRADED = (MARKS, LEVELS, RESULTS)
TOPICS = (*PEOPLE, *GRADED, TRANSCRIPTS)

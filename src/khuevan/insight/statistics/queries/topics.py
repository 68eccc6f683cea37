"""How each group of measures is counted from the views that rooms publish."""

from collections.abc import Mapping
from dataclasses import dataclass, field

_FIGURES = """
SELECT x.school_id, x.year, x.grade, x.subject, x.part, v.measure, v.value::int
FROM (SELECT school_id, year, {grade} AS grade, {subject} AS subject, {part} AS part, {counts}
  FROM {view} WHERE {where} GROUP BY 1, 2, 3, 4, 5) x,
LATERAL (VALUES {values}) v(measure, value) WHERE v.value > 0"""
_CLASSES = "SELECT class_id, {counts} FROM {view} WHERE {where} GROUP BY 1"
_PUPILS = "SELECT DISTINCT student_id FROM {view} WHERE {where} AND ({condition})"


@dataclass(frozen=True)
class Topic:
    """Measures that are counted together, from one view: a measure is the number of rows that meet its condition ("" is
    every row), or what ``sums`` says. ``keys``: which of grade, subject and term the view has; ``classes`` and
    ``pupils``: whether its rows are of a class, of a pupil.
    """

    view: str
    keys: frozenset[str]
    conditions: Mapping[str, str]
    sums: Mapping[str, str] = field(default_factory=dict)
    classes: bool = True
    pupils: bool = True

    @property
    def measures(self) -> tuple[str, ...]:
        return (*self.conditions, *self.sums)

    @property
    def narrows(self) -> frozenset[str]:
        return self.keys | {"school_id", "year"}

    def figures(self, narrowed: Mapping[str, object]) -> str:
        """Rows (school_id, year, grade, subject, part, measure, value), none with nothing."""
        return _FIGURES.format(
            view=self.view,
            grade="grade" if "grade" in self.keys else 0,
            subject="subject" if "subject" in self.keys else "''",
            part="term" if "term" in self.keys else 0,
            counts=self._counts(self.measures),
            values=", ".join(f"('{name}', x.{name})" for name in self.measures),
            where=_where(narrowed),
        )

    def by_class(self, measures: tuple[str, ...], narrowed: Mapping[str, object]) -> str:
        """Rows (class_id, a count for each measure)."""
        return _CLASSES.format(view=self.view, counts=self._counts(measures), where=_where(narrowed))

    def pupils_of(self, measure: str, narrowed: Mapping[str, object]) -> str:
        """Rows (student_id): who is counted."""
        condition = self.conditions.get(measure) or "true"
        return _PUPILS.format(view=self.view, condition=condition, where=_where(narrowed))

    def _counts(self, measures: tuple[str, ...]) -> str:
        return ", ".join(f"{self._count(name)} AS {name}" for name in measures)

    def _count(self, measure: str) -> str:
        if measure in self.sums:
            return self.sums[measure]
        condition = self.conditions[measure]
        return f"count(*) FILTER (WHERE {condition})" if condition else "count(*)"


def _where(narrowed: Mapping[str, object]) -> str:
    return " AND ".join(f"{name} = %({name})s" for name in narrowed) or "true"


SCHOOLS = Topic("pub_enrolment_class", frozenset(), {}, {"truong": "count(DISTINCT school_id)"}, pupils=False)
STAFF = Topic("pub_enrolment_staff", frozenset(), {"can_bo": "", "can_bo_nu": "sex = 2"}, classes=False, pupils=False)
CLASSES = Topic(
    "pub_enrolment_class",
    frozenset({"grade"}),
    {
        "lop": "",
        "lop_dong": "grade <= 5 AND pupils > 35 OR grade BETWEEN 6 AND 12 AND pupils > 45",
        "lop_thieu_cn": "NOT has_homeroom",
    },
    pupils=False,
)
PUPILS = Topic(
    "pub_enrolment_place",
    frozenset({"grade"}),
    {
        "hoc_sinh": "",
        "hoc_sinh_nu": "sex = 2",
        "hoc_sinh_dtts": "ethnicity NOT IN ('', '01')",
        "thieu_ho_so": "sex = 0 OR NOT birth_known",
    },
)
MARKS = Topic(
    "pub_gradebook_mark",
    frozenset({"grade", "subject", "term"}),
    {
        "diem_so": "",
        "diem_duoi_35": "average < 35",
        "diem_35_50": "average BETWEEN 35 AND 49",
        "diem_50_65": "average BETWEEN 50 AND 64",
        "diem_65_80": "average BETWEEN 65 AND 79",
        "diem_tu_80": "average >= 80",
    },
    {"diem_tong": "sum(average)"},
)
LEVELS = Topic(
    "pub_gradebook_level",
    frozenset({"grade", "subject", "term"}),
    {"muc_so": "", "muc_tot": "level = 'T'", "muc_dat": "level = 'H'", "muc_chua": "level = 'C'"},
)
_SECONDARY = {"so": "<> ''", "tot": "= 'T'", "kha": "= 'K'", "dat": "= 'D'", "chua": "= 'CD'"}
_PRIMARY = {"so": "<> ''", "xuat_sac": "= 'HTXS'", "tot": "= 'HTT'", "dat": "= 'HT'", "chua": "= 'CHT'"}
RESULTS = Topic(
    "pub_gradebook_result",
    frozenset({"grade", "term"}),
    {
        **{f"kq_{name}": f"grade > 5 AND academic {level}" for name, level in _SECONDARY.items()},
        **{f"rl_{name}": f"grade > 5 AND conduct {level}" for name, level in _SECONDARY.items()},
        **{f"th_{name}": f"grade <= 5 AND academic {level}" for name, level in _PRIMARY.items()},
        "xet_so": "outcome <> ''",
        "len_lop": "outcome = 'promoted'",
        "o_lai": "outcome = 'held_back'",
    },
)
TRANSCRIPTS = Topic(
    "pub_transcripts_state",
    frozenset({"grade"}),
    {
        "hb_dang_lap": "state IN ('draft', 'subject_signed', 'homeroom_signed', 'principal_signed')",
        "hb_phat_hanh": "state = 'issued'",
        "hb_da_gui": "state = 'submitted'",
        "hb_tra_lai": "state = 'returned'",
        "hb_tiep_nhan": "state = 'accepted'",
        "hb_thu_hoi": "state = 'revoked'",
    },
)

PEOPLE = (SCHOOLS, STAFF, CLASSES, PUPILS)
"""What changes when lists, life events and years change; marks count only while a pupil is in the class."""
GRADED = (MARKS, LEVELS, RESULTS)
TOPICS = (*PEOPLE, *GRADED, TRANSCRIPTS)
TOPIC_OF = {measure: topic for topic in TOPICS for measure in topic.measures}

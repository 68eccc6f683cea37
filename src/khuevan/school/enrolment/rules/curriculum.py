"""Which subjects a grade has, for how many lessons, with how many regular marks; what a pupil may choose."""

from collections.abc import Iterable
from typing import Final

from khuevan.kernel.errors import Invalid

from .curriculum_2018 import (
    ELECTIVES_TO_CHOOSE,
    FIRST_YEAR,
    LOWER_SECONDARY,
    PRIMARY,
    SPECIAL_TOPIC_LESSONS,
    SPECIAL_TOPICS_TO_CHOOSE,
    UPPER_SECONDARY,
)
from .subjects import COMPULSORY, ELECTIVE, PASS, Kind, Subject

LAST_PRIMARY_GRADE: Final = 5
LAST_LOWER_GRADE: Final = 9
_TABLE: Final = (*PRIMARY, *LOWER_SECONDARY, *UPPER_SECONDARY)


def holds(grade: int, year: int) -> bool:
    """Whether a grade follows the 2018 curriculum in a school year (2025 = 2025–2026)."""
    return grade in FIRST_YEAR and year >= FIRST_YEAR[grade]


def subjects(grade: int, kind: Kind | None = None, *, parts: bool = True) -> tuple[Subject, ...]:
    """The subjects of a grade in the order of the transcript, all or of one kind.

    With ``parts``, Nghệ thuật and Tin học và Công nghệ of primary school stand as their two parts, each with
    its own comment and level, as transcripts list them; without, as the whole subjects of the programme.
    """
    of_grade = [one for one in _TABLE if grade in one.lessons and (kind is None or one.kind == kind)]
    divided = {one.part_of for one in of_grade if one.part_of}
    return tuple(one for one in of_grade if (one.code not in divided if parts else not one.part_of))


def subject(code: str, grade: int) -> Subject:
    """The subject with a code in a grade. Raises ``LookupError`` if the grade has no such subject."""
    for one in _TABLE:
        if one.code == code and grade in one.lessons:
            return one
    raise LookupError(f"grade {grade} has no subject {code!r} in the 2018 curriculum")


def catalogue() -> tuple[Subject, ...]:
    """Every code once, in the order of the stages, with the form of its highest stage."""
    return tuple({one.code: one for one in _TABLE}.values())


def lessons(code: str, grade: int, *, special_topics: bool = False) -> int:
    """Lessons in a year, in upper secondary with those of the subject's cụm chuyên đề if it has one."""
    extra = SPECIAL_TOPIC_LESSONS if special_topics and grade > LAST_LOWER_GRADE else 0
    return subject(code, grade).lessons[grade] + extra


def default_regular_count(code: str, grade: int, *, special_topics: bool = False) -> int:
    """Regular marks that a subject has in a term (TT 22/2021, Art 6(2)); a school may set another number.

    Pass/fail subjects 2; scored subjects 2 up to 35 lessons a year, 3 up to 70, 4 above. Primary pupils get
    comments, no regular marks: 0 (TT 27/2020, Art 6).
    """
    if grade <= LAST_PRIMARY_GRADE:
        return 0
    quota = lessons(code, grade, special_topics=special_topics)
    if subject(code, grade).form == PASS or quota <= 35:
        return 2
    return 3 if quota <= 70 else 4


def check_electives(codes: Iterable[str], grade: int = LAST_LOWER_GRADE + 1) -> frozenset[str]:
    """A pupil's choice of upper-secondary electives: four of the nine (TT 13/2022). Raises ``Invalid``."""
    chosen = list(codes)
    offered = {one.code: one.name for one in subjects(grade, ELECTIVE)}
    if unknown := [code for code in chosen if code not in offered]:
        raise Invalid(
            f"{', '.join(unknown)} không phải là môn học lựa chọn.",
            hint=f"Chọn {ELECTIVES_TO_CHOOSE} môn trong số: {', '.join(offered.values())}.",
            code="electives",
        )
    if len(set(chosen)) != ELECTIVES_TO_CHOOSE or len(chosen) != ELECTIVES_TO_CHOOSE:
        raise Invalid(
            f"Đã chọn {len(set(chosen))} môn học lựa chọn.",
            hint=f"Mỗi học sinh chọn đúng {ELECTIVES_TO_CHOOSE} môn trong {len(offered)} môn.",
            code="electives",
        )
    return frozenset(chosen)


def total_lessons(grade: int) -> int:
    """Lessons of a pupil in a year without optional subjects: compulsory, chosen electives and special topics."""
    compulsory = sum(one.lessons[grade] for one in subjects(grade, COMPULSORY))
    if grade <= LAST_LOWER_GRADE:
        return compulsory
    elective = subjects(grade, ELECTIVE)[0].lessons[grade]
    return compulsory + ELECTIVES_TO_CHOOSE * elective + SPECIAL_TOPICS_TO_CHOOSE * SPECIAL_TOPIC_LESSONS

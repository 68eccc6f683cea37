"""Classes with their subjects and lists of pupils, as rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time
from itertools import count

from khuevan.school.enrolment.api import ClassSubject, curriculum

from .dice import Dice
from .people import Human, name_keys
from .plans import PRESCHOOL, UPPER, grade_of
from .pupils import Pupil, Stay, rosters
from .records import ClassRow, ClassSubjectRow, EnrolmentRow, SchoolYearRow, TermLockRow, TermRow
from .school_years import PRESENT, ZONE, YearDates
from .schools import School
from .staff import Staff, class_subjects, slot_in

_LOCKED = "Hoàn tất nhập điểm theo kế hoạch năm học"
_KINDERGARTEN = {-2: "Mầm", -1: "Chồi", 0: "Lá"}


@dataclass
class ClassBook:
    """A class of a year: its rows and its pupils in the order of the class list."""

    school: School
    year: int
    stage: int
    place: int
    row: ClassRow
    subjects: list[ClassSubjectRow]
    members: list[tuple[Pupil, Stay]]

    def rows(self, dates: YearDates) -> Iterator[tuple]:
        """Class, subjects, enrolments."""
        yield self.row
        yield from self.subjects
        for number, (pupil, stay) in enumerate(self.members, start=1):
            assert pupil.human
            start = stay.starts_on or dates.starts_on
            yield EnrolmentRow(
                self.school.id, pupil.human.number, self.year, self.row.id, number, start, stay.ends_on, stay.note
            )  # fmt: skip


class ClassMaker:
    """Numbers the classes of a neighbourhood and their subjects."""

    def __init__(self, first_class: int, first_subject: int) -> None:
        self.class_ids, self.subject_ids = count(first_class), count(first_subject)

    def classes(
        self, school: School, staff: Staff, pupils: list[Pupil], dates: YearDates, dice: Dice
    ) -> list[ClassBook]:
        """All classes of a school in a year, with the pupils who have ``number`` in the list by name."""
        lists = rosters((p for p in pupils if any(s.school is school for s in p.stays)), dates.year)
        books = []
        for stage, places in school.plan.classes.items():
            for place in range(places):
                members = sorted(lists.get((school.id, stage, place), []), key=_in_class_list)
                books.append(self._book(school, staff, stage, place, members, dates, dice))
        return books

    def _book(
        self, school: School, staff: Staff, stage: int, place: int, members: list, dates: YearDates, dice: Dice
    ) -> ClassBook:
        slot = slot_in(school, stage, place, PRESENT.year - dates.year)
        number, name = next(self.class_ids), class_name(school.level, stage, place)
        homeroom = staff.homerooms[slot].number
        row = ClassRow(number, dice.uid(number), school.id, dates.year, grade_of(stage), name, homeroom)
        subjects = []
        for subject in class_subjects(school, (stage, place)):
            nth, teacher = next(self.subject_ids), _teacher(staff, slot, subject.code)
            key = dates.year * ClassSubject.NUMBERS_A_YEAR + nth
            regular = curriculum.default_regular_count(subject.code, stage)
            lessons = subject.lessons[stage]
            subjects.append(
                ClassSubjectRow(key, dice.uid(nth), school.id, number, subject.code, teacher.number, lessons, regular)
            )
        return ClassBook(school, dates.year, stage, place, row, subjects, members)


def _teacher(staff: Staff, slot: tuple[int, int], code: str) -> Human:
    return staff.teachers.get((slot, code)) or staff.homerooms[slot]


def _in_class_list(entry: tuple[Pupil, Stay]) -> tuple[bool, str, int]:
    """By name; who came later stands at the end."""
    pupil, stay = entry
    assert pupil.human
    return stay.starts_on is not None, name_keys(pupil.human.full_name)[0], pupil.human.number


def class_name(level: str, stage: int, place: int) -> str:
    """6A, 10A1, Lá 1."""
    if level == PRESCHOOL:
        return f"{_KINDERGARTEN[stage]} {place + 1}"
    return f"{stage}A{place + 1}" if level == UPPER else f"{stage}{'ABCDEFGHIK'[place]}"


def year_rows(school: School, dates: YearDates) -> Iterator[tuple]:
    """The school's year and its terms."""
    yield SchoolYearRow(school.id, dates.year, dates.starts_on, dates.ends_on, dates.closed_at)
    for number, (first, last) in enumerate(dates.terms, start=1):
        yield TermRow(school.id, dates.year, number, first, last)


def lock_rows(school: School, dates: YearDates, user_id: int, name: str) -> Iterator[TermLockRow]:
    """Terms that the principal has closed: all of last year, the first of this year."""
    over = (1, 2, 3) if dates.closed_at else (1,)
    for term in over:
        last = dates.terms[min(term, 2) - 1][1]
        moment = dates.closed_at if term == 3 and dates.closed_at else datetime.combine(last, time(16, 30), ZONE)
        yield TermLockRow(school.id, dates.year, term, user_id, name, moment, _LOCKED)

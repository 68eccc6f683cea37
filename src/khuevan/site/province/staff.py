"""Who works at a school: leaders, a clerk, and as many teachers of each subject as its classes need."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from khuevan.school.enrolment.api import curriculum

from .cast import LOG_INS, STAFF
from .dice import Dice
from .families import Families
from .names import FEMALE, MALE
from .norms import shared_out, teachers_of
from .people import Human
from .plans import LOWER, PRESCHOOL, PRIMARY, STAGES
from .schools import School

Slot = tuple[int, int]
"""Stage and place (0 = A) of a class in the working year."""

WEEKS = 35
_WEEKLY_LESSONS = {PRIMARY: 23, LOWER: 19}
_OWN_TEACHERS_IN_PRIMARY = {"NN1", "THCN_TIN", "GDTC", "NT_AN", "NT_MT"}
_WITH_HOMEROOM, _GUEST_OF = {"HDTNHN"}, {"GDDP": "LSDL"}
_CHOICES = (
    ("VL", "HH", "SH", "TIN"),
    ("DL", "KTPL", "CN", "TIN"),
    ("VL", "HH", "CN", "TIN"),
    ("DL", "KTPL", "SH", "MT"),
)
"""Four electives a class of grades 10 to 12, by its place (TT 13/2022/TT-BGDĐT)."""
_HIRED = date(2019, 8, 1)
_TEACHING = {"01": "Giáo viên Mầm non", "02": "Giáo viên Tiểu học"}


@dataclass
class Staff:
    """People of a school by post; teachers and homeroom teachers by class."""

    people: list[tuple[Human, str, str]] = field(default_factory=list)
    teachers: dict[tuple[Slot, str], Human] = field(default_factory=dict)
    homerooms: dict[Slot, Human] = field(default_factory=dict)


def class_subjects(school: School, slot: Slot) -> list[curriculum.Subject]:
    """Subjects of a class in the order of the transcript: compulsory ones and, in upper secondary, four electives."""
    stage, place = slot
    if school.level == PRESCHOOL:
        return []
    chosen = set(_CHOICES[place % len(_CHOICES)])
    of_grade = curriculum.subjects(stage)
    return [s for s in of_grade if s.kind == "compulsory" or (s.kind == "elective" and s.code in chosen)]


def slots(school: School) -> list[Slot]:
    """The classes of a school; 7A and 2A first, because posts are filled in this order."""
    classes = [(stage, place) for stage in school.plan.classes for place in range(school.plan.classes[stage])]
    return sorted(classes, key=lambda slot: (slot not in {(7, 0), (2, 0)}, slot))


class Hiring:
    """Fills the posts of one school. ``place`` is the school's place in the first neighbourhood, else -1; in a
    ``whole`` province there are as many teachers as the norms have."""

    def __init__(self, school: School, place: int, families: Families, dice: Dice, whole: bool = False) -> None:
        self.school, self.place, self.families, self.dice = school, place, families, dice
        self.posts = teachers_of(school.plan) if whole else 0
        self.staff = Staff()
        self.counts: dict[str, int] = {}

    def fill(self) -> Staff:
        """Everybody the school needs."""
        self._hire("leader", "leader", "Hiệu trưởng")
        for _ in range(1 if len(slots(self.school)) < 16 else 2):
            self._hire("leader", "leader", "Phó hiệu trưởng")
        self._hire("clerk", "clerk", "Văn thư")
        if self.school.level in (PRESCHOOL, PRIMARY):
            self._class_teachers()
        if self.posts:
            self._share_out()
        else:
            self._subject_teachers()
        self._homerooms()
        return self.staff

    def _hire(self, post: str, kind: str, title: str) -> Human:
        number = self.counts[post] = self.counts.get(post, -1) + 1
        part = STAFF.get((self.place, post, number))
        woman = 0.97 if self.school.level == PRESCHOOL else 0.7 if kind == "teacher" else 0.5
        sex, born = FEMALE if self.dice.chance(woman) else MALE, self.dice.py.randint(1968, 1998)
        human = self.families.cast(part) if part else self.families.adult(sex, born)
        if log_in := LOG_INS.get((self.place, post, number)):
            self.families.usernames[human.number] = log_in
        human.joins(self.school.id, "staff", max(_HIRED, date(human.birth[0] + 23, 8, 1)), title)
        self.staff.people.append((human, kind, title))
        return human

    def _class_teachers(self) -> None:
        title = _TEACHING[self.school.level]
        for slot in slots(self.school):
            teacher = self.staff.homerooms[slot] = self._hire("class", "teacher", title)
            for subject in class_subjects(self.school, slot):
                if subject.code not in _OWN_TEACHERS_IN_PRIMARY:
                    self.staff.teachers[slot, subject.code] = teacher
            if self.school.level == PRESCHOOL:
                self._hire("second", "teacher", title)

    def _subject_teachers(self) -> None:
        most = _WEEKLY_LESSONS.get(self.school.level, 17) * WEEKS
        load: dict[str, int] = {}
        last: dict[str, Human] = {}
        for slot, subject in self._open_posts():
            lessons = subject.lessons[slot[0]]
            if subject.code not in last or load[subject.code] + lessons > most:
                last[subject.code] = self._hire(subject.code, "teacher", f"Giáo viên {subject.name}")
                load[subject.code] = 0
            load[subject.code] += lessons
            self.staff.teachers[slot, subject.code] = last[subject.code]

    def _share_out(self) -> None:
        """The posts that are left go to the subjects by their lessons; teachers of a subject share its classes."""
        posts = list(self._open_posts())
        lessons = Counter[str]()
        for slot, subject in posts:
            lessons[subject.code] += subject.lessons[slot[0]]
        left = self.posts - sum(kind == "teacher" for _, kind, _ in self.staff.people)
        parts = shared_out(left, lessons)
        given = Counter[str]()
        hired: dict[str, list[Human]] = {}
        for slot, subject in posts:
            own = hired.setdefault(subject.code, [])
            if given[subject.code] * parts[subject.code] >= len(own) * lessons[subject.code]:
                own.append(self._hire(subject.code, "teacher", f"Giáo viên {subject.name}"))
            self.staff.teachers[slot, subject.code] = own[-1]
            given[subject.code] += subject.lessons[slot[0]]
        while not lessons and left > 0:  # kindergartens have no subjects
            self._hire("third", "teacher", _TEACHING[self.school.level])
            left -= 1

    def _open_posts(self) -> Iterator[tuple[Slot, curriculum.Subject]]:
        for slot in slots(self.school):
            for subject in class_subjects(self.school, slot):
                lent = subject.code in _WITH_HOMEROOM or subject.code in _GUEST_OF
                if not lent and (slot, subject.code) not in self.staff.teachers:
                    yield slot, subject

    def _homerooms(self) -> None:
        """In secondary schools a teacher of the class who has no other; they also lead its activities."""
        teachers, taken = self.staff.teachers, set()
        for slot in slots(self.school):
            own = class_subjects(self.school, slot)
            if slot not in self.staff.homerooms:
                of_class = [teachers[slot, s.code] for s in own if (slot, s.code) in teachers]
                free = [t for t in of_class if t.number not in taken and not self._is_part(t, "TOAN")]
                self.staff.homerooms[slot] = (free or of_class)[0]
            taken.add(self.staff.homerooms[slot].number)
            for subject in own:
                if subject.code in _WITH_HOMEROOM:
                    teachers[slot, subject.code] = self.staff.homerooms[slot]
                elif subject.code in _GUEST_OF:
                    guest = _GUEST_OF[subject.code] if self.school.level == LOWER else "LS"
                    teachers[slot, subject.code] = teachers[slot, guest]

    def _is_part(self, human: Human, post: str) -> bool:
        return self.families.parts.get(STAFF.get((self.place, post, 0))) is human


def slot_in(school: School, stage: int, place: int, years_back: int) -> Slot:
    """The class of the working year whose teachers a class of ``years_back`` had: teachers go up with their class,
    except in primary schools and kindergartens, where they stay with their grade."""
    if school.level in (PRESCHOOL, PRIMARY):
        return stage, place
    stages = [one for one in STAGES[school.level] if one in school.plan.classes]
    later = stages[(stages.index(stage) + years_back) % len(stages)]
    return later, place % school.plan.classes[later]

"""What a transcript says, as plain records. All values are text as the document carries it; "" is "nothing here".

Names follow the national feed (rulebook 2.3): marks ``8.1``, levels T, K, D, CD (TT 22/2021) or T, H, C (TT 27/2020),
dates ``2014-05-07``, ``2014-05`` or ``2014``, flags ``1`` and ``0``. Terms: 1, 2, and 3 for the whole year; in primary
schools 1 is the end of term I and 3 the end of the year.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Heading:
    """Of which pupil, school, year and version this is the transcript.

    ``code`` madinhdanhhocba, ``authority`` masogd, ``stage`` macaphoc (02, 03, 04), ``place`` diadanhphathanh,
    ``governed_by`` the body above the school.
    """

    code: str
    version: int
    verify_code: str
    year: int
    grade: int
    class_name: str
    stage: str
    school_code: str
    school_name: str
    authority: str
    place: str
    rules: str
    legal_basis: str
    province: str = ""
    governed_by: str = ""
    reason: str = ""
    decision_no: str = ""


@dataclass(frozen=True, slots=True)
class Pupil:
    """Whose transcript it is. ``sex`` 0, 1 or 2 (QCVN 109:2017/BTTTT); ``ethnicity`` and ``nationality`` are codes."""

    code: str
    full_name: str
    birth: str
    sex: int
    birth_place: str = ""
    ethnicity: str = ""
    nationality: str = "VN"
    citizen_id: str = ""
    father: str = ""
    mother: str = ""
    guardian: str = ""


@dataclass(frozen=True, slots=True)
class Value:
    """What one subject says of one term: a mark, or a level, perhaps the mark of a test, and a comment."""

    term: int
    mark: str = ""
    level: str = ""
    test: str = ""
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """One subject of one pupil, signed by its teacher. ``form``: score, pass or primary."""

    code: str
    name: str
    form: str
    teacher: str
    values: tuple[Value, ...]
    retest: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """What the homeroom teacher and the rules say of a term: learning, conduct, absences (buổi), comment."""

    term: int
    learning: str = ""
    conduct: str = ""
    absences: str = ""
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Trait:
    """A quality or competence of a primary pupil at the end of the year: T, D or C."""

    code: str
    name: str
    group: str
    level: str


@dataclass(frozen=True, slots=True)
class Homeroom:
    """The general part. ``promoted``: 1, 0 or "" where it is decided later; ``award`` in words.

    ``retrained``: conduct after training in the summer. ``finished_grade`` and ``finished_stage``: the pupil has
    completed the programme of the grade, and of primary or lower secondary school (Luật 123/2025/QH15).
    """

    teacher: str
    terms: tuple[Term, ...]
    traits: tuple[Trait, ...] = ()
    award: str = ""
    recognised_for: str = ""
    promoted: str = ""
    outcome: str = ""
    retrained: str = ""
    finished_grade: str = ""
    finished_stage: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """A whole transcript of one year."""

    heading: Heading
    pupil: Pupil
    subjects: tuple[Subject, ...]
    homeroom: Homeroom = field(default_factory=lambda: Homeroom("", ()))


class Signature(NamedTuple):
    """Who signed which part of a version, as `SectionSignature` keeps it; ``stale_at`` None: it counts."""

    id: int
    role: str
    section: str
    signer_name: str
    signer_title: str
    on_behalf: str
    serial: str
    at: datetime
    digest: str
    stale_at: datetime | None
    stale_reason: str

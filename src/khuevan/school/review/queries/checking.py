"""Check the transcripts of one class that came in: about twenty-five queries, whatever the number of pupils."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from khuevan.kernel.clock import TIME_ZONE, now, today
from khuevan.platform.approvals.api import Step
from khuevan.platform.signing.ports import DocumentVerdict
from khuevan.registry.catalogues.api import codes_on
from khuevan.school.enrolment.api import SchoolClass, Subject
from khuevan.school.gradebook.api import TermLock, rule_set
from khuevan.school.transcripts.api import Content, Version, as_marked, judge, read_document

from ..rules import plausible
from ..rules.kinds import MOST_WORDS, Found
from .comparing import differences

LISTS = {"DM_DAN_TOC": "Dân tộc", "DM_GIOI_TINH": "Giới tính", "DM_TINH": "Mã sở (tỉnh)"}
_ORDER = {"wrong_order", "moved", "wrong_time"}
_BROKEN = {"not_xml", "too_large", "wrong_kind", "forbidden_markup"}
_MOST = 40


@dataclass(frozen=True)
class Ground:
    """What a class is measured by: subjects and codes of the day, when term II was first closed (later locks follow a
    correction of somebody else), when each was sent."""

    subjects: frozenset[str]
    codes: Mapping[str, frozenset[str]]
    closed_at: datetime | None
    sent: Mapping[int, datetime]
    school_code: str


def check_class(school_class: SchoolClass, versions: Sequence[Version]) -> dict[int, list[Found]]:
    """What is to be said about issued versions of one class, by version id; nothing for those that are in order."""
    documents = {one.pk: (one.xml, read_document(one.xml)) for one in versions}
    verdicts = judge(documents)
    marked = as_marked(school_class, [one.student_id for one in versions])
    ground = _ground(school_class, versions)
    found = {}
    for one in versions:
        content = documents[one.pk][1]
        said = [*_signatures(verdicts[one.pk], content), *_file(one)]
        if content:
            said += _content(content, marked.get(one.student_id))
            said += _days(one, verdicts[one.pk], ground)
            said += _codes(content, ground)
        found[one.pk] = [Found(f.kind, f.part, f.what[:MOST_WORDS]) for f in dict.fromkeys(said)][:_MOST]
    return found


def _ground(school_class: SchoolClass, versions: Sequence[Version]) -> Ground:
    day = min((one.issued_at.astimezone(TIME_ZONE).date() for one in versions if one.issued_at), default=today())
    locks = TermLock.objects.filter(school_id=school_class.school_id, year=school_class.year, term=2)
    closed_at = locks.order_by("locked_at").values_list("locked_at", flat=True).first()
    sent = Step.objects.filter(case_id__in=[one.case_id for one in versions], verb="submit").order_by("pk")
    return Ground(
        frozenset(Subject.objects.values_list("code", flat=True)),
        _codes_of(day),
        closed_at.astimezone(TIME_ZONE) if closed_at else None,
        dict(sent.values_list("case_id", "at")),
        school_class.school.code,
    )


def _codes_of(day: date) -> dict[str, frozenset[str]]:
    known: dict[str, set[str]] = {}
    for one in codes_on(LISTS, day):
        known.setdefault(one.list_code, set()).add(one.code)
    return {name: frozenset(codes) for name, codes in known.items()}


def _signatures(verdict: DocumentVerdict, content: Content | None) -> Iterator[Found]:
    for problem in verdict.all_problems:
        kind = "order" if problem.code in _ORDER else "unreadable" if problem.code in _BROKEN else "signature"
        yield Found(kind, problem.part[:24], problem.message)
    if content is None and not verdict.all_problems:
        yield Found("unreadable", "", "Tệp không theo lược đồ học bạ số.")
    for stage in verdict.missing:
        yield Found("seal" if "dấu" in stage else "unsigned", "", f"Thiếu: {stage}")


def _file(version: Version) -> Iterator[Found]:
    if hashlib.sha256(version.xml.encode()).hexdigest() != version.digest:
        yield Found("signature", "", "Tệp đang lưu khác với tệp lúc phát hành")
    if version.pdf_id is None:
        yield Found("paper", "", f"Phiên bản {version.number}")


def _content(content: Content, marked: Content | None) -> Iterator[Found]:
    homeroom, heading = content.homeroom, content.heading
    if marked:
        yield from differences(content, marked)
    else:
        yield Found("left", "", "Em không còn trong danh sách lớp của năm học này")
    yield from plausible.finish(heading.grade, homeroom.promoted, homeroom.finished_stage)


def _days(version: Version, verdict: DocumentVerdict, ground: Ground) -> Iterator[Found]:
    moment, seal = now(), None
    for one in verdict.signatures:
        if one.at is None:
            continue
        at, who = one.at.astimezone(TIME_ZONE), one.signer.name if one.signer else one.role_name
        year = version.transcript.year
        yield from plausible.signing_days(one.role, who, at, year=year, closed_at=ground.closed_at, now=moment)
        seal = at if one.role == "seal" else seal
    steps = [("đóng dấu", seal), ("phát hành", version.issued_at), ("gửi Sở", ground.sent.get(version.case_id))]
    yield from plausible.steps_in_order([(name, at.astimezone(TIME_ZONE) if at else None) for name, at in steps])


def _codes(content: Content, ground: Ground) -> Iterator[Found]:
    heading, pupil = content.heading, content.pupil
    yield from plausible.age(pupil.birth, heading.grade, heading.year)
    given = {"DM_DAN_TOC": _two(pupil.ethnicity), "DM_GIOI_TINH": _two(pupil.sex or ""), "DM_TINH": heading.authority}
    for name, label in LISTS.items():
        yield from plausible.known_code(label, given[name], ground.codes.get(name, frozenset()))
    for one in content.subjects:
        yield from plausible.known_code("Mã môn học", one.code, ground.subjects)
    yield from plausible.known_code("Mã trường", heading.school_code, {ground.school_code})
    yield from plausible.known_code("Bộ quy tắc", heading.rules, _rules(heading.grade, heading.year))


def _two(code: object) -> str:
    """``1`` → 01, as the lists have it; "" stays."""
    return str(code).zfill(2) if code else ""


def _rules(grade: int, year: int) -> Iterable[str]:
    return {rule_set(grade, year).code}

"""A transcript as it is printed: its records and signatures in the words of the documents room."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from khuevan.kernel.clock import TIME_ZONE
from khuevan.kernel.dates import year_label
from khuevan.platform.documents import ports as paper
from khuevan.platform.signing.ports import DocumentVerdict

from ..models import SectionSignature
from ..rules.document import subject_part
from ..rules.records import Content, Signature, Subject
from ..rules.words import LEVELS, SEXES, STAGES, ethnicity

Signed = Mapping[tuple[str, str], paper.SignedBy]
TERM_LABELS = {1: "Học kì I", 2: "Học kì II", 3: "Cả năm"}
YEAR = 3


def template_of(content: Content) -> paper.TemplateName:
    """The form of the regulation by which the pupil was assessed."""
    return "transcript_tt27" if _is_primary(content) else "transcript_tt22"


def sheet_of(
    content: Content,
    signatures: Iterable[SectionSignature | Signature],
    url: str,
    digest: str,
    issued: datetime | None,
    signed_code: str = "",
) -> paper.TranscriptSheet:
    """What to print. Without ``issued`` it is a preview, and says so across every page."""
    return _sheet(content, _signed(signatures), url, digest, issued, signed_code)


def _sheet(
    content: Content, signed: Signed, url: str, digest: str, issued: datetime | None, signed_code: str = ""
) -> paper.TranscriptSheet:
    heading, pupil = content.heading, content.pupil
    day = (issued or datetime.now(TIME_ZONE)).astimezone(TIME_ZONE).date()
    note = f"Bản thay thế phiên bản {heading.version - 1} theo Quyết định {heading.decision_no}"
    place_date = f"{_place(heading.place)}, ngày {day.day:02d} tháng {day.month:02d} năm {day.year}"
    year = _primary_year if _is_primary(content) else _secondary_year
    label = year_label(heading.year)
    return paper.TranscriptSheet(
        school=paper.School(
            heading.school_name,
            heading.governed_by,
            STAGES.get(heading.stage, ""),
            _place(heading.place),
            _place(heading.province),
        ),
        pupil=paper.Pupil(
            full_name=pupil.full_name,
            code=pupil.code,
            sex=SEXES.get(pupil.sex, ""),
            birth="/".join(reversed(pupil.birth.split("-"))),
            birth_place=pupil.birth_place,
            ethnicity=ethnicity(pupil.ethnicity),
            citizen_id=pupil.citizen_id,
            father=pupil.father,
            mother=pupil.mother,
            guardian=pupil.guardian,
        ),
        history=(paper.Schooling(label, heading.class_name, heading.school_name, heading.place),),
        years=(year(content, signed, place_date),),  # type: ignore[arg-type]
        verification=paper.Verification(
            url,
            heading.verify_code,
            str(heading.version),
            heading.legal_basis,
            digest,
            note if heading.reason else "",
            signed_code,
        ),
        date=day.isoformat(),
        opened=signed.get(("principal", "hocba")),
        place_date=place_date,
        draft="" if issued else "BẢN XEM TRƯỚC",
    )


def year_of(content: Content, verdict: DocumentVerdict, issued: datetime) -> paper.TranscriptSheet:
    """The sheet of one issued document by what its own signatures say, for whoever has the file alone."""
    signed = {}
    for one in verdict.signatures:
        if one.signer and one.at:
            by = paper.SignedBy(one.signer.name, one.signer.title, _at(one.at), one.form)
            section = "chunhiem" if one.role == "homeroom" else one.id.removeprefix(f"ky-{one.role}-")
            signed[one.role, section] = by
    return _sheet(content, signed, "", verdict.digest, issued)


def _secondary_year(content: Content, signed: Signed, place_date: str) -> paper.SecondaryYear:
    heading, homeroom = content.heading, content.homeroom
    terms = {term.term: term for term in homeroom.terms}
    year = terms.get(YEAR)
    finished = homeroom.finished_stage == "1"
    return paper.SecondaryYear(
        year=year_label(heading.year),
        class_name=heading.class_name,
        subjects=tuple(_subject(one, signed) for one in content.subjects),
        terms=tuple(
            paper.TermLine(TERM_LABELS[n], LEVELS.get(t.conduct, ""), LEVELS.get(t.learning, ""))
            for n, t in terms.items()
        ),
        absences=year.absences if year else "",
        promotion=_promotion(content),
        homeroom_comment=_latest(term.comment for term in homeroom.terms),
        place_date=place_date,
        homeroom=signed.get(("homeroom", "chunhiem")),
        principal=signed.get(("principal", "hocba")),
        seal=signed.get(("seal", "hocba")),
        conduct_after=LEVELS.get(homeroom.retrained, ""),
        learning_after=_after_retest(content),
        completion=homeroom.outcome if finished else "",
        awards=(homeroom.award,) if homeroom.award else (),
    )


def _primary_year(content: Content, signed: Signed, place_date: str) -> paper.PrimaryYear:
    heading, homeroom = content.heading, content.homeroom
    year = next((term for term in homeroom.terms if term.term == YEAR), None)
    traits = [(one.group, paper.TraitLine(one.name, one.level.replace("D", "Đ"))) for one in homeroom.traits]
    groups = list(dict.fromkeys(group for group, _line in traits))
    lines = [tuple(line for of, line in traits if of == group) for group in groups]
    qualities, general, specific = [*lines, (), (), ()][:3]
    return paper.PrimaryYear(
        year=year_label(heading.year),
        class_name=heading.class_name,
        subjects=tuple(_primary_subject(one, signed) for one in content.subjects),
        qualities=qualities,
        general=general,
        specific=specific,
        result=LEVELS.get(year.learning, "") if year else "",
        completion=homeroom.outcome,
        place_date=place_date,
        homeroom=signed.get(("homeroom", "chunhiem")),
        principal=signed.get(("principal", "hocba")),
        seal=signed.get(("seal", "hocba")),
        qualities_comment=year.comment if year else "",
        awards=tuple(filter(None, (homeroom.award, homeroom.recognised_for))),
    )


def _subject(subject: Subject, signed: Signed) -> paper.SubjectLine:
    said = {value.term: value.mark.replace(".", ",") or LEVELS.get(value.level, "") for value in subject.values}
    retest = subject.retest.replace(".", ",") if subject.form == "score" else LEVELS.get(subject.retest, "")
    comment = _latest(value.comment for value in subject.values)
    teacher = signed.get(("subject", subject_part(subject.code)))
    return paper.SubjectLine(
        subject.name, said.get(1, ""), said.get(2, ""), said.get(YEAR, ""), retest, comment, teacher
    )


def _primary_subject(subject: Subject, signed: Signed) -> paper.PrimarySubject:
    year = next((value for value in subject.values if value.term == YEAR), None)
    teacher = signed.get(("subject", subject_part(subject.code)))
    if year is None:
        return paper.PrimarySubject(subject.name, "", teacher=teacher)
    return paper.PrimarySubject(subject.name, year.level, year.test, year.comment, teacher)


def _after_retest(content: Content) -> str:
    """The level of learning once some subject was tested again (TT 22/2021/TT-BGDĐT Art. 14); "" where none was."""
    year = next((term for term in content.homeroom.terms if term.term == YEAR), None)
    return LEVELS.get(year.learning, "") if year and any(one.retest for one in content.subjects) else ""


def _promotion(content: Content) -> str:
    if content.homeroom.promoted == "1" and content.homeroom.finished_stage != "1":
        return f"Được lên lớp {content.heading.grade + 1}"
    return content.homeroom.outcome


def _latest(comments: Iterable[str]) -> str:
    """The last comment that says anything; they come in the order of terms."""
    return next((one for one in reversed(list(comments)) if one), "")


def _signed(signatures: Iterable[SectionSignature | Signature]) -> dict[tuple[str, str], paper.SignedBy]:
    return {
        (row.role, row.section): paper.SignedBy(row.signer_name, row.signer_title, _at(row.at), row.on_behalf)
        for row in signatures
    }


def _at(moment: datetime) -> str:
    """In the form of NĐ 30/2020/NĐ-CP: ``28-05-2026 09:15:00 +07:00``."""
    local = moment.astimezone(TIME_ZONE)
    return f"{local:%d-%m-%Y %H:%M:%S} +07:00"


def _place(name: str) -> str:
    """A commune or province without its kind: ``Phường Tân An`` → Tân An."""
    for kind in ("Phường ", "Xã ", "Đặc khu ", "Tỉnh ", "Thành phố "):
        name = name.removeprefix(kind)
    return name


def _is_primary(content: Content) -> bool:
    return content.heading.stage == "02"

"""Schema 1 of the digital transcript: records to canonical XML (see ``schema/hocbaso-1.xsd``).

``<hocbaso><noidung Id="hocba">thongtin, mon-…, chunhiem</noidung><chuky/></hocbaso>``. Each section repeats the code
of the transcript and the year, so that it cannot be moved into another one, and may be signed before the whole exists.
"""

from collections.abc import Iterable

from .markup import element, text
from .records import Heading, Homeroom, Pupil, Subject, Term, Trait, Value

SCHEMA = "1.0"
CONTENT, INFO, HOMEROOM = "hocba", "thongtin", "chunhiem"
BOUND = ("madinhdanhhocba", "namhoc")


def subject_part(code: str) -> str:
    """The Id of a subject's section: ``mon-TOAN``."""
    return f"mon-{code}"


def part_names(subjects: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Id → Vietnamese name of every part, for subjects given as (code, name)."""
    names = {CONTENT: "Toàn bộ học bạ", INFO: "Thông tin học sinh và nhà trường", HOMEROOM: "Phần chủ nhiệm"}
    return names | {subject_part(code): f"Môn {name}" for code, name in subjects}


def info_section(heading: Heading, pupil: Pupil) -> str:
    """Who the pupil is, which school and class, which version and why it exists."""
    return _section(
        "thongtin",
        INFO,
        heading,
        text("mahocsinh", pupil.code),
        text("hovaten", pupil.full_name),
        text("ngaysinh", pupil.birth),
        text("gioitinh", pupil.sex),
        text("noisinh", pupil.birth_place),
        text("dantoc", pupil.ethnicity),
        text("quoctich", pupil.nationality),
        text("sodinhdanh", pupil.citizen_id),
        text("hotencha", pupil.father),
        text("hotenme", pupil.mother),
        text("hotennguoigiamho", pupil.guardian),
        text("tentruong", heading.school_name),
        text("macaphoc", heading.stage),
        text("makhoi", f"{heading.grade:02d}"),
        text("tenlop", heading.class_name),
        text("coquanquanly", heading.governed_by),
        text("diadanhphathanh", heading.place),
        text("tentinh", heading.province),
        text("phienban", heading.version),
        text("lydo", heading.reason),
        text("soquyetdinh", heading.decision_no),
        text("canculuat", heading.legal_basis, ma=heading.rules),
    )


def subject_section(heading: Heading, subject: Subject) -> str:
    """The results of one subject, as its teacher signs them."""
    return _section(
        "mon",
        subject_part(subject.code),
        heading,
        text("mamonhoc", subject.code),
        text("tenmonhoc", subject.name),
        text("hinhthuc", subject.form),
        *(_value(value) for value in subject.values),
        text("kiemtralai", subject.retest),
        text("giaovien", subject.teacher),
    )


def homeroom_section(heading: Heading, homeroom: Homeroom) -> str:
    """Results of the year, conduct, comments, decision, as the homeroom teacher signs them."""
    return _section(
        "chunhiem",
        HOMEROOM,
        heading,
        *(_term(term) for term in homeroom.terms),
        *(_trait(trait) for trait in homeroom.traits),
        text("renluyenhe", homeroom.retrained),
        text("danhhieu", homeroom.award),
        text("ghinhan", homeroom.recognised_for),
        text("duoclenlop", homeroom.promoted),
        text("ketluan", homeroom.outcome),
        text("dahthanhctrinhlophoc", homeroom.finished_grade),
        text("dahthanhctrinhcaphoc", homeroom.finished_stage),
        text("giaovien", homeroom.teacher),
    )


def whole(heading: Heading, sections: Iterable[str]) -> str:
    """The unsigned document of sections, in the order in which they are given."""
    content = element(
        "noidung",
        *sections,
        Id=CONTENT,
        madinhdanhhocba=heading.code,
        masogd=heading.authority,
        matruong=heading.school_code,
        matracuu=heading.verify_code,
        namhoc=heading.year,
        phienban=heading.version,
        phienbanluocdo=SCHEMA,
    )
    return element("hocbaso", content, element("chuky"))


def _section(name: str, part: str, heading: Heading, *children: str) -> str:
    return element(name, *children, Id=part, madinhdanhhocba=heading.code, namhoc=heading.year)


def _value(value: Value) -> str:
    return element(
        "ketqua",
        text("diem", value.mark),
        text("mucdat", value.level),
        text("diemkiemtra", value.test),
        text("nhanxet", value.comment),
        hocky=value.term,
    )


def _term(term: Term) -> str:
    return element(
        "tonghop",
        text("mahocluc", term.learning),
        text("mahanhkiem", term.conduct),
        text("songaynghi", term.absences),
        text("nhanxet", term.comment),
        hocky=term.term,
    )


def _trait(trait: Trait) -> str:
    return text("phamchatnangluc", trait.level, ma=trait.code, nhom=trait.group, ten=trait.name)

"""A transcript's XML back into records, for pages, for paper, and for files that somebody brings.

What a file does not say is "" or 0: a file from outside is shown as far as it goes, its verdict is another matter.
"""

from lxml import etree

from ..rules.document import HOMEROOM, INFO
from ..rules.records import Content, Heading, Homeroom, Pupil, Subject, Term, Trait, Value

_PARSER = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False, "collect_ids": False}


class Unreadable(ValueError):
    """The bytes are not a transcript of this schema."""


def read(xml: bytes) -> Content:
    """The records of a document, signed or not. Raises ``Unreadable``."""
    try:
        root = etree.fromstring(xml, etree.XMLParser(**_PARSER))
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable from error
    content = root.find("noidung")
    if root.tag != "hocbaso" or content is None:
        raise Unreadable
    sections = {section.get("Id", ""): section for section in content}
    info = sections.get(INFO)
    if info is None:
        raise Unreadable
    subjects = tuple(_subject(section) for section in content if section.tag == "mon")
    return Content(_heading(content, info), _pupil(info), subjects, _homeroom(sections.get(HOMEROOM)))


def _heading(content: etree._Element, info: etree._Element) -> Heading:
    rules = info.find("canculuat")
    return Heading(
        code=content.get("madinhdanhhocba", ""),
        version=_number(content.get("phienban", "")),
        verify_code=content.get("matracuu", ""),
        year=_number(content.get("namhoc", "")),
        grade=_number(_text(info, "makhoi")),
        class_name=_text(info, "tenlop"),
        stage=_text(info, "macaphoc"),
        school_code=content.get("matruong", ""),
        school_name=_text(info, "tentruong"),
        authority=content.get("masogd", ""),
        place=_text(info, "diadanhphathanh"),
        rules="" if rules is None else rules.get("ma", ""),
        legal_basis=_text(info, "canculuat"),
        province=_text(info, "tentinh"),
        governed_by=_text(info, "coquanquanly"),
        reason=_text(info, "lydo"),
        decision_no=_text(info, "soquyetdinh"),
    )


def _pupil(info: etree._Element) -> Pupil:
    return Pupil(
        code=_text(info, "mahocsinh"),
        full_name=_text(info, "hovaten"),
        birth=_text(info, "ngaysinh"),
        sex=_number(_text(info, "gioitinh")),
        birth_place=_text(info, "noisinh"),
        ethnicity=_text(info, "dantoc"),
        nationality=_text(info, "quoctich"),
        citizen_id=_text(info, "sodinhdanh"),
        father=_text(info, "hotencha"),
        mother=_text(info, "hotenme"),
        guardian=_text(info, "hotennguoigiamho"),
    )


def _subject(section: etree._Element) -> Subject:
    values = tuple(
        Value(
            _number(found.get("hocky", "")),
            _text(found, "diem"),
            _text(found, "mucdat"),
            _text(found, "diemkiemtra"),
            _text(found, "nhanxet"),
        )
        for found in section.findall("ketqua")
    )
    return Subject(
        code=_text(section, "mamonhoc"),
        name=_text(section, "tenmonhoc"),
        form=_text(section, "hinhthuc"),
        teacher=_text(section, "giaovien"),
        values=values,
        retest=_text(section, "kiemtralai"),
    )


def _homeroom(section: etree._Element | None) -> Homeroom:
    if section is None:
        return Homeroom("", ())
    return Homeroom(
        teacher=_text(section, "giaovien"),
        terms=tuple(_term(found) for found in section.findall("tonghop")),
        traits=tuple(_trait(found) for found in section.findall("phamchatnangluc")),
        award=_text(section, "danhhieu"),
        recognised_for=_text(section, "ghinhan"),
        promoted=_text(section, "duoclenlop"),
        outcome=_text(section, "ketluan"),
        retrained=_text(section, "renluyenhe"),
        finished_grade=_text(section, "dahthanhctrinhlophoc"),
        finished_stage=_text(section, "dahthanhctrinhcaphoc"),
    )


def _term(found: etree._Element) -> Term:
    return Term(
        _number(found.get("hocky", "")),
        _text(found, "mahocluc"),
        _text(found, "mahanhkiem"),
        _text(found, "songaynghi"),
        _text(found, "nhanxet"),
    )


def _trait(found: etree._Element) -> Trait:
    return Trait(found.get("ma", ""), found.get("ten", ""), found.get("nhom", ""), found.text or "")


def _text(parent: etree._Element, name: str) -> str:
    found = parent.find(name)
    return "" if found is None else found.text or ""


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0

"""A transcript's XML back into records, for pages, for paper, and for files that somebody brings.

What a file does not say is "" or 0: a file from outside is shown as far as it goes, its verdict is another matter.
"""

from collections import defaultdict

from lxml import etree

from ..rules.document import HOMEROOM, INFO
from ..rules.records import Content, Heading, Homeroom, Pupil, Subject, Term, Trait, Value

_PARSER = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False, "collect_ids": False}


class Unreadable(ValueError):
    """The bytes are not a transcript of this schema."""


CONTENT_ENDS = "</noidung>"
"""Nine tenths of a signed document, its signatures, stand behind this."""


def read_before_signatures(text: str) -> Content:
    """The records of a document by what stands before ``CONTENT_ENDS`` in it. Raises ``Unreadable``."""
    return read(f"{text}{CONTENT_ENDS}</hocbaso>".encode())


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
    rules, says = info.find("canculuat"), _texts(info)
    return Heading(
        code=content.get("madinhdanhhocba", ""),
        version=_number(content.get("phienban", "")),
        verify_code=content.get("matracuu", ""),
        year=_number(content.get("namhoc", "")),
        grade=_number(says["makhoi"]),
        class_name=says["tenlop"],
        stage=says["macaphoc"],
        school_code=content.get("matruong", ""),
        school_name=says["tentruong"],
        authority=content.get("masogd", ""),
        place=says["diadanhphathanh"],
        rules="" if rules is None else rules.get("ma", ""),
        legal_basis=says["canculuat"],
        province=says["tentinh"],
        governed_by=says["coquanquanly"],
        reason=says["lydo"],
        decision_no=says["soquyetdinh"],
    )


def _pupil(info: etree._Element) -> Pupil:
    says = _texts(info)
    return Pupil(
        code=says["mahocsinh"],
        full_name=says["hovaten"],
        birth=says["ngaysinh"],
        sex=_number(says["gioitinh"]),
        birth_place=says["noisinh"],
        ethnicity=says["dantoc"],
        nationality=says["quoctich"],
        citizen_id=says["sodinhdanh"],
        father=says["hotencha"],
        mother=says["hotenme"],
        guardian=says["hotennguoigiamho"],
    )


def _subject(section: etree._Element) -> Subject:
    values, says = tuple(_value(found) for found in section.findall("ketqua")), _texts(section)
    return Subject(
        code=says["mamonhoc"],
        name=says["tenmonhoc"],
        form=says["hinhthuc"],
        teacher=says["giaovien"],
        values=values,
        retest=says["kiemtralai"],
    )


def _value(found: etree._Element) -> Value:
    says = _texts(found)
    return Value(_number(found.get("hocky", "")), says["diem"], says["mucdat"], says["diemkiemtra"], says["nhanxet"])


def _homeroom(section: etree._Element | None) -> Homeroom:
    if section is None:
        return Homeroom("", ())
    says = _texts(section)
    return Homeroom(
        teacher=says["giaovien"],
        terms=tuple(_term(found) for found in section.findall("tonghop")),
        traits=tuple(_trait(found) for found in section.findall("phamchatnangluc")),
        award=says["danhhieu"],
        recognised_for=says["ghinhan"],
        promoted=says["duoclenlop"],
        outcome=says["ketluan"],
        retrained=says["renluyenhe"],
        finished_grade=says["dahthanhctrinhlophoc"],
        finished_stage=says["dahthanhctrinhcaphoc"],
    )


def _term(found: etree._Element) -> Term:
    says = _texts(found)
    return Term(
        _number(found.get("hocky", "")),
        says["mahocluc"],
        says["mahanhkiem"],
        says["songaynghi"],
        says["nhanxet"],
    )


def _trait(found: etree._Element) -> Trait:
    return Trait(found.get("ma", ""), found.get("ten", ""), found.get("nhom", ""), found.text or "")


def _texts(parent: etree._Element) -> defaultdict[str, str]:
    """What the elements in another say, by name; "" for those that are not there. The first counts."""
    found: defaultdict[str, str] = defaultdict(str)
    for child in parent:
        found.setdefault(child.tag, child.text or "")
    return found


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0

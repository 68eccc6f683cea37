"""The certificate that a leader signs: what a paper transcript says of one year, and which scan shows it."""

from lxml import etree

from ..models import PaperYear
from ..policies import CONTENT
from ..rules.reading import results_of

_TERMS = ("1", "2", "3")


def unsigned(year: PaperYear, school_code: str, pupil_code: str, name: str, birth: str) -> bytes:
    """The document in its exclusive canonical form; it names the digest of the scan."""
    root = etree.Element("hocbagiay")
    content = etree.SubElement(root, "noidung", Id=CONTENT, matruong=school_code, madinhdanh=str(year.uid))
    info = etree.SubElement(content, "thongtin", Id="thongtin")
    person = {"mahocsinh": pupil_code, "hovaten": name, "ngaysinh": birth}
    for tag, text in (person | _facts(year)).items():
        if text:
            etree.SubElement(info, tag).text = text
    _results(etree.SubElement(content, "ketqua", Id="ketqua"), year)
    etree.SubElement(root, "chuky")
    return etree.tostring(root, method="c14n", exclusive=True, with_comments=False)


def matches(year: PaperYear) -> bool:
    """Whether a row still says what its certificate says; the pupil's name may have been mended since."""
    try:
        root = etree.fromstring(year.xml.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return False
    info, results = root.find("noidung/thongtin"), root.find("noidung/ketqua")
    if info is None or results is None:
        return False
    again = etree.Element("ketqua", Id="ketqua")
    _results(again, year)
    same = etree.tostring(again, method="c14n", exclusive=True) == etree.tostring(
        results, method="c14n", exclusive=True
    )
    return same and all((info.findtext(tag) or "") == text for tag, text in _facts(year).items())


def _facts(year: PaperYear) -> dict[str, str]:
    return {
        "namhoc": str(year.year), "khoi": str(year.grade), "tenlop": year.class_name, "tentruong": year.school_name,
        "hocbagiay": year.book_no, "boquytac": year.rules, "banquet": year.scan.sha256 if year.scan else "",
        "nguoinhap": year.entered_by,
    }  # fmt: skip


def _results(parent: etree._Element, year: PaperYear) -> None:
    results = results_of(year.results)
    for name, *values in results.subjects:
        subject = etree.SubElement(parent, "mon", ten=name)
        _by_term(subject, "muc", values)
    _by_term(parent, "hocluc", results.learning)
    _by_term(parent, "hanhkiem", results.conduct)
    etree.SubElement(parent, "ketluan").text = results.outcome
    if results.award:
        etree.SubElement(parent, "danhhieu").text = results.award


def _by_term(parent: etree._Element, tag: str, values: tuple[str, ...] | list[str]) -> None:
    for term, value in zip(_TERMS, values, strict=True):
        if value:
            etree.SubElement(parent, tag, hocky=term).text = value

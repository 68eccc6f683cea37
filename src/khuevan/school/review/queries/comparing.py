"""A signed transcript beside what the gradebook and the pupil's record say now."""

from collections.abc import Iterator

from khuevan.kernel.dates import parse_partial_date
from khuevan.school.transcripts.api import LEVELS, Content

from ..rules.kinds import Found

TERMS = {1: "học kì I", 2: "học kì II", 3: "cả năm"}
_VALUE = {"mark": "điểm", "level": "mức", "test": "điểm kiểm tra", "comment": "nhận xét"}
_TERM = {"learning": "học tập", "conduct": "rèn luyện", "absences": "số buổi vắng", "comment": "nhận xét"}
_YEAR = {
    "award": "danh hiệu", "recognised_for": "ghi nhận", "outcome": "kết luận", "retrained": "rèn luyện trong hè",
}  # fmt: skip
_PUPIL = {
    "full_name": "họ và tên", "birth": "ngày sinh", "sex": "giới tính", "ethnicity": "dân tộc",
    "birth_place": "nơi sinh", "citizen_id": "số định danh",
}  # fmt: skip
_LONGEST = 60


def differences(signed: Content, marked: Content) -> Iterator[Found]:
    """What a document says otherwise than the gradebook does now, and than the pupil's record where both say it."""
    yield from _subjects(signed, marked)
    yield from _homeroom(signed, marked)
    for name, label in _PUPIL.items():
        there, here = getattr(signed.pupil, name), getattr(marked.pupil, name)
        if there and here and there != here:
            yield Found("pupil", "thongtin", _words(label, there, here, "hồ sơ"))


def _subjects(signed: Content, marked: Content) -> Iterator[Found]:
    said, now = ({one.code: one for one in of.subjects} for of in (signed, marked))
    for code in said.keys() | now.keys():
        there, here, part = said.get(code), now.get(code), f"mon-{code}"
        if there is None or here is None:
            where = "sổ điểm" if there is None else "học bạ"
            name = (there or here).name  # type: ignore[union-attr]
            yield Found("content", part, f"{name}: chỉ có trong {where}")
            continue
        values, others = ({value.term: value for value in one.values} for one in (there, here))
        for term in sorted(values.keys() | others.keys()):
            yield from _fields(part, f"{here.name} {TERMS.get(term, '')}", _VALUE, values.get(term), others.get(term))
        if there.retest != here.retest:
            yield Found("content", part, _words(f"{here.name}, kiểm tra lại", there.retest, here.retest))


def _homeroom(signed: Content, marked: Content) -> Iterator[Found]:
    said, now = signed.homeroom, marked.homeroom
    terms, others = ({one.term: one for one in of.terms} for of in (said, now))
    for term in sorted(terms.keys() | others.keys()):
        yield from _fields("chunhiem", TERMS.get(term, ""), _TERM, terms.get(term), others.get(term))
    traits, levels = ({one.code: one for one in of.traits} for of in (said, now))
    for code in traits.keys() | levels.keys():
        there, here = traits.get(code), levels.get(code)
        name = (there or here).name  # type: ignore[union-attr]
        yield from _fields("chunhiem", name, {"level": "mức"}, there, here)
    yield from _fields("chunhiem", "", _YEAR, said, now)


def _fields(part: str, where: str, names: dict[str, str], there: object, here: object) -> Iterator[Found]:
    for name, label in names.items():
        said, now = getattr(there, name, ""), getattr(here, name, "")
        if said != now:
            yield Found("content", part, _words(f"{where}, {label}".strip(" ,"), said, now))


def _words(what: str, there: object, here: object, source: str = "sổ điểm") -> str:
    """``Toán cả năm, điểm: học bạ 8,1, sổ điểm 8,4``."""
    return f"{what[:1].upper()}{what[1:]}: học bạ {_shown(there)}, {source} {_shown(here)}"


def _shown(value: object) -> str:
    text = str(value)
    if len(text) > _LONGEST:
        return f"“{text[:_LONGEST]}…”"
    if text[:4].isdigit() and text[4:5] == "-":
        return str(parse_partial_date(text))
    return LEVELS.get(text, text.replace(".", ",") if text[:1].isdigit() else text) or "trống"

"""Logs of submissions that other systems keep, as CSV: one line for each push of a school's data to the Ministry."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from khuevan.kernel.clock import TIME_ZONE
from khuevan.kernel.errors import Invalid
from khuevan.kernel.text import fold

from ..rules.kinds import CLASS, PUPIL, RESULT, STAFF
from ..rules.outcomes import DONE, GATHER_FAILED, PUSH_FAILED, WAITING, Counts

COLUMNS = ("ten_truong", "ma_truong", "doi_tac", "thoi_gian_day", "trang_thai", "nhan_tu_qlnt", "day_len_bo",
           "thanh_cong", "that_bai")  # fmt: skip
OPTIONAL = ("nam_hoc", "hoc_ky", "giai_doan", "dot_day")
STATUSES = {
    "day thanh cong": DONE,
    "day loi": PUSH_FAILED,
    "tong hop loi": GATHER_FAILED,
    "": WAITING,
}
KINDS = {"hoc sinh": PUPIL, "giao vien": STAFF, "lop hoc": CLASS, "ket qua hoc tap": RESULT}
LONGEST = {"ten_truong": 160, "ma_truong": 20, "doi_tac": 40, "giai_doan": 10, "dot_day": 40}
LARGEST = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Pushed:
    """One line of a log."""

    school_code: str
    school_name: str
    sender: str
    kind: str
    year: int | None
    term: int | None
    phase: str
    at: datetime
    status: str
    counts: Counts


def read_log(data: bytes) -> list[Pushed]:
    """The lines of a log. Raises ``Invalid`` naming line and column."""
    try:
        text = data.decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text, newline="")))
    except (UnicodeDecodeError, csv.Error) as error:
        raise Invalid(_("Không đọc được tệp này như một tệp CSV."), hint=_("Lưu lại dạng CSV UTF-8.")) from error
    names = [fold(name).strip().replace(" ", "_") for name in rows[0]] if rows else []
    if missing := [name for name in COLUMNS if name not in names]:
        raise Invalid(
            _("Tệp không phải nhật ký nộp dữ liệu: thiếu cột %(names)s.") % {"names": ", ".join(missing)},
            hint=_("Dòng đầu của tệp phải là tên cột."),
        )
    return [_pushed(number, dict(zip(names, row, strict=False))) for number, row in enumerate(rows[1:], 2) if any(row)]


def _pushed(line: int, row: Mapping[str, str]) -> Pushed:
    text = {name: " ".join(row.get(name, "").replace("\x00", "").split()) for name in (*COLUMNS, *OPTIONAL)}
    for name, most in LONGEST.items():
        if len(text[name]) > most:
            raise _wrong(line, name, text[name])
    if not text["ma_truong"] or (status := STATUSES.get(fold(text["trang_thai"]))) is None:
        raise _wrong(line, "trang_thai" if text["ma_truong"] else "ma_truong", text["trang_thai"])
    received, accepted, failed = (_number(line, text, name) or 0 for name in ("nhan_tu_qlnt", "thanh_cong", "that_bai"))
    counts = Counts(received, _number(line, text, "day_len_bo"), accepted, failed)
    year = _number(line, {"nam_hoc": text["nam_hoc"][:4]}, "nam_hoc")
    kind = KINDS.get(fold(text["dot_day"]), text["dot_day"])
    place = (text["ma_truong"], text["ten_truong"], text["doi_tac"], kind, year, _number(line, text, "hoc_ky"))
    return Pushed(*place, text["giai_doan"], _moment(line, text["thoi_gian_day"]), status, counts)


def _number(line: int, text: Mapping[str, str], name: str) -> int | None:
    value = text[name]
    if not value:
        return None
    if not (value.isascii() and value.isdigit() and int(value) <= LARGEST):
        raise _wrong(line, name, value)
    return int(value)


def _moment(line: int, text: str) -> datetime:
    head, _dot, part = text.partition(".")
    try:
        whole = datetime.fromisoformat(head)
        return whole.replace(microsecond=int(part[:6].ljust(6, "0")) if part else 0, tzinfo=TIME_ZONE)
    except ValueError:
        raise _wrong(line, "thoi_gian_day", text) from None


def _wrong(line: int, name: str, value: str) -> Invalid:
    said = {"line": line, "name": name, "value": value[:40]}
    return Invalid(
        _("Dòng %(line)d, cột %(name)s: “%(value)s” không đọc được.") % said, hint=_("Sửa dòng ấy rồi nạp lại cả tệp.")
    )

"""Compares a list with what exists: new, changed, unchanged, doubtful, wrong; rows shifted by one; the wrong class."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from khuevan.kernel.text import fold

from .layouts import Field, Kind, Layout
from .members import match_member, refuse_strangers
from .problems import DOUBT, ERROR, Problem, gettext_noop
from .records import Record, agree, same
from .rows import Rows, Verdict, plain
from .values import Value, shown

_FEWEST, _MOST_OF = 4, 0.8
ANY_YEAR = 0
"""Stands for every year of birth where a name alone says who it is."""
_DATES = (Kind.DATE, Kind.PARTIAL_DATE)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to look for: codes, personal numbers, names (folded as `kernel.text.fold`, with the year of birth)."""

    codes: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    names: frozenset[tuple[str, int]] = frozenset()


@dataclass(slots=True)
class _Index:
    codes: dict[str, Record] = field(default_factory=dict)
    numbers: dict[str, Record] = field(default_factory=dict)
    names: dict[tuple[str, int], list[Record]] = field(default_factory=dict)


def wanted(rows: Rows) -> Wanted:
    """Everything that might recognise one of the rows."""
    layout = rows.layout
    names: set[tuple[str, int]] = set()
    if layout.by_name:
        pairs = zip(rows.of(layout.by_name), rows.of(layout.by_birth), strict=True)
        names = {(plain(str(name)), int(str(birth)[:4])) for name, birth in pairs if name and birth}
    return Wanted(_texts(rows, layout.by_code), _texts(rows, layout.by_number), frozenset(names))


def _texts(rows: Rows, code: str) -> frozenset[str]:
    return frozenset(str(value) for value in rows.of(code) if value is not None) if code else frozenset()


def judge(rows: Rows, records: Iterable[Record], group: str = "", titles: Iterable[str] = ()) -> None:
    """Fill in verdicts, keys, old values and stops. ``group``: the class that the list should be about, "" for any;
    ``titles``: classes that the file itself names above the list.
    """
    index = _indexed(rows.layout, records)
    matched: list[Record | None] = []
    for number in range(len(rows)):
        matched.append(None if rows.is_wrong(number) else _match(rows, number, index))
    _refuse_sharing(rows, matched)
    if rows.layout.members:
        refuse_strangers(rows, matched)
    for number, record in enumerate(matched):
        if record is not None:
            _compare(rows, number, record, group)
    _find_shift(rows, matched)
    _find_shifted_births(rows, matched, index)
    if group:
        _find_wrong_group(rows, matched, group, list(titles))
    rows.keys = [record.key if record else None for record in matched]
    rows.verdicts = [_verdict(rows, number, record) for number, record in enumerate(matched)]


def _indexed(layout: Layout, records: Iterable[Record]) -> _Index:
    index = _Index()
    for record in records:
        if code := record.values.get(layout.by_code):
            index.codes[str(code)] = record
        if number := record.values.get(layout.by_number):
            index.numbers[str(number)] = record
        name, birth = record.values.get(layout.by_name), record.values.get(layout.by_birth)
        if name and birth:
            index.names.setdefault((plain(str(name)), int(str(birth)[:4])), []).append(record)
        if name and layout.members:
            index.names.setdefault((plain(str(name)), ANY_YEAR), []).append(record)
    return index


def _match(rows: Rows, row: int, index: _Index) -> Record | None:
    """What a row is about, by code, by number, by name and birth. Doubts and errors are noted on the row."""
    layout = rows.layout
    code, number = (rows.of(one)[row] if one else None for one in (layout.by_code, layout.by_number))
    by_code = index.codes.get(str(code)) if code else None
    by_number = index.numbers.get(str(number)) if number else None
    if by_code and by_number and by_code.key != by_number.key:
        what = gettext_noop("Mã là của %(one)s, số định danh là của %(other)s.")
        how = gettext_noop("Xem mã hay số định danh bị chép nhầm, sửa lại cho đúng một người.")
        rows.add(row, Problem(what, how, {"one": by_code.label, "other": by_number.label}), layout.by_code)
        return None
    record = by_code or by_number
    if record is None:
        return _match_by_name(rows, row, index)
    if record.blocked:
        _note_blocked(rows, row, record)
        return None
    if _is_somebody_else(rows, row, record):
        what = gettext_noop("Mã này đang là của %(label)s.")
        how = gettext_noop("Nếu là người khác, sửa mã; nếu là người này, kiểm tra họ tên và ngày sinh.")
        cause = layout.by_code if by_code else layout.by_number
        rows.add(row, Problem(what, how, {"label": record.label}, DOUBT), cause)
    return record


def _note_blocked(rows: Rows, row: int, record: Record) -> None:
    rows.add(row, Problem("%(why)s", gettext_noop("Bỏ dòng này khỏi tệp."), {"why": record.blocked}))


def _is_somebody_else(rows: Rows, row: int, record: Record) -> bool:
    """Name and birth both say so, or the name where there is no birth."""
    layout = rows.layout
    if not layout.by_name:
        return False
    name, old_name = rows.of(layout.by_name)[row], record.values.get(layout.by_name)
    birth, old_birth = rows.of(layout.by_birth)[row], record.values.get(layout.by_birth)
    if not name or not old_name or plain(str(name)) == fold(str(old_name)):
        return False
    return not birth or not old_birth or not agree(birth, old_birth)


def _match_by_name(rows: Rows, row: int, index: _Index) -> Record | None:
    layout = rows.layout
    name = rows.of(layout.by_name)[row] if layout.by_name else None
    birth = rows.of(layout.by_birth)[row] if layout.by_birth else None
    if name and layout.members:
        return match_member(rows, row, index.names.get((plain(str(name)), ANY_YEAR), []))
    if not name or not birth:
        return None
    near = index.names.get((plain(str(name)), int(str(birth)[:4])), [])
    found = [one for one in near if agree(birth, one.values[layout.by_birth]) and not _has_other_code(rows, row, one)]
    if not found:
        return None
    exact = [one for one in found if one.values[layout.by_birth] == birth and same(name, one.values[layout.by_name])]
    if len(exact) == 1 and exact[0].blocked:
        _note_blocked(rows, row, exact[0])
        return None
    if len(exact) == 1:
        return exact[0]
    what = gettext_noop("Có thể là %(labels)s, đã có trong danh sách.")
    how = gettext_noop("Thêm mã vào dòng này, hoặc viết đủ ngày sinh và dấu của họ tên.")
    labels = "; ".join(one.label for one in found[:3])
    rows.add(row, Problem(what, how, {"labels": labels}, DOUBT), layout.by_name)
    return None


def _has_other_code(rows: Rows, row: int, record: Record) -> bool:
    """Whether both have a code or a number, and they differ: namesakes born on the same day."""
    for code in (rows.layout.by_code, rows.layout.by_number):
        here = rows.of(code)[row] if code else None
        if here and record.values.get(code) and record.values[code] != here:
            return True
    return False


def _refuse_sharing(rows: Rows, matched: list[Record | None]) -> None:
    """Two rows cannot be the same person."""
    times = Counter(record.key for record in matched if record)
    if not times or max(times.values()) == 1:
        return
    for row, record in enumerate(matched):
        if record and times[record.key] > 1:
            what = gettext_noop("Nhiều dòng trong tệp cùng là %(label)s.")
            rows.add(row, Problem(what, gettext_noop("Giữ lại một dòng."), {"label": record.label}))
            matched[row] = None


def _compare(rows: Rows, row: int, record: Record, group: str) -> None:
    old = {}
    for code, column in rows.values.items():
        new, before = column[row], record.values.get(code)
        if new is None or new == before or rows.layout.by[code].points:
            continue
        kind = rows.layout.by[code].kind
        if kind in _DATES and before is not None and str(before).startswith(str(new)):
            continue  # the file knows less
        if kind == Kind.NAME and before is not None and same(new, before):
            continue
        old[code] = before
    if old:
        rows.old[row] = old
    for code in old.keys() & record.fixed.keys():
        how = gettext_noop("Để trống ô này, hoặc bỏ dòng này khỏi tệp.")
        rows.add(row, Problem("%(why)s", how, {"why": record.fixed[code]}), code)
    if group and record.group and record.group != group:
        what = gettext_noop("%(label)s đang ở lớp %(group)s.")
        how = gettext_noop("Bỏ dòng này, hoặc chuyển lớp cho em trước.")
        rows.add(row, Problem(what, how, {"label": record.label, "group": record.group}, DOUBT), rows.layout.by_name)


def _find_shift(rows: Rows, matched: list[Record | None]) -> None:
    """Columns whose new values are the old values of the row above or beneath: one cell was deleted or inserted."""
    for code, column in rows.values.items():
        changed = [row for row, old in rows.old.items() if code in old and old[code] is not None]
        if len(changed) < _FEWEST:
            continue
        for step in (-1, 1):
            hits = [
                row
                for row in changed
                if 0 <= row + step < len(matched)
                and (beside := matched[row + step]) is not None
                and beside.values.get(code) == column[row]
            ]
            if len(hits) >= max(_FEWEST, _MOST_OF * len(changed)) and len({column[row] for row in hits}) >= _FEWEST:
                rows.stops.append(_shift(rows, code, hits, step))


def _shift(rows: Rows, code: str, hits: list[int], step: int) -> Problem:
    first, last = str(rows.numbers[hits[0]] + 1), str(rows.numbers[hits[-1]] + 1)
    about = {"label": rows.layout.by[code].label, "first": first, "last": last}
    what = gettext_noop("Cột “%(label)s” lệch một dòng, từ dòng %(first)s đến dòng %(last)s.")
    how = (
        gettext_noop("Mở tệp, kéo cột này xuống một dòng cho khớp rồi gửi lại.")
        if step > 0
        else gettext_noop("Mở tệp, kéo cột này lên một dòng cho khớp rồi gửi lại.")
    )
    return Problem(what, how, about)


def _find_shifted_births(rows: Rows, matched: list[Record | None], index: _Index) -> None:
    """The same for lists without codes, where a shifted birth date makes everybody a stranger."""
    layout = rows.layout
    if not layout.by_name or not layout.by_birth:
        return
    names, births = rows.of(layout.by_name), rows.of(layout.by_birth)
    strangers = [row for row, record in enumerate(matched) if record is None and names[row] and births[row]]
    known: dict[int, set[Value]] = {}
    for row in strangers:
        namesakes = index.names.get((plain(str(names[row])), int(str(births[row])[:4])), [])
        if namesakes:
            known[row] = {one.values[layout.by_birth] for one in namesakes}
    for step in (-1, 1):
        hits = [row for row, dates in known.items() if 0 <= row + step < len(births) and births[row + step] in dates]
        if len(hits) >= max(_FEWEST, _MOST_OF * len(known)) and len({births[row] for row in hits}) >= _FEWEST:
            rows.stops.append(_shift(rows, layout.by_birth, hits, -step))


def _find_wrong_group(rows: Rows, matched: list[Record | None], group: str, titles: list[str]) -> None:
    """The list of another class, or of several."""
    told = Counter(one for one in rows.groups if one)
    known = Counter(record.group for record in matched if record and record.group)
    for counted in (told, known):
        others = {name: n for name, n in counted.items() if fold(name) != fold(group)}
        if counted and sum(others.values()) > sum(counted.values()) / 2:
            name, times = max(others.items(), key=lambda item: item[1])
            about = {"found": name, "n": str(times), "all": str(len(rows)), "group": group}
            what = gettext_noop("Tệp này là của lớp %(found)s (%(n)s trong %(all)s dòng), không phải lớp %(group)s.")
            how = gettext_noop("Chọn đúng tệp, hoặc chọn đúng lớp rồi gửi lại.")
            rows.stops.append(Problem(what, how, about))
            return
    if len(told) > 1:
        what = gettext_noop("Tệp có nhiều lớp: %(groups)s.")
        how = gettext_noop("Chỉ giữ các dòng của lớp %(group)s, hoặc nhập cho toàn trường.")
        rows.stops.append(Problem(what, how, {"groups": ", ".join(sorted(told)), "group": group}))
    elif titles and not told and fold(group) not in {fold(title) for title in titles}:
        what = gettext_noop("Tiêu đề trong tệp ghi lớp %(found)s, không phải lớp %(group)s.")
        how = gettext_noop("Chọn đúng tệp, hoặc chọn đúng lớp rồi gửi lại.")
        rows.stops.append(Problem(what, how, {"found": titles[0], "group": group}))


def _verdict(rows: Rows, row: int, record: Record | None) -> Verdict:
    levels = {one.problem.level for one in rows.problems.get(row, ())}
    if ERROR in levels:
        return Verdict.ERROR
    if DOUBT in levels:
        return Verdict.DOUBTFUL
    if record is None:
        return Verdict.NEW
    return Verdict.CHANGED if row in rows.old else Verdict.UNCHANGED


def changes(rows: Rows, row: int) -> dict[str, tuple[str, str]]:
    """Old and new side by side, as people write them: field → (old, new)."""
    by = rows.layout.by
    return {code: shown_change(by[code], old, rows.values[code][row]) for code, old in rows.old.get(row, {}).items()}


def shown_change(about: Field, old: Value, new: Value) -> tuple[str, str]:
    """Old and new value as people write them."""
    return shown(old, about), shown(new, about)

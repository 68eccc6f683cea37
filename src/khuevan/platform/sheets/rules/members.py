"""Who a row is about in a list of people who are known, such as a class: a name is enough where one bears it."""

from .problems import DOUBT, Problem, gettext_noop
from .records import Record, agree, same
from .rows import Rows
from .values import Value


def match_member(rows: Rows, row: int, namesakes: list[Record]) -> Record | None:
    """Of the members whose name is the same but for accents, the one who is meant; doubts and errors are noted."""
    layout = rows.layout
    name = rows.of(layout.by_name)[row]
    birth = rows.of(layout.by_birth)[row] if layout.by_birth else None
    found = [one for one in namesakes if same(name, one.values[layout.by_name])] or namesakes
    if len(found) > 1:
        found = [one for one in found if _born(one, layout.by_birth, birth)] or found
    if len(found) > 1:
        what = gettext_noop("Có nhiều em cùng tên: %(labels)s.")
        how = gettext_noop("Thêm mã học sinh hoặc ngày sinh vào dòng này.")
        rows.add(row, Problem(what, how, {"labels": "; ".join(one.label for one in found[:3])}), layout.by_name)
        return None
    if not found:
        return None
    one = found[0]
    if one.blocked:
        rows.add(row, Problem("%(why)s", gettext_noop("Bỏ dòng này khỏi tệp."), {"why": one.blocked}), layout.by_name)
        return None
    if not same(name, one.values[layout.by_name]) or (birth and not _born(one, layout.by_birth, birth)):
        what = gettext_noop("Có phải là %(label)s không?")
        how = gettext_noop("Tên hoặc ngày sinh trong tệp viết khác. Nếu đúng là em này, nhận dòng; nếu không, sửa tệp.")
        rows.add(row, Problem(what, how, {"label": one.label}, DOUBT), layout.by_name)
    return one


def _born(record: Record, by_birth: str, birth: Value) -> bool:
    known = record.values.get(by_birth) if by_birth else None
    return birth is not None and known is not None and agree(birth, known)


def refuse_strangers(rows: Rows, matched: list[Record | None]) -> None:
    """Rows that are nobody's are wrong; where most are, it is the file of others."""
    strange = [row for row, record in enumerate(matched) if record is None and not rows.is_wrong(row)]
    how = gettext_noop("Xem lại mã, họ tên; nếu em mới đến, nhờ nhà trường xếp lớp trước.")
    for row in strange:
        rows.add(row, Problem(rows.layout.members, how), rows.layout.by_name)
    if len(strange) > len(rows) / 2:
        what = gettext_noop("Tệp này có lẽ của lớp khác: %(n)s trong %(all)s dòng không phải học sinh của lớp.")
        how = gettext_noop("Chọn đúng tệp, hoặc mở sổ của lớp trong tệp rồi gửi lại.")
        rows.stops.append(Problem(what, how, {"n": str(len(strange)), "all": str(len(rows))}))

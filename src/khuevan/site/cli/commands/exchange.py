"""``khuevan exchange``: the feed from the terminal: how far partners are, gather, send, compare, take a log in."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from khuevan.kernel.errors import Invalid, NotFound
from khuevan.site import postgres
from khuevan.site.cli.table import table

if TYPE_CHECKING:
    from khuevan.platform.exchange.api import Imported, Partner, Round

HELP = "Liên thông dữ liệu: status (xem), gather (gom), send (gửi), compare (đối chiếu), import-log (nạp nhật ký)."
VERBS = ("status", "gather", "send", "compare", "import-log")
STATES = {"paused": "tạm dừng", "away": "không gửi được", "sending": "đang gửi", "well": "thông suốt"}
ENDS = {
    "empty": "đã gửi hết",
    "held": "đối tác chưa nhận, tự thử lại sau",
    "paused": "đối tác đang tạm dừng",
    "busy": "một tiến trình khác đang gửi cho đối tác này",
    "time": "hết giờ của một lượt, phần còn lại gửi ở lượt sau",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, with whom, with which file."""
    meaning = "status: xem; gather: gom; send: gửi; compare: đối chiếu; import-log: nạp nhật ký nộp dữ liệu (CSV)"
    parser.add_argument("verb", choices=VERBS, metavar="VIỆC", help=meaning)
    parser.add_argument("file", nargs="?", type=Path, metavar="TỆP", help="tệp nhật ký, chỉ cho import-log")
    parser.add_argument("--partner", default="", metavar="TÊN", help="chỉ một đối tác; bỏ trống: mọi đối tác")
    parser.add_argument("--all", action="store_true", help="gather: mọi trường, không chỉ trường có thay đổi")
    fewer = "gather: tin số liệu kể cả khi hơn nửa số bản ghi của một trường vừa biến mất"
    parser.add_argument("--even-if-fewer", action="store_true", help=fewer)


def run(options: argparse.Namespace) -> int:
    """Do it and say what came of it; 1 where something could not be sent or differs."""
    with postgres.running():
        import django

        django.setup()
        verbs = {"status": status, "gather": gather, "send": send, "compare": compare, "import-log": import_log}
        return verbs[options.verb](options)


def status(options: argparse.Namespace) -> int:
    """A line for each partner."""
    from khuevan.platform.exchange.api import standings
    from khuevan.registry.isolation.api import Scope, acting

    with acting(Scope("province")):
        lines = [one for one in standings() if options.partner in ("", one.partner.name)]
    rows = [
        (one.partner.name, STATES[one.state], str(one.held), str(one.waiting), str(one.stuck), one.partner.trouble)
        for one in lines
    ]
    head = ("Đối tác", "Tình trạng", "Đã có", "Đang chờ", "Chưa gửi được", "Vì sao")
    print(table(head, rows) if rows else "Chưa có đối tác nào. Sở thêm đối tác ở trang Liên thông dữ liệu.")
    return 0


def gather(options: argparse.Namespace) -> int:
    """Gather what changed, or everything."""
    from khuevan.platform.exchange.api import gather_due, touch_all
    from khuevan.registry.isolation.api import Scope, acting

    if options.all or options.even_if_fewer:
        with acting(Scope("province")):
            touch_all()
    done = gather_due(_progress("trường"), even_if_fewer=options.even_if_fewer)
    print(f"{done.seen} bản ghi: {done.new} mới, {done.changed} thay đổi, {done.cancelled} huỷ.")
    if done.broken:
        print(f"{len(done.broken)} nhóm không gom được; lý do ở trang Nhật ký nộp dữ liệu.", file=sys.stderr)
    return 1 if done.broken else 0


def send(options: argparse.Namespace) -> int:
    """Send to partners until nothing is due or they ask to wait."""
    from khuevan.platform.exchange.api import drain

    code = 0
    for partner in _partners(options.partner):
        done = drain(partner.pk, told=_sent(partner))
        trouble = f" ({done.trouble})" if done.trouble and done.ended == "held" else ""
        print(f"{partner.name}: {done.held} bản ghi đã nhận, {done.failed} không; {ENDS[done.ended]}{trouble}.")
        code = code or int(done.failed > 0 or done.ended != "empty")
    return code


def compare(options: argparse.Namespace) -> int:
    """Compare with partners and print what differs, by finding."""
    from khuevan.platform.exchange.api import compare_now

    code = 0
    for partner in _partners(options.partner):
        done, findings = compare_now(partner, "khuevan exchange compare")
        print(f"{partner.name}: ta giữ {done.ours}, họ giữ {done.theirs}, đang trên đường {done.waiting}.")
        if done.trouble:
            print(f"Không đối chiếu được: {done.trouble}", file=sys.stderr)
        elif findings:
            print(table(("Khác nhau", "Cần làm", "Bản ghi"), [(a, b, str(n)) for a, b, n in findings]))
        else:
            print("Hai bên khớp nhau.")
        code = code or int(bool(done.trouble or findings))
    return code


def import_log(options: argparse.Namespace) -> int:
    """Take the log of another system in."""
    if options.file is None:
        raise Invalid("Chưa nói tệp nào.", hint="Viết: khuevan exchange import-log TỆP")
    try:
        data = options.file.read_bytes()
    except OSError as error:
        raise NotFound(f"Không đọc được tệp {options.file}.", hint="Kiểm tra tên tệp và quyền đọc.") from error
    from khuevan.platform.exchange.api import import_log as take
    from khuevan.registry.isolation.api import Scope, acting

    with acting(Scope("province")):
        done = take(data, options.file.name)
    print(report(done))
    return 0


def report(done: "Imported") -> str:
    """Counts of a log that was taken in; they add up to its lines."""
    from khuevan.platform.exchange.api import reason_name, status_name

    rows = [(status_name(status), reason_name(reason), str(n)) for (status, reason), n in sorted(done.counts.items())]
    head = f"{done.lines} dòng, {done.new} dòng mới; {done.schools} mã trường, {done.known} mã có trong cây đơn vị."
    return head + "\n" + table(("Trạng thái", "Vì sao", "Số dòng"), rows)


def _partners(name: str) -> "list[Partner]":
    from khuevan.platform.exchange.api import Partner
    from khuevan.registry.isolation.api import Scope, acting

    with acting(Scope("province")):
        found = list(Partner.objects.filter(**({"name": name} if name else {})).order_by("name"))
    if name and not found:
        raise NotFound(f"Không có đối tác nào tên là “{name}”.", hint="Chạy khuevan exchange status để xem tên.")
    return found


def _progress(what: str):  # type: ignore[no-untyped-def]
    def told(number: int, of: int) -> None:
        if sys.stderr.isatty():
            print(f"\r  {number}/{of} {what}", end="\n" if number == of else "", file=sys.stderr, flush=True)

    return told


def _sent(partner: "Partner"):  # type: ignore[no-untyped-def]
    def told(done: "Round") -> None:
        if sys.stderr.isatty():
            print(f"\r  {partner.name}: {done.held} bản ghi", end="", file=sys.stderr, flush=True)

    return told

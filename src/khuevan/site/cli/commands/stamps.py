"""``khuevan stamps``: until when time-stamps hold; renew those that end soon; plant trees of a stronger digest."""

import argparse
import sys
from datetime import timedelta
from typing import TYPE_CHECKING

from khuevan.site import postgres

if TYPE_CHECKING:
    from khuevan.platform.signing.ports import Digest

HELP = "Dấu thời gian của học bạ: còn giá trị đến bao giờ, gia hạn (renew), băm lại bằng thuật toán mạnh hơn (regrow)."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, and how far ahead to look."""
    parser.add_argument(
        "what",
        choices=["list", "renew", "regrow"],
        metavar="VIỆC",
        help="list: xem; renew: gia hạn trước khi chứng thư của máy chủ hết hạn; regrow: đọc lại mọi tệp, băm mạnh hơn",
    )
    parser.add_argument("--days", type=int, default=180, metavar="NGÀY", help="sắp hết hạn trong bấy nhiêu ngày (180)")
    parser.add_argument(
        "--digest", choices=["sha512", "sha3_512"], default="sha512", help="thuật toán của regrow (sha512)"
    )


def run(options: argparse.Namespace) -> int:
    """List, renew or plant new trees, school by school."""
    with postgres.running():
        import django

        django.setup()
        if options.what == "regrow":
            return regrow(options.digest)
        return each_school(options.what == "renew", timedelta(days=options.days))


def regrow(digest: "Digest") -> int:
    """A line for each school with stamps of a weaker digest; 1 where the authority failed or a file was damaged."""
    from khuevan.platform.signing.ports import StamperAway, StampRefused
    from khuevan.registry.isolation.api import Scope, acting
    from khuevan.school.transcripts.api import regrow_school, stamped_schools, weaker

    damaged, schools = 0, stamped_schools()
    for at, school_id in enumerate(schools, 1):
        with acting(Scope("staff", frozenset({school_id}))):
            if not weaker(school_id, digest):
                continue

        def tell(done: int, at: int = at) -> None:
            print(f"\r  trường {at}/{len(schools)}: đã đọc {done} học bạ", end="", file=sys.stderr, flush=True)

        try:
            done = regrow_school(school_id, digest, tell)
        except (StamperAway, StampRefused) as trouble:
            print(f"\n✗ Trường {school_id}: {trouble} Chạy lại lệnh này để tiếp tục từ đây.")
            return 1
        print(f"\r✓ trường {school_id}: {done.stamps} dấu thời gian, {done.versions} học bạ dưới cây {digest}")
        for code in done.damaged:
            damaged += 1
            print(f"✗ {code}: tệp lưu không còn như lúc phát hành, để lại; khôi phục tệp từ bản sao lưu.")
    return 1 if damaged else 0


def each_school(renews: bool, ahead: timedelta) -> int:
    """A line for each school with something due; 1 where the authority failed."""
    from django.conf import settings

    from khuevan.kernel.clock import now
    from khuevan.platform.signing.ports import StamperAway, StampRefused
    from khuevan.registry.isolation.api import Scope, acting
    from khuevan.school.transcripts.api import ending, ending_papers, renew_papers, renew_school, stamped_schools

    before, total, papers = now() + ahead, 0, 0
    said = "đã gia hạn" if renews else "sắp hết hạn"
    for school_id in stamped_schools():
        with acting(Scope("staff", frozenset({school_id}))):
            due = len(ending(school_id, before))
            behind = ending_papers(school_id, before).count() if settings.TSA_PAPERS else 0
        if not due and not behind:
            continue
        try:
            if renews:
                due, behind = renew_school(school_id, before), renew_papers(school_id, before)
        except (StamperAway, StampRefused) as trouble:
            print(f"✗ Trường {school_id}: {trouble}")
            return 1
        total, papers = total + due, papers + behind
        print(f"{'✓' if renews else '•'} {said}: trường {school_id}, {due} dấu thời gian, {behind} bản PDF")
    print(f"{total} dấu thời gian {said}, {papers} bản PDF {said}, tính đến {before:%d/%m/%Y}.")
    return 0

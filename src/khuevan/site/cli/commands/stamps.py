"""``khuevan stamps``: until when time-stamps hold; renew those that end soon."""

import argparse
from datetime import timedelta

from khuevan.site import postgres

HELP = "Dấu thời gian của học bạ: còn giá trị đến bao giờ, gia hạn (renew) trước khi chứng thư của máy chủ hết hạn."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, and how far ahead to look."""
    parser.add_argument("what", choices=["list", "renew"], metavar="VIỆC", help="list: xem; renew: gia hạn")
    parser.add_argument("--days", type=int, default=180, metavar="NGÀY", help="sắp hết hạn trong bấy nhiêu ngày (180)")


def run(options: argparse.Namespace) -> int:
    """List or renew, school by school."""
    with postgres.running():
        import django

        django.setup()
        return each_school(options.what == "renew", timedelta(days=options.days))


def each_school(renews: bool, ahead: timedelta) -> int:
    """A line for each school with something due; 1 where the authority failed."""
    from khuevan.kernel.clock import now
    from khuevan.platform.signing.ports import StamperAway, StampRefused
    from khuevan.registry.isolation.api import Scope, acting
    from khuevan.school.transcripts.api import ending, renew_school, stamped_schools

    before, total = now() + ahead, 0
    for school_id in stamped_schools():
        with acting(Scope("staff", frozenset({school_id}))):
            due = len(ending(school_id, before))
        if not due:
            continue
        try:
            done = renew_school(school_id, before) if renews else 0
        except (StamperAway, StampRefused) as trouble:
            print(f"✗ Trường {school_id}: {trouble}")
            return 1
        total += done or due
        print(f"{'✓ đã gia hạn' if renews else '• sắp hết hạn'}: trường {school_id}, {done or due} dấu thời gian")
    print(f"{total} dấu thời gian {'đã gia hạn' if renews else 'sắp hết hạn'}, tính đến {before:%d/%m/%Y}.")
    return 0

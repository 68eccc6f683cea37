"""``khuevan ledger``: look for what was altered past the product; publish a day."""

import argparse
from datetime import date, timedelta
from typing import TYPE_CHECKING

from khuevan.kernel.clock import today
from khuevan.kernel.errors import Invalid, NotFound
from khuevan.site import postgres
from khuevan.site.cli.table import table

if TYPE_CHECKING:
    from khuevan.platform.transparency.api import Alteration

HELP = "Kiểm tra nhật ký (check): có ai sửa điểm, học bạ sau lưng hệ thống không; hoặc công bố một ngày (publish)."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, and of which school or day."""
    parser.add_argument("what", choices=["check", "publish"], metavar="VIỆC", help="check: kiểm tra; publish: công bố")
    parser.add_argument("--school", default="", metavar="MÃ", help="chỉ kiểm tra một trường")
    parser.add_argument("--day", default="", metavar="NGÀY", help="ngày cần công bố, mặc định là hôm qua")


def run(options: argparse.Namespace) -> int:
    """Print what was found; 0 where nothing was altered, 1 where something was."""
    with postgres.running():
        import django

        django.setup()
        from khuevan.registry.isolation.api import Scope, acting

        with acting(Scope("province")):
            return publish(options.day) if options.what == "publish" else check(options.school)


def check(code: str) -> int:
    """Look at one school or at all."""
    from khuevan.platform.transparency.api import alterations, broken_checkpoints
    from khuevan.registry.units.api import Unit

    schools = Unit.objects.filter(kind="school", **({"code": code} if code else {})).order_by("code")
    if code and not schools:
        raise NotFound(f"Không có trường nào mang mã {code}.", hint="Bỏ --school để kiểm tra mọi trường.")
    found = [("tỉnh", one) for one in broken_checkpoints()] if not code else []
    for school in schools:
        found += [(school.name, one) for one in alterations(school.pk)]
    print(report(found, len(schools)))
    return 1 if found else 0


def report(found: "list[tuple[str, Alteration]]", schools: int) -> str:
    """What was found, in words."""
    if not found:
        return f"✓ {schools} trường: nhật ký, mốc công bố và các sổ khớp nhau; không có gì bị sửa sau lưng hệ thống."
    rows = [(school, one.where, one.what) for school, one in found]
    return f"✗ {len(rows)} chỗ bị sửa sau lưng hệ thống:\n" + table(("Đơn vị", "Ở đâu", "Thế nào"), rows)


def publish(day: str) -> int:
    """Publish a finished day and print its signed checkpoint."""
    from khuevan.platform.transparency.api import publish as publish_day

    try:
        wanted = date.fromisoformat(day) if day else today() - timedelta(days=1)
    except ValueError:
        raise Invalid(f"“{day}” không phải là ngày.", hint="Viết --day năm-tháng-ngày, ví dụ 2026-11-25.") from None
    if wanted >= today():
        raise Invalid("Chỉ công bố ngày đã hết.", hint="Chọn một ngày trước hôm nay.")
    print(publish_day(wanted).note, end="")
    return 0

"""``khuevan tokens``: which tokens are at the server, and which school each belongs to."""

import argparse

from khuevan.kernel.errors import Invalid, NotFound
from khuevan.site import postgres
from khuevan.site.cli.table import table

HELP = "Xem các token ký số cắm ở máy chủ; gắn một token với trường (khuevan tokens SỐ_TOKEN MÃ_TRƯỜNG)."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing to see them all; a token and a school to put them together."""
    parser.add_argument("token", nargs="?", default="", metavar="SỐ_TOKEN", help="số sê-ri của token")
    parser.add_argument("school", nargs="?", default="", metavar="MÃ_TRƯỜNG", help="trường dùng token này")


def run(options: argparse.Namespace) -> int:
    """Print the tokens, or what was changed."""
    if options.token and not options.school:
        raise Invalid("Thiếu mã trường.", hint="Ví dụ: khuevan tokens 0123456789 80-25498-03-01")
    with postgres.running():
        import django

        django.setup()
        from khuevan.registry.isolation.api import Scope, acting

        if options.token:
            with acting(Scope("province")):
                school_id, name = _school(options.school)
            with acting(Scope("staff", frozenset({school_id}))):
                _assign(options.token, school_id)
            print(f"✓ Token {options.token} thuộc {name}. Người của trường đăng ký được ở trang Khoá ký.")
            return 0
        with acting(Scope("province")):
            print(report())
    return 0


def report() -> str:
    """The tokens that are plugged in, with their schools."""
    from khuevan.platform.signing.api import SchoolToken, tokens

    owners = dict(SchoolToken.objects.values_list("serial", "school__name"))
    rows = [
        (one.serial, one.label, one.maker, owners.get(one.serial, "chưa gắn với trường")) for one in tokens().present()
    ]
    return table(("Số sê-ri", "Nhãn", "Hãng", "Trường"), rows) if rows else "Không thấy token nào cắm ở máy chủ."


def _school(code: str) -> tuple[int, str]:
    from khuevan.registry.units.api import Unit

    found = Unit.objects.filter(kind="school", code=code).first()
    if found is None:
        raise NotFound(f"Không có trường nào mang mã {code}.", hint="Kiểm tra lại mã trường.")
    return found.pk, found.name


def _assign(serial: str, school_id: int) -> None:
    from khuevan.platform.approvals.api import PROGRAM
    from khuevan.platform.signing.api import assign_token

    assign_token(PROGRAM, serial, school_id)

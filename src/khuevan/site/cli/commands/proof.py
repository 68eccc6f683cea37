"""``khuevan proof``: the page that checks without a network; a new key for signed codes."""

import argparse
import sys
from pathlib import Path

from khuevan.site import postgres

HELP = "Trang kiểm tra không cần mạng (page), hoặc đổi khoá ký mã QR (new-key)."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to make, and where to put it."""
    parser.add_argument("what", choices=["page", "new-key"], metavar="VIỆC", help="page: lập trang; new-key: đổi khoá")
    parser.add_argument("--to", type=Path, metavar="TỆP", help="ghi trang vào tệp này thay vì in ra")


def run(options: argparse.Namespace) -> int:
    """Print or write the page, or change the key."""
    with postgres.running():
        import django

        django.setup()
        return page(options.to) if options.what == "page" else new_key()


def page(place: Path | None) -> int:
    """The page as of now."""
    from khuevan.registry.isolation.api import Scope, acting
    from khuevan.school.credentials.api import make_page

    with acting(Scope("province")):
        made = make_page()
    if place is None:
        sys.stdout.buffer.write(made)
        return 0
    place.write_bytes(made)
    print(f"✓ {place}: {len(made) / 1000:.0f} kB. Mở bằng trình duyệt, không cần mạng.")
    return 0


def new_key() -> int:
    """Codes are signed with a new key from now on."""
    from khuevan.platform.proof.api import renew

    print(f"✓ Từ bây giờ mã QR được ký bằng khoá {renew()}. Khoá cũ vẫn kiểm tra được mã đã in.")
    print("  Trang kiem-tra.html tải trước hôm nay chưa có khoá này: lập trang mới (khuevan proof page) và phát lại.")
    return 0

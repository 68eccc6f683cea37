"""The demo's preparations in one process: it works as the owner, which the demo itself never does."""

import argparse
import sys

from khuevan.kernel.errors import DomainError
from khuevan.site.cli.commands import migrate, province
from khuevan.site.cli.owner import act_as_owner


def main() -> int:
    """Bring tables up to date and load the province where there is none; the database is running."""
    parser = argparse.ArgumentParser()
    province.add_size(parser)
    options = parser.parse_args()
    act_as_owner()
    print("• Chuẩn bị cơ sở dữ liệu…", flush=True)
    migrate.update()
    if province.is_absent():
        print("• Tạo tỉnh giả lập…", flush=True)
        province.make(options.schools, options.seed)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except DomainError as error:
        sys.exit(f"Lỗi: {error}")
    except KeyboardInterrupt:
        sys.exit(130)

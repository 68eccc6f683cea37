"""Where a measurement works: a data directory of its own, never that of the demo. Import this before the product."""

import os
import sys
from pathlib import Path

os.environ["KHUEVAN_DATA"] = os.environ.get("KHUEVAN_BENCH_DATA") or f"/var/tmp/khuevan-bench-{os.getuid()}"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "khuevan.site.settings")


def refuse_elsewhere() -> None:
    """End with a reason where processor times cannot be read, or where the database is somebody's own."""
    if os.environ.get("DATABASE_URL") or not Path("/proc/self/schedstat").exists():
        sys.exit("make bench đo trên PostgreSQL đi kèm và trên Linux: hãy bỏ DATABASE_URL.")

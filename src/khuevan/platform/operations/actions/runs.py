"""Write down what was backed up and what was proven."""

from khuevan.kernel.clock import now

from ..models import BackupRun, RestoreDrill

LONGEST = 500


def begin_backup(place: str) -> BackupRun:
    """A backup has begun; one that never ends is told by its missing end. Acts for the province."""
    return BackupRun.objects.create(begun_at=now(), place=place)


def end_backup(run: BackupRun, *, name: str = "", size: int = 0, files: int = 0, with_keys: bool = False,
               problem: str = "") -> None:  # fmt: skip
    """It has ended, well or with a ``problem``. Acts for the province."""
    run.ended_at, run.name, run.size, run.files, run.with_keys = now(), name, size, files, with_keys
    run.problem = problem[:LONGEST]
    run.save()


def record_drill(place: str, name: str, *, rows: int, tables: int, files: int, problem: str) -> RestoreDrill:
    """A backup was restored aside; ``problem`` says what did not hold. Acts for the province."""
    return RestoreDrill.objects.create(
        at=now(), place=place, name=name, rows=rows, tables=tables, files=files, problem=problem
    )

"""Keep in the database what was backed up and what was proven; Django is set up."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from khuevan.kernel.errors import DomainError
from khuevan.site.backup.drill import Proof
from khuevan.site.backup.making import Made

if TYPE_CHECKING:
    from khuevan.platform.operations.api import BackupRun


class Run:
    """A backup under way."""

    def __init__(self, row: "BackupRun") -> None:
        self.row = row

    def finish(self, made: Made) -> None:
        """It succeeded."""
        one = made.manifest
        self.end(name=one.name, size=one.size, files=one.files, with_keys=one.keys == "sealed")

    def end(self, **what: Any) -> None:
        """Write down how it ended."""
        from khuevan.platform.operations.api import end_backup
        from khuevan.registry.isolation.api import Scope, acting

        with acting(Scope("province")):
            end_backup(self.row, **what)


@contextmanager
def backup_run(place: Path) -> Iterator[Run]:
    """A row for the backup in the block; what goes wrong is written down too."""
    from khuevan.platform.operations.api import begin_backup
    from khuevan.registry.isolation.api import Scope, acting

    with acting(Scope("province")):
        run = Run(begin_backup(str(place)))
    try:
        yield run
    except (DomainError, OSError) as error:
        run.end(problem=str(error))
        raise


def keep_proof(place: Path, proof: Proof) -> None:
    """Write down what a drill found."""
    from khuevan.platform.operations.api import record_drill
    from khuevan.registry.isolation.api import Scope, acting

    with acting(Scope("province")):
        record_drill(str(place), proof.name, rows=proof.rows, tables=proof.tables, files=proof.files,
                     problem="\n".join(proof.problems))  # fmt: skip

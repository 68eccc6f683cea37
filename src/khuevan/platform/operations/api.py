"""The door of operations."""

from .actions.exporting import Exported, as_bytes
from .actions.importing import Imported, import_school
from .actions.runs import begin_backup, end_backup, record_drill
from .models import BackupRun, RestoreDrill
from .queries.runs import last_attempt, last_backup, last_drill, last_proven

__all__ = [
    "BackupRun",
    "Exported",
    "Imported",
    "RestoreDrill",
    "as_bytes",
    "begin_backup",
    "end_backup",
    "import_school",
    "last_attempt",
    "last_backup",
    "last_drill",
    "last_proven",
    "record_drill",
]

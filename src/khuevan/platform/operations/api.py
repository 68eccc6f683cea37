"""The door of operations."""

from .actions.runs import begin_backup, end_backup, record_drill
from .models import BackupRun, RestoreDrill
from .queries.runs import last_attempt, last_backup, last_drill, last_proven

__all__ = [
    "BackupRun",
    "RestoreDrill",
    "begin_backup",
    "end_backup",
    "last_attempt",
    "last_backup",
    "last_drill",
    "last_proven",
    "record_drill",
]

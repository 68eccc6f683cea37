from .runs import BackupRun, RestoreDrill

__all__ = ["BackupRun", "RestoreDrill"]

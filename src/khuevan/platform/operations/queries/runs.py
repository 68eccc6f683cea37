"""The last backup, and the last one that is proven."""

from ..models import BackupRun, RestoreDrill


def last_backup() -> BackupRun | None:
    """The newest backup that succeeded."""
    return BackupRun.objects.filter(problem="", ended_at__isnull=False).order_by("-begun_at").first()


def last_attempt() -> BackupRun | None:
    """The newest backup, whatever became of it."""
    return BackupRun.objects.order_by("-begun_at").first()


def last_proven() -> RestoreDrill | None:
    """The newest drill in which everything held."""
    return RestoreDrill.objects.filter(problem="").order_by("-at").first()


def last_drill() -> RestoreDrill | None:
    """The newest drill, whatever it found."""
    return RestoreDrill.objects.order_by("-at").first()

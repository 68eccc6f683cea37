"""When the installation was backed up, and when a backup was last proven to restore."""

from django.db import models


class BackupRun(models.Model):
    """One attempt to back up the whole installation. ``problem`` is empty where it succeeded; sizes in bytes."""

    catalogue = True
    kept_by_province = True

    id = models.BigAutoField(primary_key=True)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    place = models.CharField(max_length=300)
    name = models.CharField(max_length=40, blank=True)
    size = models.BigIntegerField(default=0)
    files = models.IntegerField(default=0)
    with_keys = models.BooleanField(default=False)
    problem = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [models.Index(fields=["-begun_at"], name="backup_newest")]

    def __str__(self) -> str:
        return f"{self.begun_at:%Y-%m-%d %H:%M} {self.name or self.problem}"


class RestoreDrill(models.Model):
    """A backup was restored aside and looked at. ``problem`` is empty where every count and the ledger held."""

    catalogue = True
    kept_by_province = True

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    place = models.CharField(max_length=300)
    name = models.CharField(max_length=40)
    rows = models.BigIntegerField()
    tables = models.IntegerField()
    files = models.IntegerField()
    problem = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["-at"], name="drill_newest")]

    def __str__(self) -> str:
        return f"{self.name} {'✗' if self.problem else '✓'}"

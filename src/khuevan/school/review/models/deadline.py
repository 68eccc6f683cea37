"""Until when the schools have to send."""

from django.db import models


class Deadline(models.Model):
    """The last day on which schools of a level ("02", "03", "04") send the transcripts of a year."""

    catalogue = True
    kept_by_province = True

    id = models.BigAutoField(primary_key=True)
    year = models.SmallIntegerField()
    level = models.CharField(max_length=2)
    due_on = models.DateField()
    set_by = models.CharField(max_length=80)
    set_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["year", "level"], name="review_deadline_once")]

    def __str__(self) -> str:
        return f"{self.level} {self.year}: {self.due_on}"

"""Edits that have arrived, so that one that is sent again is known."""

from django.db import models

from khuevan.registry.isolation.api import Isolation, SchoolModel


class SavedEdit(SchoolModel):
    """A cell's edit that was saved, by the id that the browser gave it: sent again, it counts once.

    ``content`` is the SHA-256 of book, cell and value: one id with two contents is refused. No clock of a device is
    asked. Forgotten after a month; then ``base`` alone decides, and at worst the teacher is asked.
    """

    isolation = Isolation(province="write")

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField()
    user = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    content = models.CharField(max_length=64)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "uid"], name="saved_edit_once")]
        indexes = [models.Index(fields=["saved_at"], name="saved_edit_at")]

    def __str__(self) -> str:
        return str(self.uid)

"""Logs of facts that are public themselves: what is published is every leaf, not a root alone."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

BLOCK = 256
"""Leaves under one kept root, so that a proof does not need all leaves."""


class PublicLeaf(models.Model):
    """A fact at its place in a log, counted from 0. ``said`` is hashed as canonical JSON; ``hash`` that leaf's, hex.

    ``about``: by what one asks for it (hex of a digest). ``at``: when it became true.
    """

    catalogue = True
    kept_by_province = True

    id = models.BigAutoField(primary_key=True)
    log = models.CharField(max_length=20)
    position = models.IntegerField()
    about = models.CharField(max_length=64)
    at = models.DateTimeField()
    said = models.JSONField()
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["log", "position"], name="public_leaf_place"),
            models.UniqueConstraint(fields=["log", "hash"], name="public_leaf_once"),
        ]
        indexes = [
            models.Index(fields=["log", "about"], name="public_leaf_about"),
            models.Index(fields=["log", "at"], name="public_leaf_at"),
        ]

    def __str__(self) -> str:
        return f"{self.log} #{self.position}"


class PublicBlock(models.Model):
    """The root (hex) of ``BLOCK`` leaves, once they are all there; blocks are counted from 0."""

    catalogue = True
    kept_by_province = True

    id = models.BigAutoField(primary_key=True)
    log = models.CharField(max_length=20)
    position = models.IntegerField()
    root = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["log", "position"], name="public_block_place")]

    def __str__(self) -> str:
        return f"{self.log} block {self.position}"


class PublicCheckpoint(models.Model):
    """A log at the end of a day: size, root, the subtrees it grows from (hex), and the signed note."""

    catalogue = True
    kept_by_province = True

    id = models.BigAutoField(primary_key=True)
    log = models.CharField(max_length=20)
    day = models.DateField()
    size = models.IntegerField()
    root = models.CharField(max_length=64)
    peaks = ArrayField(models.CharField(max_length=64))
    note = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["log", "day"], name="public_checkpoint_day")]

    def __str__(self) -> str:
        return f"{self.log} {self.day}"

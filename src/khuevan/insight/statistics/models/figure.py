"""Counts kept ready: what a province counts, school by school."""

from django.db import models

from khuevan.registry.isolation.api import Isolation, SchoolModel


class Figure(SchoolModel):
    """How many of a measure a school has in a grade, subject and term of a year; a row with nothing is not kept.

    ``grade`` 0, ``subject`` "" and ``part`` 0 where the measure has none; ``part``: term 1, 2, 3 = the year.
    Larger figures are sums of these rows. ``computed_at``: when the value last changed.
    """

    isolation = Isolation(province="write")

    id = models.BigAutoField(primary_key=True)
    year = models.SmallIntegerField()
    measure = models.CharField(max_length=14)
    grade = models.SmallIntegerField()
    subject = models.CharField(max_length=12, blank=True)
    part = models.SmallIntegerField()
    value = models.IntegerField()
    computed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["school", "year", "measure", "grade", "subject", "part"], name="figure_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["year", "measure", "part", "subject"],
                include=["school", "grade", "value"],
                name="figure_of_province",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.year}: {self.value}"


class Count(SchoolModel):
    """When the figures of a school's year were last counted, whether or not anything had changed."""

    isolation = Isolation(province="write")

    year = models.SmallIntegerField()
    counted_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "year"], name="count_once")]

    def __str__(self) -> str:
        return f"{self.school_id} {self.year}"

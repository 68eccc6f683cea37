"""Bases of every table that belongs to a school."""

from dataclasses import dataclass
from typing import Any, Literal

from django.db import models


@dataclass(frozen=True)
class Isolation:
    """Who may touch a table, beside the school's own staff.

    ``family``: "student" shows rows of the family's pupils, "school" shows rows of the pupils' schools (class and
    subject names, never personal data), "" nothing; ``family_writes`` adds insert within the same rows.
    ``province``: "read", "write" or "". ``public``: a column compared with the token of a shared link, or "".
    ``append_only`` takes update and delete away from every role. ``through`` and ``family_through``: SQL in place of
    the comparison of ``school_id`` and ``student_id``, for tables that have neither; ``{schools}`` and ``{students}``
    stand for the arrays. ``check`` must hold, beside the scope, for what staff write. ``whole``: where tables are
    spread over machines by school, every machine holds this one whole, because a key of it holds over all schools.
    """

    family: Literal["", "student", "school"] = ""
    family_writes: bool = False
    province: Literal["", "read", "write"] = "read"
    public: str = ""
    append_only: bool = False
    through: str = ""
    check: str = ""
    family_through: str = ""
    whole: bool = False


class SchoolLink(models.ForeignKey):
    """A foreign key between two tables of one school.

    The database holds it as ``(school_id, column) → (school_id, id)``, so that a row cannot point into another
    school; Django's single-column constraint would allow that and is left out.
    """

    def __init__(self, to: Any, on_delete: Any = models.PROTECT, **kwargs: Any) -> None:
        kwargs["db_constraint"] = False
        kwargs.setdefault("related_name", "+")
        super().__init__(to, on_delete, **kwargs)


class SchoolModel(models.Model):
    """A row that belongs to one school."""

    isolation = Isolation()

    school = models.ForeignKey("units.Unit", models.PROTECT, related_name="+", db_index=False)

    class Meta:
        abstract = True


class StudentModel(SchoolModel):
    """A row of one school about one pupil."""

    isolation = Isolation(family="student")

    student = models.ForeignKey("people.Person", models.PROTECT, related_name="+")

    class Meta:
        abstract = True

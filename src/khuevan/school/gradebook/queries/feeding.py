"""Results of terms and years as records of the feed (``ketquahoctapththcsthpttx`` of the national feed)."""

from collections.abc import Iterator

from django.db.models import Q

from khuevan.platform.exchange.api import RESULT
from khuevan.platform.exchange.ports import Row
from khuevan.school.enrolment.api import class_code, people_of, school_code

from ..models import Result

_THEIRS = {"D": "Đ", "CD": "CĐ"}
"""Levels as the national list writes them."""


class FeedResults:
    """Every result that says something, of all years (`khuevan.platform.exchange.ports.Source`)."""

    kind = RESULT

    def gather(self, school_id: int) -> Iterator[Row]:
        """Four queries."""
        code, pupils = school_code(school_id), people_of(school_id, "pupil")
        silent = Q(academic="", conduct="", award="", outcome="")
        rows = Result.objects.filter(~silent, school_id=school_id).values_list(
            "student_id", "school_class__uid", "school_class__year", "school_class__name", "term", "academic",
            "conduct", "award", "outcome",
        )  # fmt: skip
        for student, class_uid, year, name, term, academic, conduct, award, outcome in rows.iterator(chunk_size=2000):
            if one := pupils.get(student):
                yield Row(f"{class_uid}.{one.uid}.{term}", {
                    "matruong": code, "mahocsinh": one.code, "malop": class_code(year, name), "namhoc": year,
                    "hocky": term, "mahocluc": _THEIRS.get(academic, academic),
                    "mahanhkiem": _THEIRS.get(conduct, conduct), "madanhhieu": award, "ketquanamhoc": outcome,
                })  # fmt: skip

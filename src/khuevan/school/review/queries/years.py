"""The school years that there are to look at."""

from khuevan.school.enrolment.api import SchoolYear


def years_known(school_id: int | None = None) -> list[int]:
    """Years of a school, or of any within one's scope, the latest first."""
    found = SchoolYear.objects.order_by("-year").values_list("year", flat=True).distinct()
    return list(found.filter(school_id=school_id) if school_id else found)

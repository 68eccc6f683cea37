"""The preschool of the test province: its people by their user names, its one class."""

from khuevan.school.enrolment.api import SchoolClass
from tests.personas import acting_as

LEADER, TEACHER = "hieu-truong-sen", "co-sen"


def own_class() -> SchoolClass:
    """Its class of five-year-olds."""
    with acting_as(LEADER):
        return SchoolClass.objects.select_related("homeroom").filter(year=2025).first()

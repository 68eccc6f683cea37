"""The preschool of the test province: its people by their user names, its one class, a family."""

from khuevan.registry.accounts.api import Assignment, User
from khuevan.registry.people.api import Guardianship
from khuevan.registry.units.api import Unit
from khuevan.school.enrolment.api import SchoolClass
from tests.personas import acting_as

from .fixtures import pupils


def leader() -> str:
    """The user name of its head."""
    return Assignment.objects.filter(unit__level=Unit.Level.PRESCHOOL, kind="leader").first().user.username


def own_class() -> SchoolClass:
    """Its class of five-year-olds."""
    with acting_as(leader()):
        return SchoolClass.objects.select_related("homeroom").filter(year=2025).first()


def teacher() -> str:
    """The user name of who leads the class."""
    return User.objects.get(person_id=own_class().homeroom_id).username


def mother() -> str:
    """The user name of a parent of its first child."""
    one = own_class()
    with acting_as(leader()):
        found = Guardianship.objects.filter(student_id=pupils(one)[0].id).values_list("guardian_id", flat=True)
        return User.objects.filter(person_id__in=list(found)).first().username

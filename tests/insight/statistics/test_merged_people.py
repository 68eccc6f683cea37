"""Two records that become one are counted anew, in every school where either is known."""

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from khuevan.insight.statistics.tasks import recount_people
from khuevan.registry.identity.api import merge, separate
from khuevan.registry.isolation.api import Scope, acting
from khuevan.school.enrolment.api import Enrolment, SchoolClass
from tests.insight.statistics.counting import YEAR, deliver, everything, figure
from tests.insight.statistics.test_figures import rebuilt
from tests.personas import acting_as, actor
from tests.registry.identity.doubles import DAY, at, pupil, school_of, suspect

pytestmark = pytest.mark.django_db


def seated(school, person_id):
    """The pupil sits in a class of grade 7."""
    one = SchoolClass.objects.filter(school_id=school, year=YEAR, grade=7).first()
    Enrolment.objects.create(
        school_id=school, student_id=person_id, year=YEAR, school_class=one, number=90, starts_on=DAY
    )


def told():
    """What was announced reaches its listeners, and the jobs that they order are done."""
    deliver()
    for job in ProcrastinateJob.objects.filter(task_name="statistics.recount", status="todo"):
        recount_people(**job.args)


def counted(school):
    """Girls, and pupils whose records lack something."""
    return figure("hoc_sinh_nu", school_id=school), figure("thieu_ho_so", school_id=school)


def test_figures_follow_a_merge_and_its_undoing():
    own, other = school_of("thay-minh"), school_of("thay-khac")
    with at(own):
        first = pupil(own, "Trương Ngọc Ánh", sex=0)
        seated(own, first)
    with at(other):
        again = pupil(other, "Truong Ngoc Anh", sex=2)
    with acting(Scope("province")):
        pair = suspect(first, again, 95, ("no-accents",))
    rebuilt()
    girls, lacking = counted(own)
    with acting_as("anh-binh"):
        done = merge(actor("anh-binh"), pair.uid, first, ["sex"], "giấy khai sinh")
    told()
    assert counted(own) == (girls + 1, lacking - 1)
    assert everything() == rebuilt()
    with acting_as("anh-binh"):
        separate(actor("anh-binh"), done.uid, "nhầm")
    told()
    assert counted(own) == (girls, lacking)
    assert everything() == rebuilt()

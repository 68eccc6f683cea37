"""What tests of the register start from: two lower secondary schools, their offices, and An in 7A."""

from contextlib import contextmanager
from datetime import date, datetime
from functools import cache

from khuevan.kernel import clock
from khuevan.registry.accounts.api import Assignment, User, actor_for, scope_of
from khuevan.registry.isolation.api import acting
from khuevan.registry.people.api import Person
from khuevan.registry.units.api import Unit
from khuevan.school.enrolment.api import Enrolment, SchoolClass, class_list
from khuevan.school.register.api import (
    Dossier,
    DossierFile,
    Introduction,
    Said,
    Transfer,
    Wish,
    agree,
    ask,
    pupil_by_uid,
    release,
    transfer_by_uid,
    withdraw,
)
from khuevan.school.register.models import Paper
from tests.personas import actor

NOW = datetime(2026, 5, 20, 9, 0)
DAY = date(2026, 5, 20)
REASON = "Gia đình chuyển chỗ ở"


def office(school_id):
    """The leader of a school."""
    role = Assignment.objects.filter(unit_id=school_id, kind="leader").order_by("pk").first()
    return actor_for(User.objects.get(pk=role.user_id), role.pk, clock.today())


def home():
    return actor("thay-minh").unit_id


def other():
    return actor("thay-khac").unit_id


@contextmanager
def at(who):
    """Somebody acts; the actor."""
    with acting(scope_of(who)):
        yield who


def class_of(school_id, name="7A"):
    return SchoolClass.objects.get(school_id=school_id, name=name, year=2025)


def first_of(school_id, name="7A"):
    """The first pupil of a class."""
    return (
        Enrolment.objects.filter(school_class=class_of(school_id, name), ends_on=None)
        .order_by("number")
        .first()
        .student
    )


@cache
def an():
    """An, as chị Hoa sees him. Looked up once: no test changes who he is, and scopes do not nest."""
    with at(actor("chi-hoa")):
        return Person.objects.get(full_name="Nguyễn Hoàng An")


def asked(target=None, who=None):
    """An asks to go to the other school; the sending side as the family sees it."""
    an()
    with at(who or actor("chi-hoa")) as mother:
        unit = Unit.objects.get(pk=target or other())
        return ask(mother, pupil_by_uid(mother, an().uid, "ask"), Wish(unit.uid, REASON))


def side(who, transfer):
    """The side of a transfer that somebody's school has."""
    own = Transfer.objects.get(pair=transfer.pair, school_id=who.unit_id)
    return transfer_by_uid(who, own.uid)


def agreed(transfer):
    """The other school takes An into its 7A."""
    with at(office(other())) as receiving:
        agree(receiving, side(receiving, transfer), class_of(other()).pk)


def released(transfer, on=DAY):
    """Thầy Minh lets An go."""
    with at(actor("thay-minh")) as sending:
        release(sending, side(sending, transfer), Introduction(on, "12/GGT"))


def said(**more):
    return Said(DAY, **more)


def teacher(school_id, person_id):
    """A teacher of a school."""
    user = User.objects.get(person_id=person_id)
    role = Assignment.objects.filter(user=user, unit_id=school_id, kind="teacher").first()
    return actor_for(user, role.pk, clock.today())


def class_pupils(one):
    """Who is in the class of a book now."""
    return [pupil for pupil in class_list(one.school_class) if pupil.left_on is None]


def aware():
    """Now, as columns of moments hold it."""
    return clock.now()


def school(pk):
    """A school by its id."""
    return Unit.objects.get(pk=pk)


def paper_of(event):
    """The public id of the one paper of an event."""
    return Paper.objects.get(event=event).uid


def dossier_of(student):
    """The public ids of a pupil's dossier and of its first file, if any."""
    return Dossier.objects.get(student_id=student).uid, DossierFile.objects.filter(student_id=student).first()


def asked_again(mother):
    """One more wish of An's mother."""
    return ask(mother, pupil_by_uid(mother, an().uid, "ask"), Wish(school(other()).uid, REASON))


def withdraw_it(mother, transfer):
    """And taken back."""
    withdraw(mother, transfer_by_uid(mother, transfer.uid), "Gia đình đổi ý")

"""What tests of identity start from: the schools of the story, and records written twice."""

from datetime import date

from khuevan.kernel.text import search_text
from khuevan.registry.identity.actions.sweeping import suspect
from khuevan.registry.isolation.api import Scope, acting
from khuevan.registry.people.api import Facts, Person, Tie, give_numbers, make_people, tie_guardians
from tests.personas import actor

DAY = date(2025, 9, 5)


def school_of(name):
    """The id of the school where a persona works."""
    return actor(name).unit_id


def at(school):
    """A transaction of the staff of a school."""
    return acting(Scope("staff", frozenset({school})))


def pupil(school, name, birth="2013-05-07", mother=("Võ Thị Kim Hoa", "0900000001"), sex=0, codes=()):
    """A new pupil of a school; its id."""
    ids, _kept = make_people(school, "pupil", DAY, [Facts(name, sex, birth)])
    if mother:
        tie_guardians(school, DAY, [Tie(ids[0], "mother", *mother)])
    give_numbers(DAY, "thử", [(ids[0], kind, value) for kind, value in codes])
    return ids[0]


def twice(school, other, name="Trương Ngọc Ánh", second="Truong Ngoc Anh", **more):
    """One pupil with a record at each of two schools, and the pair; acts for each school in turn."""
    with at(school):
        first = pupil(school, name, **more)
    with at(other):
        again = pupil(other, second, **more)
    with acting(Scope("province")):
        return first, again, suspect(first, again, 95, ("no-accents",))


def named(name):
    """Ids of people in scope by their name."""
    return list(Person.objects.filter(search_key=search_text(name)).order_by("pk").values_list("pk", flat=True))

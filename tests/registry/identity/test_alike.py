"""Finding by index, under the scope of whoever asks; a school never learns who or where."""

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext

from khuevan.kernel.clock import now
from khuevan.registry.audit.api import Entry
from khuevan.registry.identity.actions.sweeping import keep_pairs, order_sweep, run_sweep
from khuevan.registry.identity.api import Pair, Side, ask_for, look_for
from khuevan.registry.identity.models import Sweep
from khuevan.registry.identity.queries.alike import pairs_of_year
from khuevan.registry.people.api import Person
from tests.personas import acting_as, actor
from tests.registry.identity.doubles import at, pupil, school_of

MOTHER = (("Võ Thị Kim Hoa", "0900000001"),)
WRITTEN = [
    ("Trương Ngọc Ánh", (2013, 5, 7)),
    ("Truong Ngoc Anh", (2013, 5, 7)),
    ("Ánh Trương Ngọc", (2013, 5, 7)),
    ("Trương Ánh", (2013, 5, 7)),
    ("Trương Ngcọ Ánh", (2013, 5, 7)),
    ("Trương Ngọc Ánh", (2013, 7, 5)),
    ("Trương Ngọc Ánh", (2013, 5, None)),
    ("Truong Ngoc Anh", (2013, None, None)),
    ("Trương Ngọc Ánh", (2018, 5, 7)),
    ("Ánh Truong Ngoc", (2003, 5, 7)),
]


@pytest.fixture
def anh(db):
    with at(school_of("thay-khac")):
        return pupil(school_of("thay-khac"), "Trương Ngọc Ánh")


def sought(name="Trương Ngọc Ánh", birth=(2013, 5, 7), guardians=MOTHER):
    return Side(name, birth, guardians=guardians)


@pytest.mark.parametrize(("name", "birth"), WRITTEN)
def test_the_sở_finds_whoever_it_is_however_written(anh, name, birth):
    with acting_as("anh-binh"):
        assert [one.person.id for one in look_for(sought(name, birth), beyond=False).matches] == [anh]


@pytest.mark.parametrize("name", ["Trương Ngọc Anh Thư", "Trương Ngọc Ân", "Lê Ngọc Ánh"])
def test_brothers_and_sisters_are_not_found(anh, name):
    with acting_as("anh-binh"):
        assert look_for(sought(name), beyond=False).matches == []


def test_a_school_learns_that_there_may_be_somebody_and_nothing_else(anh):
    with acting_as("thay-minh"):
        found = ask_for(actor("thay-minh"), sought("Truong Ngoc Anh", (2013, 7, 5)))
        assert (found.matches, found.elsewhere) == ([], True)
        assert not ask_for(actor("thay-minh"), sought("Trương Ngọc Bích")).elsewhere
        assert not ask_for(actor("thay-minh"), sought(guardians=(("Lê Thị Bảy", ""),))).elsewhere
        assert ask_for(actor("thay-minh"), sought(birth=(2018, 5, 7))).elsewhere
        assert not ask_for(actor("thay-minh"), sought(birth=(2018, 5, 8))).elsewhere
        assert not ask_for(actor("thay-minh"), sought(birth=(2018, 5, 7), guardians=())).elsewhere
        assert Entry.objects.filter(book="identity", verb="ask").count() == 6
        assert not Person.objects.filter(pk=anh).exists()


def test_a_school_finds_its_own(anh):
    with acting_as("thay-khac"):
        found = look_for(sought("Truong Ngoc Anh"), beyond=True)
        assert ([one.person.id for one in found.matches], found.elsewhere) == ([anh], False)


def test_a_family_may_not_ask(anh):
    with acting_as("chi-hoa"), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        look_for(sought(), beyond=True)


@pytest.mark.parametrize("more", [0, 3])
def test_three_queries_however_many_there_are(anh, more):
    school = school_of("thay-khac")
    with at(school):
        for number in range(more):
            pupil(school, "Trương Ngọc Ánh", mother=("Võ Thị Kim Hoa", f"09000000{number}5"))
    with acting_as("thay-khac"), CaptureQueriesContext(connection) as queries:
        assert len(look_for(sought(), beyond=True).matches) == 1 + more
    assert len(queries) == 3


def test_the_search_through_the_province(anh):
    home = school_of("thay-minh")
    with at(home):
        again = pupil(home, "Truong Ngoc Anh")
        twin = pupil(home, "Trương Ngọc Yến")
        namesake = pupil(home, "Trương Ngọc Ánh", mother=("Lê Thị Bảy", "0900000009"))
        moved = pupil(home, "Ánh Trương Ngọc", "2013-07-05")
        younger = pupil(home, "Truong Ngoc Anh", "2018-05-07")
        other = pupil(home, "Trương Ngọc Ánh", "2018-05-07", mother=("Phạm Thị Sáu", "0900000008"))
    with acting_as("anh-binh"):
        pairs = {tuple(sorted(pair[:2])) for pair in pairs_of_year(2013)}
    assert (anh, younger) in pairs
    assert tuple(sorted((anh, other))) not in pairs
    assert (anh, again) in pairs
    assert tuple(sorted((anh, moved))) in pairs
    assert not any(twin in pair or namesake in pair for pair in pairs)


def test_a_sweep_goes_on_where_it_stopped_and_remembers_decisions(anh):
    home = school_of("thay-minh")
    with at(home):
        again = pupil(home, "Truong Ngoc Anh")
    with acting_as("anh-binh"):
        sweep = order_sweep(actor("anh-binh"))
        Sweep.objects.filter(pk=sweep.pk).update(done=sweep.years.index(2013))
    run_sweep(sweep.pk)
    run_sweep(sweep.pk)
    with acting_as("anh-binh"):
        sweep.refresh_from_db()
        assert sweep.finished_at
        assert sweep.done == len(sweep.years)
        pair = Pair.objects.get(first_id=anh, second_id=again)
        assert pair.reasons == ["no-accents", "same-birth", "same-phone"]
        Pair.objects.filter(pk=pair.pk).update(state="different", decided_at=sweep.finished_at, reason="hai em")
        keep_pairs(pairs_of_year(2013), sweep.finished_at)
        assert Pair.objects.get(pk=pair.pk).state == "different"


def test_a_school_sees_the_pairs_of_its_own_alone(anh):
    home = school_of("thay-minh")
    with at(home):
        one, two = pupil(home, "Trương Ngọc Ánh"), pupil(home, "Truong Ngoc Anh")
    with acting_as("anh-binh"):
        keep_pairs(pairs_of_year(2013), now())
        assert Pair.objects.filter(first_id__in=(anh, one), second_id__in=(one, two)).count() == 3
    with acting_as("thay-minh"):
        assert list(Pair.objects.filter(second_id__gte=anh).values_list("first_id", "second_id")) == [(one, two)]
    with acting_as("thay-khac"):
        assert not Pair.objects.filter(second_id__gte=anh).exists()

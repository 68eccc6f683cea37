"""Observing the children of a preschool: who may, what is kept, what the ledger says, what a year comes to."""

from dataclasses import replace

import pytest
from django.db.utils import IntegrityError

from khuevan.kernel.clock import now
from khuevan.kernel.errors import Locked, NotAllowed
from khuevan.registry.audit.api import Author, Entry
from khuevan.school.gradebook.api import (
    child_year,
    class_grid,
    class_progress,
    lock_term,
    marked_in,
    open_class,
    open_ledger,
    save_observations,
    unlock_term,
)
from khuevan.school.gradebook.models import Observation
from khuevan.school.gradebook.queries.witness import changed_past_the_ledger
from khuevan.school.gradebook.rules.preschool import Indicator
from khuevan.school.gradebook.rules.rule_sets import PRESCHOOL, register, unregister
from tests.personas import acting_as, actor

from .fixtures import edit, pupils, queries, this_year
from .preschool import LEADER, TEACHER, own_class

pytestmark = pytest.mark.django_db
ALL = ("o-TC", "o-NT", "o-NN", "o-TCXH", "o-TM")


@pytest.fixture
def own():
    """The class, opened by its teacher."""
    one = own_class()
    with acting_as(TEACHER):
        yield one


@pytest.fixture
def teacher(own):
    return actor(TEACHER)


@pytest.fixture
def first(own):
    return pupils(own)[0]


@pytest.fixture
def indicators():
    """A set of rules of the province with indicators for five-year-olds."""
    some = (
        Indicator("1", "Bật xa", "TC", 5),
        Indicator("2", "Đi nối gót", "TC", 5),
        Indicator("3", "Kể chuyện", "NN", 5),
    )
    register(replace(PRESCHOOL, code="MN-5T", first_year={0: 2025}, params=replace(PRESCHOOL.params, indicators=some)))
    yield some
    unregister("MN-5T")


def placed(own, child):
    return {"school_id": own.school_id, "school_class": own, "student_id": child.id, "term": 1, "updated_at": now()}


def kept(child, term):
    return Observation.objects.get(student_id=child.id, term=term)


def columns(own, teacher, term):
    return [one["label"] for one in class_grid(teacher, open_class(teacher, own.uid, term, young=True))["columns"]]


def row(own, teacher, term, child):
    grid = class_grid(teacher, open_class(teacher, own.uid, term, young=True))
    return next(one for one in grid["rows"] if one["id"] == str(child.uid))


def all_reached(child):
    return [edit(child, key, "D") for key in ALL]


def test_without_indicators_each_domain_is_judged_as_a_whole(own, teacher):
    assert columns(own, teacher, 1) == ["Thể chất", "Nhận thức", "Ngôn ngữ", "Tình cảm – xã hội", "Thẩm mĩ", "Nhận xét"]


def test_what_was_observed_is_kept_and_each_cell_is_in_the_ledger(own, teacher, first):
    said = [edit(first, "o-TC", "D"), edit(first, "o-NN", "CD"), edit(first, "comment", "Con mạnh dạn hơn.")]
    assert len(save_observations(teacher, own, 1, said)["saved"]) == 3
    assert (kept(first, 1).seen, kept(first, 1).comment) == ({"TC": "D", "NN": "CD"}, "Con mạnh dạn hơn.")
    entries = Entry.objects.filter(book=f"observed:{own.uid}:1").order_by("position")
    assert [(one.subject.rpartition(" · ")[2], one.new, one.student_id) for one in entries] == [
        ("Thể chất", "D", first.id),
        ("Ngôn ngữ", "CD", first.id),
        ("Nhận xét", "Con mạnh dạn hơn.", first.id),
    ]


def test_a_cell_may_be_emptied_again(own, teacher, first):
    save_observations(teacher, own, 1, [edit(first, "o-TC", "D")])
    save_observations(teacher, own, 1, [edit(first, "o-TC", None, "D")])
    assert kept(first, 1).seen == {}


@pytest.mark.parametrize("value", ["T", "1", 1, "đạt"])
def test_nothing_but_reached_and_not_yet(own, teacher, first, value):
    assert save_observations(teacher, own, 1, [edit(first, "o-TC", value)])["refused"]
    assert not Observation.objects.exists()


def test_the_table_refuses_it_too(own, first):
    with pytest.raises(IntegrityError, match="observation_seen"):
        Observation.objects.create(**placed(own, first), seen={"TC": "T"})


def test_who_comes_second_sees_the_value_of_the_first(own, teacher, first):
    save_observations(teacher, own, 1, [edit(first, "o-TC", "CD")])
    reply = save_observations(teacher, own, 1, [edit(first, "o-TC", "D"), edit(first, "o-NT", "D")])
    assert [(one["column"], one["theirs"], one["by"]) for one in reply["conflicts"]] == [("o-TC", "CD", teacher.name)]
    assert kept(first, 1).seen == {"TC": "CD", "NT": "D"}


def test_an_edit_that_comes_twice_counts_once(own, teacher, first):
    sent = replace(edit(first, "o-TC", "D"), id="0196f0d4-0000-7000-8000-000000000001")
    for _ in range(2):
        assert save_observations(teacher, own, 1, [sent])["saved"]
    assert Entry.objects.filter(book=f"observed:{own.uid}:1").count() == 1


@pytest.mark.parametrize("who", [LEADER, "me-sen"])
def test_head_and_family_read_and_do_not_write(own, first, who):
    with acting_as(who), pytest.raises(NotAllowed):
        save_observations(actor(who), own, 1, [edit(first, "o-TC", "D")])


def test_a_closed_term_takes_nothing_until_it_is_opened_for_a_reason(own, teacher, first):
    with acting_as(LEADER):
        lock_term(actor(LEADER), this_year(own), 1, "Đã đủ, khoá sổ")
        with pytest.raises(Locked):
            save_observations(teacher, own, 1, [edit(first, "o-TC", "D")])
        assert save_observations(teacher, own, 2, [edit(first, "o-TC", "D")])["saved"]
        unlock_term(actor(LEADER), this_year(own), 1, "Sửa phần của một trẻ")
        assert save_observations(teacher, own, 1, [edit(first, "o-TC", "D")])["saved"]


def test_the_year_is_the_latest_observation(own, teacher, first):
    save_observations(teacher, own, 1, [edit(first, "o-TC", "CD"), edit(first, "o-NT", "D")])
    save_observations(teacher, own, 2, [edit(first, "o-TC", "D"), edit(first, "o-NN", "CD")])
    said = row(own, teacher, 3, first)["computed"]
    assert said == {
        "TC": "Đ",
        "NT": "Đ",
        "NN": "CĐ",
        "TCXH": "",
        "TM": "",
        "left": "Ngôn ngữ, Tình cảm – xã hội, Thẩm mĩ",
    }


def test_all_reached_leaves_nothing(own, teacher, first):
    save_observations(teacher, own, 2, all_reached(first))
    assert row(own, teacher, 3, first)["computed"]["left"] == "Đã đạt đủ"


def test_the_year_has_a_comment_and_nothing_else_to_type(own, teacher, first):
    save_observations(teacher, own, 2, all_reached(first))
    reply = save_observations(teacher, own, 3, [edit(first, "comment", "Sẵn sàng vào lớp 1."), edit(first, "TC", "D")])
    assert [one["column"] for one in reply["refused"]] == ["TC"]
    assert reply["rows"][0]["computed"]["left"] == "Đã đạt đủ"
    assert kept(first, 3).comment == "Sẵn sàng vào lớp 1."


def test_indicators_are_columns_and_are_counted_by_domain(own, teacher, first, indicators):
    assert columns(own, teacher, 1) == ["1", "2", "3", "Nhận xét"]
    save_observations(teacher, own, 1, [edit(first, "o-1", "D"), edit(first, "o-2", "CD")])
    said = row(own, teacher, 3, first)["computed"]
    assert (said["TC"], said["NN"], said["left"]) == ("1/2", "", "Thể chất, Ngôn ngữ")
    assert "TM" not in said
    grid = class_grid(teacher, open_class(teacher, own.uid, 1, young=True), "NN")
    assert [one["label"] for one in grid["columns"]] == ["3", "Nhận xét"]
    assert ":class-NN:" in grid["storage_key"]


def test_what_was_observed_by_other_rules_stays(own, teacher, first, indicators):
    save_observations(teacher, own, 1, [edit(first, "o-1", "D")])
    unregister("MN-5T")
    save_observations(teacher, own, 1, [edit(first, "o-TC", "CD")])
    assert kept(first, 1).seen == {"1": "D", "TC": "CD"}


def test_who_is_missing_is_counted_in_one_query_for_any_number(own, teacher):
    children = pupils(own)
    for some in (children[:1], children[:3]):
        save_observations(teacher, own, 1, [cell for child in some for cell in all_reached(child)])
        with queries() as asked:
            (found,) = class_progress(own.school_id, 2025, 1, 2, [own.pk])
        assert len(asked) == 1
        assert found.filled == 5 * len(some)
        assert found.expected == 5 * len(children)
        assert found.lacking == tuple(child.id for child in children if child not in some)


@pytest.mark.parametrize("n", [1, 3])
def test_a_save_costs_the_same_for_one_and_for_three(own, teacher, n):
    with queries() as asked:
        save_observations(teacher, own, 1, [cell for child in pupils(own)[:n] for cell in all_reached(child)])
    assert len(asked) == 10


def test_the_family_sees_its_own_child_alone(own, teacher):
    children, mother = pupils(own), actor("me-sen")
    save_observations(teacher, own, 1, [edit(child, "o-TC", "D") for child in children])
    with acting_as("me-sen"):
        seen = {child.id: child_year(mother, child.id, 2025) for child in children}
        (mine,) = [pk for pk, found in seen.items() if found]
        assert [line.terms[0] for line in seen[mine].lines] == ["Đ", "", "", "", ""]
        assert set(Observation.objects.values_list("student_id", flat=True)) == {mine}


@pytest.mark.parametrize("stranger", ["co-lan", "chi-hoa"])
def test_strangers_see_nothing(own, teacher, first, stranger):
    save_observations(teacher, own, 1, [edit(first, "o-TC", "D")])
    with acting_as(stranger):
        assert not Observation.objects.exists()


def test_what_was_changed_past_the_ledger_is_found(own, teacher, first):
    Observation.objects.create(**placed(own, pupils(own)[1]), seen={"NN": "D"}, comment="Con ngoan.")
    open_ledger(Author("thử", "thử"), own.school_id)
    save_observations(teacher, own, 1, [edit(first, "o-TC", "D")])
    assert list(changed_past_the_ledger(own.school_id)) == []
    Observation.objects.filter(student_id=first.id).update(seen={"TC": "CD"})
    (found,) = changed_past_the_ledger(own.school_id)
    assert (found.found, found.expected) == ("CD", "D")
    assert "Theo dõi sự phát triển" in found.where


def test_a_class_with_observations_is_not_taken_away(own, teacher, first):
    save_observations(teacher, own, 1, [edit(first, "o-TC", "D")])
    assert marked_in(own, [one.id for one in pupils(own)]) == {first.id}

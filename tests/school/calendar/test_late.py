"""Who lacks what: counted right, reminded once, shown to those whom it concerns, in constant queries."""

from datetime import date

import pytest

from khuevan.registry.isolation.api import Scope, acting
from khuevan.school.calendar.api import (
    Reminder,
    Window,
    at_hand,
    by_teacher,
    decide,
    of_province,
    of_school,
    remind,
    reminders_of,
)
from khuevan.school.calendar.panels import panels
from khuevan.school.calendar.queries.late import of_teacher
from khuevan.school.calendar.tasks import remind_all
from khuevan.school.enrolment.api import ClassSubject, Enrolment
from khuevan.school.gradebook.api import Wanted, grant_case, lacking, progress, save_conduct, save_marks, save_primary
from tests.personas import acting_as, actor, client_as
from tests.school.gradebook.fixtures import book, edit, pupils, queries, school_class, whole_row

from .fixtures import LATE, MIDTERM, UNTIL_NOVEMBER, YEAR, on, put
from .test_reopening import wish

pytestmark = pytest.mark.django_db
LAST = UNTIL_NOVEMBER.closes_on


@pytest.fixture
def late():
    put({MIDTERM: UNTIL_NOVEMBER})
    with on(LATE):
        yield


def owed(name="thay-minh"):
    with acting_as(name):
        return of_school(actor(name).unit_id, YEAR)


def of_book(found, subject="Toán", name="7A"):
    return sum(one.lacking for one in found if (one.subject, one.class_name) == (subject, name))


def test_an_untouched_column_lacks_a_cell_a_pupil(late):
    found = owed()
    with acting_as("thay-minh"):
        books = ClassSubject.objects.filter(school_class__year=YEAR, school_class__grade__gt=5)
        places = Enrolment.objects.filter(year=YEAR, ends_on=None, school_class__grade__gt=5)
        size = {one: places.filter(school_class=one).count() for one in books.values_list("school_class", flat=True)}
        assert sum(one.lacking for one in found) == sum(size[one.school_class_id] for one in books)
    assert {(one.kind, one.due_on, one.days_late(LATE)) for one in found} == {("midterm", LAST, 10)}


def test_an_exempt_pupil_lacks_nothing_in_that_book_whatever_was_entered():
    with acting_as("co-lan"):
        one = book()
        first, second, third, *_rest = pupils(one)
        save_marks(actor("co-lan"), one, 1, [edit(first, "gk", 70)])
    put({MIDTERM: UNTIL_NOVEMBER})
    with on(LATE):
        before = owed()
        with acting_as("thay-minh"):
            for pupil, term in ((first, 1), (second, 3), (third, 2)):
                wanted = Wanted("exempt", str(pupil.uid), "Miễn học", str(one.uid), term)
                grant_case(actor("thay-minh"), one.school_class, wanted)
        found = owed()
    assert of_book(before) == of_book(before, "Ngữ văn") - 1
    assert of_book(found) == of_book(before) - 1  # the first one had the mark; the third is exempt later
    assert of_book(found, "Ngữ văn") == of_book(before, "Ngữ văn")


@pytest.mark.parametrize("kinds", [("regular", "midterm"), ("final", "conduct"), ("comment",)])
@pytest.mark.parametrize("name", ["thay-minh", "thay-phuc"])
def test_what_teachers_lack_makes_up_what_the_school_lacks(name, kinds):
    put({(1, kind): UNTIL_NOVEMBER for kind in kinds}, name)
    with on(LATE), acting_as(name):
        found = of_school(actor(name).unit_id, YEAR)
        teachers = {one.teacher_id for one in found if one.teacher_id}
        theirs = [one for pk in teachers for one in of_teacher(actor(name).unit_id, YEAR, pk)]
    assert found
    assert teachers
    assert sorted(map(repr, theirs)) == sorted(repr(one) for one in found if one.teacher_id)


def test_it_agrees_with_the_progress_of_the_gradebook():
    windows = {(1, kind): UNTIL_NOVEMBER for kind in ("regular", "midterm", "final")}
    put(windows)
    with on(LATE):
        with acting_as("co-lan"):
            one = book()
            first, second, *_rest = pupils(one)
            save_marks(actor("co-lan"), one, 1, [edit(first, "tx1", 70)])
        put(dict.fromkeys(windows))
        with acting_as("co-lan"):
            save_marks(actor("co-lan"), one, 1, [*whole_row(first)[1:], edit(second, "gk", 50)])
        put(windows)
        found = owed()
    with acting_as("thay-minh"):
        school = actor("thay-minh").unit_id
        missing = {(one.name, one.class_name): one.missing for one in progress(school, YEAR, 1, 2)}
    for (subject, name), cells in missing.items():
        assert of_book(found, subject, name) == cells


def test_primary_books_and_homeroom_parts_are_counted():
    put({(1, "final"): UNTIL_NOVEMBER, (1, "comment"): UNTIL_NOVEMBER, (1, "conduct"): UNTIL_NOVEMBER}, "thay-phuc")
    with on(LATE):
        before = owed("thay-phuc")
        with acting_as("co-thu"):
            one = book("TOAN", "2A")
            size = len(pupils(one))
        kinds = {(o.kind): o.lacking for o in before if (o.subject, o.class_name) == ("Toán", "2A")}
        assert kinds == {"final": 2 * size, "comment": size}
        homeroom = [o for o in before if o.book_uid is None and o.class_name == "2A"]
        assert [(o.kind, o.lacking) for o in homeroom] == [("conduct", 13 * size)]
        put({(1, "final"): None}, "thay-phuc")
        with acting_as("co-thu"):
            cells = [edit(pupils(one)[0], "level", "T"), edit(pupils(one)[0], "test", 9)]
            save_primary(actor("co-thu"), one, 2, cells)
        put({(1, "final"): UNTIL_NOVEMBER}, "thay-phuc")
        assert of_book(owed("thay-phuc"), "Toán", "2A") == 3 * size - 2


def test_conduct_lacks_level_and_absences():
    put({(1, "conduct"): Window(date(2025, 11, 1), date(2025, 12, 3))})
    with on(LATE):
        with acting_as("co-mai"):
            one = school_class("7A")
            save_conduct(actor("co-mai"), one, 1, [edit(pupils(one)[0], "level", "T")])
            size = len(pupils(one))
        (found,) = [o for o in owed() if o.class_name == "7A"]
        assert (found.lacking, found.days_late(LATE)) == (2 * size - 1, 0)
        assert by_teacher([found], LATE)[0].soon == 1


def test_what_is_not_due_for_days_is_not_counted():
    put({MIDTERM: Window(date(2025, 11, 1), date(2025, 12, 5))})
    with on(LATE):
        assert owed() == []
    with on(date(2025, 12, 2)):
        assert owed() != []


def test_a_reopened_column_is_due_when_that_ends(late):
    one = wish()
    with acting_as("thay-minh"):
        decide(actor("thay-minh"), one, date(2025, 12, 5))
    found = [o for o in owed() if (o.subject, o.class_name) == ("Toán", "7A")]
    assert [(o.due_on, o.days_late(LATE)) for o in found] == [(date(2025, 12, 5), 0)]


def reminded():
    with acting(Scope("province")):
        return list(Reminder.objects.order_by("pk").values_list("pk", "class_subject_id", "lacking"))


def told(name):
    """What a teacher's first page reminds of."""
    return reminders_of(actor(name), at_hand(actor(name))[1])


def test_the_daily_round_reminds_once_and_takes_back_what_is_done(late):
    remind_all(0)
    first = reminded()
    assert len(first) == len(owed()) > 5
    remind_all(0)
    assert reminded() == first
    with acting_as("co-lan"):
        one = book()
        assert len(told("co-lan")) > 0
    put({MIDTERM: None})
    with acting_as("co-lan"):
        save_marks(actor("co-lan"), one, 1, [edit(pupil, "gk", 70) for pupil in pupils(one)])
    put({MIDTERM: UNTIL_NOVEMBER})
    with acting_as("co-lan"):
        assert "7A" not in {o.class_name for o in told("co-lan")}
    remind_all(0)
    assert one.pk not in {book_id for _pk, book_id, _cells in reminded()}
    assert set(reminded()) < set(first)


def test_the_round_of_a_school_leaves_others_alone(late):
    put({MIDTERM: UNTIL_NOVEMBER}, "thay-phuc")
    remind_all(0)
    before = reminded()
    put({MIDTERM: None})
    with acting_as("thay-minh"):
        mine = actor("thay-minh").unit_id
        remind([mine])
    with acting(Scope("province")):
        assert Reminder.objects.filter(school_id=mine).count() == 0
        assert 0 < Reminder.objects.count() < len(before)


def test_cards_on_the_first_pages(late):
    remind_all(0)
    with acting_as("co-lan"):
        (card,) = panels(actor("co-lan"))
        assert card.context["late"]
        assert {line.title for line in card.context["lines"]} >= {"Toán 7A"}
    with acting_as("thay-minh"):
        (card,) = panels(actor("thay-minh"))
        assert card.context["cells"] == sum(one.lacking for one in owed())
    for name in ("anh-binh", "chi-hoa", "thay-phuc"):
        with acting_as(name):
            assert list(panels(actor(name))) == []
    assert "Nhắc hạn nhập" in client_as("co-lan").get("/").content.decode()


def test_from_the_province_down_to_the_book(late):
    remind_all(0)
    binh = client_as("anh-binh")
    page = binh.get("/calendar/late/")
    (line,) = page.context["page"]
    assert (line.cells, line.days) == (sum(one.lacking for one in owed()), 10)
    school = binh.get(f"/calendar/late/{line.uid}/")
    teacher = next(one for one in school.context["lines"] if one.cells)
    books = binh.get(f"/calendar/late/{line.uid}/?teacher={teacher.id}")
    assert sum(one.one.lacking for one in books.context["lines"]) == teacher.cells
    first = books.context["lines"][0]
    assert binh.get(f"/gradebook/books/{first.one.book_uid}/?term={first.one.part}").status_code == 200


def test_a_school_by_teacher_and_own_books(late):
    minh = client_as("thay-minh").get("/calendar/late/")
    lan = client_as("co-lan").get("/calendar/late/")
    mine = {one.title for one in lan.context["lines"]}
    assert "Toán 7A" in mine
    line = next(one for one in minh.context["lines"] if one.id == actor("co-lan").person_id)
    assert line.cells == sum(one.one.lacking for one in lan.context["lines"])
    file = client_as("thay-minh").get("/calendar/late/", {"file": "giao-vien-con-thieu"})
    assert file.status_code == 200


@pytest.mark.parametrize("name", ["thay-minh", "co-lan"])
def test_other_schools_are_not_opened(late, name):
    with acting(Scope("province")):
        from khuevan.registry.units.api import Unit

        uid = Unit.objects.get(pk=actor("thay-phuc").unit_id).uid
    assert client_as(name).get(f"/calendar/late/{uid}/").status_code == 404


def statements(name, address):
    client = client_as(name)
    client.get(address)
    with queries() as found:
        assert client.get(address).status_code == 200
    return len(found)


def test_constant_number_of_queries():
    put({MIDTERM: UNTIL_NOVEMBER}, scope="g7")
    pages = [("thay-minh", "/calendar/"), ("thay-minh", "/calendar/late/"), ("anh-binh", "/calendar/late/"),
             ("co-lan", "/calendar/late/"), ("thay-minh", "/calendar/requests/"), ("co-lan", "/")]  # fmt: skip
    with on(LATE):
        wish()
        remind_all(0)
        few = [statements(*page) for page in pages]
    put({(1, kind): UNTIL_NOVEMBER for kind in ("regular", "midterm", "final", "comment", "conduct")})
    put({MIDTERM: UNTIL_NOVEMBER}, "thay-phuc")
    with on(LATE):
        wish(slot=(1, "final"))
        remind_all(0)
        assert [statements(*page) for page in pages] == few
    assert max(few) <= 20


def test_the_round_takes_the_same_statements_for_any_number_of_schools():
    put({MIDTERM: UNTIL_NOVEMBER})
    with on(LATE), acting(Scope("province")):
        mine = actor("thay-minh").unit_id
        with queries() as one:
            remind([mine])
        with queries() as every:
            remind()
    planner = [sql for sql in every if "enable_nestloop" in sql]
    assert (len(planner), len(every) - len(planner)) == (2, len(one))
    assert len(one) <= 5


def test_what_a_school_lacks_equals_what_its_classes_lack(late):
    with acting_as("thay-minh"):
        one = school_class("7A")
        by_book = lacking(one, 1)
    assert len([o for o in owed() if o.class_name == "7A"]) == len(by_book)


def test_of_province_is_empty_without_rounds(late):
    with acting_as("anh-binh"):
        assert of_province(YEAR) == []

"""Marks that were changed past the product are found, with class, book and cell."""

import pytest

from khuevan.kernel.clock import now
from khuevan.kernel.errors import Conflict
from khuevan.registry.audit.api import Author
from khuevan.school.gradebook.actions.marks import save_marks
from khuevan.school.gradebook.api import open_ledger
from khuevan.school.gradebook.models import MarkRow
from khuevan.school.gradebook.queries.witness import changed_past_the_ledger
from tests.personas import acting_as, actor

from .fixtures import book, edit, pupils, whole_row

pytestmark = pytest.mark.django_db
LOADER = Author("thử", "thử")
TEXT = "một nội dung khác"


@pytest.fixture
def lan():
    """Cô Lan, in whose book two pupils came with marks and two had theirs typed; the ledger knows of all."""
    with acting_as("co-lan"):
        loaded(pupils(book())[:2])
        open_ledger(LOADER, book().school_id)
        save_marks(actor("co-lan"), book(), 2, [cell for one in pupils(book())[2:4] for cell in whole_row(one)])
        yield actor("co-lan")


def loaded(who):
    same = {"school_id": book().school_id, "class_subject": book(), "updated_at": now()}
    marks = {"regular": [70, 75, 80, 85], "midterm": 65, "final": 90, "comment": "Chăm học."}
    MarkRow.objects.bulk_create(MarkRow(student_id=one.id, term=2, **same, **marks) for one in who)


def found():
    return [(one.where, one.found, one.expected) for one in changed_past_the_ledger(book().school_id)]


def by_sql(place, **values):
    """Change a row past the product."""
    MarkRow.objects.filter(class_subject=book(), student_id=pupils(book())[place].id, term=2).update(**values)


def test_what_was_loaded_and_what_was_saved_is_known(lan):
    first = pupils(book())[0]
    save_marks(lan, book(), 2, [edit(first, "ck", 35, 90), edit(first, "comment", "Tiến bộ.", "Chăm học.")])
    assert found() == []


@pytest.mark.parametrize(("place", "was"), [(0, "6,5"), (2, "8,0")])
def test_a_mark_changed_by_sql_is_named(lan, place, was):
    by_sql(place, midterm=100)
    name = pupils(book())[place].name
    assert found() == [(f"Toán 7A · Học kì II 2025–2026 · GK · {name}", "10,0", was)]


def test_a_changed_comment_is_named_but_not_repeated(lan):
    by_sql(1, comment="Lười học.")
    ((where, there, should),) = found()
    assert (where.split(" · ")[2], there, should) == ("Nhận xét", TEXT, TEXT)


def test_a_row_slipped_in_is_named(lan):
    loaded(pupils(book())[4:5])
    assert [(there, should) for _where, there, should in found()][-3:] == [("6,5", ""), ("9,0", ""), (TEXT, "")]


def test_a_row_taken_away_is_named(lan):
    MarkRow.objects.filter(class_subject=book(), student_id=pupils(book())[2].id, term=2).delete()
    assert {(there, should) for _where, there, should in found()} == {("", "8,0")}
    assert len(found()) == 6


def test_a_ledger_is_opened_once(lan):
    with pytest.raises(Conflict):
        open_ledger(LOADER, book().school_id)

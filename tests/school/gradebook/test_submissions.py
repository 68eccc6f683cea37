"""A save that arrives twice counts once."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils.timezone import now

from khuevan.kernel.errors import Invalid
from khuevan.registry.audit.api import Entry
from khuevan.registry.isolation.api import Scope, acting
from khuevan.school.gradebook.api import forget_submissions, save_marks
from tests.personas import acting_as, actor

from .fixtures import book, edit, pupils


@pytest.fixture
def lan(db):
    with acting_as("co-lan"):
        yield actor("co-lan")


def test_the_same_key_gives_the_first_answer(lan):
    toan, key = book(), uuid4()
    first = pupils(toan)[0]
    edits = [edit(first, "tx1", 70)]
    before = save_marks(lan, toan, 1, edits, key=key)
    save_marks(lan, toan, 1, [edit(first, "tx1", 90, base=70)])
    written = Entry.objects.count()
    assert save_marks(lan, toan, 1, edits, key=key) == before
    assert Entry.objects.count() == written


def test_a_key_belongs_to_one_request(lan):
    toan, key = book(), uuid4()
    first = pupils(toan)[0]
    save_marks(lan, toan, 1, [edit(first, "tx1", 70)], key=key)
    with pytest.raises(Invalid, match="đã dùng"):
        save_marks(lan, toan, 1, [edit(first, "tx1", 80, base=70)], key=key)


def test_the_answer_holds_after_the_term_is_locked(lan):
    from khuevan.school.gradebook.api import lock_term

    from .fixtures import this_year

    toan, key = book(), uuid4()
    edits = [edit(pupils(toan)[0], "tx1", 70)]
    before = save_marks(lan, toan, 1, edits, key=key)
    lock_term(actor("thay-minh"), this_year(toan), 1, "Đã đủ điểm")
    assert save_marks(lan, toan, 1, edits, key=key) == before


def test_answers_are_forgotten_after_a_week(lan):
    toan = book()
    save_marks(lan, toan, 1, [edit(pupils(toan)[0], "tx1", 70)], key=uuid4())
    with acting(Scope("province")):
        assert forget_submissions(now() - timedelta(days=7)) == 0
        assert forget_submissions(now() + timedelta(seconds=1)) == 1

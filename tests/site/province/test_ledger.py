"""The ledger that comes with the books begins with what stands in them."""

AGREES = """
import django; django.setup()
from khuevan.registry.audit.api import Entry, broken_links
from khuevan.registry.isolation.api import Scope, acting
from khuevan.registry.units.api import Unit
from khuevan.school.gradebook.queries.standing import standing
from khuevan.school.gradebook.queries.witness import changed_past_the_ledger

books = 0
for school in Unit.objects.filter(kind="school").values_list("pk", flat=True):
    with acting(Scope("staff", frozenset({school}))):
        should = {one.book: (one.title, {str(pk): dict(cells) for pk, cells in one.cells.items()})
                  for one in standing(school)}
        found = {one.book: (one.subject, one.new) for one in Entry.objects.filter(school_id=school, verb="open")}
        assert found == should, school
        assert not list(changed_past_the_ledger(school)) and not list(broken_links(school))
        books += len(found)
print(books)
"""


def test_every_book_begins_with_what_stands_in_it_and_every_hash_holds(with_marks):
    done = with_marks.make(AGREES)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) == with_marks.one("SELECT count(*) FROM audit_head") > 500

"""What stands in the loaded books is what the ledger begins with."""

from khuevan.registry.audit.api import Author
from khuevan.registry.units.api import Unit
from khuevan.school.gradebook.api import open_ledger

LOADER = Author("Nạp dữ liệu ban đầu", "khuevan province")


def begin_ledgers() -> None:
    """Open the ledger of every book of every school, school by school."""
    for school_id in Unit.objects.filter(kind="school").order_by("pk").values_list("pk", flat=True):
        open_ledger(LOADER, school_id)

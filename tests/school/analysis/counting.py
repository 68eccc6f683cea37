"""The worker of these tests: it counts what pages of the province have ordered."""

from khuevan.school.analysis.actions.keeping import run_count
from khuevan.school.analysis.models import Count
from tests.personas import acting_as


def work():
    """Count everything that was ordered; how many counts that were."""
    with acting_as("anh-binh"):
        due = list(Count.objects.exclude(ordered_at=None).values_list("pk", flat=True))
    for pk in due:
        run_count(pk)
    return len(due)


def forget():
    """As before the first opening."""
    with acting_as("anh-binh"):
        Count.objects.all().delete()

"""What workers count at night, in a process on a clone: ``python -m tests.bench.whole.overnight``."""

import django

django.setup()

from khuevan.kernel.clock import now  # noqa: E402
from khuevan.registry.isolation.api import acting  # noqa: E402
from khuevan.school.analysis.actions.keeping import PROVINCE, keep_warm, run_count  # noqa: E402
from khuevan.school.analysis.models import Count  # noqa: E402

if __name__ == "__main__":
    keep_warm(now())
    with acting(PROVINCE):
        wanted = list(Count.objects.values_list("pk", flat=True))
    for one in wanted:
        run_count(one)

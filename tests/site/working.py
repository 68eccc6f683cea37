"""A worker like the product's, which also listens to an event of the tests: ``python -m tests.site.working …``.

``order N`` announces N events; ``work`` runs the worker; ``pick-up`` lets jobs of dead workers begin again.
"""

import sys
import time
from dataclasses import dataclass

import django

django.setup()

from asgiref.sync import async_to_sync  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from khuevan.kernel.events import Event, subscribe  # noqa: E402
from khuevan.registry.audit.api import announce  # noqa: E402
from khuevan.registry.isolation.api import Scope, acting  # noqa: E402
from khuevan.registry.units.api import Unit  # noqa: E402


@dataclass(frozen=True)
class Counted(Event):
    """Something happened for the n-th time."""

    number: int


def note(event: Counted) -> None:
    """An effect that would show if it happened twice."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO effect VALUES (%s)", [event.number])
    time.sleep(0.1)


def order(count: int) -> None:
    """Announce events of a school, all in one transaction."""
    school = Unit.objects.filter(kind="school").order_by("pk").values_list("pk", flat=True)[0]
    with acting(Scope("staff", frozenset({school}))):
        for number in range(count):
            announce(school, Counted(number))


def main(what: str, count: str = "0") -> None:
    """Do one of the three."""
    subscribe(Counted, note)
    if what == "order":
        order(int(count))
    elif what == "work":
        call_command("procrastinate", "worker", "--concurrency=2")
    else:
        from procrastinate.contrib.django import app

        from khuevan.site.tasks import pick_up

        with app.replace_connector(app.connector.get_worker_connector()) as current:
            async_to_sync(opened)(current, pick_up)


async def opened(current, task):
    async with current.open_async():
        await task.func(0, silent=0)


if __name__ == "__main__":
    main(*sys.argv[1:])

"""The whole province, neighbourhood by neighbourhood, in one transaction."""

from django.db import transaction

from . import Progress
from .catalogue import load_subjects
from .copying import Loader
from .neighbourhoods import Neighbourhood, World
from .plans import Plan


def load_plan(plan: Plan, seed: int, progress: Progress | None = None) -> None:
    """Make and load what is planned; nothing is left behind if it fails."""
    with transaction.atomic():
        loader = Loader()
        loader.prepare()
        load_subjects(loader)
        world, done = World(seed, loader), 0

        def tell(label: str) -> None:
            nonlocal done
            done += 1
            if progress:
                progress(done, plan.schools, label)

        for number, plans in enumerate(plan.neighbourhoods):
            Neighbourhood(world, number, plans, plan.marks).load(tell)
        loader.finish()

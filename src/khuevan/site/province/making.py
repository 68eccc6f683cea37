"""The whole province, neighbourhood by neighbourhood, in one transaction."""

from django.db import transaction

from khuevan.insight.statistics.api import rebuild

from . import Progress
from .calendars import set_calendars
from .catalogue import load_subjects
from .copying import Loader
from .doubles import Doubles
from .ledgers import begin_ledgers
from .neighbourhoods import Neighbourhood, World
from .papers import make_papers
from .partners import connect_hub
from .phrases import keep_phrases
from .plans import Plan
from .profiles import count_profiles
from .registers import ask_to_come, fill_registers
from .reports import ask_for_reports


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

        first = None
        for number, plans in enumerate(plan.neighbourhoods):
            made = Neighbourhood(world, number, plans, plan.marks)
            made.load(tell)
            first = first or made
        loader.finish()
        fill_registers()
        count_profiles()
        begin_ledgers()
        if first and plan.papers:
            if progress:
                progress(done, plan.schools, "Học bạ số năm học trước của hai lớp 6A và 1A")
            make_papers(first)
            ask_to_come(first)
            keep_phrases()
            set_calendars()
            connect_hub()
            ask_for_reports(first)
            there = [school.id for school in first.schools]
            Doubles(loader, world.registrar, seed).make(there[0], there[min(2, len(there) - 1)])
        rebuild()

"""The whole province, neighbourhood by neighbourhood, in one transaction."""

from django.db import transaction
from django.utils.timezone import now

from khuevan.insight.statistics.api import rebuild
from khuevan.school.gradebook.api import make_room

from . import Progress
from .calendars import set_calendars
from .catalogue import load_subjects
from .copying import Loader
from .dice import Dice
from .doubles import Doubles
from .lines import Batch
from .neighbourhoods import Neighbourhood, World
from .papers import make_papers
from .partners import connect_hub
from .phrases import keep_phrases
from .plans import Plan
from .planted import Planted
from .profiles import count_profiles
from .registers import ask_to_come, fill_registers
from .reports import ask_for_reports
from .school_years import YEARS
from .schools import Places
from .steps import Steps
from .workshop import all_but_first, cores

_LARGE = 50
"""From how many schools on all cores work at it; starting the processes takes longer than making a few."""


def load_plan(plan: Plan, seed: int, progress: Progress | None = None, processes: int = 0) -> list[Planted]:
    """Make and load what is planned; nothing is left behind if it fails or is interrupted. What is wrong on purpose."""
    processes = processes or (cores() if plan.schools >= _LARGE else 1)
    steps = Steps(plan.schools, progress)
    with transaction.atomic():
        loader = Loader()
        loader.prepare(plan.schools)
        load_subjects(loader)
        make_room(dates.year for dates in YEARS)
        places = Places(Dice(seed, "places"), loader.next_id("units_unit"))
        world = World(seed, plan, places, loader.next_id("people_person"), now())
        others = all_but_first(world, processes)
        first = Neighbourhood(world, 0)
        for rows in (first.batches(), others):
            for one in rows:
                if isinstance(one, Batch):
                    loader.copy(one)
                else:
                    steps.made(one.name)
        steps.begin("keys", "Chỉ mục, khoá ngoại")
        loader.finish()
        steps.begin("register", "Sổ đăng bộ")
        loader.open("register_registerline", "register_lifeevent")
        fill_registers()
        loader.finish()
        steps.begin("profiles", "Độ đầy đủ của hồ sơ")
        count_profiles()
        if plan.papers:
            steps.begin("story", "Học bạ số của hai lớp 6A và 1A, lịch nhập điểm")
            _tell_the_story(first, seed, others=len(world.sites) > 1)
        steps.begin("figures", "Số liệu thống kê")
        rebuild()
    return world.planted


def _tell_the_story(first: Neighbourhood, seed: int, others: bool) -> None:
    """What the people of the story have done so far, by the actions of the product."""
    make_papers(first)
    ask_to_come(first)
    keep_phrases()
    there = [school.id for school in first.schools]
    set_calendars(there, others=others)
    connect_hub()
    ask_for_reports(first)
    Doubles(seed).make(there[0], there[min(2, len(there) - 1)])

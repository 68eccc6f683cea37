"""What the register writes down when others have moved pupils."""

from khuevan.kernel.events import subscribe
from khuevan.platform.exchange.api import touch
from khuevan.school.opening.api import WaitingPlaced, YearOpened
from khuevan.school.opening.ports import register_follower

from .actions.opened import take_back_opening, write_opening
from .events import LifeEventsRecorded, LifeEventUndone


def listen() -> None:
    """Follow the opening of years, when the room starts; the undoing in its own transaction."""
    subscribe(YearOpened, year_opened)
    subscribe(WaitingPlaced, year_opened)
    register_follower(take_back_opening)
    subscribe(LifeEventsRecorded, onward)
    subscribe(LifeEventUndone, onward)


def year_opened(event: YearOpened | WaitingPlaced) -> None:
    """Promotions, repeats, skips, and who has completed the school or left."""
    write_opening(event.school_id, event.year, event.plan_id)


def onward(event: LifeEventsRecorded | LifeEventUndone) -> None:
    """Who came, moved or left goes to the partners of the feed."""
    touch(event.school_id)

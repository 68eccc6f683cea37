"""Banks of phrases: a few of cô Lan's own, one of them offered, and one of the school's."""

from datetime import datetime

from khuevan.kernel import clock
from khuevan.registry.accounts.api import Actor, User, actor_for, scope_of
from khuevan.registry.isolation.api import acting
from khuevan.school.comments.api import Wanted, add, offer

from .school_years import ZONE

_KEPT = datetime(2026, 4, 20, 19, 30, tzinfo=ZONE)
_OWN = (
    Wanted("Em trình bày bài giải sạch và dễ theo dõi.", "strength", ("TOAN",), (3, 4)),
    Wanted("Em hãy ghi lại những lỗi hay gặp vào sổ tay.", "next", ("TOAN",), (1, 2)),
)
_SCHOOL = Wanted("Em tham gia tốt các hoạt động của câu lạc bộ.", "strength", ("RL",), (3, 4))


def keep_phrases() -> None:
    """What cô Lan and thầy Minh have kept, if they are there."""
    for name, wanted in (("co-lan", _OWN), ("thay-minh", (_SCHOOL,))):
        with clock.frozen(_KEPT):
            user = User.objects.filter(username=name).first()
            if user:
                _keep(actor_for(user, None, clock.today()), wanted)


def _keep(actor: Actor, wanted: tuple[Wanted, ...]) -> None:
    with acting(scope_of(actor)):
        kept = add(actor, wanted)
        if actor.kind == "teacher":
            offer(actor, kept[0])

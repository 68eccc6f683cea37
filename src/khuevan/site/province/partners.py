"""The feed at work: this machine is its own hub, so that one sees records leave and arrive without a second one."""

from datetime import datetime

from django.conf import settings

from khuevan.kernel import clock
from khuevan.platform.exchange.api import KINDS, Wish, add_partner, touch_all
from khuevan.platform.hub.api import admit
from khuevan.registry.accounts.api import User, actor_for
from khuevan.registry.isolation.api import Scope, acting

from .cast import BINH
from .school_years import ZONE

NAME = "Hub thử trên máy này"
SENDER = "Sở của tỉnh này (thử)"
PER_MINUTE = 1_000_000
_SET_UP = datetime(2026, 5, 25, 9, 0, tzinfo=ZONE)


def connect_hub() -> None:
    """A sender at the hub, a partner that is this hub, and every school to be gathered at the first round."""
    binh = User.objects.filter(username=BINH.username).first()
    if binh is None:
        return
    with clock.frozen(_SET_UP), acting(Scope("staff")):  # the owner sees every school
        actor = actor_for(binh, None, clock.today())
        _sender, token = admit(actor, SENDER, KINDS, PER_MINUTE)
        add_partner(actor, Wish(NAME, f"{settings.PUBLIC_URL}/hub/v1", token))
        touch_all()

"""The search through the whole province, year of birth by year of birth."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from khuevan.kernel.clock import now
from khuevan.kernel.errors import Conflict, NotAllowed
from khuevan.registry.accounts.api import Actor
from khuevan.registry.audit.api import Change, order, record
from khuevan.registry.isolation.api import Scope, acting, copied

from ..models import Pair, Sweep
from ..policies import Records, may
from ..queries.alike import birth_years, pairs_of_year

BOOK = "identity"
STILL = timedelta(minutes=10)
_KEEP = """
INSERT INTO identity_pair (uid, first_id, second_id, score, reasons, found_at, state, decided_by, reason)
SELECT gen_random_uuid(), first, second, score, string_to_array(reasons, ','), %s, 'open', '', '' FROM pairs_found
ON CONFLICT (first_id, second_id) DO UPDATE SET score = excluded.score, reasons = excluded.reasons
WHERE identity_pair.state = 'open'"""


def order_sweep(actor: Actor) -> Sweep:
    """Begin a search through the province. Raises ``NotAllowed``, ``Conflict`` while one runs."""
    if not may(actor, "sweep", Records()):
        raise NotAllowed(_("Chỉ Sở tìm hồ sơ trùng trong toàn tỉnh."))
    if Sweep.objects.filter(finished_at=None).exists():
        raise Conflict(_("Đang tìm rồi."), hint=_("Chờ lần tìm này xong."))
    sweep = Sweep.objects.create(years=birth_years(), by=actor.name, started_at=now(), touched_at=now())
    record(actor, actor.unit_id or 0, BOOK, "sweep", [Change("Tìm hồ sơ trùng toàn tỉnh", None, len(sweep.years))])
    order("identity.sweep", sweep_id=sweep.pk)
    return sweep


def run_sweep(sweep_id: int) -> None:
    """Search what is left, each year of birth in a transaction of its own; safe to run twice and to be stopped."""
    while True:
        with acting(Scope("province")):
            sweep = Sweep.objects.select_for_update().get(pk=sweep_id)
            if sweep.finished_at:
                return
            if sweep.done < len(sweep.years):
                keep_pairs(pairs_of_year(sweep.years[sweep.done]), now())
                sweep.done += 1
            sweep.touched_at = now()
            if sweep.done == len(sweep.years):
                sweep.finished_at = now()
                sweep.found = Pair.objects.filter(state=Pair.State.OPEN).count()
            sweep.save()


def keep_pairs(pairs: Iterable[tuple[int, int, int, tuple[str, ...]]], at: datetime) -> None:
    """Remember pairs; what has been decided about one stays decided."""
    rows = [(first, second, score, ",".join(reasons)) for first, second, score, reasons in pairs]
    with copied("pairs_found", "first bigint, second bigint, score smallint, reasons text", rows) as cursor:
        cursor.execute(_KEEP, [at])


def resume_sweeps(at: datetime) -> None:
    """Order anew what has not moved for a while; its worker was stopped."""
    for sweep in Sweep.objects.filter(finished_at=None, touched_at__lt=at - STILL):
        order("identity.sweep", sweep_id=sweep.pk)


def suspect(first: int, second: int, score: int = 0, reasons: tuple[str, ...] = ()) -> Pair:
    """The pair of two records, remembered so that somebody may look at it."""
    low, high = sorted((first, second))
    found, _made = Pair.objects.get_or_create(
        first_id=low, second_id=high, defaults={"score": score, "reasons": list(reasons), "found_at": now()}
    )
    return found

"""Who may sign for the principal, and in which form."""

from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from khuevan.kernel.clock import TIME_ZONE, today
from khuevan.kernel.errors import NotAllowed
from khuevan.platform.signing.api import fingerprints_of, key_of
from khuevan.platform.signing.ports import Mandate
from khuevan.registry.accounts.api import Assignment

from ..models import Delegation
from ..policies import DEPUTIES, HEADS


class NotDelegated(NotAllowed):
    """A leader who is not the principal has no delegation today."""

    code = "not_delegated"


def form_for(school_id: int, person_id: int | None, title: str) -> str:
    """How somebody signs as principal today: "" for themselves, KT or TL. Raises ``NotDelegated``.

    ``title``: of the certificate that they sign with.
    """
    if title.startswith(HEADS):
        return ""
    day = today()
    held = Delegation.objects.filter(
        school_id=school_id, person_id=person_id, withdrawn_at=None, starts_on__lte=day, ends_on__gte=day
    )
    forms = set(held.values_list("form", flat=True))
    for form in (Delegation.Form.KT, Delegation.Form.TL):
        if form in forms and (form == Delegation.Form.TL or title.startswith(DEPUTIES)):
            return str(form)
    raise NotDelegated(
        _("Hôm nay thầy cô không được uỷ quyền ký thay hiệu trưởng."),
        hint=_("Hiệu trưởng lập uỷ quyền ở trang Uỷ quyền ký, rồi thầy cô ký."),
    )


def refusal_today(school_id: int, person_id: int | None) -> NotDelegated | None:
    """Why a leader with a key may not sign as principal today, said before a PIN is asked for; None where they may
    or have no key. Two queries, one for a principal."""
    key = key_of(school_id, person_id)
    if key is None:
        return None
    try:
        form_for(school_id, person_id, key.title)
    except NotDelegated as refusal:
        return refusal
    return None


def mandates_of(school_id: int) -> list[Mandate]:
    """What was ever delegated at a school, as checks of signatures want it; two queries, one where nothing was."""
    given = list(Delegation.objects.filter(school_id=school_id))
    keys = fingerprints_of(school_id, {one.person_id for one in given}) if given else {}
    return [
        Mandate("principal", one.form, keys.get(one.person_id, frozenset()), _start(one.starts_on), _end(one))
        for one in given
    ]


def delegations(school_id: int) -> list[Delegation]:
    """All of a school, the newest first; one query."""
    found = Delegation.objects.filter(school_id=school_id).select_related("person", "given_by")
    return list(found.order_by("-starts_on", "-pk"))


def deputies_of(school_id: int, without: int | None) -> list[tuple[int, str, str]]:
    """Id, name and title of the leaders of a school but one; one query."""
    day = today()
    held = Assignment.objects.filter(unit_id=school_id, kind="leader", valid_from__lte=day, user__person__isnull=False)
    held = held.filter(Q(valid_to=None) | Q(valid_to__gte=day)).exclude(user__person_id=without)
    rows = held.order_by("user__person__sort_key", "pk")
    return list(rows.values_list("user__person_id", "user__person__full_name", "title"))


def standing_of(one: Delegation) -> str:
    """withdrawn · past · coming · current."""
    if one.withdrawn_at:
        return "withdrawn"
    if one.ends_on < today():
        return "past"
    return "coming" if one.starts_on > today() else "current"


def _start(day: date) -> datetime:
    return datetime.combine(day, time.min, TIME_ZONE)


def _end(one: Delegation) -> datetime:
    last = _start(one.ends_on + timedelta(days=1)) - timedelta(seconds=1)
    return min(last, one.withdrawn_at) if one.withdrawn_at else last

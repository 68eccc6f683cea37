"""Who signs at a school and with what: every key with its state, and those who have none."""

import ssl
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from khuevan.kernel.clock import now, today
from khuevan.registry.accounts.api import Assignment
from khuevan.registry.units.api import Unit

from ..adapters.store import trust_anchors
from ..adapters.trust import said_of, standing
from ..models import SigningKey
from ..ports import Trust

SOON = timedelta(days=60)
SIGNERS = ("leader", "teacher")
NONE, VALID, ENDING, EXPIRED, FUTURE, REVOKED, UNKNOWN = (
    "none", "valid", "ending", "expired", "future", "revoked", "unknown",
)  # fmt: skip


@dataclass(frozen=True)
class KeyLine:
    """A person who signs at a school, or its seal (``person_id`` None), and the key; ``key`` is live unless revoked.

    ``state``: none · valid · ending (60 days at most) · expired · future (not valid yet) · revoked (here, or by its
    authority) · unknown (no fresh word on its revocation). ``said_at``: when its authority last spoke of revocations.
    """

    person_id: int | None
    name: str
    title: str
    key: SigningKey | None
    state: str
    said_at: datetime | None = None

    @property
    def live(self) -> bool:
        """Whether there is a key that can be revoked."""
        return self.key is not None and self.key.revoked_at is None


@dataclass(frozen=True)
class SchoolKeys:
    """How many people sign at a school, how many of them ``without`` a key that is live, and how the keys stand."""

    id: int
    name: str
    signers: int
    without: int
    ending: int
    expired: int
    seal: bool


def key_lines(school_id: int) -> list[KeyLine]:
    """The seal and everybody who signs at a school, leaders first; two queries."""
    signers = _signers(school_id)
    keys: dict[int | None, SigningKey] = {}
    for key in SigningKey.objects.filter(school_id=school_id).select_related("person").order_by("pk"):
        known = keys.get(key.person_id)
        if known is None or known.revoked_at is not None:
            keys[key.person_id] = key
    trust, moment = trust_anchors(), now()
    named = {
        person: (key.person.full_name, key.title) for person, key in keys.items() if key.person and not key.revoked_at
    }
    people = named | signers
    lines = [_line(None, "", "", keys.get(None), trust, moment)]
    return lines + [_line(person, *said, keys.get(person), trust, moment) for person, said in people.items()]


def school_keys(school_ids: Iterable[int]) -> list[SchoolKeys]:
    """The same in numbers for schools, those with most people without a key first; three queries."""
    wanted, moment = list(school_ids), now()
    kept: dict[int, list[tuple[int | None, datetime]]] = defaultdict(list)
    live = SigningKey.objects.filter(school_id__in=wanted, revoked_at=None)
    for school, person, until in live.values_list("school_id", "person_id", "not_after"):
        kept[school].append((person, until))
    signers = _signers_of(wanted)
    named = Unit.objects.filter(pk__in=wanted).order_by("name").values_list("pk", "name")
    lines = [_counted(pk, name, signers.get(pk, set()), kept[pk], moment) for pk, name in named]
    return sorted(lines, key=lambda line: (-line.without, line.name))


def _counted(
    pk: int, name: str, signers: set[int], kept: list[tuple[int | None, datetime]], moment: datetime
) -> SchoolKeys:  # fmt: skip
    usable = [(person, until) for person, until in kept if until >= moment]
    return SchoolKeys(
        pk, name, len(signers), without=len(signers - {person for person, _until in usable}),
        ending=sum(until < moment + SOON for _person, until in usable), expired=len(kept) - len(usable),
        seal=any(person is None for person, _until in usable),
    )  # fmt: skip


def is_clock_slow() -> bool:
    """Whether an authority has spoken later than this server's clock says it is."""
    return any(said > now() + timedelta(minutes=5) for said in _spoken(trust_anchors()))


def _spoken(trust: Trust) -> Iterable[datetime]:
    from cryptography import x509

    return (x509.load_der_x509_crl(der).last_update_utc for der in trust.revocation_lists)


def _line(
    person: int | None, name: str, title: str, key: SigningKey | None, trust: Trust, moment: datetime
) -> KeyLine:  # fmt: skip
    if key is None:
        return KeyLine(person, name, title, None, NONE)
    der = ssl.PEM_cert_to_DER_cert(key.certificate)
    word = said_of(trust, der)
    return KeyLine(person, name or key.name, title or key.title, key, _state(key, der, trust, moment), word)


def _state(key: SigningKey, der: bytes, trust: Trust, moment: datetime) -> str:
    if key.revoked_at is not None:
        return REVOKED
    if moment < key.not_before:
        return FUTURE
    if moment > key.not_after:
        return EXPIRED
    flaw = standing(trust, der, ()).flaw_at(moment, moment)
    if flaw:
        return REVOKED if flaw == "certificate_revoked" else UNKNOWN
    return ENDING if key.not_after < moment + SOON else VALID


def _signers(school_id: int) -> dict[int, tuple[str, str]]:
    held = _held(today()).filter(unit_id=school_id).order_by("kind", "user__person__sort_key", "pk")
    rows = held.values_list("user__person_id", "user__person__full_name", "title")
    return {person: (name, title) for person, name, title in rows if person}


def _signers_of(school_ids: list[int]) -> dict[int, set[int]]:
    people: dict[int, set[int]] = defaultdict(set)
    for school, person in _held(today()).filter(unit_id__in=school_ids).values_list("unit_id", "user__person_id"):
        people[school].add(person)
    return people


def _held(day: date) -> QuerySet[Assignment]:
    held = Assignment.objects.filter(kind__in=SIGNERS, valid_from__lte=day, user__person__isnull=False)
    return held.filter(Q(valid_to=None) | Q(valid_to__gte=day))

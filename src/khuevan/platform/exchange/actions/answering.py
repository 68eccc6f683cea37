"""Make records ready for a partner, and keep what the partner said of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from khuevan.kernel.canonical import sha256_hex
from khuevan.kernel.clock import now
from khuevan.registry.isolation.api import copied

from ..adapters.checking import fault_of
from ..models import Partner
from ..ports import ACCEPTED, KNOWN, OLD, Answer
from ..queries.waiting import Waiting
from ..rules.envelope import Envelope, event_of
from ..rules.mapping import Unmapped, apply
from ..rules.pauses import FIRST_OF_RECORD, LONGEST, MOST_TRIES

INVALID = "invalid"
WORDS = 300
_COLUMNS = "id bigint, version int, verdict text, reason text, digest text"
_AGAIN = f"least({LONGEST}, {FIRST_OF_RECORD} * 2 ^ d.attempts) * (0.5 + random() / 2)"
_APPLY = f"""
UPDATE exchange_delivery d SET
  state = CASE WHEN NOT x.current THEN 'waiting' WHEN x.good THEN 'held' WHEN x.verdict = 'invalid' THEN 'invalid'
    WHEN x.verdict = 'later' THEN CASE WHEN d.attempts + 1 < {MOST_TRIES} THEN 'waiting' ELSE 'dead' END
    ELSE 'refused' END,
  attempts = CASE WHEN x.current AND x.verdict = 'later' THEN d.attempts + 1 ELSE 0 END,
  next_at = CASE WHEN x.current AND x.verdict = 'later'
    THEN %(now)s + make_interval(secs => {_AGAIN}) ELSE d.next_at END,
  reason = CASE WHEN x.current THEN x.reason ELSE '' END,
  held_version = CASE WHEN x.good THEN greatest(d.held_version, x.version) ELSE d.held_version END,
  held_digest = CASE WHEN x.good AND x.version >= d.held_version THEN x.digest ELSE d.held_digest END,
  held_at = CASE WHEN x.good THEN %(now)s ELSE d.held_at END,
  changed_at = %(now)s
FROM (
  SELECT y.*, y.verdict IN ('accepted', 'known') AS good, r.version + e.shift = y.version AS current
  FROM answers y JOIN exchange_delivery e ON e.id = y.id JOIN exchange_record r ON r.id = e.record_id
) x WHERE d.id = x.id"""  # noqa: S608 - our own number


@dataclass(frozen=True, slots=True)
class Ready:
    """A record as the partner wants it, and the digest of its body."""

    delivery_id: int
    envelope: Envelope
    digest: str


@dataclass(frozen=True, slots=True)
class Said:
    """What became of a record: a verdict of `ports.VERDICTS`, or "invalid" where we found the fault ourselves."""

    delivery_id: int
    version: int
    verdict: str
    reason: str
    digest: str = ""

    @property
    def is_held(self) -> bool:
        """Whether the partner has it."""
        return self.verdict in (ACCEPTED, KNOWN)


def prepared(partner: Partner, batch: Iterable[Waiting]) -> tuple[list[Ready], list[Said]]:
    """What can be sent, and what cannot with the reason: it does not fit its schema or the partner's mapping."""
    ready, wrong = [], []
    for one in batch:
        steps = partner.mapping.get(one.kind, {})
        fault = "" if one.cancelled else fault_of(one.kind, one.body)
        body: dict[str, object] = {}
        try:
            body = {} if one.cancelled or fault else apply(steps, one.body)
        except Unmapped as error:
            fault = str(error)
        if fault:
            wrong.append(Said(one.delivery_id, one.version, INVALID, fault[:WORDS]))
            continue
        event = event_of(one.cancelled, one.held)
        envelope = Envelope(one.ref, one.kind, one.school_code, event, one.version, one.at, body)
        ready.append(Ready(one.delivery_id, envelope, sha256_hex(body)))
    return ready, wrong


def said_of(ready: Sequence[Ready], answers: Iterable[Answer]) -> list[Said]:
    """The partner's answers, record by record."""
    by_ref = {one.ref: one for one in answers}
    return [_said(one, by_ref[one.envelope.ref]) for one in ready]


def _said(one: Ready, answer: Answer) -> Said:
    version, reason = one.envelope.version, answer.reason
    if answer.verdict == OLD:
        reason = f"Đối tác giữ phiên bản {answer.version}, cao hơn phiên bản {version} của ta. Đối chiếu rồi gửi lại."
    return Said(one.delivery_id, version, answer.verdict, reason[:WORDS], one.digest)


def apply_answers(partner: Partner, said: Sequence[Said]) -> None:
    """Keep all of them; a record that changed meanwhile goes on waiting. Constant number of statements."""
    rows = [(x.delivery_id, x.version, x.verdict, "" if x.is_held else x.reason, x.digest) for x in said]
    with copied("answers", _COLUMNS, rows) as cursor:
        cursor.execute(_APPLY, {"now": now()})

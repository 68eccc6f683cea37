import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest

from khuevan.kernel import events
from khuevan.kernel.events import Event


@dataclass(frozen=True, slots=True)
class Change:
    pupil: int
    mark: int | None


@dataclass(frozen=True)
class MarksSaved(Event):
    school_id: int
    book: UUID
    at: datetime
    on: date
    changes: tuple[Change, ...] = ()
    span: tuple[int, date] | None = None
    reason: str = ""
    late: bool = False


@dataclass(frozen=True, slots=True)
class TermClosed(Event):
    term: int


FULL = MarksSaved(
    school_id=7,
    book=uuid4(),
    at=datetime(2026, 5, 31, 8, 30, tzinfo=UTC),
    on=date(2026, 5, 31),
    changes=(Change(1, 85), Change(2, None)),
    span=(3, date(2026, 1, 1)),
    reason="sửa điểm",
    late=True,
)


@pytest.mark.parametrize("event", [FULL, MarksSaved(1, uuid4(), datetime(2026, 1, 1, tzinfo=UTC), date(2026, 1, 1))])
def test_an_event_comes_back_from_its_payload(event):
    stored = json.loads(json.dumps(events.to_payload(event)))
    assert events.from_payload(event.event_name, stored) == event


def test_new_fields_take_their_defaults_in_old_payloads():
    payload = events.to_payload(FULL)
    del payload["late"], payload["span"]
    restored = events.from_payload(FULL.event_name, payload)
    assert (restored.late, restored.span) == (False, None)


def test_names_say_the_room_and_lead_to_the_type():
    assert TermClosed.event_name == "test_events.TermClosed"
    assert events.event_type("test_events.TermClosed") is TermClosed
    with pytest.raises(LookupError, match="Unknown"):
        events.event_type("gradebook.Unknown")


def test_two_events_cannot_share_a_name():
    with pytest.raises(TypeError, match="two events"):
        type("TermClosed", (Event,), {"__module__": "elsewhere.test_events.events", "__qualname__": "TermClosed"})


def test_handlers_are_kept_once_and_in_order():
    def first(event: TermClosed) -> None: ...

    def second(event: TermClosed) -> None: ...

    for handler in (first, second, first):
        events.subscribe(TermClosed, handler)
    assert events.handlers_for(TermClosed) == (first, second)
    assert events.handlers_for(MarksSaved) == ()
    assert events.handler_name(first).endswith("test_events:test_handlers_are_kept_once_and_in_order.<locals>.first")
    events.unsubscribe(TermClosed, first)
    assert events.handlers_for(TermClosed) == (second,)
    events.unsubscribe(TermClosed, second)


def test_an_event_carries_plain_facts_only():
    with pytest.raises(TypeError, match="cannot carry a float"):
        events.to_payload(TermClosed(term=1.5))


def test_a_field_is_one_type_or_none():
    @dataclass(frozen=True)
    class Odd(Event):
        value: int | str

    with pytest.raises(TypeError, match="one type or None"):
        events.from_payload(Odd.event_name, {"value": 1})

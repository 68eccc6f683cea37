"""Events: what happened, told upward. A room announces frozen dataclasses; rooms above subscribe handlers.

Delivery (outbox row in the same transaction, job after commit) belongs to ``registry.audit``; here are only
the types, the list of handlers, and the way of an event to a JSON payload and back.
"""

import types
import typing
from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from typing import Any, ClassVar, TypeVar
from uuid import UUID

E = TypeVar("E", bound="Event")
Handler = Callable[[Any], None]

_types: dict[str, type["Event"]] = {}
_handlers: dict[type["Event"], list[Handler]] = {}


@dataclass(frozen=True)
class Event:
    """Base of all events. A subclass is a frozen dataclass named in the past tense: ``GradebookLocked``.

    Fields are ints, strings, bools, UUIDs, dates, datetimes, other dataclasses, tuples of these, or None.
    """

    event_name: ClassVar[str] = ""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        room = cls.__module__.removesuffix(".events").rpartition(".")[2]
        cls.event_name = f"{room}.{cls.__qualname__}"
        known = _types.get(cls.event_name)
        if known and known.__module__ != cls.__module__:
            raise TypeError(f"two events are called {cls.event_name}: {known.__module__}, {cls.__module__}")
        _types[cls.event_name] = cls  # @dataclass(slots=True) makes the class anew: the last one counts


def subscribe(event_type: type[E], handler: Callable[[E], None]) -> None:
    """Let ``handler`` receive every event of exactly this type, once each however often it is subscribed."""
    handlers = _handlers.setdefault(event_type, [])
    if handler not in handlers:
        handlers.append(handler)


def unsubscribe(event_type: type[E], handler: Callable[[E], None]) -> None:
    """Undo ``subscribe``; for tests."""
    _handlers.get(event_type, []).remove(handler)


def handlers_for(event_type: type[Event]) -> tuple[Handler, ...]:
    """The handlers of an event type in the order of their subscription."""
    return tuple(_handlers.get(event_type, ()))


def handler_name(handler: Handler) -> str:
    """A stable name of a handler, to note in a job which one is meant: ``package.module:function``."""
    return f"{handler.__module__}:{handler.__qualname__}"


def event_type(name: str) -> type[Event]:
    """The type behind an event's name. Raises ``LookupError`` if no room declares it."""
    try:
        return _types[name]
    except KeyError:
        raise LookupError(f"no event is called {name!r}") from None


def to_payload(event: Event) -> dict[str, Any]:
    """JSON-ready fields of an event; keep ``event.event_name`` beside them."""
    return {field.name: _dump(getattr(event, field.name)) for field in fields(event)}


def from_payload(name: str, payload: dict[str, Any]) -> Event:
    """The event that ``to_payload`` wrote. Fields that are new since then take their defaults."""
    event = _load(event_type(name), payload)
    assert isinstance(event, Event)
    return event


def _dump(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [_dump(item) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _dump(getattr(value, field.name)) for field in fields(value)}
    raise TypeError(f"an event cannot carry a {type(value).__name__}")


def _load(hint: Any, value: Any) -> Any:
    origin = typing.get_origin(hint)
    if origin in (types.UnionType, typing.Union):
        return None if value is None else _load(_only_choice(hint), value)
    if origin is tuple:
        return tuple(_load(item, part) for item, part in zip(_tuple_items(hint, len(value)), value, strict=True))
    if hint is UUID:
        return UUID(value)
    if hint in (date, datetime):
        return hint.fromisoformat(value)
    if is_dataclass(hint):
        hints = typing.get_type_hints(hint)
        return typing.cast(Any, hint)(**{key: _load(hints[key], part) for key, part in value.items()})
    return value


def _only_choice(hint: Any) -> Any:
    choices = [arg for arg in typing.get_args(hint) if arg is not types.NoneType]
    if len(choices) != 1:
        raise TypeError(f"an event field may be one type or None, not {hint}")
    return choices[0]


def _tuple_items(hint: Any, length: int) -> tuple[Any, ...]:
    args = typing.get_args(hint)
    return (args[0],) * length if len(args) == 2 and args[1] is Ellipsis else args

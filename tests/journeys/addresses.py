"""Every address of the product, filled with what one might guess."""

import re
from collections.abc import Iterator
from uuid import UUID

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import IntConverter, UUIDConverter

LEFT_OUT = ("account/logout", "account/devices", "account/password", "account/protection", "static/")
"""Addresses that end the session or change the log-in; they show one's own account only."""


def patterns() -> list[tuple[str, dict[str, object]]]:
    """Route and converters of every address."""
    return [found for found in _walk(get_resolver(), "", {}) if not found[0].startswith(LEFT_OUT)]


def routes() -> set[str]:
    """The route of every address, as `resolve` names it."""
    return {route for route, _converters in _walk(get_resolver(), "", {})}


def fill(route: str, converters: dict[str, object], uid: UUID, number: int, text: str) -> str:
    """The address with a value for each part."""
    for name, converter in converters.items():
        if isinstance(converter, UUIDConverter):
            value = str(uid)
        elif isinstance(converter, IntConverter):
            value = str(number)
        else:
            value = str(uid) if "uid" in name else text
        route = re.sub(rf"<(?:\w+:)?{name}>", value, route)
    assert "<" not in route, f"no value for a part of {route}"
    return "/" + route


def _walk(resolver: URLResolver, prefix: str, known: dict[str, object]) -> Iterator[tuple[str, dict[str, object]]]:
    for item in resolver.url_patterns:
        route = prefix + str(item.pattern).lstrip("^").rstrip("$")
        converters = {**known, **item.pattern.converters}
        if isinstance(item, URLPattern):
            yield route, converters
        else:
            yield from _walk(item, route, converters)

"""Charts of a page: what the island draws, and the table that says the same."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from khuevan.insight.statistics.api import Indicator, Name, Told, plain, say

Link = Mapping[str, str]
TONES = ("jade", "sky", "gold", "rose", "amber")


@dataclass(frozen=True)
class Row:
    """A line of the table: its name, where it leads, its texts."""

    name: str
    texts: tuple[str, ...]
    url: str = ""


@dataclass(frozen=True)
class Chart:
    """``id`` names the data block; ``heads`` are the columns of the table after the first."""

    id: str
    label: str
    head: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    data: dict[str, Any]

    @property
    def is_map(self) -> bool:
        return self.data["kind"] == "map"


@dataclass(frozen=True)
class Group:
    """A group with its name and the value of one indicator."""

    name: Name
    key: str
    value: Fraction | None
    url: str


def groups(told: Iterable[Told], names: Mapping[str, Name], code: str, links: Link) -> list[Group]:
    """Named groups in their order; those that have no name are left out."""
    found = [
        Group(names[one.key], one.key, one.values.get(code), links.get(one.key, "")) for one in told if one.key in names
    ]
    return sorted(found, key=lambda group: group.name.order)


def bars(id: str, of: Indicator, head: str, some: Sequence[Group]) -> Chart:
    """A bar a group."""
    items = [_item(group, of.unit) for group in some]
    drawn = [one for one in items if one["value"] is not None]
    return Chart(id, of.label, head, (of.label,), _rows(items), {"kind": "bars", "items": drawn})


def area_map(id: str, of: Indicator, head: str, some: Sequence[Group], province: str) -> Chart:
    """Communes of a province, by their codes."""
    items = [_item(group, of.unit) for group in some]
    areas = [{**item, "code": group.name.code} for item, group in zip(items, some, strict=True)]
    data = {"kind": "map", "province": province, "areas": areas}
    return Chart(id, of.label, head, (of.label,), _rows(items), data)


def shares(
    id: str, label: str, head: str, told: Iterable[Told], names: Mapping[str, Name], parts: Mapping[str, str]
) -> Chart:
    """Bars of a hundred percent: ``parts`` are codes of formulas with their words."""
    found = sorted((one for one in told if one.key in names), key=lambda one: names[one.key].order)
    found = [one for one in found if any(one.values[code] is not None for code in parts)]
    return _series("stack", id, label, head, found, names, parts, "percent")


def lines(
    id: str, label: str, head: str, told: Iterable[Told], names: Mapping[str, Name], parts: Mapping[str, str]
) -> Chart:
    """A line for each of ``parts`` (codes of percents with their words) from group to group."""
    found = sorted((one for one in told if one.key in names), key=lambda one: names[one.key].order)
    return _series("lines", id, label, head, found, names, parts, "percent")


def _series(
    kind: str,
    id: str,
    label: str,
    head: str,
    found: Sequence[Told],
    names: Mapping[str, Name],
    parts: Mapping[str, str],
    unit: str,
) -> Chart:
    parts = {code: words for code, words in parts.items() if any(one.values[code] is not None for one in found)}
    series = [
        {
            "name": words,
            "tone": tone,
            "values": [plain(one.values[code], unit) for one in found],
            "texts": [say(one.values[code], unit) for one in found],
        }
        for (code, words), tone in zip(parts.items(), TONES, strict=False)
    ]
    rows = tuple(Row(names[one.key].label, tuple(say(one.values[code], unit) for code in parts)) for one in found)
    data = {"kind": kind, "names": [names[one.key].label for one in found], "series": series}
    return Chart(id, label, head, tuple(parts.values()), rows, data)


def _item(group: Group, unit: str) -> dict[str, Any]:
    text = say(group.value, unit)
    return {"name": group.name.label, "value": plain(group.value, unit), "text": text, "url": group.url}


def _rows(items: Iterable[dict[str, Any]]) -> tuple[Row, ...]:
    return tuple(Row(one["name"], (one["text"],), one["url"]) for one in items)

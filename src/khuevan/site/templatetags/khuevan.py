"""Template tags of the whole house. They are built in: no ``{% load %}`` is needed.

``{% icon "lock" %}`` draws an icon, ``{{ 85|mark }}`` writes 8,5, ``{{ date|day }}`` 21/05/2026, ``{{ time|moment }}``
21/05/2026 14:05, ``{{ 2025|year }}`` 2025–2026, ``{{ "K"|level }}`` Khá, ``{{ "H"|level:"tt27" }}`` Hoàn thành,
``{{ 17808|count }}`` 17.808,
``{{ name|initials }}`` TL, ``{{ field|control }}`` a form control in our style, ``{% trail crumbs %}`` the way
to a page, ``{% lines table %}`` head and body of a long table, ``{% steps history %}`` the lines of a history,
``{{ grid|json_data:"grid-data" }}`` data for an island.
"""

import datetime
from collections.abc import Sequence
from typing import Any
from zlib import crc32

from django import template
from django.forms import BoundField
from django.template.base import FilterExpression, Parser, TextNode, Token
from django.utils.html import conditional_escape, escape
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from pydantic_core import to_json

from khuevan.kernel.counts import grouped
from khuevan.kernel.dates import format_date, year_label
from khuevan.kernel.devices import device_name
from khuevan.kernel.marks import format_tenths
from khuevan.kernel.panels import Panel
from khuevan.kernel.trail import Crumb
from khuevan.site.shells.addresses import url
from khuevan.site.shells.drawing import icon_html
from khuevan.site.shells.keep import keep
from khuevan.site.shells.levels import Level, level_of
from khuevan.site.shells.lines import lines
from khuevan.site.shells.states import Look, look_of
from khuevan.site.shells.steps import steps

register = template.Library()
register.tag(keep)
register.tag(url)
register.simple_tag(lines)
register.simple_tag(steps)

TINTS = 6
"""How many background tints avatars have; see ``.avatar--1`` and following."""


class IconNode(template.Node):
    """An icon whose name or label is known only when the page is drawn."""

    def __init__(self, arguments: dict[str, FilterExpression]) -> None:
        self.arguments = arguments

    def render(self, context: template.Context) -> str:
        return icon_html(**{key: str(value.resolve(context)) for key, value in self.arguments.items()})


@register.tag
def icon(parser: Parser, token: Token) -> template.Node:
    """``{% icon name label=… size=… %}``; an icon with a fixed name is drawn once, when the template is read."""
    name, *options = token.split_contents()[1:]
    words = {"name": name, **dict(option.split("=", 1) for option in options)}
    found = {key: parser.compile_filter(value) for key, value in words.items()}
    if all(isinstance(value.var, str) and not value.filters for value in found.values()):
        return TextNode(icon_html(**{key: str(value.var) for key, value in found.items()}))
    return IconNode(found)


@register.filter
def mark(tenths: int | None) -> str:
    """A mark in tenths as people write it: 85 gives "8,5"; "" for none."""
    return format_tenths(tenths)


@register.filter
def count(number: int | None) -> str:
    """How many, with thousands apart: 17808 gives "17.808"; "" for none."""
    return "" if number is None else grouped(number)


@register.filter(expects_localtime=True)
def day(value: datetime.date | None) -> str:
    """A date or a moment as dd/mm/yyyy in local time; "" for none."""
    return format_date(value)


@register.filter(expects_localtime=True)
def moment(value: datetime.datetime | None) -> str:
    """A moment as dd/mm/yyyy hh:mm in local time; "" for none."""
    return f"{value:%d/%m/%Y %H:%M}" if value else ""


@register.filter
def year(first: int | None) -> str:
    """A school year by its first calendar year: 2025 gives "2025–2026"; "" for none."""
    return year_label(first) if first else ""


@register.filter
def level(code: str | None, scale: str = "tt22") -> Level:
    """A level by its code, and by its scale when that is not TT 22's: ``.label`` and ``.tone``; prints its label."""
    return level_of(code, scale)


@register.filter
def device(user_agent: str) -> str:
    """Browser and system by what a browser says of itself: "Chrome · Android"."""
    return device_name(user_agent)


@register.filter
def initials(name: str) -> str:
    """Two letters for an avatar: the middle and given name, e.g. "Lê Thị Lan" gives "TL"."""
    return "".join(word[0] for word in str(name or "?").split()[-2:]).upper()


@register.filter
def tint(name: str) -> str:
    """A steady tint 1…6 for a name, so that one person always has the same avatar. A text: numbers are localized."""
    return str(crc32(str(name).encode()) % TINTS + 1)


@register.filter
def state(code: str) -> Look:
    """The look of a state of work: label, tone, icon."""
    return look_of(str(code))


CONTROLS = {
    "checkbox": "form-check-input",
    "radio": "form-check-input",
    "select": "form-select",
    "file": "form-control",
}


@register.filter
def control(field: BoundField) -> SafeString:
    """A form field's control in our style, marked when it has an error; Django adds the aria attributes."""
    kind = getattr(field.field.widget, "input_type", "") or "text"
    css = CONTROLS.get(kind, "form-control") + (" is-invalid" if field.errors else "")
    own = field.field.widget.attrs.get("class", "")
    return field.as_widget(attrs={"class": f"{css} {own}".strip()})


@register.filter
def is_check(field: Any) -> bool:
    """Whether a field is a single checkbox, whose label stands after it."""
    return getattr(field.field.widget, "input_type", "") == "checkbox" and not hasattr(field.field, "choices")


@register.simple_tag(takes_context=True)
def back(context: template.Context) -> str:
    """The page before this one when it was ours, otherwise the first page."""
    request = context["request"]
    before = request.META.get("HTTP_REFERER", "")
    ours = url_has_allowed_host_and_scheme(before, {request.get_host()}, require_https=request.is_secure())
    return before if before and ours else "/"


@register.simple_tag
def trail(crumbs: Sequence[Crumb]) -> SafeString:
    """The way to a page; its last step is the page itself. Not a template: nearly every page has one."""
    last = len(crumbs) - 1
    steps = "".join(f'<li class="crumbs__item">{_step(crumb, n == last)}</li>' for n, crumb in enumerate(crumbs))
    return mark_safe(  # noqa: S308 - labels and addresses are escaped
        f'<nav class="crumbs" aria-label="{escape(_("Đường dẫn"))}"><ol class="crumbs__list">{steps}</ol></nav>'
    )


def _step(crumb: Crumb, is_last: bool) -> str:
    label = conditional_escape(crumb.label)
    if crumb.url and not is_last:
        return f'<a href="{conditional_escape(crumb.url)}">{label}</a>{icon_html("chevron-right", size="sm")}'
    return f'<span aria-current="page">{label}</span>'


@register.filter
def json_data(value: Any, element: str) -> SafeString:
    """Data for a script as Django's ``json_script`` writes it, in a third of the time; lazy texts are written out."""
    text = to_json(value, fallback=str).decode()
    for sign, code in (("<", "\\u003C"), (">", "\\u003E"), ("&", "\\u0026")):
        text = text.replace(sign, code)
    return mark_safe(  # noqa: S308 - nothing in it can end the element
        f'<script id="{escape(element)}" type="application/json">{text}</script>'
    )


@register.simple_tag(takes_context=True)
def draw(context: template.Context, panel: Panel) -> str:
    """The inside of a panel: its template with its own context on top of the page's."""
    with context.push(**panel.context):
        return context.template.engine.get_template(panel.template).render(context)

"""``{% keep key … %}``: a part of a page that is drawn once per process and kept, because it is the same for many.

The frame around a page costs more to draw than most pages do. Its parts depend on little: the audience, where one is,
the language. A kept part must depend on nothing but its keys, and never on a person. What does, a name for instance,
is filled in each time: ``{% keep key filling name=actor.name %}Hello {{ name }}{% endkeep %}``. Inside, ``name`` may
be written out or stand as a uid in an address, nothing else: it is a mark there, not the name.
"""

import re
from html import escape
from uuid import UUID, uuid4

from django.template import Context, Node, NodeList
from django.template.base import FilterExpression, Parser, Token
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

MOST = 256
"""Kept versions of one part; when there are more, all are forgotten and drawn anew."""


class KeepNode(Node):
    """Keeps what its inside drew, by language and keys: texts, and between them the marks of what is filled in."""

    def __init__(self, nodelist: NodeList, keys: list[FilterExpression], fills: dict[str, FilterExpression]) -> None:
        self.nodelist = nodelist
        self.keys = keys
        self.marks = {name: uuid4() for name in fills}
        self.fills = {str(self.marks[name]): value for name, value in fills.items()}
        self.pattern = re.compile(f"({'|'.join(self.fills)})")
        self.kept: dict[tuple[object, ...], list[str]] = {}

    def render(self, context: Context) -> SafeString:
        key = (get_language(), *(value.resolve(context) for value in self.keys))
        found = self.kept.get(key)
        if found is None:
            if len(self.kept) >= MOST:
                self.kept.clear()
            found = self.kept[key] = self._drawn(context)
        if not self.fills:
            return mark_safe(found[0])  # noqa: S308 - a template drew it
        values = {mark: _escaped(value.resolve(context)) for mark, value in self.fills.items()}
        # S308: a template drew it, and what is filled in is escaped
        return mark_safe("".join([values.get(text, text) for text in found]))  # noqa: S308

    def _drawn(self, context: Context) -> list[str]:
        with context.push(**self.marks):
            text = self.nodelist.render(context)
        return self.pattern.split(text) if self.fills else [text]


def _escaped(value: object) -> str:
    """As in any template; Django would first ask of each plain text, number and uid whether it is lazy."""
    if type(value) is str:
        return escape(value)
    return str(value) if type(value) in (int, UUID) else conditional_escape(value)


def keep(parser: Parser, token: Token) -> KeepNode:
    """The tag itself; see the module."""
    words = token.split_contents()[1:]
    end = words.index("filling") if "filling" in words else len(words)
    keys = [parser.compile_filter(word) for word in words[:end]]
    pairs = [word.split("=", 1) for word in words[end + 1 :]]
    fills = {name: parser.compile_filter(value) for name, value in pairs}
    nodelist = parser.parse(("endkeep",))
    parser.delete_first_token()
    return KeepNode(nodelist, keys, fills)

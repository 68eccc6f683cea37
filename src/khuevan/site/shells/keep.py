"""``{% keep key … %}``: a part of a page that is drawn once per process and kept, because it is the same for many.

The frame around a page costs more to draw than most pages do. Its parts depend on little: the audience, where one is,
the language. A kept part must depend on nothing but its keys, and never on a person.
"""

from django.template import Context, Node, NodeList
from django.template.base import FilterExpression, Parser, Token
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

MOST = 256
"""Kept versions of one part; when there are more, all are forgotten and drawn anew."""


class KeepNode(Node):
    """Keeps what its inside drew, by language and keys."""

    def __init__(self, nodelist: NodeList, keys: list[FilterExpression]) -> None:
        self.nodelist = nodelist
        self.keys = keys
        self.kept: dict[tuple[object, ...], SafeString] = {}

    def render(self, context: Context) -> SafeString:
        key = (get_language(), *(value.resolve(context) for value in self.keys))
        found = self.kept.get(key)
        if found is None:
            if len(self.kept) >= MOST:
                self.kept.clear()
            found = self.kept[key] = mark_safe(self.nodelist.render(context))  # noqa: S308 - a template drew it
        return found


def keep(parser: Parser, token: Token) -> KeepNode:
    """The tag itself; see the module."""
    keys = [parser.compile_filter(word) for word in token.split_contents()[1:]]
    nodelist = parser.parse(("endkeep",))
    parser.delete_first_token()
    return KeepNode(nodelist, keys)

"""``{% url %}`` as Django knows it; but an address in which nothing varies but a uid is put together once.

Lists link each of their lines, and Django looks through its patterns for every one of them.
"""

from functools import lru_cache
from uuid import UUID

from django.template import Context
from django.template.base import Parser, Token
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as django_url
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString

PLACE = str(UUID(int=0))
"""Stands where the uid will."""
PLAIN = (UUID, int, str, SafeString)
"""Types of arguments that say all there is to an address."""
Place = int | str


class AddressNode(URLNode):
    """What is not a uid, a number or a text is left to Django, and so is whatever has no address."""

    def render(self, context: Context) -> str:
        args = [argument.resolve(context) for argument in self.args]
        uids = [value for value in args if type(value) is UUID]
        if self.kwargs or self.asvar or len(uids) > 1 or any(type(value) not in PLAIN for value in args):
            return str(super().render(context))
        places = tuple(PLACE if type(value) is UUID else value for value in args)
        found = _address(self.view_name.resolve(context), places)
        return found.replace(PLACE, str(uids[0])) if uids else found


@lru_cache(maxsize=512)
def _address(name: str, places: tuple[Place, ...]) -> str:
    return escape(reverse(name, args=places))


def url(parser: Parser, token: Token) -> AddressNode:
    """The tag itself."""
    node = django_url(parser, token)
    return AddressNode(node.view_name, node.args, node.kwargs, node.asvar)

"""What every page knows about its shell: ``shell`` in templates. Nothing is computed before a template asks."""

from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import get_language

from .kept import fingerprint
from .navigation import MENU, NAVIGATION, Link, address, audience, in_groups, links
from .texts import island_texts

THEME_COOKIE = "kv_theme"
THEMES = ("light", "dark")
AT_THE_THUMB = 4
"""Links that a phone's bar at the bottom holds beside "Thêm"."""
LAYOUTS = {"family": "layouts/family.html", "public": "layouts/public.html"}


class Shell:
    """The frame around a page for one request."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.actor: Any = getattr(request, "actor", None)

    @cached_property
    def audience(self) -> str:
        """teacher, leader, authority, family or public."""
        return audience(self.actor)

    @cached_property
    def layout(self) -> str:
        """The layout for pages that several audiences share: ``{% extends shell.layout %}``."""
        return LAYOUTS.get(self.audience, "layouts/app.html")

    @cached_property
    def links(self) -> list[Link]:
        """The main navigation."""
        return links(NAVIGATION[self.audience], self.actor, self.request.path)

    @cached_property
    def groups(self) -> list[tuple[str | Promise, list[Link]]]:
        """The main navigation in groups with their titles, for the sidebar."""
        return in_groups(self.links)

    @property
    def at_thumb(self) -> list[Link]:
        """The links that stand in the bar of a phone."""
        return self.links[:AT_THE_THUMB]

    @property
    def behind_more(self) -> list[Link]:
        """The links that the bar keeps behind "Thêm"."""
        return self.links[AT_THE_THUMB:]

    @cached_property
    def place(self) -> str:
        """What the navigation depends on: the same for all who see the same links in the same place."""
        return " ".join(f"{link.url}{'*' if link.current else ''}" for link in (*self.links, *self.menu))

    @cached_property
    def menu(self) -> list[Link]:
        """The pages about oneself, behind one's name."""
        return links(MENU, self.actor, self.request.path)

    @cached_property
    def theme(self) -> str:
        """light or dark when chosen here; "" follows the device."""
        return theme_of(self.request)

    @cached_property
    def fingerprint(self) -> str:
        """Which page without network the device should hold."""
        return fingerprint(get_language() or settings.LANGUAGE_CODE, self.theme)

    @cached_property
    def island_texts(self) -> dict[str, str]:
        """The words of the islands in another language than their own, Vietnamese; see ``islands/texts.ts``."""
        return island_texts(get_language() or settings.LANGUAGE_CODE)

    @cached_property
    def search_url(self) -> str:
        """Where the search box asks; "" hides it (visitors and families search nothing)."""
        return address("search") if self.audience in ("teacher", "leader", "authority") else ""

    @cached_property
    def act_as_url(self) -> str:
        """Where the role switcher posts."""
        return address("accounts:act_as")

    @cached_property
    def logout_url(self) -> str:
        """Where the log-out button posts."""
        return address("account_logout")

    @cached_property
    def verify_url(self) -> str:
        """Where anybody checks a transcript, without logging in."""
        return address("transcripts:verify")

    @cached_property
    def login_url(self) -> str:
        """Where a visitor logs in."""
        return address(str(settings.LOGIN_URL)) or str(settings.LOGIN_URL)


def theme_of(request: HttpRequest) -> str:
    """light or dark when chosen here, else ""."""
    chosen = request.COOKIES.get(THEME_COOKIE, "")
    return chosen if chosen in THEMES else ""


def shell(request: HttpRequest) -> dict[str, Shell]:
    """Context processor: ``{{ shell }}``."""
    return {"shell": Shell(request)}

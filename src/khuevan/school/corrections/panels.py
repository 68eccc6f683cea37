"""Cards: what waits for a leader, and the requests about one version with the way to ask."""

from collections.abc import Iterable

from django.db import connection
from django.urls import reverse
from django.utils.translation import gettext as _

from khuevan.kernel.panels import Panel
from khuevan.registry.accounts.api import Actor
from khuevan.school.transcripts.api import Version

from .api import Wish, of_version, open_to_wishes, visible

ASKING = ("teacher", "leader", "clerk", "guardian")
MOST = 6
_SOME_WAIT = "SELECT EXISTS (SELECT FROM corrections_wish WHERE school_id = any(%s) AND ended_at IS NULL)"


def panels(actor: Actor) -> Iterable[Panel]:
    """For leaders of a school that has requests waiting."""
    if actor.kind != "leader" or actor.unit_id not in actor.school_ids:
        return
    with connection.cursor() as cursor:  # asked on every first page of a leader, who mostly has none
        cursor.execute(_SOME_WAIT, [list(actor.school_ids)])
        if not cursor.fetchone()[0]:
            return
    waiting = Wish.objects.filter(visible(actor, "decide"), ended_at=None).select_related("student")
    shown = waiting.only("uid", "part_name", "what", "asked_by_name", "student__full_name")
    found = list(shown.order_by("asked_at")[:MOST])
    if found:
        link = {"url": reverse("corrections:index"), "link": _("Tất cả")}
        context = {"wishes": found}
        yield Panel(
            _("Đề nghị đính chính học bạ"), "corrections/panels/waiting.html", context, 18, icon="versions", **link
        )


def version_panels(actor: Actor, version: Version) -> Iterable[Panel]:
    """On the page of an issued version: what was asked about it, and the way to ask."""
    if actor.kind not in ASKING or version.issued_at is None:
        return
    context = {"found": of_version(actor, version), "version": version, "open": open_to_wishes(version)}
    yield Panel(_("Có chỗ sai?"), "corrections/panels/version.html", context, 40, icon="message-circle")

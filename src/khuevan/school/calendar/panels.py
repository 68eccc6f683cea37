"""Cards on the first pages: what a teacher is reminded of and was answered, what waits for a leader."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from khuevan.kernel.clock import today
from khuevan.kernel.panels import Panel
from khuevan.registry.accounts.api import Actor

from .api import answered, at_hand, late_counts, reminders_of, waiting
from .queries.owing_words import in_words

MOST = 6


def panels(actor: Actor) -> Iterable[Panel]:
    """For teachers and leaders of a school."""
    if actor.unit_id not in actor.school_ids:
        return
    if actor.kind == "teacher":
        yield from _teacher(actor)
    elif actor.kind == "leader":
        yield from _leader(actor)


def _teacher(actor: Actor) -> Iterable[Panel]:
    news, held = at_hand(actor)
    if news and (answers := answered(actor)):
        link = {"url": reverse("calendar:requests"), "link": _("Tất cả")}
        context = {"answers": answers[:MOST]}
        yield Panel(_("Đề nghị mở lại"), "calendar/panels/answers.html", context, 11, icon="lock-open", **link)
    found = in_words(reminders_of(actor, held), today())
    if found:
        context = {"lines": found[:MOST], "more": len(found) - MOST, "late": any(line.days for line in found)}
        link = {"url": reverse("calendar:late"), "link": _("Tất cả")}
        yield Panel(_("Nhắc hạn nhập"), "calendar/panels/reminders.html", context, 12, icon="bell", **link)


def _leader(actor: Actor) -> Iterable[Panel]:
    cells, teachers = late_counts(actor.unit_id or 0, today())
    wishes = waiting(actor, MOST)
    if cells or wishes:
        context = {"cells": cells, "teachers": teachers, "wishes": wishes}
        link = {"url": reverse("calendar:index"), "link": _("Lịch nhập điểm")}
        yield Panel(_("Hạn nhập điểm"), "calendar/panels/leader.html", context, 15, icon="calendar", **link)

"""Who may bring lists in: the kinds of roles that a target names, for their own schools; who sees the history."""

from functools import reduce
from operator import or_

from django.db.models import Q
from django.utils.translation import gettext as _

from khuevan.kernel.errors import NotAllowed
from khuevan.kernel.grants import Grant, filters, grant
from khuevan.registry.accounts.api import Actor

from .ports import Target

IMPORTS: tuple[Grant, ...] = (
    grant("teacher", "read", user_id="user_id"),
    grant("leader", "read", school_id__in="school_ids"),
    grant("clerk", "read", school_id__in="school_ids"),
    grant("authority", "read"),
)
"""Imports: the office sees the school's, a teacher the own ones."""


def refuse_outsiders(actor: Actor, target: Target, school_id: int) -> None:
    """Raises ``NotAllowed`` unless the actor may bring in this kind of list for this school."""
    if actor.kind not in target.kinds or school_id not in actor.school_ids or not target.may(actor):
        raise NotAllowed(
            _("Vai trò hiện tại không được nhập danh sách “%(title)s”.") % {"title": _(target.layout.title)},
            hint=_("Chuyển sang vai trò có thẩm quyền của trường này rồi làm lại."),
        )


def visible(actor: Actor) -> Q:
    """Imports that the actor may read."""
    ways = [Q(**conditions) for conditions in filters(IMPORTS, actor)]
    return reduce(or_, ways, Q(pk__in=[]))

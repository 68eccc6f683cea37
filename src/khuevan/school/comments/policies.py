"""Whose phrases are whose: a teacher's own for the owner alone, the school's for all its staff, kept by its leaders.

Comments themselves are the gradebook's: who may write a book or judge a class writes its comments.
"""

from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from khuevan.kernel.errors import NotAllowed
from khuevan.kernel.grants import Grant, allows, filters, grant
from khuevan.registry.accounts.api import Actor

from .models import BankPhrase


def _school(_actor: Any) -> tuple[str, ...]:
    return (BankPhrase.Shelf.SCHOOL,)


def _offered(_actor: Any) -> tuple[str, ...]:
    return (BankPhrase.Shelf.OFFERED,)


PHRASES: tuple[Grant, ...] = (
    grant("teacher", "read write offer", school_id__in="school_ids", owner_id="person_id"),
    grant("teacher", "read", school_id__in="school_ids", shelf__in=_school),
    grant("leader", "read write", school_id__in="school_ids", shelf__in=_school),
    grant("leader", "read adopt", school_id__in="school_ids", shelf__in=_offered),
)


def may(actor: Actor, verb: str, phrase: BankPhrase) -> bool:
    """Whether ``actor`` may read, write (alter, retire), offer or adopt a phrase."""
    return allows(PHRASES, actor, verb, phrase)


def visible(actor: Actor, verb: str = "read") -> Q:
    """The phrases to which ``actor`` may do ``verb``."""
    ways = [Q(**conditions) for conditions in filters(PHRASES, actor, verb)]
    return reduce(or_, ways, Q(pk__in=[]))


def home_of(actor: Actor) -> tuple[int, int | None]:
    """Where an actor's new phrases go: the school, and the owner (``None``: the school itself).

    Raises ``NotAllowed`` for whoever keeps no bank.
    """
    school = actor.unit_id or 0
    if school in actor.school_ids and (actor.kind == "leader" or (actor.kind == "teacher" and actor.person_id)):
        return school, actor.person_id if actor.kind == "teacher" else None
    raise NotAllowed(
        _("Vai trò này không có ngân hàng câu nhận xét."),
        hint=_("Hãy đổi sang vai trò giáo viên hoặc lãnh đạo trường."),
    )

"""People who answer for pupils: found by name or telephone, with the pupils."""

import re
from collections.abc import Collection

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, Value

from khuevan.kernel.text import fold
from khuevan.registry.people.api import Guardianship, Person

MOST = 60
"""So many are shown; more words find fewer."""


def guardians_like(text: str) -> list[Person]:
    """Guardians in scope by words of the name or by telephone; one query.

    Who has these very words comes before who only begins so ("Hoa" before "Hoàng"); those of one name stand together.
    """
    answers = Guardianship.objects.filter(guardian_id=OuterRef("pk"), valid_to=None)
    found = Person.objects.filter(Exists(answers), merged_into=None)
    digits = text.replace(" ", "").replace(".", "")
    if digits.isdigit():
        found = found.filter(phone=digits)
    whole = Q()
    for word in [] if digits.isdigit() else fold(text).split():
        found = found.filter(search_key__contains=word)
        whole &= Q(search_key__regex=rf"\y{re.escape(word)}\y")
    exact = ExpressionWrapper(whole, BooleanField()) if whole else Value(True)
    return list(found.annotate(exact=exact).order_by("-exact", "sort_key", "pk")[:MOST])


def wards_of(people: Collection[int]) -> dict[int, list[str]]:
    """Guardian → names of the pupils that somebody answers for now; one query."""
    rows = Guardianship.objects.filter(guardian_id__in=list(people), valid_to=None).order_by("pk")
    found: dict[int, list[str]] = {}
    for guardian, name in rows.values_list("guardian_id", "student__full_name"):
        found.setdefault(guardian, []).append(name)
    return found

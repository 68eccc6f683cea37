"""Find units by name, without accents."""

from collections.abc import Iterable

from django.db.models import F, Func, Q, QuerySet, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Lower, Replace

from khuevan.kernel.text import fold

from ..models import Unit

_PLAIN = "regexp_replace(normalize({text}, NFD), '[\\u0300-\\u036f]', '', 'g')"


class _Folded(Func):
    """Small letters without accents, as `fold` makes them; no extension of PostgreSQL is needed for it."""

    template = _PLAIN.format(text="%(expressions)s")


def folded(sql: str) -> str:
    """SQL for what `fold` makes of a text in SQL, but for its spaces."""
    return _PLAIN.format(text=f"replace(lower({sql}), 'đ', 'd')")


def find_schools(school_ids: Iterable[int], text: str, limit: int) -> QuerySet[Unit]:
    """Open schools among ``school_ids`` whose name holds every word of ``text``, or whose code it is."""
    here = RawSQL("SELECT unnest(%s::bigint[])", [list(school_ids)])  # one value, not one for each school
    schools = Unit.objects.filter(pk__in=here, kind=Unit.Kind.SCHOOL, closed_on=None)
    schools = schools.annotate(folded=_Folded(Replace(Lower(F("name")), Value("đ"), Value("d"))))
    by_name = Q()
    for word in fold(text).split():
        by_name &= Q(folded__contains=word)
    return schools.filter(by_name | Q(code=text.strip())).select_related("commune").order_by("name")[:limit]

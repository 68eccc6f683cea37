"""Staff as a list knows them: a few queries, however many they are."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from khuevan.kernel.text import search_text
from khuevan.platform.sheets.api import Problem, Record, Rows, Wanted
from khuevan.registry.isolation.api import among, among_texts
from khuevan.registry.people.api import Affiliation, ExternalId, Person, numbers_elsewhere

from ..adapters.pupil_layout import code_kind, kept_code
from .number_notes import note_numbers


def check_staff(rows: Rows) -> None:
    """Codes and numbers of people elsewhere, and numbers of a strange shape."""
    note_numbers(rows)
    codes = {str(one) for one in rows.of("code") if one is not None and code_kind(str(one)) == "moet"}
    numbers = {str(one) for one in rows.of("number") if one is not None}
    what = gettext_noop("“%(text)s” đang là số của một người không thuộc trường này.")
    how = gettext_noop("Nếu thầy cô chuyển đến từ nơi khác, nhờ Sở chuyển hồ sơ; nếu gõ nhầm, sửa số.")
    for field, taken in (
        ("code", numbers_elsewhere(["moet"], codes)),
        ("number", numbers_elsewhere(["citizen"], numbers)),
    ):
        for index, value in enumerate(rows.of(field)) if taken else ():
            if value in taken:
                rows.add(index, Problem(what, how, {"text": str(value)}), field)


def staff_found(school_id: int, wanted: Wanted) -> Iterable[Record]:
    """Everybody of the school whom a code, a number, or as staff a name with a year of birth might mean."""
    codes = [kept_code(school_id, code) for code in wanted.codes]
    numbers = ExternalId.objects.filter(valid_to=None).filter(
        (~Q(kind="citizen") & Q(value__in=among_texts(codes)))
        | Q(kind="citizen", value__in=among_texts(wanted.numbers))
    )
    ids = set(numbers.values_list("person_id", flat=True))
    ids |= set(Person.objects.filter(code__in=among_texts(wanted.codes)).values_list("pk", flat=True))
    keys = {(search_text(name), born) for name, born in wanted.names}
    for one, key, born in _working(school_id).values_list("pk", "search_key", "birth_year"):
        if (key, born) in keys:
            ids.add(one)
    return _records(school_id, ids, wanted.codes)


def staff_now(school_id: int) -> Iterable[Record]:
    """Everybody who works at the school, by name."""
    return _records(school_id, set(_working(school_id).values_list("pk", flat=True)), frozenset())


def _working(school_id: int) -> QuerySet[Person]:
    here = Affiliation.objects.filter(school_id=school_id, kind="staff", valid_to=None)
    return Person.objects.filter(pk__in=here.values("person_id"))


def _records(school_id: int, ids: set[int], asked: frozenset[str]) -> Iterable[Record]:
    here = Affiliation.objects.filter(school_id=school_id, kind="staff", valid_to=None, person_id__in=among(ids))
    titles = dict(here.values_list("person_id", "title"))
    held: dict[int, dict[str, str]] = {}
    for person, kind, value in ExternalId.objects.filter(valid_to=None, person_id__in=among(ids)).values_list(
        "person_id", "kind", "value"
    ):
        code, _at, school = value.partition("@")
        if school in ("", str(school_id)):
            held.setdefault(person, {})[kind] = code
    kinds = {code_kind(code) for code in asked}
    now = Affiliation.objects.filter(school_id=school_id, kind="pupil", valid_to=None, person_id__in=among(ids))
    pupils = set(now.values_list("person_id", flat=True)) - set(titles)
    for one in Person.objects.filter(pk__in=among(ids)).order_by("sort_key", "pk"):
        codes = held.get(one.pk, {})
        values = {
            "code": _code(codes, one.code, asked, kinds),
            "number": codes.get("citizen"),
            "name": one.full_name,
            "birth": one.birth.iso if one.birth else None,
            "sex": one.sex or None,
            "ethnicity": one.ethnicity or None,
            "birth_place": one.birth_place or None,
            "phone": one.phone or None,
            "title": titles.get(one.pk) or None,
        }
        blocked = _("Số này là của một học sinh của trường.") if one.pk in pupils else ""
        yield Record(one.pk, values, f"{one.full_name}, {one.birth}" if one.birth else one.full_name, "", blocked)


def _code(codes: dict[str, str], own: str, asked: frozenset[str], kinds: set[str]) -> str | None:
    """The code that the list names, else one of a kind that it uses; for lists that go out the best there is."""
    by_kind = {kind: codes.get(kind) for kind in ("moet", "vendor", "temporary")} | {"own": own}
    found = next((code for code in by_kind.values() if code in asked), None)
    if asked or found:
        return found or next((code for kind, code in by_kind.items() if code and kind in kinds and kind != "own"), None)
    return next(code for code in by_kind.values() if code)

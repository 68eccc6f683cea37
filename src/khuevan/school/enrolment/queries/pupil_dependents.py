"""What builds on an import of pupils by now."""

from collections.abc import Collection

from django.db import connection
from django.utils.translation import gettext as _

from khuevan.registry.isolation.api import among
from khuevan.registry.people.api import Person

from ..ports import held

_NAMED = 3
_CHANGED = """
SELECT "table", first FROM enrolment_listchange WHERE school_id = %(school)s AND part_of > %(part)s
  AND before IS NOT NULL"""
_OURS = """
SELECT "table", first, last, before IS NULL FROM enrolment_listchange
WHERE school_id = %(school)s AND part_of = %(part)s"""
_USED = """
SELECT person_id, 0 FROM accounts_user WHERE person_id = ANY(%(people)s)
UNION ALL SELECT guardian_id, id FROM people_guardianship WHERE guardian_id = ANY(%(people)s)"""
"""Two plain look-ups by index: joined with what was made, the planner, who does not know how much that is behind
row-level security, compared every person with every tie."""

_MERGED = """
SELECT DISTINCT p.full_name FROM people_person p JOIN identity_merge m ON p.id IN (m.winner_id, m.loser_id)
WHERE p.id = ANY(%(people)s) ORDER BY 1"""


def dependents_of(school_id: int, import_id: int, keys: Collection[int]) -> list[str]:
    """Sentences that say what holds an import back; nothing where nothing does."""
    found = [*_held(school_id, keys), *later(school_id, import_id), *families(school_id, import_id)]
    return found + _merged(school_id, import_id)


def _held(school_id: int, keys: Collection[int]) -> list[str]:
    kept = held(school_id, keys)
    names = Person.objects.filter(pk__in=sorted(kept)[:_NAMED]).values_list("id", "full_name")
    said = [_("Em %(name)s đã có %(what)s.") % {"name": name, "what": _(kept[key])} for key, name in names]
    if len(kept) > _NAMED:
        said.append(_("Còn %(n)d em nữa.") % {"n": len(kept) - _NAMED})
    return said


def later(school_id: int, import_id: int) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(_CHANGED, {"school": school_id, "part": import_id})
        changed = {(table, first) for table, first in cursor.fetchall()}
    ours = _rows(school_id, import_id) if changed else {}
    count = sum(row in ours.get(table, ()) for table, row in changed)
    return [_("Một lần nhập sau đã sửa %(n)d mục của lần này: hoàn tác lần sau trước.") % {"n": count}] if count else []


def _rows(school_id: int, import_id: int, made: bool = False) -> dict[str, set[int]]:
    """Table → rows that an import touched, or only those that it ``made``."""
    found: dict[str, set[int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_OURS, {"school": school_id, "part": import_id})
        for table, first, last, fresh in cursor.fetchall():
            if fresh or not made:
                found.setdefault(table, set()).update(range(first, last + 1))
    return found


def families(school_id: int, import_id: int) -> list[str]:
    made = _rows(school_id, import_id, made=True)
    with connection.cursor() as cursor:
        cursor.execute(_USED, {"people": list(made.get("person", ()))})
        used = {person for person, tie in cursor.fetchall() if tie not in made.get("guardianship", ())}
    names = Person.objects.filter(pk__in=among(used)).order_by("full_name").values_list("full_name", flat=True)
    return [_("%(name)s đã có tài khoản hoặc có con khác trong hệ thống.") % {"name": name} for name in names[:_NAMED]]


def _merged(school_id: int, import_id: int) -> list[str]:
    said = _("Hồ sơ của %(name)s đã được gộp với hồ sơ khác.")
    with connection.cursor() as cursor:
        cursor.execute(_MERGED, {"people": list(_rows(school_id, import_id).get("person", ()))})
        return [said % {"name": row[0]} for row in cursor.fetchmany(_NAMED)]

"""What builds on an import of pupils by now."""

from collections.abc import Collection

from django.db import connection
from django.utils.translation import gettext as _

from khuevan.registry.people.api import Person

from ..ports import held

_NAMED = 3
_LATER = """
SELECT count(DISTINCT (l."table", l."row")) FROM enrolment_listchange l JOIN enrolment_listchange o
  ON o.school_id = l.school_id AND o."table" = l."table" AND o."row" = l."row"
WHERE l.school_id = %(school)s AND l.part_of > %(part)s AND o.part_of = %(part)s"""
_FAMILIES = """
SELECT p.full_name FROM people_person p JOIN enrolment_listchange o ON o.school_id = %(school)s
  AND o.part_of = %(part)s AND o."table" = 'person' AND o."row" = p.id AND o.before IS NULL
WHERE EXISTS (SELECT FROM accounts_user u WHERE u.person_id = p.id)
  OR EXISTS (SELECT FROM people_guardianship g WHERE g.guardian_id = p.id AND NOT EXISTS (SELECT FROM
    enrolment_listchange m WHERE m.school_id = %(school)s AND m.part_of = %(part)s AND m."table" = 'guardianship'
    AND m."row" = g.id AND m.before IS NULL))
ORDER BY p.full_name"""

_MERGED = """
SELECT DISTINCT p.full_name FROM people_person p JOIN enrolment_listchange o ON o.school_id = %(school)s
  AND o.part_of = %(part)s AND o."table" = 'person' AND o."row" = p.id
JOIN identity_merge m ON p.id IN (m.winner_id, m.loser_id) ORDER BY 1"""


def dependents_of(school_id: int, import_id: int, keys: Collection[int]) -> list[str]:
    """Sentences that say what holds an import back; nothing where nothing does."""
    found = [*_held(school_id, keys), *_later(school_id, import_id), *_families(school_id, import_id)]
    return found + _merged(school_id, import_id)


def _held(school_id: int, keys: Collection[int]) -> list[str]:
    kept = held(school_id, keys)
    names = Person.objects.filter(pk__in=sorted(kept)[:_NAMED]).values_list("id", "full_name")
    said = [_("Em %(name)s đã có %(what)s.") % {"name": name, "what": _(kept[key])} for key, name in names]
    if len(kept) > _NAMED:
        said.append(_("Còn %(n)d em nữa.") % {"n": len(kept) - _NAMED})
    return said


def _later(school_id: int, import_id: int) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(_LATER, {"school": school_id, "part": import_id})
        count = cursor.fetchone()[0]
    return [_("Một lần nhập sau đã sửa %(n)d mục của lần này: hoàn tác lần sau trước.") % {"n": count}] if count else []


def _families(school_id: int, import_id: int) -> list[str]:
    said = _("%(name)s đã có tài khoản hoặc có con khác trong hệ thống.")
    return [said % {"name": name} for name in _names(_FAMILIES, school_id, import_id)]


def _merged(school_id: int, import_id: int) -> list[str]:
    said = _("Hồ sơ của %(name)s đã được gộp với hồ sơ khác.")
    return [said % {"name": name} for name in _names(_MERGED, school_id, import_id)]


def _names(sql: str, school_id: int, import_id: int) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(sql, {"school": school_id, "part": import_id})
        return [row[0] for row in cursor.fetchmany(_NAMED)]

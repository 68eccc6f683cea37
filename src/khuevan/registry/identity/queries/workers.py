"""Staff: found by name, telephone or code, those who look like one person, their work and their log-ins."""

from collections.abc import Collection

from django.db import connection
from django.db.models import Exists, OuterRef

from khuevan.kernel.text import fold
from khuevan.registry.accounts.api import User
from khuevan.registry.people.api import Affiliation, Person

MOST = 60
"""So many are shown; more words find fewer."""
_ALIKE = """
WITH staff AS MATERIALIZED (
  SELECT p.id, p.search_key, p.phone, p.birth_year, p.birth_month, p.birth_day FROM people_person p
  WHERE p.merged_into_id IS NULL AND p.id IN (SELECT person_id FROM people_affiliation WHERE kind = 'staff')
)
SELECT DISTINCT a.id FROM staff a JOIN staff b ON b.search_key = a.search_key AND b.id <> a.id
WHERE (a.phone = b.phone AND a.phone <> '' OR a.birth_year IS NULL OR b.birth_year IS NULL
    OR (a.birth_year, a.birth_month, a.birth_day) IS NOT DISTINCT FROM (b.birth_year, b.birth_month, b.birth_day))
  AND NOT EXISTS (SELECT FROM identity_pair k
    WHERE k.first_id = least(a.id, b.id) AND k.second_id = greatest(a.id, b.id) AND k.state = 'different')"""


def staff_like(text: str) -> list[Person]:
    """Staff in scope, of now or before, by words of the name, by telephone or by code; one query."""
    works = Affiliation.objects.filter(person_id=OuterRef("pk"), kind="staff")
    found = Person.objects.filter(Exists(works), merged_into=None)
    bare = text.replace(" ", "").replace(".", "")
    if bare.isdigit():
        found = found.filter(phone=bare)
    elif any(sign.isdigit() for sign in bare):
        found = found.filter(code__iexact=text)
    else:
        for word in fold(text).split():
            found = found.filter(search_key__contains=word)
    return list(found.order_by("sort_key", "pk")[:MOST])


def staff_alike() -> list[Person]:
    """Staff in scope of one name whose birth date or telephone agrees or is missing, namesakes beside each other.

    Two queries. Whoever was said to be two people is left out.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ALIKE)
        ids = [row[0] for row in cursor.fetchall()]
    return list(Person.objects.filter(pk__in=ids).order_by("sort_key", "pk")[:MOST])


def work_of(people: Collection[int]) -> dict[int, str]:
    """What staff are or were at their schools ("Giáo viên"); one query, "" left out."""
    rows = Affiliation.objects.filter(person_id__in=list(people), kind="staff").order_by("valid_to", "pk")
    found: dict[int, list[str]] = {}
    for person, title in rows.values_list("person_id", "title"):
        if title and title not in found.setdefault(person, []):
            found[person].append(title)
    return {person: ", ".join(titles) for person, titles in found.items() if titles}


def logins_of(people: Collection[int]) -> dict[int, str]:
    """The log-in names of people who have one; one query."""
    return dict(User.objects.filter(person_id__in=list(people)).values_list("person_id", "username"))

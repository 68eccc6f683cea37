"""What a school may know of people whom it does not see: that a number is taken, not by whom."""

from collections.abc import Collection

from django.db import connection


def numbers_elsewhere(kinds: Collection[str], numbers: Collection[str]) -> frozenset[str]:
    """Which of these current numbers (`ExternalId.Kind`) belong to somebody outside the own schools."""
    return _asked("SELECT people_numbers_elsewhere(%s, %s)", [list(kinds), list(numbers)]) if numbers else frozenset()


def pupils_elsewhere(people: Collection[int]) -> frozenset[int]:
    """Which people of the own schools are now pupils of another school."""
    return _asked("SELECT people_pupils_elsewhere(%s)", [list(people)]) if people else frozenset()


def _asked(sql: str, given: list[object]) -> frozenset:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return frozenset(row[0] for row in cursor.fetchall())

"""The cache in the database does what Django's own does, in one statement each."""

import pytest
from django.core.cache import cache
from django.db import connection

pytestmark = pytest.mark.django_db


def end(key):
    """Let an entry's time be over."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE django_cache SET expires = now() - interval '1 second' WHERE cache_key = %s", [f":1:{key}"]
        )


def test_what_is_set_is_there_until_it_ends():
    cache.set("a", {"marks": [8, 9]}, 60)
    assert cache.get("a") == {"marks": [8, 9]}
    cache.set("a", 2, None)
    assert cache.get("a") == 2
    end("a")
    assert cache.get("a") is None


def test_what_is_there_is_not_added():
    assert cache.add("a", 1, 60) is True
    assert cache.add("a", 2, 60) is False
    assert cache.get("a") == 1
    end("a")
    assert cache.add("a", 3, 60) is True
    assert cache.get("a") == 3


def test_only_what_lasts_lasts_longer():
    assert cache.touch("a", 60) is False
    cache.set("a", 1, 60)
    assert cache.touch("a", 600) is True
    end("a")
    assert cache.touch("a", 600) is False


def test_counting_and_forgetting():
    cache.set("n", 1, 60)
    assert cache.incr("n") == 2
    cache.set_many({"b": 1, "c": 2})
    assert cache.get_many(["b", "c", "d"]) == {"b": 1, "c": 2}
    assert cache.delete("b") is True
    cache.clear()
    assert cache.get_many(["n", "c"]) == {}


def test_each_writes_with_one_statement(django_assert_num_queries):
    for write in (cache.set, cache.add):
        with django_assert_num_queries(1):
            write("a", 1, 60)

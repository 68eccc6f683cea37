import pytest

from khuevan.kernel import search
from khuevan.kernel.search import Group, Hit


@pytest.fixture
def asked(monkeypatch):
    """What a source was asked; it finds one pupil and one class for every text."""
    monkeypatch.setattr(search, "_sources", [])
    texts = []

    def pupils(actor, text, limit):
        texts.append((actor, text, limit))
        return Group("Học sinh", [Hit("Nguyễn Hoài An", "/p/1/")], order=20)

    search.register(pupils)
    search.register(pupils)
    search.register(lambda actor, text, limit: Group("Lớp", [Hit("7A", "/c/1/")], order=10))
    search.register(lambda actor, text, limit: Group("Trường", []))
    return texts


def test_groups_with_hits_come_in_order(asked):
    assert [group.title for group in search.look("cô Lan", "an", 5)] == ["Lớp", "Học sinh"]


def test_each_source_is_asked_once_with_a_clean_text(asked):
    search.look("cô Lan", "  hoài   an ", 5)
    assert asked == [("cô Lan", "hoài an", 5)]


@pytest.mark.parametrize("text", ["", " ", "a", "  a  "])
def test_a_short_text_asks_nobody(asked, text):
    assert search.look("cô Lan", text) == []
    assert asked == []

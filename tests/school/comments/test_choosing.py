"""No two pupils of a class read the same, whatever the class; and what is chosen fits the pupil."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from khuevan.school.comments.api import CONDUCT, TRAITS, shipped
from khuevan.school.comments.rules.choosing import Asking, choose, same
from khuevan.school.comments.rules.evidence import places, trait_places
from khuevan.school.comments.rules.phrases import Part, Phrase, Place, expand
from khuevan.school.comments.rules.wording import Known, check
from khuevan.school.enrolment.api import curriculum

EVERY = [(one.code, grade) for grade in range(1, 13) for one in curriculum.subjects(grade)] + [(CONDUCT, 8)]
BOOKS = list({shipped(*book): book for book in EVERY}.values())
"""One subject and grade for each bank."""
TAGS = st.sampled_from(["", "cham-chi", "voi-vang", "phat-bieu"])
PUPILS = st.lists(st.tuples(st.integers(0, 4), st.sampled_from(["", "up", "down"]), TAGS), min_size=1, max_size=45)


def asking(rows):
    return [
        Asking(str(n), places(band, trend, (tag,) if tag else ()), longest=240)
        for n, (band, trend, tag) in enumerate(rows)
    ]


@settings(max_examples=25, deadline=None)
@given(PUPILS, st.sampled_from([("TOAN", 7), ("GDTC", 3), (CONDUCT, 8)]), st.text(max_size=5))
def test_texts_of_a_class_differ_and_fit_the_results(rows, book, seed):
    known = {str(n): Known(band=band, trend=trend) for n, (band, trend, _tag) in enumerate(rows)}
    found = choose(asking(rows), shipped(*book), seed)
    assert len({same(text) for text in found.values()}) == len(found)
    assert found.keys() == {key for key, one in known.items() if one.band}
    assert [said for key, text in found.items() for said in check(text, known[key], 240)] == []


@pytest.mark.parametrize("book", BOOKS, ids=str)
def test_forty_five_alike_get_forty_five_texts(book):
    for band in (1, 2, 3, 4):
        found = choose(asking([(band, "", "")] * 45), shipped(*book), "class")
        assert len({same(text) for text in found.values()}) == 45
        openings = [text.partition(".")[0] for text in found.values()]
        assert max(openings.count(one) for one in openings) <= 4


@pytest.mark.parametrize("level", ["T", "D", "C"])
def test_qualities_and_competences_too(level):
    pupils = [Asking(str(n), trait_places({"CHAM_CHI": level, "NHAN_AI": level, "TU_CHU": level})) for n in range(45)]
    found = choose(pupils, shipped(TRAITS, 2), "class")
    assert len({same(text) for text in found.values()}) == 45


def test_strength_and_weakness_speak_of_what_was_judged_so():
    bank = shipped(TRAITS, 2)
    strong = {one.text for one in bank if one.trait == "CHAM_CHI"}
    weak = {one.text for one in bank if one.trait == "TU_CHU"}
    (text,) = choose([Asking("a", trait_places({"CHAM_CHI": "T", "TU_CHU": "C"}))], bank, "s").values()
    first, *rest = [one.text for one in bank if one.text in text and not one.word]
    assert {first, *rest} <= strong | weak
    assert any(one in strong for one in (first, *rest))
    assert any(one in weak for one in (first, *rest))


def test_same_seed_same_texts_another_turn_another_text():
    rows = asking([(3, "", "")] * 10)
    assert choose(rows, shipped("TOAN", 7), "s") == choose(rows, shipped("TOAN", 7), "s")
    (before,) = choose(rows[:1], shipped("TOAN", 7), "s").values()
    (anew,) = choose([Asking("0", rows[0].places, 1)], shipped("TOAN", 7), "s", [before]).values()
    assert same(anew) != same(before)


def test_own_phrases_come_before_the_schools_and_these_before_the_shipped():
    bank = [Phrase(Part.NEXT, text, rank=rank) for text, rank in (("Ba.", 2), ("Một.", 0), ("Hai.", 1))]
    pupils = [Asking(key, (Place(Part.NEXT, 3),)) for key in "abc"]
    assert set(choose(pupils[:1], bank, "s").values()) == {"Một."}
    assert set(choose(pupils[:2], bank, "s").values()) == {"Một.", "Hai."}


def test_a_bank_that_is_too_small_leaves_places_empty():
    bank = [Phrase(Part.NEXT, "Em đọc sách."), Phrase(Part.NEXT, "em đọc sách !")]
    pupils = [Asking(str(n), (Place(Part.NEXT, 3),)) for n in range(3)]
    assert len(choose(pupils, bank, "s")) == 1
    assert choose(pupils, bank, "s", taken=["EM ĐỌC SÁCH"]) == {}


def test_frames_do_not_say_a_word_twice():
    said = [one.text for one in expand(["Em chưa tự {s}.", "Em biết {s}."], "tự học", Part.LIMIT, 1)]
    assert said == ["Em biết tự học."]


def test_every_shipped_phrase_is_a_clean_sentence():
    phrases = {one for book in BOOKS for one in shipped(*book)} | set(shipped(TRAITS, 4))
    assert len(phrases) > 2000
    for one in phrases:
        assert one.text.endswith(".")
        assert "{" not in one.text
        for band in one.bands:
            known = Known(band=0 if one.word else band, trend=one.word if one.word in ("up", "down") else "")
            assert check(one.text, known) == [], one
    words = [one.text.lower().split() for one in phrases]
    assert [text for text in words if any(a == b for a, b in pairwise(text))] == []

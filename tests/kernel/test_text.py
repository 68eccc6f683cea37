import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khuevan.kernel.text import clean, fold, given_name, name_case, search_text, sort_key, within

CLASS_LIST = """
Nguyễn An · Nguyễn Ánh An · Nguyễn Bá An · Trần Văn An · Phạm Hoàng Anh · Lê Ngọc Ánh · Nguyễn Văn Ăn ·
Nguyễn Thị Ân · Ngô Thị Dung · Đỗ Văn Dũng · Lê Văn Đức · Lê Thị Hoa · Bùi Thị Hòa · Lê Thị Hỏa · Lê Thị Hoá ·
Lê Thị Hoàn · Hoàng Thị Oanh · Lý Thị Ổn · Đinh Thị Ơn · Võ Văn Út · Phan Văn Ước · Vũ Thị Yến
"""
NAMES = [name.strip() for name in CLASS_LIST.split("·")]


def test_a_class_list_is_in_vietnamese_order():
    shuffled = random.Random(7).sample(NAMES, len(NAMES))
    assert sorted(shuffled, key=sort_key) == NAMES


@pytest.mark.parametrize(
    "in_order",
    [
        "a ă â b c d đ e ê f g h i j k l m n o ô ơ p q r s t u ư v w x y z",
        "ma mà mả mã má mạ man",
        "an az ăn ân dung dương đan",
    ],
    ids=["alphabet", "letters before tones", "marked letters inside words"],
)
def test_words_are_in_vietnamese_order(in_order):
    words = in_order.split()
    assert sorted(random.Random(7).sample(words, len(words)), key=sort_key) == words


@pytest.mark.parametrize(("one", "other"), [("Bùi Thị Hòa", "Bùi Thị Hoà"), ("LÊ VĂN THÚY", "lê văn thuý")])
def test_tone_placement_and_case_do_not_matter(one, other):
    assert sort_key(one) == sort_key(other)


@given(st.sampled_from(NAMES))
def test_composition_does_not_matter(name):
    decomposed = unicodedata.normalize("NFD", name)
    assert sort_key(decomposed) == sort_key(name)
    assert fold(decomposed) == fold(name)
    assert clean(decomposed) == name


@given(st.text(max_size=40))
def test_any_text_has_an_ascii_key(text):
    assert sort_key(text).isascii()
    assert "\x00" not in sort_key(text)


def test_foreign_letters_come_last():
    assert sort_key("Ян") > sort_key("Zung")


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đỗ  Ánh ", "do anh"),
        ("NGUYỄN THỊ NGỌC THẢO", "nguyen thi ngoc thao"),
        ("Ước\u00a0Vũ", "uoc vu"),
        ("Y Ƀlơ", "y blo"),
        ("", ""),
    ],
)
def test_search_folds_accents(text, folded):
    assert fold(text) == folded


def test_search_text_has_both_orders():
    assert search_text("Nguyễn Văn An") == "nguyen van an an van nguyen"
    assert search_text("Niê") == "nie"


def test_clean_drops_what_cannot_be_seen():
    assert clean("  Lê\u200b\tThị\n Hoa\ufeff ") == "Lê Thị Hoa"


@pytest.mark.parametrize(("name", "given"), [("Nguyễn Văn An", "An"), ("H'Hen Niê", "Niê"), ("Siu", "Siu"), ("", "")])
def test_given_name_is_the_last_word(name, given):
    assert given_name(name) == given


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("nguyễn VĂN an", "Nguyễn Văn An"),
        ("ĐẶNG THỊ ỐC", "Đặng Thị Ốc"),
        ("h’hen niê", "H'Hen Niê"),
        ("Y moan êban", "Y Moan Êban"),
        ("Y", "Y"),
        ("ka-ly", "Ka-Ly"),
        ("McCarthy An", "McCarthy An"),
        ("", ""),
    ],
)
def test_names_get_their_capitals(typed, stored):
    assert name_case(typed) == stored


@given(st.text(alphabet="aăâđêôơưÁÀẢÃẠĐbcnghm '-", max_size=30))
def test_name_case_settles(text):
    once = name_case(text)
    assert name_case(once) == once


@pytest.mark.parametrize(("heading", "inside"), [("Học kì II", "học kì II"), ("Đầu năm", "đầu năm"), ("", "")])
def test_a_heading_within_a_sentence_loses_its_first_capital_only(heading, inside):
    assert within(heading) == inside

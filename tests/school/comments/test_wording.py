"""What speaks against a text: forbidden words with their rule, and contradictions; and what does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khuevan.school.comments.rules.evidence import band_of_mark, band_of_primary, trend_of
from khuevan.school.comments.rules.wording import Known, check

BOY, GIRL = Known("Nguyễn Hoàng An", 1), Known("Trần Thị Mai", 2)


def codes(text, known=BOY, longest=500):
    return [one.code for one in check(text, known, longest)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Em học chậm hơn các bạn.", "comparing"),
        ("Em đứng thứ ba trong lớp.", "comparing"),
        ("Em còn LƯỜI học.", "wounding"),
        ("Gia đình em thuộc hộ  nghèo.", "private"),
    ],
)
def test_forbidden_words_come_with_their_rule(text, code):
    (found,) = check(text, BOY)
    assert found.code == code
    assert "TT " in found.law or "Luật" in found.law


@pytest.mark.parametrize(
    ("text", "known", "code"),
    [
        ("Em học xuất sắc.", Known(band=1), "praise"),
        ("Em còn lúng túng khi tính toán.", Known(band=4), "blame"),
        ("Em chưa đạt yêu cầu.", Known(band=3), "blame"),
        ("Em đã tiến bộ.", Known(trend="down"), "rising"),
        ("Kết quả của em sa sút.", Known(trend="up"), "falling"),
        ("Cô bé rất ngoan.", BOY, "sex"),
        ("Cậu bé rất ngoan.", GIRL, "sex"),
        ("Em đạt 9,5 điểm cuối kì.", Known(marks=frozenset({80})), "mark"),
        ("Em Bình học tốt.", Known("Nguyễn Hoàng An", others=frozenset({"Bình"})), "name"),
    ],
)
def test_contradictions(text, known, code):
    assert codes(text, known) == [code]


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("Em chưa nắm vững bảng cửu chương.", Known(band=1)),
        ("Em luyện thêm để thành thạo hơn.", Known(band=2)),
        ("Em còn lúng túng khi tính toán.", Known(band=1)),
        ("Em nêu được các yếu tố của bài.", BOY),
        ("Em đạt 8 điểm cuối kì.", Known(marks=frozenset({80}))),
        ("Em đạt 3 bài kiểm tra.", Known(marks=frozenset({80}))),
        ("Em An học tốt.", Known("Nguyễn Hoàng An", others=frozenset({"Bình"}))),
        ("Em hoàn thành bài, An và Bình cùng làm.", Known("Nguyễn Hoàng An", others=frozenset({"Bình"}))),
        ("", BOY),
    ],
)
def test_what_is_allowed(text, known):
    assert codes(text, known) == []


def test_too_long():
    assert codes("a" * 501) == ["long"]


@given(st.text(max_size=300), st.integers(0, 4))
def test_any_text_is_judged(text, band):
    assert all(one.words for one in check(text, Known("An", 1, band, "up", frozenset({80}), frozenset({"Bình"}))))


def test_bands_follow_the_regulations():
    assert [band_of_mark(mark) for mark in (None, 0, 49, 50, 64, 65, 79, 80, 100)] == [0, 1, 1, 2, 2, 3, 3, 4, 4]
    assert [band_of_primary(*one) for one in (("", None), ("T", 100), ("H", 60), ("H", None), ("C", 40))] == [
        0,
        4,
        2,
        3,
        1,
    ]
    assert [trend_of(*one) for one in ((None, 80), (70, 79), (70, 80), (80, 65))] == ["", "", "up", "down"]

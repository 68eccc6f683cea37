"""Text from before Unicode."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khuevan.platform.sheets.adapters.opening import open_file
from khuevan.platform.sheets.rules import legacy_fonts as fonts
from khuevan.platform.sheets.rules.cells import Sheet
from khuevan.platform.sheets.rules.reading import read_table

TO_TCVN3 = {letter: code for code, letter in fonts._TCVN3.items()}
TO_VNI = {letter: code for code, letter in fonts._VNI.items()}
NAMES = ["Nguyễn Văn An", "Trần Thị Bình", "Lê Hoàng Cường", "Đỗ Thị Mỹ Duyên", "Phạm Quốc Bửu", "Vũ Hữu Nghĩa"]
LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ "


def in_tcvn3(text):
    return "".join(TO_TCVN3.get(char, char) for char in text)


def in_vni(text):
    return "".join(TO_VNI.get(char, char) for char in text)


def test_known_words():
    assert fonts.from_tcvn3("NguyÔn V¨n An") == "Nguyễn Văn An"
    assert fonts.from_tcvn3("Céng hßa x· héi chñ nghÜa ViÖt Nam") == "Cộng hòa xã hội chủ nghĩa Việt Nam"
    assert fonts.from_vni("Nguyeãn Vaên An") == "Nguyễn Văn An"
    assert fonts.from_vni("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam") == "Cộng hòa xã hội chủ nghĩa Việt Nam"
    assert fonts.from_vni("ÑAËNG THÒ ÖÔÙC") == "ĐẶNG THỊ ƯỚC"


def twice(text):
    return "".join(
        bytes([one]).decode("cp1252" if one not in b"\x81\x8d\x8f\x90\x9d" else "latin-1") for one in text.encode()
    )


@given(st.lists(st.sampled_from(NAMES), min_size=3))
def test_text_that_was_encoded_twice(names):
    assert fonts.recognise(map(twice, names)) == "twice"
    assert [fonts.converted(twice(name), "twice") for name in names] == names


@given(st.text(alphabet=LETTERS))
def test_tcvn3_loses_nothing(text):
    assert fonts.from_tcvn3(in_tcvn3(text)) == text


@given(st.lists(st.sampled_from(NAMES), min_size=3))
def test_each_font_is_recognised(names):
    assert fonts.recognise(names) == ""
    assert fonts.recognise(map(in_tcvn3, names)) == "tcvn3"
    assert fonts.recognise(map(in_vni, names)) == "vni"


@given(st.lists(st.sampled_from(NAMES), min_size=1))
def test_unicode_in_either_form_is_left_alone(names):
    assert fonts.recognise(unicodedata.normalize("NFD", name) for name in names) == ""
    assert [fonts.converted(name, "tcvn3") for name in names] == names


@pytest.mark.parametrize("write", [in_tcvn3, in_vni])
def test_a_sheet_in_a_legacy_font(write):
    rows = [[write("Họ và tên"), "Năm"], *[[write(name), 2014] for name in NAMES]]
    table = read_table([Sheet("s", rows)])
    assert table.headers[0] == "Họ và tên"
    assert [row[0] for row in table.rows] == NAMES
    assert table.font == ("tcvn3" if write is in_tcvn3 else "vni")


@pytest.mark.parametrize(("write", "name"), [(in_tcvn3, "TCVN3"), (in_vni, "VNI")])
def test_a_text_file_in_a_legacy_encoding(write, name):
    book = open_file("\n".join(["Ten;Nam", *[f"{write(one)};2014" for one in NAMES]]).encode("latin-1"))
    assert [row[0] for row in book.sheets[0].rows[1:]] == NAMES
    assert name in book.notes[0]


@pytest.mark.parametrize("word", ["Nguyễn", "khuỷu", "nghiêng", "quyển", "Ươn", "giếng", "đẫy", "ỷ"])
def test_syllables(word):
    assert fonts.is_syllable(word)


@pytest.mark.parametrize("word", ["NguyÔn", "V¨n", "TrÇn", "xyz", "ngá́", "bcd"])
def test_what_is_no_syllable(word):
    assert not fonts.is_syllable(word)

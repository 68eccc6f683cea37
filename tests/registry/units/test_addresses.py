"""Old addresses become new ones; where nobody can know, every commune that it may be is shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khuevan.kernel.text import fold
from khuevan.registry.units.rules.addresses import convert
from tests.registry.units.maps import country

OLD = [place for place in country().places.values() if place.level == "commune" and not place.new]
NEW = [place for place in country().places.values() if place.level == "commune" and place.new]
SPLIT = [place for place in OLD if len(country().heirs[place.id]) > 1]
SHORT = [
    ("Thành phố ", "TP. "), ("Thành phố ", "Tp "), ("Thị xã ", "Tx. "), ("Thị trấn ", "TT. "), ("Phường ", "P. "),
    ("Phường ", "P."), ("Quận ", "Q."), ("Quận ", "Q. "), ("Huyện ", "H. "), ("Xã ", "X. "), ("Tỉnh ", "T. "),
    ("Tỉnh ", ""),
]  # fmt: skip

COMMAS = [", ", " - ", ","]
WORDS = ["phường", "xã", "quận", "1", "Tân", "Lập", "huyện", ",", "-", "tỉnh", "P.", "Hà", "Nội"]


def answer(text):
    return convert(text, country())


def heirs(place):
    return {heir for heir, _ in country().heirs[place.id]}


def found(text):
    return {one.place for one in answer(text).candidates}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("12 Lê Lợi, P. Bến Nghé, Q.1, TP.HCM", "12 Lê Lợi, Phường Sài Gòn, Thành phố Hồ Chí Minh"),
        ("12 le loi p ben nghe q1 tphcm", "12 le loi, Phường Sài Gòn, Thành phố Hồ Chí Minh"),
        ("TT Bến Lức, huyện Bến Lức, T. Long An", "Xã Bến Lức, Tỉnh Tây Ninh"),
        ("P.1, Tx. Cai Lậy, Tiền Giang", "Phường Mỹ Phước Tây, Tỉnh Đồng Tháp"),
        ("xã Ea H'leo, huyện Ea H’leo, Đắk Lắk", "Xã Ea H'Leo, Tỉnh Đắk Lắk"),
        ("Huyện Lý Sơn, Quảng Ngãi", "Đặc khu Lý Sơn, Tỉnh Quảng Ngãi"),
        ("Phường 06, Q. Tân Bình, TP HCM, Việt Nam", "Phường Tân Hoà, Thành phố Hồ Chí Minh"),
        ("Phường 1, Vũng Tàu, Bà Rịa - Vũng Tàu", "Phường Vũng Tàu, Thành phố Hồ Chí Minh"),
        ("TDP Đình - Đồng Tiến - Phổ Yên - Thái Nguyên", "TDP Đình, Phường Vạn Xuân, Tỉnh Thái Nguyên"),
        ("Phường Tân An, Tỉnh Tây Ninh", "Phường Tân An, Tỉnh Tây Ninh"),
        ("xã Thạnh Lợi, huyện Bến Lức, Long An, Tỉnh Long An", "Xã Thạnh Lợi, Tỉnh Tây Ninh"),
        ("P. Nhị Châu, TP Hải Dương, Hải Dương", "Phường Hải Dương, Thành phố Hải Phòng"),
        ("Khu phố 2, phường Tân Phú Quận 7", "Khu phố 2, Phường Tân Mỹ, Thành phố Hồ Chí Minh"),
    ],
)
def test_addresses_as_clerks_write_them(old, new):
    assert (answer(old).best, answer(old).sure) == (new, True)


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("Phường Đa Kao, Quận 1, TP.HCM", "split"),
        ("Xã Tân Lập", "no_province"),
        ("P. Thảo Điền, Quận 2, TP Hồ Chí Minh", "unknown_district"),
        ("Phường 99, Quận 3, TP.HCM", "no_commune"),
        ("Xã Châu Thành, Huyện Châu Thành, Tây Ninh", "other_kind"),
        ("Xã Sam Mứn, Tỉnh Điện Biên", "era"),
        ("Cai Lậy, Tiền Giang", "no_commune"),
        ("hoàn toàn không phải địa chỉ", "nothing"),
        ("", "nothing"),
    ],
)
def test_doubts_are_said(text, doubt):
    assert doubt in answer(text).doubts
    assert not answer(text).sure


def test_the_commune_that_took_in_most_comes_first_and_each_says_why():
    found = answer("Xã Tân Triều, huyện Thanh Trì, Hà Nội").candidates
    assert [one.reason for one in found] == ["main", "part", "part", "part"]
    assert {one.old.name for one in found} == {"Xã Tân Triều"}


@given(st.sampled_from(OLD), st.sampled_from(["", "12 Lê Lợi", "Ấp 3", "Tổ 5, khu phố 1"]))
def test_the_whole_old_name_gives_all_its_heirs_and_no_other(place, street):
    said = answer(f"{street}, {place.full}")
    assert {one.place for one in said.candidates} == heirs(place)
    assert said.sure == (len(heirs(place)) == 1)
    assert said.street == street


@given(
    st.sampled_from(OLD),
    st.lists(st.sampled_from(SHORT), max_size=5),
    st.booleans(),
    st.sampled_from([", ", " - ", ","]),
)
def test_however_it_is_written_the_right_one_is_among_the_candidates(place, short, plain, comma):
    text = place.full
    for long, brief in short:
        text = text.replace(long, brief)
    text = (fold(text) if plain else text).replace(", ", comma)
    assert heirs(place) <= found(text)


@given(st.sampled_from(SPLIT))
def test_split_communes_are_never_sure(place):
    assert not answer(place.full).sure
    assert "split" in answer(place.full).doubts


@given(st.sampled_from(NEW))
def test_new_addresses_stay_themselves(place):
    said = answer(place.full)
    assert said.candidates[0].place is place
    assert said.best == place.full
    assert said.sure or said.doubts == ("era",)


@given(st.text(max_size=400))
def test_any_text_has_an_answer(text):
    said = answer(text)
    assert all(one.place.new and one.place.level == "commune" for one in said.candidates)
    assert bool(said.candidates) or said.doubts == ("nothing",)


@given(
    st.lists(st.sampled_from(["phường", "xã", "quận", "1", "Tân", "Lập", "huyện", ",", "-", "tỉnh", "P.", "Hà", "Nội"]))
)
def test_any_words_have_an_answer(words):
    assert answer(" ".join(words)).text == " ".join(words)

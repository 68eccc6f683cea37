"""The banks: whose phrases are whose, from whose file, and that own ones are proposed first."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from khuevan.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from khuevan.registry.audit.api import Entry
from khuevan.school.comments.api import (
    BankPhrase,
    Wanted,
    add,
    adopt,
    alter,
    bank_for,
    may,
    offer,
    phrase_by_uid,
    phrases,
    retire,
)
from tests.personas import acting_as, actor, client_as
from tests.school.gradebook.fixtures import queries

pytestmark = pytest.mark.django_db
OWN = Wanted("Em giải toán gọn gàng", "strength", ("TOAN",), (3, 4))


def lans():
    """A phrase of cô Lan's own."""
    with acting_as("co-lan"):
        (one,) = add(actor("co-lan"), [OWN])
    return one


def texts_of(name, shelf=""):
    with acting_as(name):
        return {one.text for one in phrases(actor(name), shelf)}


def test_an_own_phrase_is_seen_by_its_owner_alone():
    one = lans()
    assert one.text in texts_of("co-lan", "own")
    for name in ("co-mai", "thay-minh", "thay-khac", "anh-binh", "chi-hoa"):
        assert one.text not in texts_of(name)
        with acting_as(name):
            assert not may(actor(name), "read", one)
            with pytest.raises(NotFound):
                phrase_by_uid(actor(name), one.uid, "write")


def test_offered_adopted_and_used_by_all():
    one = lans()
    with acting_as("co-lan"):
        offer(actor("co-lan"), phrase_by_uid(actor("co-lan"), one.uid, "offer"))
    with acting_as("thay-minh"):
        assert texts_of_here("thay-minh", "offered") == {one.text}
        adopt(actor("thay-minh"), phrase_by_uid(actor("thay-minh"), one.uid, "adopt"))
        assert texts_of_here("thay-minh", "offered") == set()
    assert one.text in texts_of("co-mai", "school")
    assert one.text in texts_of("co-lan", "own")
    with acting_as("co-mai"):
        ranks = {found.text: found.rank for found in bank_for(actor("co-mai"), "TOAN", 7)}
        assert (ranks[one.text], set(ranks.values())) == (1, {1, 2})
        assert one.text not in {found.text for found in bank_for(actor("co-mai"), "NV", 7)}
    assert one.text not in texts_of("thay-khac")


def texts_of_here(name, shelf):
    return {one.text for one in phrases(actor(name), shelf)}


def test_altered_and_retired():
    one = lans()
    with acting_as("co-lan"):
        me = actor("co-lan")
        (other,) = add(me, [Wanted("Em tính nhẩm nhanh.")])
        with pytest.raises(Conflict):
            alter(me, other, OWN)
        alter(me, other, Wanted("Em tính nhanh.", "next", (), (1,)))
        retire(me, one)
        assert texts_of_here("co-lan", "own") == {"Em tính nhanh."}
        add(me, [OWN])
        assert len(texts_of_here("co-lan", "own")) == 2
        verbs = Entry.objects.filter(book="phrases").order_by("pk").values_list("verb", flat=True)
        assert list(verbs) == ["add", "add", "alter", "retire", "add"]


def test_the_same_phrase_twice_is_one():
    with acting_as("co-lan"):
        add(actor("co-lan"), [OWN, OWN])
        add(actor("co-lan"), [OWN])
        assert BankPhrase.objects.filter(text=f"{OWN.text}.").count() == 1


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted(""),
        Wanted("a" * 201),
        Wanted("Em còn lười."),
        Wanted("Em học tốt.", "nothing"),
        Wanted("Em học tốt.", bands=()),
        Wanted("Em học tốt.", "tag", word="nothing"),
    ],
    ids=["empty", "long", "forbidden", "part", "bands", "tag"],
)
def test_what_is_no_phrase_is_refused_with_advice(wanted):
    with acting_as("co-lan"), pytest.raises(Invalid) as refusal:
        add(actor("co-lan"), [wanted])
    assert refusal.value.hint


@pytest.mark.parametrize("name", ["chi-hoa", "anh-binh"])
def test_others_keep_no_bank(name):
    with acting_as(name), pytest.raises(NotAllowed):
        add(actor(name), [OWN])
    assert client_as(name).get("/comments/bank/").status_code in (403, 404)


FILE = """STT;Câu nhận xét;Loại câu;Môn học;Mức
1;Em trình bày bài sạch đẹp.;Điểm mạnh;Toán;Tốt, Khá
2;Em cần xem lại bảng nhân.;Hướng khắc phục;;Chưa đạt
3;Em còn lười học.;Hạn chế;Toán;C
4;Em vẽ đẹp.;Ưu điểm;Bay;T
5;Em hát hay.;Ưu điểm;Âm nhạc;siêu
"""


@pytest.mark.parametrize("how", ["file", "pasted"])
def test_a_bank_comes_from_a_file(how):
    client = client_as("co-lan")
    given = {"file": SimpleUploadedFile("cau.csv", FILE.encode())} if how == "file" else {"pasted": FILE}
    html = client.post("/comments/bank/bring", given).content.decode()
    assert "2 câu dùng được, 3 câu chưa dùng được" in html
    for why in ("Câu có cụm “lười học”", "Không có môn “Bay”", "Không rõ mức “siêu”"):
        assert why in html
    assert texts_of("co-lan", "own") == set()
    fields = {
        "text": ["Em trình bày bài sạch đẹp.", "Em cần xem lại bảng nhân."],
        "part": ["strength", "next"],
        "subjects": ["TOAN", ""],
        "bands": ["34", "1"],
    }
    for name, values in fields.items():
        assert all(f'name="{name}" value="{value}"' in html for value in values)
    client.post("/comments/bank/keep", fields)
    with acting_as("co-lan"):
        found = {one.text: (one.part, one.subjects, one.bands) for one in phrases(actor("co-lan"), "own")}
    assert found == {
        "Em trình bày bài sạch đẹp.": ("strength", ["TOAN"], [3, 4]),
        "Em cần xem lại bảng nhân.": ("next", [], [1]),
    }


@pytest.mark.parametrize("given", [{}, {"pasted": "x"}, {"pasted": "a;b\n1;2"}])
def test_a_file_without_phrases_is_refused_in_words(given):
    answer = client_as("co-lan").post("/comments/bank/bring", given)
    assert (answer.status_code, "cột" in answer.content.decode() or "tệp" in answer.content.decode()) == (422, True)


def test_pages_of_the_bank():
    client = client_as("co-lan")
    filled = {"text": "Em làm bài gọn", "use": "next", "subject": "TOAN", "bands": ["3", "2"]}
    assert client.post("/comments/bank/add", filled).status_code == 302
    assert "lười" in client.post("/comments/bank/add", filled | {"text": "Em lười."}).content.decode()
    html = client.get("/comments/bank/").content.decode()
    assert "Bước tiếp theo · Toán · Khá, Hoàn thành, Đạt" in html
    with acting_as("co-lan"):
        (one,) = phrases(actor("co-lan"), "own")
    assert client.post(f"/comments/bank/{one.uid}/", filled | {"text": "Em làm nhanh"}).status_code == 302
    assert client.post(f"/comments/bank/{one.uid}/offer").status_code == 302
    assert "Em làm nhanh." in client_as("thay-minh").get("/comments/bank/?shelf=offered").content.decode()
    assert client_as("thay-minh").post(f"/comments/bank/{one.uid}/adopt").status_code == 302
    assert client.post(f"/comments/bank/{one.uid}/retire").status_code == 302
    assert client.post(f"/comments/bank/{one.uid}/burn").status_code == 404
    assert "Em làm nhanh." not in client.get("/comments/bank/?shelf=own").content.decode()
    assert "Em làm nhanh." in client.get("/comments/bank/?shelf=school&q=nhanh").content.decode()


def test_queries_of_the_bank():
    client = client_as("co-lan")
    client.get("/comments/bank/")
    counted = []
    for text in ("Một.", "Hai."):
        with acting_as("co-lan"):
            add(actor("co-lan"), [Wanted(text), Wanted(f"Lại {text}")][: 1 if text == "Một." else 2])
        with queries() as found:
            client.get("/comments/bank/")
        counted.append(len(found))
    assert counted[0] == counted[1]


@pytest.mark.parametrize("name", ["co-lan", "co-mai", "co-thu"])
def test_the_ways_there(name):
    client = client_as(name)
    assert "/comments/books/" in client.get("/").content.decode()
    html = client.get("/comments/").content.decode()
    assert "/comments/books/" in html
    assert client_as("thay-minh").get("/comments/").status_code == 404

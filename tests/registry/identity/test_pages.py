"""The pages: what they say, to whom, in how many queries."""

import pytest

from khuevan.registry.audit.api import Access
from khuevan.registry.identity.actions.sweeping import suspect
from khuevan.registry.identity.api import Merge, Pair
from khuevan.registry.people.api import Guardianship, Person
from tests.personas import acting_as, client_as
from tests.registry.identity.doubles import at, pupil, school_of, twice


@pytest.fixture
def two(db):
    return twice(school_of("thay-minh"), school_of("thay-khac"))


def test_the_sở_compares_merges_and_takes_back(two):
    first, again, pair = two
    sở = client_as("anh-binh")
    assert f"/identity/pairs/{pair.uid}/" in sở.get("/identity/").content.decode()
    page = sở.get(f"/identity/pairs/{pair.uid}/").content.decode()
    assert "Truong Ngoc Anh" in page
    assert "Trương Ngọc Ánh" in page
    chosen = {"winner": again, "name": first, "reason": "giấy khai sinh"}
    done = sở.post(f"/identity/pairs/{pair.uid}/merge", chosen, follow=True)
    assert "chuyển sang hồ sơ được giữ" in done.content.decode()
    with acting_as("anh-binh"):
        assert Person.objects.get(pk=again).full_name == "Trương Ngọc Ánh"
        merge = Merge.objects.get(loser_id=first)
        assert Access.objects.filter(student_id__in=(first, again)).count() >= 2
    sở.post(f"/identity/merges/{merge.uid}/undo", {"reason": "nhầm"})
    with acting_as("anh-binh"):
        assert Person.objects.get(pk=again).full_name == "Truong Ngoc Anh"


@pytest.mark.parametrize("name", ["thay-minh", "thay-khac"])
def test_a_school_does_not_learn_who_and_where(two, name):
    _first, again, pair = two
    school = client_as("thay-minh" if name == "thay-minh" else "thay-khac")
    if name == "thay-khac":
        assert school.get("/identity/").status_code == 404
        return
    assert str(pair.uid) not in school.get("/identity/").content.decode()
    assert school.get(f"/identity/pairs/{pair.uid}/").status_code == 404
    page = school.get("/identity/look/", {"name": "Truong Ngoc Anh", "birth": "7/5/2013", "phone": "0900000001"})
    text = page.content.decode()
    assert "Có thể em đã có hồ sơ ở trường khác" in text
    with acting_as("anh-binh"):
        stranger = Person.objects.get(pk=again)
    assert stranger.code not in text
    answer = school.post("/identity/suspect", {"one": str(stranger.uid), "other": str(stranger.uid)})
    assert answer.status_code == 404


@pytest.mark.parametrize("name", ["co-lan", "chi-hoa", "thay-khac"])
@pytest.mark.parametrize("address", ["/identity/", "/identity/look/", "/identity/guardians/", "/identity/codes/"])
def test_others_have_no_such_pages(db, name, address):
    assert client_as(name).get(address).status_code == 404


def test_codes_are_pasted_checked_and_written(db):
    school = school_of("thay-minh")
    with at(school):
        pupil(school, "Trương Ngọc Ánh", codes=[("temporary", f"TAM-12@{school}")])
    office = client_as("thay-minh")
    assert "TAM-12" in office.get("/identity/codes/").content.decode()
    wrong = office.post("/identity/codes/check", {"pasted": "TAM-12\t8000000777\nTAM-13, 8000000778"}).content.decode()
    assert "không có ai mang mã cũ này" in wrong
    assert "1 dòng ghi được" in wrong
    half = office.post("/identity/codes/check", {"pasted": "TAM-12"})
    assert (half.status_code, "không phải là hai mã" in half.content.decode()) == (422, True)
    written = office.post(
        "/identity/codes/adopt", {"old": ["TAM-12", "TAM-13"], "new": ["8000000777", ""]}, follow=True
    )
    assert "1 người đã có mã của Bộ" in written.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_number_of_queries(db, count, django_assert_num_queries):
    school = school_of("thay-minh")
    with at(school):
        people = [pupil(school, "Trương Ngọc Ánh") for _ in range(count + 1)]
        for one in people[1:]:
            suspect(people[0], one, 90, ("same-name",))
    office = client_as("thay-minh")
    office.get("/identity/")
    with django_assert_num_queries(QUERIES):
        assert office.get("/identity/").content.decode().count("/identity/pairs/") == count


QUERIES = 11


def test_a_search_is_ordered_and_shown(db):
    sở = client_as("anh-binh")
    assert "Chưa tìm lần nào" in sở.get("/identity/").content.decode()
    assert "Số năm sinh đã tìm" in sở.post("/identity/sweep", follow=True).content.decode()
    assert sở.post("/identity/sweep").status_code == 409
    assert "sweep" in sở.get("/identity/sweep/progress").content.decode()
    assert client_as("thay-minh").post("/identity/sweep").status_code == 403
    with acting_as("anh-binh"):
        assert not Pair.objects.exists()


def test_two_records_of_a_mother_are_chosen_merged_and_taken_back(db):
    school = school_of("thay-minh")
    with at(school):
        ids = [pupil(school, name, mother=("Tôn Nữ Kim Hoa", phone)) for name, phone in CHILDREN]
        mothers = list(
            Guardianship.objects.filter(student_id__in=ids).order_by("pk").values_list("guardian_id", flat=True)
        )
        uids = [str(Person.objects.get(pk=one).uid) for one in mothers]
    office = client_as("thay-minh")
    page = office.get("/identity/guardians/", {"q": "ton nu hoa"}).content.decode()
    assert [page.count(uid) for uid in uids] == [1, 1]
    assert all(name in page for name, _phone in CHILDREN)
    assert office.get("/identity/guardians/", {"q": "0900 000 77"}).content.decode().count("chosen") == 0
    assert office.post("/identity/suspect", {"chosen": uids[:1]}).status_code == 422
    pair = office.post("/identity/suspect", {"chosen": uids})
    assert CHILDREN[1][0] in office.get(pair.url).content.decode()
    done = office.post(f"{pair.url}merge", {"winner": mothers[0], "reason": "cùng căn cước"})
    with at(school):
        assert set(Guardianship.objects.filter(guardian_id=mothers[0]).values_list("student_id", flat=True)) == set(ids)
    office.post(f"{done.url}undo", {"reason": "nhầm"})
    with at(school):
        assert Guardianship.objects.get(guardian_id=mothers[1]).student_id == ids[1]


CHILDREN = (("Trương Ngọc Ánh", "0900000077"), ("Trương Ngọc Bích", "0900000078"))


@pytest.mark.parametrize("count", [1, 3])
def test_guardians_take_the_same_number_of_queries(db, count, django_assert_num_queries):
    school = school_of("thay-minh")
    with at(school):
        for number in range(count):
            pupil(school, "Trương Ngọc Ánh", mother=("Tôn Nữ Kim Hoa", f"090000007{number}"))
    office = client_as("thay-minh")
    office.get("/identity/guardians/")
    with django_assert_num_queries(QUERIES):
        assert office.get("/identity/guardians/?q=ton+nu").content.decode().count('name="chosen"') == count

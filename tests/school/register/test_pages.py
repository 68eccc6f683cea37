"""The pages: what they say, to whom, in how many queries."""

from io import BytesIO

import openpyxl
import pytest

from khuevan.kernel.clock import now
from khuevan.registry.audit.api import Access
from khuevan.school.enrolment.api import Enrolment
from khuevan.school.profiles.api import Profile
from khuevan.school.register.api import LifeEvent, RegisterLine, Transfer
from tests.personas import actor, client_as
from tests.school.gradebook.fixtures import queries
from tests.school.register import ground
from tests.school.register.ground import agreed, an, asked, at, class_of, home, office, other, released

pytestmark = pytest.mark.django_db
TOKEN = "019a0000-0000-7000-8000-000000000009"


def opened(name, address, **data):
    answer = client_as(name).get(address, data)
    return answer.status_code, answer.content.decode()


def test_the_register_is_found_by_name_number_year_and_state():
    status, page = opened("thay-minh", "/register/")
    with at(actor("thay-minh")):
        count = RegisterLine.objects.count()
        number = RegisterLine.objects.get(student_id=an().pk).number
    assert (status, f"{count} học sinh trong sổ" in page) == (200, True)
    for wanted in ({"q": "hoang an"}, {"q": str(number)}, {"q": an().code}):
        _status, page = opened("thay-minh", "/register/", **wanted)
        assert "Nguyễn Hoàng An" in page
        assert f"{page.count('/register/pupils/')} học sinh trong sổ" in page
    assert "Nguyễn Hoàng An" not in opened("thay-minh", "/register/", state="left")[1]
    assert "Hoàn thành cấp học" in opened("thay-minh", "/register/", state="left")[1]


@pytest.mark.parametrize(
    "wanted", [{"q": "%"}, {"q": "'; --"}, {"page": "99999"}, {"year": "x"}], ids=["like", "sql", "page", "year"]
)
def test_odd_questions_are_answered(wanted):
    assert opened("thay-minh", "/register/", **wanted)[0] == 200


def test_register_on_paper_and_as_a_list():
    client = client_as("thay-minh")
    pdf = client.get("/register/book.pdf", {"year": "2025"})
    assert pdf.content[:5] == b"%PDF-"
    assert b"pdfaid" in pdf.content
    assert client.get("/register/book.pdf", {"on": "2025-09-05"}).content != client.get("/register/book.pdf").content
    with at(actor("thay-minh")):
        said = {"DchiThtru": "Ấp 2, xã Phước Chỉ", "IsHoNgheo": "1", "KhuyetTat": "0"}
        stored = {"values": said, "updated_at": now(), "updated_by": "Văn thư"}
        Profile.objects.update_or_create(school_id=home(), person=an(), kind="pupil", defaults=stored)
    sheet = openpyxl.load_workbook(BytesIO(client.get("/register/book.xlsx").content)).active
    names = [row[1].value for row in sheet.iter_rows(min_row=2)]
    (of_an,) = [row for row in sheet.iter_rows(min_row=2, values_only=True) if row[1] == "Nguyễn Hoàng An"]
    assert of_an[6:8] == ("Hộ nghèo", "Ấp 2, xã Phước Chỉ")
    with at(actor("thay-minh")):
        assert len(names) == RegisterLine.objects.count()
        assert Access.objects.filter(student_id=an().pk, page="Xuất sổ đăng bộ").count() == 1
    assert "Nguyễn Hoàng An" in names


@pytest.mark.parametrize("name", ["co-lan", "thay-khac", "chi-hoa", "anh-binh"])
@pytest.mark.parametrize("address", ["", "book.pdf", "book.xlsx", "arrive/", "transfers/"])
def test_only_an_office_has_the_register(name, address):
    assert client_as(name).get(f"/register/{address}").status_code == 404


@pytest.mark.parametrize(
    ("name", "status"),
    [("thay-minh", 200), ("co-mai", 200), ("anh-binh", 200), ("co-lan", 404), ("thay-khac", 404), ("thay-phuc", 404)],
)
def test_who_may_open_a_pupils_way(name, status):
    assert client_as(name).get(f"/register/pupils/{an().uid}/").status_code == status


def test_an_event_is_recorded_shown_and_taken_back_with_its_paper():
    minh, address = client_as("thay-minh"), f"/register/pupils/{an().uid}/"
    assert f"{address}leave/" in minh.get(address).content.decode()
    sent = {"token": TOKEN, "on": "2026-05-18", "reason_code": "03", "reason": "Nhà xa"}
    paper = BytesIO(b"%PDF-1.7 quyet dinh")
    paper.name = "quyet-dinh.pdf"
    for _twice in range(2):
        paper.seek(0)
        page = minh.post(f"{address}leave/", {**sent, "file": paper}, follow=True).content.decode()
    assert "Xa trường, đi lại khó khăn" in page
    assert "quyet-dinh.pdf" in page
    with at(actor("thay-minh")):
        event = LifeEvent.objects.get(student_id=an().pk, kind="leave")
        first = ground.paper_of(event)
    assert minh.get(f"/register/papers/{first}").content == b"%PDF-1.7 quyet dinh"
    assert client_as("thay-khac").get(f"/register/papers/{first}").status_code == 404
    assert client_as("chi-hoa").get(f"/register/papers/{first}").status_code == 200
    page = minh.post(f"/register/events/{event.uid}/undo", {"reason": "ghi nhầm"}, follow=True).content.decode()
    assert "Đang học" in page


@pytest.mark.parametrize("kind", ["class", "outside", "leave"])
def test_a_form_that_is_sent_twice_writes_once_and_is_never_refused(kind):
    with at(actor("thay-minh")):
        other_class = class_of(home(), "8A")
    more = {"class": {"school_class": other_class.pk, "paper_no": "12"}, "outside": {"other_place": "Huế"}}
    sent = {"token": TOKEN, "on": "2026-05-18"} | more.get(kind, {"reason_code": "03"})
    minh, address = client_as("thay-minh"), f"/register/pupils/{an().uid}/{kind}/"
    assert [minh.post(address, sent).status_code for _twice in range(2)] == [302, 302]
    with at(actor("thay-minh")):
        assert LifeEvent.objects.filter(student_id=an().pk, uid=TOKEN).count() == 1
    fresh = {**sent, "token": TOKEN.replace("9", "8"), "school_class": other_class.pk}
    assert minh.post(address, fresh).status_code == 422


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"on": "2027-01-01"}, "chưa đến"),
        ({"reason_code": "10"}, "không phải là một trong"),
        ({"on": "31/2/2026"}, "ngày"),
    ],
    ids=["future", "code", "no day"],
)
def test_a_wrong_form_comes_back_with_words_and_writes_nothing(wrong, words):
    sent = {"token": TOKEN, "on": "2026-05-18", "reason_code": "03", **wrong}
    answer = client_as("thay-minh").post(f"/register/pupils/{an().uid}/leave/", sent)
    assert (answer.status_code, words in answer.content.decode()) == (422, True)
    with at(actor("thay-minh")):
        assert not LifeEvent.objects.filter(student_id=an().pk, kind="leave").exists()


def test_a_paper_that_is_none_is_refused_with_the_event():
    paper = BytesIO(b"MZ\x90")
    paper.name = "x.pdf"
    sent = {"token": TOKEN, "on": "2026-05-18", "reason_code": "03", "file": paper}
    answer = client_as("thay-minh").post(f"/register/pupils/{an().uid}/leave/", sent)
    assert (answer.status_code, "Không nhận được loại tệp này" in answer.content.decode()) == (422, True)
    with at(actor("thay-minh")):
        assert Enrolment.objects.filter(student_id=an().pk, year=2025, ends_on=None).exists()


def test_a_newcomer_is_taken_in_by_one_form():
    with at(actor("thay-minh")):
        place = class_of(home())
    sent = {
        "token": TOKEN, "full_name": "Đỗ Minh Khuê", "birth": "9/8/2013", "sex": "2", "ethnicity": "01",
        "on": "2026-05-18", "school_class": str(place.pk), "other_place": "Trường Quốc tế", "mother": "Lê Thị Hạnh",
        "mother_phone": "0900111222",
    }  # fmt: skip
    page = client_as("thay-minh").post("/register/arrive/", sent, follow=True).content.decode()
    assert "Đã tiếp nhận Đỗ Minh Khuê" in page
    assert "từ Trường Quốc tế" in page


def test_the_family_asks_and_everybody_follows_it():
    hoa, address = client_as("chi-hoa"), f"/register/pupils/{an().uid}/transfer/"
    assert address in hoa.get(f"/register/family/{an().uid}/").content.decode()
    with at(actor("chi-hoa")):
        target = ground.school(other())
    page = hoa.post(
        address, {"token": TOKEN, "target": str(target.uid), "reason": "Chuyển nhà"}, follow=True
    ).content.decode()
    assert "Chờ trường chuyển đến trả lời" in page
    assert "hạn 25/05/2026" in page
    with at(actor("thay-minh")):
        transfer = Transfer.objects.get(side="out")
    agreed(transfer)
    minh = client_as("thay-minh")
    assert "Chuyển trường chờ trường mình" in minh.get("/").content.decode()
    assert "trường mình làm" in minh.get("/register/transfers/").content.decode()
    sent = {"paper_no": "12/GGT", "on": "2026-05-20"}
    page = minh.post(f"/register/transfers/{transfer.uid}/release", sent, follow=True).content.decode()
    assert "Đã cho chuyển" in page
    assert minh.get(f"/register/transfers/{transfer.uid}/paper.pdf").content[:5] == b"%PDF-"
    page = hoa.get(f"/register/family/{an().uid}/").content.decode()
    assert "Hồ sơ mang theo" in page
    assert target.name in page


def test_addresses_of_the_other_side_and_of_others_lead_nowhere():
    transfer = asked()
    agreed(transfer)
    released(transfer)
    with at(office(other())) as who:
        own = ground.side(who, transfer)
        dossier, file = ground.dossier_of(an().pk)
    assert client_as("thay-minh").get(f"/register/transfers/{own.uid}/").status_code == 404
    assert client_as("thay-minh").post(f"/register/transfers/{own.uid}/refuse", {"reason": "x"}).status_code == 404
    for name in ("thay-minh", "co-mai", "thay-khac"):
        assert client_as(name).get(f"/register/dossiers/{dossier}/").status_code == 404
    page = client_as("chi-hoa").get(f"/register/dossiers/{dossier}/").content.decode()
    assert "Còn nguyên như khi bàn giao" in page
    assert file is None


@pytest.mark.parametrize("count", [1, 3])
def test_pages_take_the_same_number_of_queries(count):
    with at(actor("thay-minh")):
        keep = list(RegisterLine.objects.order_by("number").values_list("student_id", flat=True)[: count - 1])
        RegisterLine.objects.exclude(student_id__in=[*keep, an().pk]).delete()
        Enrolment.objects.exclude(student_id__in=[*keep, an().pk]).delete()
    for _n in range(count - 1):
        with at(actor("chi-hoa")) as hoa:
            made = ground.asked_again(hoa)
            ground.withdraw_it(hoa, made)
    asked()
    minh = client_as("thay-minh")
    minh.get("/register/")
    for address, most in (("/register/", 9), ("/register/transfers/", 7), (f"/register/pupils/{an().uid}/", 16)):
        with queries() as found:
            assert minh.get(address).status_code == 200
        assert len(found) == most, address

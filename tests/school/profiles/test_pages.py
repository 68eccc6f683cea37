"""Profiles on the screen: who sees them, how they are filled in, how much they cost."""

import re
from datetime import date
from io import BytesIO
from uuid import UUID

import openpyxl
import pytest
from django.db import ProgrammingError

from khuevan.kernel.clock import today
from khuevan.registry.audit.api import Access, Entry
from khuevan.registry.people.api import Affiliation, ExternalId, Person
from khuevan.school.profiles.api import Profile, Score
from khuevan.school.profiles.queries.schools import ORDERS, counted, in_order, school_scores, unit_scores
from tests.personas import acting_as, actor, client_as
from tests.school.gradebook.fixtures import queries

pytestmark = pytest.mark.django_db


def an():
    with acting_as("thay-minh"):
        return Person.objects.get(full_name="Nguyễn Hoàng An")


def teacher():
    with acting_as("thay-minh"):
        return Person.objects.get(pk=actor("co-lan").person_id)


def page_of(name, address, **data):
    answer = client_as(name).get(address, data)
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()


def address(person=None):
    return f"/profiles/pupils/{(person or an()).uid}/"


def seen_on(page):
    return re.search(r'name="seen" value="(\w+)"', page)[1]


def send(section, person=None, name="thay-minh", client=None, **typed):
    """Open a section, fill it in, save it."""
    client, where = client or client_as(name), address(person)
    page = client.get(where, {"section": section}).content.decode()
    return client.post(where, {"section": section, "seen": seen_on(page), "then": "stay", **typed})


def stored(person):
    with acting_as("thay-minh"):
        return Profile.objects.get(person_id=person.pk, kind="pupil").values


@pytest.mark.parametrize("kind", ["pupil", "staff"])
def test_every_line_of_the_list_opens_the_people_it_counts(kind):
    page = page_of("thay-minh", "/profiles/", kind=kind)
    lines = re.findall(r'href="(/profiles/people/[^"]+)"[^>]*><span[^>]*><strong>(\d+) ', page)
    assert len(lines) > 2
    for where, count in lines:
        listed = page_of("thay-minh", where.replace("&amp;", "&"))
        people = len(
            re.findall(rf'<th scope="row"><a href="/profiles/{"pupils" if kind == "pupil" else kind}/', listed)
        )
        assert people == min(int(count), 50)


@pytest.mark.parametrize(("name", "status"), [("thay-minh", 200), ("co-mai", 404), ("anh-binh", 404), ("chi-hoa", 404)])
def test_only_an_office_has_the_list(name, status):
    for where in ("/profiles/", "/profiles/people/", "/profiles/people/?line=no:MaCongDan"):
        assert client_as(name).get(where).status_code == status


@pytest.mark.parametrize(
    ("name", "pupil", "staff"),
    [("thay-minh", 200, 200), ("co-mai", 200, 404), ("co-lan", 404, 404), ("thay-khac", 404, 404),
     ("anh-binh", 404, 404), ("chi-hoa", 404, 404), ("", 302, 302)],
)  # fmt: skip
def test_who_may_read_a_profile(name, pupil, staff):
    client = client_as(name)
    assert client.get(address()).status_code == pupil
    assert client.get(f"/profiles/staff/{teacher().uid}/").status_code == staff


def test_a_class_teacher_reads_and_does_not_write():
    page = page_of("co-mai", address(), section="contact")
    assert "Địa chỉ thường trú" in page
    assert 'name="seen"' not in page
    answer = client_as("co-mai").post(address(), {"section": "contact", "DchiThtru": "1 Hùng Vương"})
    assert answer.status_code == 403


def test_reading_is_in_the_access_log():
    one = an()
    page_of("thay-minh", address())
    with acting_as("thay-minh"):
        assert Access.objects.filter(student_id=one.pk, page="Hồ sơ").exists()


def test_a_section_is_saved_with_codes_days_and_a_line_in_the_ledger():
    one = an()
    answer = send("contact", DchiThtru="  12   Lê Lợi ", MaTthanhThtru="80")
    assert answer.status_code == 302
    assert send("union", NgayVaoDoi="5/9/2021", DoiVien="1").status_code == 302
    assert stored(one) | {"DchiThtru": "12 Lê Lợi", "MaTthanhThtru": "80", "NgayVaoDoi": "2021-09-05"} == stored(one)
    assert 'value="05/09/2021"' in page_of("thay-minh", address(), section="union")
    with acting_as("thay-minh"):
        last = Entry.objects.filter(book="profiles", student_id=one.pk).order_by("position").last()
        assert last.subject.startswith("Nguyễn Hoàng An · ")
        assert Entry.objects.filter(
            book="profiles", subject="Nguyễn Hoàng An · Ngày vào Đội", new="2021-09-05"
        ).exists()


@pytest.mark.parametrize(
    ("section", "typed", "words"),
    [
        ("union", {"NgayVaoDoi": "31/2/2021"}, "Ghi ngày theo"),
        ("union", {"DoiVien": "9"}, "Chọn một mục"),
        ("contact", {"DchiThtru": "x" * 201}, "nhiều nhất 200 chữ"),
        ("contact", {"MaTthanhThtru": "Sao Hoả"}, "Chọn một mục"),
        ("contact", {"SoDthoaiDdong": "0" * 21}, "nhiều nhất 20 chữ"),
    ],
)
def test_what_does_not_fit_is_said_under_its_field_and_nothing_is_written(section, typed, words):
    with acting_as("thay-minh"):
        before = list(Profile.objects.values_list("person_id", "values").order_by("pk"))
    answer = send(section, **typed)
    assert (answer.status_code, words in answer.content.decode()) == (422, True)
    with acting_as("thay-minh"):
        assert list(Profile.objects.values_list("person_id", "values").order_by("pk")) == before


def test_a_personal_number_that_looks_wrong_is_kept_with_a_note():
    one = an()
    answer = send("papers", MaCongDan="080 099 000 001")
    assert answer.status_code == 302
    page = page_of("thay-minh", address(), section="papers")
    assert 'value="080099000001"' in page
    assert "Vẫn lưu được" in page
    with acting_as("thay-minh"):
        assert ExternalId.objects.filter(person=one, kind="citizen", valid_to=None).get().value == "080099000001"


def test_a_number_of_somebody_else_is_refused_here_and_elsewhere():
    one = an()
    with acting_as("thay-khac"):
        foreign = ExternalId.objects.filter(kind="citizen", valid_to=None).order_by("-pk").first().value
    with acting_as("thay-minh"):
        own = ExternalId.objects.filter(kind="citizen", valid_to=None).exclude(person=one).first().value
    for number in (foreign, own):
        answer = send("papers", MaCongDan=number)
        assert (answer.status_code, "của người khác" in answer.content.decode()) == (422, True)


def test_two_clerks_do_not_overwrite_each_other():
    first = client_as("thay-minh")
    seen = seen_on(first.get(address(), {"section": "contact"}).content.decode())
    send("contact", DchiThtru="1 Hùng Vương")
    answer = first.post(address(), {"section": "contact", "seen": seen, "DchiThtru": "2 Lê Lợi"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert 'value="2 Lê Lợi"' in page
    assert "Đang có: 1 Hùng Vương" in page
    assert stored(an())["DchiThtru"] == "1 Hùng Vương"
    again = first.post(address(), {"section": "contact", "seen": seen_on(page), "DchiThtru": "2 Lê Lợi"})
    assert again.status_code == 302
    assert stored(an())["DchiThtru"] == "2 Lê Lợi"


def test_another_section_is_no_conflict():
    client = client_as("thay-minh")
    seen = seen_on(client.get(address(), {"section": "union"}).content.decode())
    send("contact", DchiThtru="1 Hùng Vương")
    assert client.post(address(), {"section": "union", "seen": seen, "DoiVien": "1"}).status_code == 302


def test_what_others_keep_is_not_emptied():
    one = an()
    send("contact", SoDthoaiDdong="0900123456")
    assert send("contact", SoDthoaiDdong="").status_code == 422
    with acting_as("thay-minh"):
        assert Person.objects.get(pk=one.pk).phone == "0900123456"


def test_a_clerk_goes_from_one_to_the_next_until_the_line_is_done():
    client, line = client_as("thay-minh"), "no:DchiThtru"
    page = client.get("/profiles/people/", {"line": line}).content.decode()
    where = re.search(r'class="btn btn-primary" href="([^"]+)"', page)[1].replace("&amp;", "&")
    total, steps = int(re.search(r"(\d+) học sinh chưa có", page)[1]), 0
    while where.startswith("/profiles/pupils/"):
        page = client.get(where).content.decode()
        assert re.search(r'name="DchiThtru"[^>]*autofocus', page)
        sent = {"section": "contact", "seen": seen_on(page), "line": line, "then": "person", "DchiThtru": "1 Lê Lợi"}
        where, steps = client.post(where.split("?")[0], sent)["Location"], steps + 1
    assert steps == total > 0
    assert "Không còn ai" in client.get("/profiles/people/", {"line": line}).content.decode()


def test_a_parent_counts_as_guardian():
    page = page_of("thay-minh", address(), section="family")
    shown = re.search(r"<dt>Họ và tên người giám hộ</dt><dd>([^<]+)", page)[1].strip()
    assert shown == re.search(r"<dt>Họ và tên mẹ</dt><dd>([^<]+)", page)[1].strip() != "—"


def test_people_are_found_by_name_code_and_number():
    one = an()
    with acting_as("thay-minh"):
        number = ExternalId.objects.filter(person=one, kind="citizen", valid_to=None).first()
    for text in ("hoang an", an().code, number.value if number else an().code):
        assert address() in page_of("thay-minh", "/profiles/people/", q=text)
    for odd in ("%", "'; --", "\x00"):
        assert client_as("thay-minh").get("/profiles/people/", {"q": odd}).status_code == 200


@pytest.mark.parametrize(
    "where", ["/profiles/people/?line=x", f"/profiles/pupils/{UUID(int=5)}/", "/profiles/pupils/AN/?section=x"]
)
def test_what_is_not_there(where):
    assert client_as("thay-minh").get(where.replace("AN", str(an().uid))).status_code == 404


def test_pages_cost_the_same_for_one_and_for_many():
    client = client_as("thay-minh")
    client.get("/profiles/")
    for where, most in (("/profiles/", 12), ("/profiles/people/?line=no:DchiThtru", 16), (address(), 14)):
        with queries() as found:
            client.get(where)
        assert len(found) <= most, "\n".join(found)


def test_the_department_sorts_counts_and_takes_the_list_away():
    binh = client_as("anh-binh")
    page = binh.get("/profiles/schools/").content.decode()
    with acting_as("anh-binh"):
        schools = Score.objects.filter(kind="pupil").count()
    assert page.count('data-label="Điểm"') == schools > 2
    scores = [float(one.replace(",", ".")) for one in re.findall(r'data-label="Điểm">([\d,]+)<', page)]
    assert scores == sorted(scores)
    lacking = re.findall(
        r'data-label="Chưa có số định danh">(\d+)<', binh.get("/profiles/schools/", {"sort": "number"}).content.decode()
    )
    assert list(map(int, lacking)) == sorted(map(int, lacking), reverse=True)
    answer = binh.get("/profiles/schools/", {"xlsx": "ho-so-theo-truong"})
    rows = list(openpyxl.load_workbook(BytesIO(answer.content)).active.iter_rows(values_only=True))
    assert rows[0][0] == "Trường" or any("Trường" in map(str, row) for row in rows)
    by = binh.get("/profiles/schools/", {"by": "commune", "boundaries": "2024-09-05"}).content.decode()
    assert sum(map(int, re.findall(r'data-label="Trường">(\d+)<', by))) == schools


def test_the_second_page_of_schools_goes_on_and_keeps_order_and_filter(monkeypatch):
    monkeypatch.setattr("khuevan.school.profiles.web.schools.PAGE", 1)
    binh = client_as("anh-binh")
    pages = [binh.get("/profiles/schools/", {"sort": "name", "q": "truong", "page": n}) for n in (1, 2)]
    with acting_as("anh-binh"):
        whole = pages[0].context["page"].paginator.object_list[:99]
    assert len(whole) > 1
    assert [one.name for page in pages for one in page.context["page"]] == [one.name for one in whole[:2]]
    assert binh.get("/profiles/schools/", {"by": "commune", "page": 2}).context["page"].number == 2
    assert all("Trường" in one.name for one in whole)
    assert "?sort=name&amp;q=truong&amp;page=2" in pages[0].content.decode()


@pytest.mark.parametrize("sort", ORDERS)
@pytest.mark.parametrize("kind", ["pupil", "staff"])
def test_schools_stand_in_the_order_of_the_rules_as_counted_now(kind, sort):
    """Many equal ones, some without people; by value as `rules` say, then by name; what a process keeps is left."""
    with acting_as("anh-binh"):
        before = school_scores(counted(kind, "anh-binh"), sort)
        assert school_scores(counted(kind, "anh-binh"), sort) is before, "kept while the count stands"
        for nth, one in enumerate(Score.objects.filter(kind=kind).order_by("school_id")):
            one.due, one.missing, one.clean = one.due * (nth != 4), one.due * (nth % 2) // 7, one.people - nth // 3
            one.save()
        count = counted(kind, "anh-binh")
        whole = school_scores(count, sort)
        assert len(whole) == count.schools > 4
        assert whole == in_order(reversed(whole), sort) != before
        communes = unit_scores(count, sort, today(), "commune")
        assert sum(one.due for one in communes) == sum(one.due for one in whole)


def test_who_sees_other_schools_is_given_other_lists():
    """One process answers all: what it keeps for one reader is not what another one sees."""
    with acting_as("anh-binh"):
        all_of_them = school_scores(counted("pupil", "anh-binh"), "name")
    with acting_as("thay-minh"):
        own = school_scores(counted("pupil", "thay-minh"), "name")
    assert [one.id for one in own] == [actor("thay-minh").unit_id]
    assert len(all_of_them) > 1


def test_a_commune_leads_to_its_schools():
    binh = client_as("anh-binh")
    lines = binh.get("/profiles/schools/", {"by": "commune"}).context["table"].lines
    scores = [float(line[3].replace(",", ".")) for line in lines]
    assert scores == sorted(scores), "what lacks most stands first"
    link, schools = lines[0][0], lines[0][1]
    page = binh.get(f"/profiles/schools/{link.url}").context["page"]
    assert page.paginator.count == schools > 0
    assert "Không tìm thấy trường nào" in binh.get("/profiles/schools/", {"q": "khong co"}).content.decode()


@pytest.mark.parametrize(("more", "most"), [({}, 7), ({"by": "commune"}, 8), ({"q": "thcs"}, 9)])
def test_the_list_of_schools_costs_the_same_for_one_and_for_many(more, most):
    binh = client_as("anh-binh")
    binh.get("/profiles/schools/", more)
    with queries() as many:
        binh.get("/profiles/schools/", more)
    with acting_as("anh-binh"):
        Score.objects.exclude(school_id=actor("thay-minh").unit_id).delete()
    binh.get("/profiles/schools/", more)
    with queries() as one:
        binh.get("/profiles/schools/", more)
    assert len(one) == len(many) <= most, "\n".join(many)


def test_a_new_count_sees_what_was_filled_in():
    with acting_as("anh-binh"):
        before = Score.objects.get(school_id=actor("thay-minh").unit_id, kind="pupil").missing
    with acting_as("thay-minh"):
        Profile.objects.all().delete()
    assert client_as("anh-binh").post("/profiles/schools/count").status_code == 302
    with acting_as("anh-binh"):
        after = Score.objects.get(school_id=actor("thay-minh").unit_id, kind="pupil").missing
    assert after > before


@pytest.mark.parametrize("name", ["thay-minh", "co-mai", "chi-hoa"])
def test_the_list_of_schools_is_for_authorities(name):
    assert client_as(name).get("/profiles/schools/").status_code == 404
    assert client_as(name).post("/profiles/schools/count").status_code == 404


def test_rows_of_another_school_are_not_there():
    with acting_as("thay-khac"):
        assert not Profile.objects.filter(school_id=actor("thay-minh").unit_id).exists()
        assert not Score.objects.filter(school_id=actor("thay-minh").unit_id).exists()
    with pytest.raises(ProgrammingError, match="permission denied"), acting_as("chi-hoa"):
        Profile.objects.count()


def test_ways_to_profiles_from_other_pages():
    assert "/profiles/" in page_of("thay-minh", "/")
    assert address() in page_of("co-mai", f"/gradebook/pupils/{an().uid}/")
    assert address() not in page_of("co-lan", f"/gradebook/pupils/{an().uid}/")


def test_the_page_of_a_pupil_who_left_leads_to_no_profile():
    pupil = an()
    with acting_as("thay-minh"):
        assert Affiliation.objects.filter(person=pupil, kind="pupil").update(valid_to=date(2026, 5, 18))
    assert client_as("thay-minh").get(address()).status_code == 404
    assert address() not in page_of("thay-minh", f"/gradebook/pupils/{an().uid}/")

"""The page of a class: what it proposes, what it saves, what it holds back, in how many queries."""

import re

import pytest

from khuevan.registry.audit.api import Access, Entry
from khuevan.school.comments.api import as_saved, open_desk, propose
from khuevan.school.comments.rules.choosing import same
from khuevan.school.gradebook.api import Conduct, MarkRow, PrimaryMark, lock_term, save_marks, save_primary
from tests.personas import acting_as, actor, client_as
from tests.school.gradebook.fixtures import book, edit, pupils, queries, school_class, this_year, whole_row

pytestmark = pytest.mark.django_db
TERM = 2


@pytest.fixture
def maths():
    """Cô Lan's book of 7A, where everybody has the same marks in term II."""
    with acting_as("co-lan"):
        one = book()
        save_marks(actor("co-lan"), one, TERM, [cell for pupil in pupils(one) for cell in whole_row(pupil)])
    return one


def page(one, name="co-lan", **more):
    answer = client_as(name).get(f"/comments/books/{one.uid}/", {"term": str(TERM), **more})
    return answer.status_code, answer.content.decode()


def post(one, fields, name="co-lan", **headers):
    return client_as(name).post(f"/comments/books/{one.uid}/{TERM}/", fields, headers=headers)


def texts(html):
    found = re.findall(r'<textarea[^>]*name="text-([^"]+)"[^>]*>\n?([^<]*)</textarea>', html)
    return dict(found)


def stored(one, name="co-lan"):
    with acting_as(name):
        rows = MarkRow.objects.filter(class_subject_id=one.pk, term=TERM).exclude(comment="")
        return dict(rows.values_list("student__uid", "comment"))


def test_a_whole_class_is_proposed_and_saved_in_two_steps(maths):
    status, html = page(maths)
    assert (status, set(texts(html).values())) == (200, {""})
    html = post(maths, {"do": "propose"}).content.decode()
    proposed = texts(html)
    assert len({same(text) for text in proposed.values()}) == len(proposed) > 5
    assert stored(maths) == {}
    answer = post(maths, {"do": "save", **{f"text-{uid}": text for uid, text in proposed.items()}})
    assert answer.status_code == 302
    assert {str(uid): text for uid, text in stored(maths).items()} == proposed
    with acting_as("co-lan"):
        entries = Entry.objects.filter(verb="mark", subject__endswith="Nhận xét")
        assert entries.count() == len(proposed)


def test_what_is_written_stays_as_it_is(maths):
    with acting_as("co-lan"):
        first = pupils(maths)[0]
        save_marks(actor("co-lan"), maths, TERM, [edit(first, "comment", "Em học đều.")])
    proposed = texts(post(maths, {"do": "propose"}).content.decode())
    assert proposed[str(first.uid)] == "Em học đều."
    anew = post(maths, {"anew": str(first.uid)}, HX_Request="true").content.decode()
    assert "Đang lưu: “Em học đều.”" in anew
    assert texts(anew)[str(first.uid)] != "Em học đều."
    assert list(stored(maths).values()) == ["Em học đều."]


def test_another_wording_differs_from_all_others_each_time(maths):
    form = {f"text-{uid}": text for uid, text in texts(post(maths, {"do": "propose"}).content.decode()).items()}
    first = next(iter(form)).removeprefix("text-")
    seen = {same(text) for text in form.values()}
    for turn in range(3):
        html = post(maths, {"anew": first, f"turn-{first}": str(turn), **form}, HX_Request="true").content.decode()
        text = texts(html)[first]
        assert "<html" not in html
        assert same(text) not in seen
        seen.add(same(text))
        form[f"text-{first}"] = text


def test_a_pupil_without_result_gets_no_proposal():
    with acting_as("co-lan"):
        one = book()
        desk = open_desk(actor("co-lan"), "book", one.uid, TERM)
        found = propose(actor("co-lan"), desk, as_saved(desk))
    assert {draft.text for draft in found.values()} == {""}
    assert "Chưa có kết quả để đề xuất." in page(one)[1]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Em học giỏi hơn các bạn.", "so sánh em với bạn khác"),
        ("Em còn lúng túng khi tính.", "không khớp với kết quả"),
        ("Em đạt 5,5 điểm.", "không phải là điểm của em"),
    ],
)
def test_a_doubtful_text_is_held_back_until_the_teacher_insists(maths, text, said):
    uid = next(iter(texts(page(maths)[1])))
    checked = post(maths, {"check": uid, f"text-{uid}": text}, HX_Request="true").content.decode()
    assert said in checked
    held = post(maths, {"do": "save", f"text-{uid}": text})
    assert (held.status_code, said in held.content.decode(), stored(maths)) == (200, True, {})
    post(maths, {"do": "save", f"text-{uid}": text, f"kept-{uid}": "on"})
    assert list(stored(maths).values()) == [text]


def test_two_that_read_the_same_are_shown(maths):
    first, second, *_rest = texts(page(maths)[1])
    html = post(maths, {"do": "save", f"text-{first}": "Em học tốt.", f"text-{second}": "em học tốt"}).content.decode()
    assert html.count("2 em trong lớp có câu giống nhau.") == 2
    assert stored(maths) == {}


def test_a_colleague_who_was_faster_is_not_overwritten_unseen(maths):
    uid = next(iter(texts(page(maths)[1])))
    with acting_as("co-lan"):
        first = pupils(maths)[0]
        save_marks(actor("co-lan"), maths, TERM, [edit(first, "comment", "Em học đều.")])
    form = {"do": "save", f"text-{uid}": "Em rất chăm.", f"base-{uid}": ""}
    html = post(maths, form).content.decode()
    assert "vừa ghi: “Em học đều.”" in html
    assert list(stored(maths).values()) == ["Em học đều."]
    base = re.search(rf'name="base-{uid}" value="([^"]*)"', html)[1]
    post(maths, form | {f"base-{uid}": base})
    assert list(stored(maths).values()) == ["Em rất chăm."]


def test_a_closed_term_is_only_read(maths):
    with acting_as("thay-minh"):
        lock_term(actor("thay-minh"), this_year(maths), TERM, "Đã đủ điểm.")
    _status, html = page(maths)
    assert texts(html) == {}
    uid = str(pupils_of(maths)[0].uid)
    assert post(maths, {"do": "save", f"text-{uid}": "Em học tốt."}).status_code == 423


def pupils_of(one):
    with acting_as("co-lan"):
        return pupils(one)


@pytest.mark.parametrize("name", ["co-mai", "thay-minh", "thay-khac", "chi-hoa", "anh-binh"])
def test_only_the_teacher_of_the_book(maths, name):
    assert page(maths, name)[0] == 404
    assert post(maths, {"do": "propose"}, name).status_code == 404


def test_the_class_teacher_of_secondary_and_primary():
    with acting_as("co-mai"):
        one = school_class("7A")
        first, second, *_rest = pupils(one)
        rows = [
            Conduct(school_id=one.school_id, school_class_id=one.pk, student_id=pupil.id, term=TERM, level="T",
                    absences=0, updated_at="2026-05-01T00:00Z")
            for pupil in (first, second)
        ]  # fmt: skip
        Conduct.objects.bulk_create(rows)
    client = client_as("co-mai")
    html = client.post(f"/comments/classes/{one.uid}/{TERM}/", {"do": "propose"}).content.decode()
    found = {uid: text for uid, text in texts(html).items() if text}
    assert found.keys() == {str(first.uid), str(second.uid)}
    assert all(re.search("đi học|đến lớp|vắng", text) for text in found.values())
    client.post(f"/comments/classes/{one.uid}/{TERM}/", {"do": "save"} | {f"text-{u}": t for u, t in found.items()})
    with acting_as("co-mai"):
        assert Conduct.objects.filter(school_class=one, term=TERM).exclude(comment="").count() == 2


def test_a_primary_book_compares_with_the_period_before():
    with acting_as("co-thu"):
        one = book("TOAN", "2A")
        first, second, *_rest = pupils(one)
        teacher = actor("co-thu")
        save_primary(teacher, one, 3, [edit(first, "level", "H"), edit(second, "level", "T")])
        save_primary(teacher, one, 4, [edit(first, "level", "T"), edit(second, "level", "T")])
        desk = open_desk(teacher, "book", one.uid, 4)
        seats = {seat.id: seat for seat in desk.seats}
        assert (seats[first.id].evidence.trend, seats[second.id].evidence.trend) == ("up", "")
        assert PrimaryMark.objects.filter(class_subject_id=one.pk, period=4).count() == 2


def test_queries_do_not_grow_with_the_class(maths):
    client = client_as("co-lan")
    uids = [str(pupil.uid) for pupil in pupils_of(maths)]
    address = f"/comments/books/{maths.uid}/{TERM}/"
    counted = []
    client.get(f"/comments/books/{maths.uid}/")
    for count in (1, 3):
        form = {f"text-{uid}": f"Em làm bài {n} tốt, lần {count}." for n, uid in enumerate(uids[:count])}
        with queries() as found:
            client.post(address, {"do": "propose", **form})
        with queries() as saved:
            client.post(address, {"do": "save", **form})
        counted.append((len(found), len(saved)))
    assert counted[0] == counted[1]
    assert counted[0][0] <= 12


def test_who_looked_is_written_down(maths):
    page(maths)
    with acting_as("co-lan"):
        assert Access.objects.filter(page="Nhận xét Toán 7A · Học kì II").count() == len(pupils(maths))


@pytest.mark.parametrize("fields", [{"turn-x": "9" * 40}, {"anew": "nobody"}, {"check": "'; --"}, {"do": "x" * 99}])
def test_odd_forms_are_answered(maths, fields):
    assert post(maths, fields).status_code in (200, 302)


def test_one_text_is_saved_alone(maths):
    first, second, *_rest = texts(page(maths)[1])
    form = {f"text-{first}": "Em tính nhanh.", f"text-{second}": "Em vẽ hình đẹp.", "only": first}
    html = post(maths, form, HX_Request="true").content.decode()
    assert "Đã lưu." in html
    assert list(stored(maths).values()) == ["Em tính nhanh."]
    html = post(maths, form | {f"text-{first}": "Em lười học.", f"base-{first}": "Em tính nhanh."}).content.decode()
    assert "có thể làm tổn thương em" in html
    assert list(stored(maths).values()) == ["Em tính nhanh."]


def test_the_address_of_the_form_leads_to_the_page(maths):
    answer = client_as("co-lan").get(f"/comments/books/{maths.uid}/{TERM}/")
    assert answer["Location"] == f"/comments/books/{maths.uid}/?term={TERM}"

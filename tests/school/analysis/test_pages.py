"""The pages: what they answer, for whom, in how many queries, and who is noted."""

import re

import pytest

from khuevan.registry.audit.api import Access
from khuevan.registry.people.api import Person
from khuevan.registry.units.api import Unit
from khuevan.school.analysis.api import class_view, needed, suppose, way_of
from khuevan.school.enrolment.api import subjects_of_class
from khuevan.school.gradebook.api import (
    MarkRow,
    completion,
    grant_case,
    progress,
    save_conduct,
    save_marks,
    save_primary,
)
from khuevan.school.gradebook.api import Wanted as CaseWanted
from tests.personas import acting_as, actor, client_as
from tests.school.analysis.counting import forget, work
from tests.school.gradebook.fixtures import book, edit, pupils, queries, school_class, whole_row

pytestmark = pytest.mark.django_db
TERM = 2


def marked(final=80, spare=1, term=TERM):
    """Cô Lan's book of 7A with marks for everybody, the final of the first ``spare`` pupils missing."""
    with acting_as("co-lan"):
        one = book()
        cells = []
        for n, pupil in enumerate(pupils(one)):
            row = whole_row(pupil, regular=(60, 60, 60, 60), midterm=60, final=final)
            cells += [cell for cell in row if n >= spare or cell.column != "ck"]
        save_marks(actor("co-lan"), one, term, cells)
    return one


def get(name, path, **query):
    answer = client_as(name).get(path, query)
    return answer.status_code, answer.content.decode()


def class_page(name="co-mai", what="7A", **query):
    with acting_as("thay-phuc" if what == "2A" else "thay-minh"):
        uid = school_class(what).uid
    return get(name, f"/analysis/classes/{uid}/", term=TERM, **query)


def test_the_page_of_a_class_counts_what_its_books_hold():
    one = marked()
    with acting_as("co-mai"):
        view = class_view(one.school_class, TERM)
        n = len(pupils(one))
    maths = next(line for line in view.subjects if line.book.pk == one.pk)
    assert (maths.spread.n, maths.spread.mean) == (n - 1, 67)  # (4 × 6 + 2 × 6 + 3 × 8) / 9 = 6,67
    assert maths.spread.bands == (0, 0, 0, n - 1, 0)
    first = pupils_of(one)[0]
    gaps = {pupil.id: [book.pk for book in books] for pupil, books in view.gaps}
    assert one.pk in gaps[first.id]
    status, html = class_page()
    assert status == 200
    assert "6,7" in html
    assert first.name in html


def pupils_of(one):
    with acting_as("co-lan"):
        return pupils(one)


def test_what_if_is_answered_by_the_engine_for_who_lacks_the_final():
    one = marked()
    with acting_as("co-mai"):
        view = class_view(one.school_class, TERM)
        maths = next(book for book in view.one.books if book.pk == one.pk)
        answer = suppose(view.one, TERM, 65, maths, everybody=False)
        all_of_them = suppose(view.one, TERM, 65, maths, everybody=True)
    moved = [(line.before, line.after) for line in answer.moved]
    assert moved == [(-1, 62)]  # (36 + 3 × 6,5) / 9 = 6,17
    assert {line.after for line in all_of_them.moved} == {62}
    assert len(all_of_them.moved) == len(view.pupils)


def test_the_least_final_that_a_goal_needs():
    one = marked()
    with acting_as("co-mai"):
        view = class_view(one.school_class, TERM)
        maths = next(book for book in view.one.books if book.pk == one.pk)
        first = next(pupil for pupil in view.pupils if pupil.id == pupils(one)[0].id)
        found = needed(view.one, TERM, first, maths)
    assert found.averages[0][1] == [least_final(goal) for goal in (50, 65, 80)]


def least_final(goal):
    """By the formula of Art. 9(1), one mark after the other: 6 marks of 6,0 and a final, weights 1, 2, 3."""
    reached = [x for x in range(101) if (2 * (6 * 60 + 3 * x) + 9) // 18 >= goal]
    return reached[0] if reached else None


def test_the_form_says_what_is_wrong_with_a_mark():
    one = marked()
    status, html = get("co-lan", f"/analysis/books/{one.uid}/", term=TERM, final="mười")
    assert status == 200
    assert "không phải là điểm" in html
    assert "Nếu vậy" not in html


def test_the_form_answers_on_the_page():
    one = marked()
    status, html = get(
        "co-lan", f"/analysis/books/{one.uid}/", term=TERM, final="6,5", pupil=str(pupils_of(one)[0].uid)
    )
    assert status == 200
    assert "6,2" in html
    assert "Điểm cuối kì thấp nhất để" in html
    assert "Không em nào đổi kết quả" in class_page(final="65", everybody="1")[1]


def test_a_pupil_who_does_not_take_a_subject_is_left_out():
    one = marked(spare=0)
    with acting_as("thay-minh"):
        first = pupils(one)[0]
        wanted = CaseWanted("exempt", str(first.uid), "Quyết định 12", str(one.uid))
        grant_case(actor("thay-minh"), one.school_class, wanted)
        view = class_view(one.school_class, TERM)
        maths = next(book for book in view.one.books if book.pk == one.pk)
        answer = suppose(view.one, TERM, 10, maths, everybody=True)
    line = next(line for line in view.subjects if line.book.pk == one.pk)
    assert line.spread.n == len(view.pupils) - 1
    assert first.id not in {line.pupil.id for line in answer.moved}


def test_a_primary_class_shows_levels_changes_and_who_needs_help():
    with acting_as("co-thu"):
        one = book("TOAN", "2A")
        first, second, *_rest = pupils(one)
        save_primary(actor("co-thu"), one, 3, [edit(first, "level", "H"), edit(second, "level", "H")])
        save_primary(actor("co-thu"), one, 4, [edit(first, "level", "C"), edit(second, "level", "H")])
    status, html = get("co-thu", f"/analysis/books/{one.uid}/", term=4)
    assert status == 200
    risks = html.split("Em cần giúp")[1].split("Thay đổi so với lần trước")[0]
    assert first.name in risks
    assert second.name not in risks
    assert "Nếu điểm cuối kì" not in html


ANYBODY = ["co-lan", "co-mai", "thay-minh", "co-thu", "thay-khac", "anh-binh", "chi-hoa", ""]


@pytest.mark.parametrize("name", ANYBODY)
def test_a_class_is_for_its_class_teacher_leaders_and_authorities(name):
    expected = 200 if name in ("co-mai", "thay-minh", "anh-binh") else 404 if name else 302
    assert class_page(name)[0] == expected


@pytest.mark.parametrize("name", ANYBODY)
def test_a_book_is_for_its_teacher_and_those_above(name):
    with acting_as("co-lan"):
        uid = book().uid
    expected = 200 if name in ("co-lan", "co-mai", "thay-minh", "anh-binh") else 404 if name else 302
    assert get(name, f"/analysis/books/{uid}/")[0] == expected


@pytest.mark.parametrize("name", ANYBODY)
def test_a_school_is_for_its_leaders_and_authorities(name):
    with acting_as("thay-minh"):
        school = Unit.objects.get(pk=actor("thay-minh").unit_id)
    expected = 200 if name in ("thay-minh", "anh-binh") else 404 if name else 302
    assert get(name, f"/analysis/schools/{school.uid}/", by="subject")[0] == expected
    assert get(name, "/analysis/province/")[0] == (200 if name == "anh-binh" else 404 if name else 302)


def an():
    with acting_as("anh-binh"):
        return Person.objects.get(full_name="Nguyễn Hoàng An", birth_year=2013)


@pytest.mark.parametrize("name", ANYBODY)
def test_a_pupil_is_for_those_who_may_look_the_pupil_up(name):
    expected = 200 if name in ("co-lan", "co-mai", "thay-minh", "anh-binh") else 404 if name else 302
    assert get(name, f"/analysis/pupils/{an().uid}/")[0] == expected


@pytest.mark.parametrize("name", ANYBODY)
def test_a_child_is_for_the_own_family_alone(name):
    assert get(name, f"/analysis/children/{an().uid}/")[0] == (200 if name == "chi-hoa" else 404 if name else 302)


def test_a_family_sees_the_own_child_and_nobody_else():
    one = marked(spare=0)
    others = [pupil.name for pupil in pupils_of(one) if pupil.name != "Nguyễn Hoàng An"]
    html = get("chi-hoa", f"/analysis/children/{an().uid}/")[1]
    assert "6,7" in html
    assert [name for name in others if name in html] == []
    assert not re.search("xếp hạng|thứ hạng|trung bình (của )?lớp|trung vị", html, re.IGNORECASE)


def test_a_subject_teacher_sees_the_own_subject_of_a_pupil():
    one = marked(spare=0)
    with acting_as("co-mai"):
        save_conduct(actor("co-mai"), one.school_class, TERM, [edit(pupils(one)[0], "level", "T")])
    child = an().pk
    with acting_as("co-lan"):
        assert {subject.name for subject in way_of(actor("co-lan"), child).subjects} == {"Toán"}
    with acting_as("co-mai"):
        assert len(way_of(actor("co-mai"), child).subjects) > 5
    with acting_as("thay-khac"):
        assert way_of(actor("thay-khac"), child).heads == []


def test_teachers_are_named_for_leaders_and_authorities_alone():
    marked(spare=0)
    html = get("thay-minh", "/analysis/school/", by="teacher")[1]
    assert "Nguyễn Thị Ngọc Lan" in html
    assert "không để xếp loại giáo viên" in html


def test_a_school_by_class_counts_as_its_books_do():
    one = marked(spare=0)
    html = get("thay-minh", "/analysis/school/", by="class", subject="TOAN", term=TERM)[1]
    row = re.search(r'<a href="/analysis/classes/[^"]+">7A</a>.*?</tr>', html, re.DOTALL)[0]
    assert f">{len(pupils_of(one))}<" in row
    assert "6,7" in row


def test_few_results_are_not_told():
    one = marked(spare=len(pupils_of_7a()) - 3)
    html = get("thay-minh", "/analysis/school/", by="class", subject="TOAN", term=TERM)[1]
    row = re.search(r'<a href="/analysis/classes/[^"]+">7A</a>.*?</tr>', html, re.DOTALL)[0]
    assert "&lt; 5" in row
    assert "6,7" not in row
    assert one.pk


def pupils_of_7a():
    with acting_as("co-lan"):
        return pupils(book())


def full_class(low):
    """Everybody of 7A has 8,0 everywhere in term II, the first ``low`` averages of the first pupil 5,0."""
    with acting_as("thay-minh"):
        one = school_class("7A")
        rows = []
        for n, pupil in enumerate(pupils(one)):
            for place, subject in enumerate(subjects_of_class(one)):
                scored = subject.subject.form == "score"
                mark = (50 if n == 0 and place < low else 80) if scored else 1
                rows.append(
                    MarkRow(school_id=one.school_id, class_subject_id=subject.pk, student_id=pupil.id, term=TERM,
                            regular=[mark] * subject.regular_count, midterm=mark, final=mark, average=mark,
                            updated_at="2026-05-01T00:00Z")
                )  # fmt: skip
        MarkRow.objects.bulk_create(rows)
        return one


def test_levels_and_risk_are_those_of_the_engine():
    one = full_class(low=1)
    with acting_as("thay-minh"):
        view = class_view(one, TERM)
        n = len(view.pupils)
        answer = suppose(view.one, TERM, 30, None, everybody=True)
    assert {code: count for code, _name, count in view.levels if count} == {"T": n - 1, "K": 1}
    # 8,0 with a final of 3,0 makes at most 6,4: no six subjects of 6,5 for Khá.
    assert {level: (before, after) for level, before, after in answer.levels if before or after} == {
        "Tốt": (n - 1, 0),
        "Khá": (1, 0),
        "Đạt": (0, n),
    }
    html = class_page(final="3", everybody="1")[1]
    assert "Mức nếu vậy" in html


def test_completion_of_all_schools_counts_as_each_school_does():
    one = marked()
    with acting_as("thay-minh"):
        wanted = CaseWanted("exempt", str(pupils(one)[1].uid), "Quyết định 12", str(one.uid))
        grant_case(actor("thay-minh"), one.school_class, wanted)
    with acting_as("anh-binh"):
        found = completion(2025, TERM)
        assert len(found) > 1
        for one in found:
            books = progress(one.school_id, 2025, TERM, TERM * 2)
            assert (one.expected, one.filled) == (sum(b.expected for b in books), sum(b.filled for b in books))
        assert any(one.filled for one in found)


def test_queries_do_not_grow():
    one = marked(spare=len(pupils_of_7a()) - 1)
    paths = {
        "co-lan": f"/analysis/books/{one.uid}/?term=2&final=65",
        "co-mai": f"/analysis/classes/{one.school_class.uid}/?term=2&final=65",
        "thay-minh": "/analysis/school/?by=class&subject=TOAN",
        "anh-binh": "/analysis/province/?by=school&subject=TOAN",
        "chi-hoa": f"/analysis/children/{an().uid}/",
    }

    def counted():
        found = {}
        for name, path in paths.items():
            client = client_as(name)
            client.get(path)
            work()
            with queries() as some:
                assert client.get(path).status_code == 200
            found[name] = len(some)
        return found

    few = counted()
    marked(spare=0)
    marked(spare=0, term=1)
    forget()
    assert counted() == few
    assert max(few.values()) <= 20


def test_schools_of_the_province_come_page_by_page(monkeypatch):
    monkeypatch.setattr("khuevan.school.analysis.web.choosing.PAGE", 1)
    asked = {"by": "completion", "term": str(TERM)}
    get("anh-binh", "/analysis/province/", **asked)
    work()
    pages = [client_as("anh-binh").get("/analysis/province/", asked | {"page": n}) for n in (1, 2)]
    shown = [[one.name for one in page.context["page"]] for page in pages]
    assert [len(names) for names in shown] == [1, 1]
    assert shown[0] != shown[1]
    assert f"by=completion&amp;term={TERM}&amp;page=2" in pages[0].content.decode()


def cells_of(text):
    return re.findall(r'<td class="num"[^>]*>([^<]*)<', text)


def test_a_school_is_counted_anew_each_time():
    def looked():
        return get("thay-minh", "/analysis/school/", by="subject", kind="secondary", term=str(TERM))[1]

    before = looked()
    assert "Số liệu lúc" not in before
    marked(spare=0)
    assert cells_of(looked()) != cells_of(before)


def test_who_looked_is_written_down():
    one = marked()
    class_page()
    child = an()
    get("chi-hoa", f"/analysis/children/{child.uid}/")
    with acting_as("co-mai"):
        assert Access.objects.filter(page="Phân tích kết quả lớp 7A").count() == len(pupils(one))
        assert Access.objects.filter(page="Kết quả qua các năm học", student_id=child.pk).exists()


@pytest.mark.parametrize("query", [{"term": "9"}, {"grade": "99999"}, {"subject": "'; --\x00"}, {"by": "x" * 99}])
@pytest.mark.parametrize("path", ["/analysis/school/", "/analysis/school/?by=class"])
def test_odd_addresses_are_answered(path, query):
    assert client_as("thay-minh").get(path, query).status_code == 200


def test_the_navigation_leads_there():
    assert client_as("thay-minh").get("/analysis/").headers["Location"] == "/analysis/school/"
    assert client_as("anh-binh").get("/analysis/").headers["Location"] == "/analysis/province/"
    assert "/analysis/classes/" in get("co-mai", "/analysis/")[1]
    assert get("chi-hoa", "/analysis/children/")[0] == 200


def test_a_school_is_offered_its_own_grades_and_a_preschool_none():
    with acting_as("anh-binh"):
        young = Unit.objects.filter(kind="school", level="01").first()
        lower = Unit.objects.filter(kind="school", level="03").first()
    html = get("anh-binh", f"/analysis/schools/{lower.uid}/", by="subject")[1]
    assert [n for n in range(1, 19) if f'<option value="{n}">{n}</option>' in html] == [6, 7, 8, 9]
    html = get("anh-binh", f"/analysis/schools/{young.uid}/", by="subject")[1]
    assert "Trường không có lớp 1 đến lớp 12" in html
    assert "by-grade" not in html


def test_another_year_is_chosen_above_the_figures_and_stays_chosen():
    for name, path in (("thay-minh", "/analysis/school/"), ("anh-binh", "/analysis/province/")):
        get(name, path, by="grade", year="2024")
        work()  # the province's figures are a worker's
        status, page = get(name, path, by="grade", year="2024")
        assert status == 200
        assert "Năm học 2024–2025" in page
        years = re.findall(r'<a class="tabs__tab" href="\?year=(\d+)[^"]*"( aria-current="page")?', page)
        assert years == [("2025", ""), ("2024", ' aria-current="page"')]
        links = re.findall(r'href="(\?kind=[^"]+)"', page)
        assert links
        assert all("year=2024" in one for one in links)
        assert '<input type="hidden" name="year" value="2024">' in page
    assert "Năm học 2025–2026" in get("anh-binh", "/analysis/province/", year="1999")[1]

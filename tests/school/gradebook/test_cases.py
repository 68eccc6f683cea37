"""Decisions about single pupils: exempt, other elective, results of the old school, a plan of one's own."""

import pytest
from django.urls import reverse

from khuevan.kernel.errors import Conflict, Invalid, Locked, NotAllowed, NotFound
from khuevan.registry.audit.api import Access, Entry
from khuevan.school.gradebook.api import (
    MarkRow,
    Result,
    SpecialCase,
    Wanted,
    book_grid,
    grant_case,
    lacking,
    lift_case,
    lock_term,
    not_taken,
    open_book,
    progress,
    recompute,
    save_conduct,
    save_marks,
    save_primary,
)
from khuevan.school.transcripts.queries.composing import Composer
from khuevan.school.transcripts.queries.sources import load as transcript_sources
from khuevan.school.transcripts.rules.completeness import missing_in_subject
from tests.personas import acting_as, actor, client_as

from .fixtures import YEAR, book, edit, pupils, queries, school_class, this_year, whole_row

REASON = "Quyết định số 12 ngày 05/9"


@pytest.fixture
def minh(db):
    with acting_as("thay-minh"):
        yield actor("thay-minh")


def exempt(of, pupil, /, **changes):
    return Wanted(**{"kind": "exempt", "pupil": str(pupil.uid), "book": str(of.uid), "reason": REASON} | changes)


def carried(of, pupil, result="7,8", **changes):
    given = {"kind": "carried", "term": 1, "result": result, "source": "THCS Lê Lợi, học bạ 2025"}
    return exempt(of, pupil, **given | changes)


def average(of, pupil, term):
    return MarkRow.objects.get(class_subject=of, student_id=pupil.id, term=term).average


def result(pupil, term):
    return Result.objects.get(student_id=pupil.id, term=term, school_class=school_class())


def test_an_exempt_pupil_is_not_missing(minh):
    toan = book()
    first, second = pupils(toan)[:2]
    grant_case(minh, toan.school_class, exempt(toan, first))
    for term in (1, 2):
        found = lacking(toan.school_class, term)[toan.pk]
        assert first.id not in found
        assert second.id in found
        for only in ({}, {"class_id": toan.school_class_id}, {"teacher_id": toan.teacher_id}):
            one = next(one for one in progress(toan.school_id, YEAR, term, 2 * term, **only) if one.id == toan.pk)
            assert one.expected == 6 * (len(pupils(toan)) - 1)


def test_marks_that_an_exempt_pupil_had_do_not_fill_a_gap(minh):
    toan = book()
    first = pupils(toan)[0]
    save_marks(actor("co-lan"), toan, 1, whole_row(first))
    grant_case(minh, toan.school_class, exempt(toan, first, term=1))
    one = next(one for one in progress(toan.school_id, YEAR, 1, 2) if one.id == toan.pk)
    assert one.filled == 0
    assert average(toan, first, 1) is None


def test_only_the_terms_of_the_decision_are_left_out(minh):
    toan = book()
    first = pupils(toan)[0]
    save_marks(actor("co-lan"), toan, 2, whole_row(first))
    grant_case(minh, toan.school_class, exempt(toan, first, term=1))
    assert average(toan, first, 3) == 80
    assert first.id not in lacking(toan.school_class, 1)[toan.pk]


def test_a_level_needs_no_result_of_a_subject_that_is_not_taken(minh):
    """All books but one are filled; who is exempt from that one has a level, the next pupil has none."""
    gdtc = book("GDTC")
    first, second = pupils(gdtc)[:2]
    fill_all_but(gdtc, [first, second])
    assert result(first, 2).academic == ""
    grant_case(minh, gdtc.school_class, exempt(gdtc, first))
    assert result(first, 2).academic == "T"
    assert result(second, 2).academic == ""


def fill_all_but(left_out, few):
    """Marks of term II in all other books of the class, in one statement, and what follows from them."""
    rows = []
    for subject in type(left_out).objects.filter(school_class=left_out.school_class).select_related("subject"):
        mark = 85 if subject.subject.form == "score" else 1
        common = {"school_id": subject.school_id, "class_subject": subject, "term": 2, "midterm": mark, "final": mark}
        common |= {"regular": [mark] * subject.regular_count, "updated_at": "2026-01-01T00:00Z"}
        if subject.pk != left_out.pk:
            rows += [MarkRow(student_id=pupil.id, **common) for pupil in few]
    MarkRow.objects.bulk_create(rows)
    recompute(left_out.school_id, YEAR, [left_out.school_class_id])


def test_cells_of_an_exempt_pupil_are_closed_with_the_reason(minh):
    toan = book()
    first, second = pupils(toan)[:2]
    grant_case(minh, toan.school_class, exempt(toan, first))
    reply = save_marks(actor("co-lan"), toan, 1, [edit(first, "tx1", 70), edit(second, "tx1", 70)])
    assert [one["message"] for one in reply["refused"]] == ["Em được miễn học môn này."]
    assert len(reply["saved"]) == 1
    row = next(r for r in book_grid(minh, open_book(minh, toan.uid, 1))["rows"] if r["id"] == str(first.uid))
    assert row["closed"]["tx1"] == "Em được miễn học môn này."
    assert "miễn học" in row["note"]
    assert REASON not in str(row)


def test_a_result_of_the_old_school_stands_for_its_term(minh):
    toan = book()
    first = pupils(toan)[0]
    save_marks(actor("co-lan"), toan, 2, whole_row(first, regular=(70, 70, 70, 70), midterm=70, final=70))
    grant_case(minh, toan.school_class, carried(toan, first, "6,4"))
    assert (average(toan, first, 1), average(toan, first, 3)) == (64, 68)
    recompute(toan.school_id, YEAR)
    assert average(toan, first, 1) == 64
    assert first.id not in lacking(toan.school_class, 1)[toan.pk]


def test_a_carried_result_survives_a_later_save_and_goes_when_lifted(minh):
    toan = book()
    first = pupils(toan)[0]
    case = grant_case(minh, toan.school_class, carried(toan, first, "6,4"))
    save_marks(actor("co-lan"), toan, 2, whole_row(first, regular=(70, 70, 70, 70), midterm=70, final=70))
    assert average(toan, first, 3) == 68
    lift_case(minh, toan.school_class, case.uid, "Ghi nhầm em khác")
    assert average(toan, first, 1) is None
    assert average(toan, first, 3) is None


def test_a_carried_result_of_a_subject_assessed_by_comments(minh):
    gdtc = book("GDTC")
    first = pupils(gdtc)[0]
    grant_case(minh, gdtc.school_class, carried(gdtc, first, "Đ"))
    assert average(gdtc, first, 1) == 1


def test_the_principal_decides_about_a_pupil_with_a_plan(minh):
    one = school_class()
    first = pupils(one)[0]
    plan = Wanted(kind="plan", pupil=str(first.uid), reason=REASON)
    grant_case(minh, one, plan)
    grant_case(minh, one, Wanted(kind="plan", pupil=str(first.uid), reason=REASON, decision="promoted"))
    assert result(first, 3).outcome == "promoted"
    save_conduct(actor("co-mai"), one, 1, [edit(first, "level", "CD")])
    assert result(first, 3).outcome == "promoted"
    assert SpecialCase.objects.filter(student_id=first.id, lifted_at=None).count() == 1


def test_a_primary_pupil_is_exempt_too(db):
    with acting_as("thay-phuc"):
        toan = book("TOAN", "2A")
        first = pupils(toan)[0]
        grant_case(actor("thay-phuc"), toan.school_class, exempt(toan, first))
        assert first.id not in lacking(toan.school_class, 4)[toan.pk]
        assert save_primary(actor("co-thu"), toan, 4, [edit(first, "level", "T")])["refused"]
        with pytest.raises(Invalid, match="tiểu học"):
            grant_case(actor("thay-phuc"), toan.school_class, carried(toan, pupils(toan)[1]))


def test_a_transcript_does_not_wait_for_a_subject_that_is_not_taken(minh):
    gdtc = book("GDTC")
    first, second = pupils(gdtc)[:2]
    grant_case(minh, gdtc.school_class, exempt(gdtc, first))
    composer = Composer(transcript_sources(gdtc.school_class, [first.id, second.id]))
    lacks = [
        missing_in_subject(composer.subject(gdtc, p.id), not_taken=composer.not_taken(gdtc, p.id))
        for p in (first, second)
    ]
    assert lacks[0] == []
    assert lacks[1]


def test_lifting_leaves_a_record_and_the_marks_count_again(minh):
    toan = book()
    first = pupils(toan)[0]
    save_marks(actor("co-lan"), toan, 1, whole_row(first))
    case = grant_case(minh, toan.school_class, exempt(toan, first))
    lift_case(minh, toan.school_class, case.uid, "Em đã khoẻ lại")
    assert average(toan, first, 1) == 80
    assert not_taken(toan.school_class) == {}
    entries = Entry.objects.filter(book=f"cases:{toan.school_class.uid}").order_by("position")
    assert [(e.verb, e.old, e.new, e.student_id) for e in entries] == [
        ("excuse", None, "Miễn học", first.id), ("lift", "Miễn học", None, first.id),
    ]  # fmt: skip
    assert entries[0].reason == REASON
    with pytest.raises(NotFound):
        lift_case(minh, toan.school_class, case.uid, "Em đã khoẻ lại")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"pupil": "x"}, "Học sinh không có trong danh sách"),
        ({"book": ""}, "Chưa chọn môn"),
        ({"reason": "ốm"}, "Chưa ghi lý do"),
        ({"term": 0}, "Chưa chọn học kì"),
        ({"kind": "holiday"}, "Không có loại"),
        ({"kind": "carried", "term": 3}, "Chưa chọn học kì"),
        ({"kind": "carried", "term": 1, "source": ""}, "Chưa ghi trường cũ"),
        ({"kind": "carried", "term": 1, "source": "THCS A", "result": "11,5"}, "11,5"),
        ({"kind": "plan", "decision": "retest"}, "Không có quyết định"),
    ],
    ids=lambda value: value if isinstance(value, str) else "-".join(value),
)
def test_what_is_missing_is_named_and_nothing_written(minh, changes, said):
    toan = book()
    with pytest.raises(Invalid, match=said):
        grant_case(minh, toan.school_class, exempt(toan, pupils(toan)[0], **changes))
    assert not SpecialCase.objects.exists()


@pytest.mark.parametrize(("one", "two"), [(1, 1), (3, 1), (2, 3)])
def test_one_decision_at_a_time(minh, one, two):
    toan = book()
    first = pupils(toan)[0]
    grant_case(minh, toan.school_class, exempt(toan, first, term=one))
    with pytest.raises(Conflict, match="Đã có quyết định"):
        grant_case(minh, toan.school_class, exempt(toan, first, term=two))


def test_a_closed_term_is_closed_for_decisions(minh):
    toan = book()
    lock_term(minh, this_year(toan), 1, "Đã đủ điểm")
    with pytest.raises(Locked, match="Học kì I đã khoá sổ"):
        grant_case(minh, toan.school_class, exempt(toan, pupils(toan)[0]))
    assert grant_case(minh, toan.school_class, exempt(toan, pupils(toan)[0], term=2))


@pytest.mark.parametrize("name", ["co-lan", "co-mai"])
def test_teachers_do_not_decide(db, name):
    with acting_as(name):
        toan = book()
        wanted = exempt(toan, pupils(toan)[0])
        with pytest.raises(NotAllowed, match="lãnh đạo và văn thư"):
            grant_case(actor(name), toan.school_class, wanted)


def test_the_page_shows_decisions_and_takes_new_ones(minh):
    toan = book()
    first, client = pupils(toan)[0], client_as("thay-minh")
    url = reverse("gradebook:cases", args=[toan.school_class.uid])
    assert "Chưa có trường hợp riêng" in client.get(url).text
    post = vars(exempt(toan, first)) | {"term": "3"}
    assert "được tính lại" in client.post(url + "grant", post, follow=True).text
    assert REASON in client.get(url).text
    with acting_as("thay-minh"):
        assert Access.objects.filter(student_id=first.id, page__startswith="Trường hợp riêng").exists()
    refused = client.post(url + "grant", post, follow=True).text
    assert "Đã có quyết định" in refused
    with acting_as("thay-minh"):
        case = SpecialCase.objects.get(student_id=first.id)
    client.post(f"{url}{case.uid}/lift", {"reason": "Em đã khoẻ lại"})
    assert "Đã bỏ" in client.get(url).text


def test_a_homeroom_teacher_reads_and_others_find_nothing(minh):
    url = reverse("gradebook:cases", args=[school_class().uid])
    page = client_as("co-mai").get(url).text
    assert "Chỉ xem" in page
    assert "<select" not in page
    for name in ("co-lan", "thay-khac"):
        assert client_as(name).get(url).status_code == 404


def test_the_page_asks_as_much_for_three_as_for_one(minh):
    toan = book()
    url, client = reverse("gradebook:cases", args=[toan.school_class.uid]), client_as("thay-minh")
    counts, three = [], pupils(toan)[:3]
    client.get(url)
    for pupil in three:
        with acting_as("thay-minh"):
            grant_case(minh, toan.school_class, exempt(toan, pupil))
        with queries() as found:
            client.get(url)
        counts.append(len(found))
    assert counts[0] == counts[2]

"""A family says that something is wrong; the school decides; the old version is superseded for everybody.

States are reached once in a module: the first test is about drafts, the last about what was sent.
"""

import re

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from khuevan.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from khuevan.platform.approvals.api import Step
from khuevan.registry.audit.api import Entry
from khuevan.registry.files.api import content_of
from khuevan.school.corrections.api import Wish, ask, grant, refuse, version_to_correct, wish_by_uid, withdraw
from khuevan.school.gradebook.api import TermLock
from khuevan.school.transcripts.api import Version, share, sign_homeroom, sign_subjects, verify_code, verify_file
from tests.personas import acting_as, client_as
from tests.school.transcripts.school import (
    PIN,
    as_person,
    books_of,
    change_mark,
    issue_all,
    lock_terms,
    of_person,
    pupils_of,
)  # fmt: skip

pytestmark = pytest.mark.django_db
WRONG = "Điểm trung bình học kì II môn Toán ghi 8,0; đúng là 9,0."


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


@pytest.fixture
def wish(an, hoa):
    """Chị Hoa asks about An's Maths."""
    with acting_as("chi-hoa"):
        return ask(hoa, version_to_correct(hoa, an.uid), "mon-TOAN", WRONG)


def decided(wish, minh, number="15/QĐ-THCSNĐC"):
    with acting_as("thay-minh"):
        return grant(minh, wish_by_uid(minh, wish.uid), number)


def test_what_is_not_issued_is_mended_in_the_gradebook(homeroom_signed, minh, lan):
    with acting_as("co-lan"):
        draft = Version.objects.filter(transcript__school_class=homeroom_signed).first()
        with pytest.raises(NotFound):
            version_to_correct(lan, draft.uid)


def test_a_family_asks_and_the_school_reads_it(wish, minh, hoa):
    assert wish.as_family
    assert wish.part_name == "Môn Toán"
    with acting_as("thay-minh"):
        assert wish_by_uid(minh, wish.uid).what == WRONG
        assert Entry.objects.filter(verb="correction-ask", student_id=wish.student_id).count() == 1
    assert "Đề nghị đính chính học bạ" in client_as("thay-minh").get("/").content.decode()


SCAN = b"%PDF-1.7 a scan"


def test_papers_come_with_the_request_and_with_the_decision(an, hoa, minh):
    family, school = client_as("chi-hoa"), client_as("thay-minh")
    sent = {"part": "mon-TOAN", "what": WRONG, "scan": [SimpleUploadedFile("bài kiểm tra.pdf", SCAN)]}
    page = family.post(f"/corrections/ask/{an.uid}/", sent, follow=True)
    address = page.redirect_chain[-1][0]
    assert "bài kiểm tra.pdf" in page.content.decode()
    [paper] = re.findall(r"/corrections/papers/[0-9a-f-]{36}", page.content.decode())
    for client in (family, school):
        assert client.get(paper).content == SCAN
    assert client_as("thay-khac").get(paper).status_code == 404
    decided_ = {"decision_no": "15/QĐ", "scan": [SimpleUploadedFile("quyết định.jpg", b"\xff\xd8\xff scan")]}
    school.post(f"{address}grant", decided_)
    assert "quyết định.jpg" in family.get(address).content.decode()


def test_a_refused_form_keeps_what_was_typed(wish, an):
    school, address = client_as("thay-minh"), f"/corrections/{wish.uid}/"
    refused = school.post(f"{address}grant", {"decision_no": "  ", "reason": "ghi chú"})
    assert refused.status_code == 422
    assert "ghi chú" in refused.content.decode()
    refused = school.post(f"{address}grant", {"decision_no": "15/QĐ", "scan": [SimpleUploadedFile("a.exe", b"MZ")]})
    assert (refused.status_code, 'value="15/QĐ"' in refused.content.decode()) == (422, True)
    assert "Không nhận được loại tệp này" in refused.content.decode()
    with acting_as("thay-minh"):
        assert Wish.objects.get(pk=wish.pk).case.state == "asked"
    many = [SimpleUploadedFile(f"{n}.pdf", SCAN) for n in range(4)]
    asked = client_as("chi-hoa").post(f"/corrections/ask/{an.uid}/", {"part": "chunhiem", "what": WRONG, "scan": many})
    assert asked.status_code == 422
    assert WRONG in asked.content.decode()


def test_after_asking_the_family_is_a_family_again(an, hoa):
    from khuevan.registry.people.api import Person

    with acting_as("chi-hoa"):
        ask(hoa, version_to_correct(hoa, an.uid), "chunhiem", WRONG)
        assert set(Version.objects.values_list("student_id", flat=True)) == set(hoa.student_ids) & {an.student_id}
        assert Person.objects.exists()


@pytest.mark.parametrize(
    ("part", "what"), [("mon-KHAC", WRONG), ("", WRONG), ("mon-TOAN", "sai"), ("mon-TOAN", "x" * 501)]
)
def test_without_a_part_or_clear_words_nothing_is_asked(an, hoa, part, what):
    with acting_as("chi-hoa"), pytest.raises(Invalid):
        ask(hoa, version_to_correct(hoa, an.uid), part, what)


def test_a_part_is_asked_about_once_at_a_time(wish, an, hoa, lan):
    with acting_as("co-lan"), pytest.raises(Conflict):
        ask(lan, version_to_correct(lan, an.uid), "mon-TOAN", WRONG)
    with acting_as("chi-hoa"):
        withdraw(hoa, wish_by_uid(hoa, wish.uid))
        assert ask(hoa, version_to_correct(hoa, an.uid), "mon-TOAN", WRONG).pk != wish.pk


def test_only_a_leader_decides(wish, lan, hoa):
    with acting_as("chi-hoa"), pytest.raises(NotAllowed):
        grant(hoa, wish_by_uid(hoa, wish.uid), "1/QĐ")
    with acting_as("co-lan"), pytest.raises(NotFound):
        wish_by_uid(lan, wish.uid)


def test_a_decision_makes_a_new_version_with_its_number_and_reason(wish, an, minh):
    fresh = decided(wish, minh)
    assert (fresh.number, fresh.decision_no) == (2, "15/QĐ-THCSNĐC")
    assert fresh.reason == f"Môn Toán: {WRONG}"
    with acting_as("thay-minh"):
        held = wish_by_uid(minh, wish.uid)
    assert (held.case.state, held.fresh_id, held.decision_no) == ("granted", fresh.pk, "15/QĐ-THCSNĐC")


def test_no_decision_number_no_decision(wish, minh):
    with acting_as("thay-minh"), pytest.raises(Invalid):
        grant(minh, wish_by_uid(minh, wish.uid), "  ")


def test_a_refusal_needs_a_reason_that_the_family_reads(wish, minh, hoa):
    with acting_as("thay-minh"):
        with pytest.raises(Invalid):
            refuse(minh, wish_by_uid(minh, wish.uid), " ")
        refuse(minh, wish_by_uid(minh, wish.uid), "Đã đối chiếu bài kiểm tra: điểm đúng là 8,0.")
        assert Step.objects.get(case_id=wish.case_id, verb="refuse").reason.startswith("Đã đối chiếu")
    page = client_as("chi-hoa").get(f"/corrections/{wish.uid}/").content.decode()
    assert "Đã đối chiếu bài kiểm tra: điểm đúng là 8,0." in page


def test_who_holds_the_old_print_file_or_link_is_told_at_once(wish, an, minh, hoa):
    with acting_as("chi-hoa"):
        _link, token = share(hoa, an.pk, 7)
    decided(wish, minh)
    for verdict in (verify_code(an.verify_code), verify_file(an.xml.encode()), verify_file(content_of(an.pdf))):
        assert verdict.outcome == "superseded"
        assert (verdict.entry.decision, verdict.entry.latest) == ("15/QĐ-THCSNĐC", 1)
    for address in (f"/verify/{an.verify_code}/", f"/s/{token}/"):
        page = client_as("").get(address).content.decode()
        assert "Bản này không còn hiệu lực" in page
        assert "Theo quyết định đính chính số 15/QĐ-THCSNĐC" in page
        assert "Bản thay thế đang được nhà trường lập." in page
    told = client_as("").get(f"/api/v1/transcripts/verify/{an.verify_code}").json()
    assert (told["outcome"], told["decision"]) == ("superseded", "15/QĐ-THCSNĐC")
    assert told["superseded_at"]


def test_every_old_version_is_answered_for_after_a_second_correction(wish, an, issued, minh, hoa):
    second = decided(wish, minh)
    with acting_as("thay-minh"):
        TermLock.objects.update(lifted_at=TermLock.objects.first().locked_at)
        maths = next(book for book in books_of(issued) if book.subject_id == "TOAN")
        change_mark(maths, 95, pupils_of(issued).index(an.student_id))
    with as_person(maths.teacher_id):
        sign_subjects(of_person(maths.teacher_id), [maths.pk], PIN)
    with as_person(issued.homeroom_id):
        sign_homeroom(of_person(issued.homeroom_id), issued.pk, PIN)
    with acting_as("thay-minh"):
        lock_terms(issued)
    issue_all(issued)
    with acting_as("chi-hoa"):
        again = ask(hoa, version_to_correct(hoa, second.uid), "chunhiem", "Nhận xét cả năm ghi nhầm tên của em khác.")
    third = decided(again, minh, "16/QĐ-THCSNĐC")
    assert third.number == 3
    first, middle = verify_code(an.verify_code), verify_code(second.verify_code)
    assert (first.outcome, first.entry.decision, first.entry.latest) == ("superseded", "15/QĐ-THCSNĐC", 2)
    assert (middle.outcome, middle.entry.decision, middle.entry.latest) == ("superseded", "16/QĐ-THCSNĐC", 2)


def test_two_wishes_one_new_version(wish, an, minh, lan):
    with acting_as("co-lan"):
        other = ask(lan, version_to_correct(lan, an.uid), "chunhiem", WRONG)
    decided(wish, minh)
    with acting_as("thay-minh"), pytest.raises(Conflict, match="đã có phiên bản mới"):
        grant(minh, wish_by_uid(minh, other.uid), "16/QĐ")


def test_another_school_and_another_family_find_nothing(wish):
    for name in ("thay-khac", "co-mai", "anh-binh"):
        assert client_as(name).get(f"/corrections/{wish.uid}/").status_code == 404
    with acting_as("thay-khac"):
        assert not Wish.objects.exists()


def test_the_whole_way_on_pages(an, hoa):
    family, leader = client_as("chi-hoa"), client_as("thay-minh")
    assert f"/corrections/ask/{an.uid}/" in family.get(f"/transcripts/{an.uid}/").content.decode()
    page = family.post(f"/corrections/ask/{an.uid}/", {"part": "mon-TOAN", "what": WRONG}, follow=True)
    assert "Đã gửi đề nghị." in page.content.decode()
    address = page.redirect_chain[-1][0]
    assert "Rút đề nghị" in page.content.decode()
    done = leader.post(f"{address}grant", {"decision_no": "15/QĐ-THCSNĐC"}, follow=True).content.decode()
    assert "Đã lập phiên bản 2." in done
    assert "Bước tiếp theo" in leader.get(address).content.decode()
    asked = family.get(address).content.decode()
    assert "Đã có quyết định đính chính" in asked
    assert "Bước tiếp theo" not in asked
    assert family.get("/corrections/").status_code == 200
    assert leader.post(f"{address}grant", {"decision_no": "15"}).status_code == 409
    assert leader.post(f"{address}dance").status_code == 404


def test_the_list_costs_the_same_for_one_and_for_three(wish, an, lan):
    def cost():
        client = client_as("thay-minh")
        client.get("/corrections/")
        with CaptureQueriesContext(connection) as found:
            client.get("/corrections/")
        return len(found)

    one = cost()
    with acting_as("co-lan"):
        for part in ("chunhiem", "thongtin"):
            ask(lan, version_to_correct(lan, an.uid), part, WRONG)
    assert cost() == one


def test_while_it_lies_at_the_sở_the_decision_waits(submitted, minh, lan):
    with acting_as("co-lan"):
        sent = Version.objects.select_related("case").filter(transcript__school_class=submitted).first()
        wish = ask(lan, version_to_correct(lan, sent.uid), "mon-TOAN", WRONG)
    with acting_as("thay-minh"), pytest.raises(Conflict, match="Sở chưa quyết định"):
        grant(minh, wish_by_uid(minh, wish.uid), "1/QĐ")


def test_what_was_typed_stays_beside_what_is_wrong(an):
    answer = client_as("chi-hoa").post(f"/corrections/ask/{an.uid}/", {"part": "mon-TOAN", "what": "<sai>\x00"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Chưa ghi rõ chỗ sai" in page
    assert "&lt;sai&gt;" in page
    assert '<option value="mon-TOAN" selected>' in page

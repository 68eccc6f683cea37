"""Each PIN that signs leaves a receipt: what, with which digest, when, by whom; what stopped is taken up again."""

import hashlib
import subprocess
from dataclasses import replace

import pytest

from khuevan.kernel.errors import NotFound
from khuevan.platform.signing.ports import KeyAway
from khuevan.registry.audit.api import Access
from khuevan.school.transcripts.actions import batches
from khuevan.school.transcripts.api import Batch, SectionSignature, Version, order_principal, sign_homeroom
from khuevan.school.transcripts.queries.receipts import receipt, receipts
from tests.personas import acting_as, client_as
from tests.school.transcripts.school import PIN, change_mark, run

pytestmark = pytest.mark.django_db


def newest(who, actor):
    with acting_as(who):
        return receipts(actor).first()


def test_a_teachers_class_is_one_receipt_with_the_digest_of_each_section(subjects_signed, lan, n):
    told = newest("co-lan", lan)
    assert (told["role"], told["count"], told["signer_name"]) == ("subject", n, lan.name)
    assert told["classes"] == ["7A"]
    assert f"{n} chữ ký · 7A ·" in client_as("co-lan").get("/transcripts/receipts/").content.decode()
    with acting_as("co-lan"):
        found = receipt(lan, told["order"])
        assert all(row.digest == hashlib.sha256(row.content.encode()).hexdigest() for row in found.rows)
    page = client_as("co-lan").get(f"/transcripts/receipts/{told['order']}/").content.decode()
    assert page.count(found.rows[0].digest) == 1
    assert f"Biên nhận: {n} chữ ký" in page
    assert "Môn Toán" in page


def test_homeroom_has_one_too(subjects_signed, mai, n):
    with acting_as("co-mai"):
        sign_homeroom(mai, subjects_signed.pk, PIN)
    assert newest("co-mai", mai)["count"] == n


def test_the_leaders_batch_ends_with_its_receipt(homeroom_signed, minh, n):
    batch = run(order_principal, homeroom_signed)
    client = client_as("thay-minh")
    assert f"/transcripts/receipts/{batch.uid}/" in client.get(f"/transcripts/batches/{batch.uid}/").content.decode()
    with acting_as("thay-minh"):
        found = receipt(minh, batch.uid)
        digests = {row.digest for row in found.rows}
        documents = Version.objects.filter(transcript__school_class=homeroom_signed).values_list("xml", flat=True)
        assert digests == {hashlib.sha256(one.encode()).hexdigest() for one in documents}
    assert (len(found.rows), found.first.role, found.lapsed) == (n, "principal", 0)
    paper = client.get(f"/transcripts/receipts/{batch.uid}/pdf")
    words = subprocess.run(["pdftotext", "-layout", "-", "-"], input=paper.content, capture_output=True, check=True)
    said = words.stdout.decode()
    assert "BIÊN NHẬN KÝ SỐ" in said
    assert found.rows[0].digest[:32] in said
    assert found.first.serial in said.replace("\n", "")


def test_what_lapsed_since_is_said(subjects_signed, class_7a, lan):
    told = newest("co-lan", lan)
    book = next(one for one in books(class_7a) if one.subject_id == "TOAN")
    with acting_as("co-lan"):
        change_mark(book)
        from khuevan.school.transcripts.actions.changes import marks_changed
        from tests.school.transcripts.school import pupils_of

        marks_changed(class_7a.pk, pupils_of(class_7a))
        assert receipt(lan, told["order"]).lapsed == 1
    assert (
        "1 chữ ký đã hết hiệu lực"
        in client_as("co-lan").get(f"/transcripts/receipts/{told['order']}/").content.decode()
    )


def test_others_see_no_receipt_of_mine_the_office_does(subjects_signed, lan, mai, minh):
    order = newest("co-lan", lan)["order"]
    with acting_as("co-mai"), pytest.raises(NotFound):
        receipt(mai, order)
    assert client_as("co-thu").get(f"/transcripts/receipts/{order}/").status_code == 404
    assert client_as("chi-hoa").get(f"/transcripts/receipts/{order}/").status_code == 404
    with acting_as("thay-minh"):
        assert receipt(minh, order).rows
        before = Access.objects.count()
    client_as("thay-minh").get(f"/transcripts/receipts/{order}/")
    with acting_as("thay-minh"):
        assert Access.objects.count() > before


@pytest.mark.parametrize("count", [1, 3])
def test_list_is_one_query_however_many_orders(subjects_signed, minh, count, django_assert_num_queries):
    with acting_as("thay-minh"):
        orders = list(receipts(minh).values_list("order", flat=True)[:count])
        SectionSignature.objects.exclude(order__in=orders).update(order=None)
        with django_assert_num_queries(1):
            assert len(list(receipts(minh))) == count
        with django_assert_num_queries(1):
            assert [row.version.transcript.school_class.name for row in receipt(minh, orders[0]).rows]


def test_order_that_lost_its_token_is_taken_up_again_from_its_page(homeroom_signed, minh, n, monkeypatch):
    real, calls = batches.KINDS[Batch.Kind.PRINCIPAL].signer, []

    def away(actor, pin):
        calls.append(pin)
        if len(calls) == 3:
            raise KeyAway("Token đã bị rút ra.", hint="Cắm lại rồi ký tiếp.")
        return real(actor, pin)

    kind = replace(batches.KINDS[Batch.Kind.PRINCIPAL], signer=away, at_once=1)
    monkeypatch.setitem(batches.KINDS, Batch.Kind.PRINCIPAL, kind)
    first = run(order_principal, homeroom_signed)
    assert (first.state, first.done) == ("failed", 1)
    client = client_as("thay-minh")
    page = client.get(f"/transcripts/batches/{first.uid}/").content.decode()
    assert "Token đã bị rút ra" in page
    assert "Ký tiếp phần còn lại" in page
    client.post("/transcripts/school/sign", {"class": homeroom_signed.pk, "pin": PIN})
    with acting_as("thay-minh"):
        second = Batch.objects.order_by("-pk").first()
    batches.run(second.school_id, second.pk)
    with acting_as("thay-minh"):
        second.refresh_from_db()
        assert (second.state, second.done) == ("done", n - 1)
        assert len(receipt(minh, first.uid).rows) == 1
        assert len(receipt(minh, second.uid).rows) == n - 1


def books(school_class):
    from tests.school.transcripts.school import books_of

    with acting_as("co-lan"):
        return books_of(school_class)

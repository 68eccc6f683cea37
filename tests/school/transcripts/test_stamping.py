"""Time-stamps come after the issue, by themselves; what they say is seen wherever a transcript is verified."""

import hashlib
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.cache import cache
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from khuevan.kernel.clock import now
from khuevan.platform.signing.adapters.store import authority
from khuevan.platform.signing.ports import StamperAway, StampRefused
from khuevan.registry.audit.api import Entry
from khuevan.registry.files.api import content_of
from khuevan.school.transcripts.actions import regrowing, renewing, renewing_papers, stamping
from khuevan.school.transcripts.api import Version, verify_code, verify_file
from khuevan.school.transcripts.models import RenewedPath, Stamp, StampedVersion, StampRenewal
from khuevan.site.cli.commands import stamps
from khuevan.site.cli.commands.verify import report
from tests.personas import acting_as, client_as
from tests.platform.signing.stamping import chain_of, openssl_ts, record_root, token_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_trouble():
    cache.clear()


@pytest.fixture
def demo(settings):
    settings.TSA = "demo"


@pytest.fixture
def stamped(issued, demo):
    """7A is issued and stamped; nobody acts."""
    stamping.stamp_school(issued.school_id)
    return issued


@pytest.fixture
def away(monkeypatch, demo):
    """The authority cannot be reached, from the room's point of view and through its port."""

    def down(_digest):
        raise StamperAway("Không kết nối được máy chủ dấu thời gian (HTTP 503).")

    monkeypatch.setattr(stamping, "stamped", down)


@pytest.fixture
def count(issued):
    """How many transcripts the school has issued, in this year and before."""
    with acting_as("thay-minh"):
        return Version.objects.filter(school_id=issued.school_id, issued_at__isnull=False).count()


def paper_of(version):
    with acting_as("thay-minh"):
        found = StampedVersion.objects.get(version=version)
        return content_of(version.pdf) + bytes(found.tail or b"")


def test_issuing_orders_the_stamps_only_where_an_authority_is_named(homeroom_signed, settings, minh):
    from khuevan.school.transcripts.api import order_issue, order_principal
    from tests.school.transcripts import school

    def ordered():
        return ProcrastinateJob.objects.filter(task_name="transcripts.stamp").count()

    school.run(order_principal, homeroom_signed)
    before = ordered()
    settings.TSA = "demo"
    school.run(order_issue, homeroom_signed)
    assert ordered() == before + 1
    settings.TSA = ""
    stamping.order_stamps(homeroom_signed.school_id)
    assert ordered() == before + 1


def test_one_stamp_for_all_and_one_behind_each_paper(stamped, count):
    with acting_as("thay-minh"):
        [stamp] = Stamp.objects.all()
        assert (stamp.count, stamp.authority) == (count, "Chứng thực số dấu thời gian Khuê Văn")
        kept = list(StampedVersion.objects.filter(stamp=stamp))
        assert len(kept) == count
        assert all(one.tail for one in kept)
    assert stamping.stamp_school(stamped.school_id) == 0
    with acting_as("thay-minh"):
        assert Stamp.objects.count() == 1


def test_without_an_authority_nothing_happens_and_nothing_is_said(issued, an):
    assert stamping.stamp_school(issued.school_id) == 0
    page = client_as("thay-minh").get("/transcripts/").content.decode()
    assert "chờ dấu thời gian" not in page
    assert verify_code(an.verify_code).stamp is None


def test_papers_go_without_where_each_stamp_costs_too_much(issued, demo, settings, an):
    settings.TSA_PAPERS = False
    stamping.stamp_school(issued.school_id)
    with acting_as("thay-minh"):
        assert not StampedVersion.objects.exclude(tail=None).exists()
    verdict = verify_file(paper_of(an))
    assert (verdict.outcome, verdict.stamp.valid) == ("valid", True)
    settings.TSA_PAPERS = True
    stamping.stamp_school(issued.school_id)
    with acting_as("thay-minh"):
        assert not StampedVersion.objects.filter(tail=None).exists()


def test_code_document_and_both_papers_are_valid_and_dated(stamped, an):
    with acting_as("thay-minh"):
        sealed = content_of(an.pdf)
    for verdict in (
        verify_code(an.verify_code), verify_file(an.xml.encode()), verify_file(sealed), verify_file(paper_of(an)),
    ):  # fmt: skip
        assert (verdict.outcome, verdict.stamp.problems) == ("valid", ())
        assert abs(verdict.stamp.at - now()) < timedelta(minutes=1)
    assert len(paper_of(an)) > len(sealed)
    assert "✓ Dấu thời gian" in report(verdict)
    assert "Chứng thực số dấu thời gian Khuê Văn" in report(verdict)


def test_doctored_stamps_are_refused(stamped, an):
    paper = bytearray(paper_of(an))
    paper[-40] ^= 1
    assert verify_file(bytes(paper)).outcome != "valid"
    with acting_as("thay-minh"):
        other = StampedVersion.objects.exclude(version=an).first()
        StampedVersion.objects.filter(version=an).update(path=other.path)
    verdict = verify_code(an.verify_code)
    assert [found.code for found in verdict.stamp.problems] == ["stamp_other"]
    assert "✗ Dấu thời gian không dùng được" in report(verdict)
    page = client_as("thay-minh").get(f"/transcripts/{an.uid}/").content.decode()
    assert "Dấu thời gian thuộc về nội dung khác." in page
    assert "Không được tính" in page


def test_others_can_check_what_is_given_out(stamped, an, tmp_path):
    client = client_as("thay-minh")
    record = client.get(f"/transcripts/{an.uid}/evidence")
    assert record["Content-Disposition"].endswith('.ers"')
    root = authority().directory / "root.pem"
    for digest in (hashlib.sha256(an.xml.encode()).digest(), bytes.fromhex(an.pdf.sha256)):
        node, token = record_root(record.content, digest)
        assert "Verification: OK" in openssl_ts(tmp_path, token, node, root, now())
    paper = client.get(f"/transcripts/{an.uid}/pdf").content
    assert paper == paper_of(an)
    assert "Verification: OK" in openssl_ts(tmp_path, *token_of(paper), root, now())


def test_pages_and_api_name_stamp_and_time(stamped, an, client):
    public = client.get(f"/verify/{an.verify_code}/").content.decode()
    assert "Dấu thời gian" in public
    assert "Chứng thực số dấu thời gian Khuê Văn" in public
    for who in ("thay-minh", "chi-hoa"):
        assert "tệp .ers" in client_as(who).get(f"/transcripts/{an.uid}/").content.decode()
    told = client.post("/api/v1/transcripts/verify", {"file": BytesIO(an.xml.encode())}).json()["stamp"]
    assert (told["authority"], told["valid"], told["problems"]) == ("Chứng thực số dấu thời gian Khuê Văn", True, [])


def test_family_link_gives_the_proof(stamped, an, client):
    from khuevan.school.transcripts.api import share
    from tests.personas import actor

    with acting_as("chi-hoa"):
        _link, token = share(actor("chi-hoa"), an.pk, days=7)
    assert f"/s/{token}/ers" in client.get(f"/s/{token}/").content.decode()
    assert client.get(f"/s/{token}/ers").content[:1] == b"\x30"


def test_authority_down_says_so_and_comes_later(issued, an, away, count):
    app.tasks["transcripts.stamp"](school_id=issued.school_id)
    page = client_as("thay-minh").get("/transcripts/").content.decode()
    assert f"{count} học bạ đã phát hành đang chờ dấu thời gian" in page
    assert "Không kết nối được máy chủ dấu thời gian (HTTP 503)." in page
    assert verify_code(an.verify_code).outcome == "valid"
    since = cache.get("transcripts.stamper")["since"]
    app.tasks["transcripts.stamp_waiting"](timestamp=0)
    assert cache.get("transcripts.stamper")["since"] == since


def test_what_was_down_is_stamped_with_the_next_round(issued, demo, an):
    assert issued.school_id in stamping.waiting_schools()
    app.tasks["transcripts.stamp_waiting"](timestamp=0)
    assert stamping.waiting_schools() == []
    assert verify_code(an.verify_code).stamp.valid
    assert "chờ dấu thời gian" not in client_as("thay-minh").get("/transcripts/").content.decode()


def test_authority_failing_between_papers_loses_nothing(issued, demo, monkeypatch, count):
    real, calls = stamping.stamp_pdf, []

    def failing(*given):
        calls.append(given)
        if len(calls) == 3:
            raise StamperAway("Không kết nối được máy chủ dấu thời gian.")
        return real(*given)

    monkeypatch.setattr(stamping, "stamp_pdf", failing)
    with pytest.raises(StamperAway):
        stamping.stamp_school(issued.school_id)
    with acting_as("thay-minh"):
        assert StampedVersion.objects.exclude(tail=None).count() == 2
    stamping.stamp_school(issued.school_id)
    with acting_as("thay-minh"):
        assert StampedVersion.objects.exclude(tail=None).count() == count
        assert Stamp.objects.count() == 1


def test_stamper_of_strangers_is_not_taken(issued, settings, monkeypatch, tmp_path):
    from khuevan.platform.signing.adapters import store
    from khuevan.platform.signing.adapters.demo_ca import DemoAuthority
    from khuevan.platform.signing.adapters.demo_tsa import DemoStamper
    from khuevan.platform.signing.ports import StampRefused

    settings.TSA = "demo"
    monkeypatch.setattr(store, "stamper", lambda: DemoStamper(DemoAuthority(tmp_path / "stranger", "Lạ")))
    with pytest.raises(StampRefused, match="không do tổ chức chứng thực được tin cậy cấp"):
        stamping.stamp_school(issued.school_id)
    with acting_as("thay-minh"):
        assert not Stamp.objects.exists()
        assert Version.objects.filter(issued_at__isnull=False).exists()


def test_unreachable_address_is_a_reason_not_a_crash(issued, settings):
    settings.TSA = "http://127.0.0.1:9/tsa"
    with pytest.raises(StamperAway, match="Không kết nối được máy chủ dấu thời gian"):
        stamping.stamp_school(issued.school_id)


def test_another_school_sees_neither_stamp_nor_proof(stamped, an):
    assert client_as("co-thu").get(f"/transcripts/{an.uid}/evidence").status_code == 404


def test_stamps_are_renewed_before_their_end_and_each_once(stamped, an, count, tmp_path, monkeypatch):
    assert renewing.renew_school(stamped.school_id) == 0, "its certificate is good for years"
    late = now() + timedelta(days=40_000)
    with pytest.raises(StampRefused, match="vẫn dùng chứng thư cũ"):
        renewing.renew_school(stamped.school_id, late)
    monkeypatch.setattr(renewing, "refuse_no_later", lambda *_given: None)
    assert renewing.renew_school(stamped.school_id, late) == 1
    assert renewing.renew_school(stamped.school_id, late) == 1, "over the renewal"
    with acting_as("thay-minh"):
        assert StampRenewal.objects.count() == 2
        assert Entry.objects.filter(book="transcripts", verb="renew_stamps").count() == 2
    verdict = verify_code(an.verify_code)
    assert (verdict.outcome, verdict.stamp.valid) == ("valid", True)
    record = client_as("thay-minh").get(f"/transcripts/{an.uid}/evidence").content
    chain = chain_of(record, bytes.fromhex(an.digest))
    assert len(chain) == 3
    for node, token, _digest in chain:
        assert "Verification: OK" in openssl_ts(tmp_path, token, node, authority().directory / "root.pem", now())
    with acting_as("thay-minh"):
        StampRenewal.objects.filter(pk=StampRenewal.objects.first().pk).update(path=b"x" * 32)
    assert not verify_code(an.verify_code).stamp.valid


def test_papers_get_another_stamp_behind_the_first_before_it_ends(stamped, an, count, monkeypatch, tmp_path):
    late, before = now() + timedelta(days=40_000), paper_of(an)
    assert renewing_papers.renew_papers(stamped.school_id) == 0, "good for years"
    with pytest.raises(StampRefused, match="vẫn dùng chứng thư cũ"):
        renewing_papers.renew_papers(stamped.school_id, late)
    monkeypatch.setattr(renewing_papers, "refuse_no_later", lambda *_given: None)
    with acting_as("thay-minh"):
        other = StampedVersion.objects.exclude(version=an).first()
        StampedVersion.objects.filter(pk=other.pk).update(tail_until=None)
    assert renewing_papers.renew_papers(stamped.school_id, now() + timedelta(days=1)) == 0, "noted, not stamped"
    with acting_as("thay-minh"):
        assert StampedVersion.objects.get(pk=other.pk).tail_until > now()
    assert renewing_papers.renew_papers(stamped.school_id, late) == count
    paper = client_as("thay-minh").get(f"/transcripts/{an.uid}/pdf").content
    assert paper.startswith(before)
    assert paper.count(b"/SubFilter/ETSI.RFC3161") == 2
    verdict = verify_file(paper)
    assert (verdict.outcome, verdict.stamp.problems) == ("valid", ())
    assert "Verification: OK" in openssl_ts(tmp_path, *token_of(paper), authority().directory / "root.pem", now())
    spoilt = bytearray(paper)
    spoilt[len(before) + 40] ^= 1
    assert verify_file(bytes(spoilt)).outcome != "valid"


def test_a_failing_authority_leaves_what_stands_behind_papers(stamped, an, count, monkeypatch):
    monkeypatch.setattr(renewing_papers, "refuse_no_later", lambda *_given: None)
    real, calls = stamping.stamp_pdf, []

    def failing(*given):
        calls.append(given)
        if len(calls) == 3:
            raise StamperAway("Không kết nối được máy chủ dấu thời gian (HTTP 503).")
        return real(*given)

    monkeypatch.setattr(stamping, "stamp_pdf", failing)
    late = now() + timedelta(days=40_000)
    with pytest.raises(StamperAway):
        renewing_papers.renew_papers(stamped.school_id, late)
    with acting_as("thay-minh"):
        tails = [bytes(one.tail).count(b"/SubFilter/ETSI.RFC3161") for one in StampedVersion.objects.order_by("pk")]
    assert tails == [2, 2] + [1] * (count - 2)
    assert verify_file(paper_of(an)).outcome == "valid"


def test_a_stronger_tree_takes_every_file_once_more(stamped, an, count, capsys, tmp_path):
    assert stamps.regrow("sha512") == 0
    assert f"1 dấu thời gian, {count} học bạ dưới cây sha512" in capsys.readouterr().out
    with acting_as("thay-minh"):
        [renewal] = StampRenewal.objects.all()
        assert (renewal.tree, renewal.digest, RenewedPath.objects.count()) == (True, "sha512", count)
        assert Entry.objects.filter(book="transcripts", verb="regrow_stamps").count() == 1
        files = [an.xml.encode(), content_of(an.pdf)]
    for verdict in (verify_code(an.verify_code), verify_file(files[0]), verify_file(files[1])):
        assert (verdict.outcome, verdict.stamp.problems) == ("valid", ())
    assert "Không được tính" not in client_as("chi-hoa").get(f"/transcripts/{an.uid}/").content.decode()
    assert "✓ Dấu thời gian" in report(verdict)
    record, root = (
        client_as("thay-minh").get(f"/transcripts/{an.uid}/evidence").content,
        authority().directory / "root.pem",
    )
    for one in files:
        links = chain_of(record, hashlib.sha256(one).digest(), one)
        assert [name for *_link, name in links] == ["sha256", "sha512"]
        assert all("Verification: OK" in openssl_ts(tmp_path, token, node, root, now()) for node, token, _name in links)


def test_what_is_through_is_not_taken_up_again_and_its_renewals_stay_with_its_digest(stamped, an, monkeypatch, capsys):
    monkeypatch.setattr(regrowing, "AT_ONCE", 2)
    assert regrowing.regrow_school(stamped.school_id, "sha512").stamps == 1
    assert stamps.regrow("sha512") == 0
    assert capsys.readouterr().out == ""
    monkeypatch.setattr(renewing, "refuse_no_later", lambda *_given: None)
    assert renewing.renew_school(stamped.school_id, now() + timedelta(days=40_000)) == 1
    assert regrowing.regrow_school(stamped.school_id, "sha3_512").stamps == 1
    with acting_as("thay-minh"):
        rows = StampRenewal.objects.order_by("pk").values_list("digest", "tree")
        assert list(rows) == [("sha512", True), ("sha512", False), ("sha3_512", True)]
    assert verify_code(an.verify_code).stamp.problems == ()


def test_an_authority_that_fails_leaves_nothing_behind_and_the_next_run_goes_on(stamped, monkeypatch, capsys):
    def down(_digest, _algorithm):
        raise StamperAway("Không kết nối được máy chủ dấu thời gian (HTTP 503).")

    monkeypatch.setattr(regrowing, "stamped", down)
    assert stamps.regrow("sha512") == 1
    assert "Chạy lại lệnh này để tiếp tục" in capsys.readouterr().out
    with acting_as("thay-minh"):
        assert (StampRenewal.objects.count(), RenewedPath.objects.count()) == (0, 0)
    monkeypatch.undo()
    assert stamps.regrow("sha512") == 0


def test_doctored_rows_of_the_new_tree_are_refused(stamped, an):
    regrowing.regrow_school(stamped.school_id, "sha512")
    with acting_as("thay-minh"):
        [renewal], [own] = StampRenewal.objects.all(), RenewedPath.objects.filter(version=an)
        other = RenewedPath.objects.exclude(version=an).first()
    spoilt = bytearray(renewal.proofs)
    spoilt[-1] ^= 1
    for row, doctored in (
        (own, {"path": other.path}), (own, {"path": own.path[:-64]}), (renewal, {"proofs": bytes(spoilt)}),
        (renewal, {"digest": "sha3_512"}), (renewal, {"tree": False}),
    ):  # fmt: skip
        with acting_as("thay-minh"):
            type(row).objects.filter(pk=row.pk).update(**doctored)
        verdict = verify_code(an.verify_code)
        assert not verdict.stamp.valid, doctored
        assert "✗ Dấu thời gian không dùng được" in report(verdict)
        with acting_as("thay-minh"):
            row.save()
    assert verify_code(an.verify_code).stamp.valid


def test_a_file_that_is_not_as_issued_gets_no_fresh_evidence(stamped, an, capsys):
    with acting_as("thay-minh"):
        Version.objects.filter(pk=an.pk).update(xml=an.xml.replace("7A", "7B"))
    assert stamps.regrow("sha512") == 1
    assert f"✗ {an.verify_code}: tệp lưu không còn như lúc phát hành" in capsys.readouterr().out
    with acting_as("thay-minh"):
        assert not RenewedPath.objects.filter(version=an).exists()
        Version.objects.filter(pk=an.pk).update(xml=an.xml)
    assert verify_code(an.verify_code).stamp.valid, "by the old tree"


def test_the_command_says_what_ends_soon(stamped, capsys):
    assert stamps.each_school(False, timedelta(days=40_000)) == 0
    assert "1 dấu thời gian sắp hết hạn" in capsys.readouterr().out
    assert stamps.each_school(True, timedelta(days=1)) == 0
    assert "0 dấu thời gian đã gia hạn" in capsys.readouterr().out

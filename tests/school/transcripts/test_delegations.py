"""A vice principal signs for the principal only while delegated, and everybody can read that it was so."""

from datetime import timedelta

import pytest

from khuevan.kernel.clock import frozen, now, today
from khuevan.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from khuevan.platform.signing.api import new_key
from khuevan.platform.signing.ports import Owner
from khuevan.registry.accounts.api import Assignment, User, scope_of
from khuevan.registry.audit.api import Entry
from khuevan.registry.files.api import content_of
from khuevan.registry.isolation.api import acting
from khuevan.registry.people.api import Person
from khuevan.registry.units.api import unit_by_id
from khuevan.school.transcripts.actions import batches
from khuevan.school.transcripts.actions.delegating import delegate, withdraw_delegation
from khuevan.school.transcripts.api import SectionSignature, Version, order_issue, order_principal, verify_file
from khuevan.school.transcripts.models import Delegation
from khuevan.school.transcripts.queries.delegations import NotDelegated
from tests.personas import acting_as, client_as
from tests.school.transcripts.school import PIN, of_person, run

pytestmark = pytest.mark.django_db
NO = "12/QĐ-THCSNĐC"


@pytest.fixture
def hai(ready, minh):
    """Lê Văn Hải, vice principal of the school, with a key."""
    with acting_as("thay-minh"):
        held = Assignment.objects.get(unit_id=minh.unit_id, kind="leader", title="Phó hiệu trưởng")
        found, school = of_person(held.user.person_id), unit_by_id(minh.unit_id)
        person = Person.objects.get(pk=found.person_id)
        owner = Owner(person.full_name, found.title, school.name, school.code, str(person.uid))
        new_key(school.pk, person.pk, owner, PIN).save()
    return found


def given(minh, hai, days=(0, 5), **more):
    with acting_as("thay-minh"):
        first, last = (today() + timedelta(days=n) for n in days)
        return delegate(minh, hai.person_id, first, last, NO, **more)


def ordered(hai, school_class):
    """The vice principal's order, carried out; the batch."""
    with acting(scope_of(hai)):
        batch = order_principal(hai, [school_class.pk], PIN)
    batches.run(school_class.school_id, batch.pk)
    with acting_as("thay-minh"):
        batch.refresh_from_db()
    return batch


@pytest.mark.parametrize("days", [None, (1, 5)])
def test_without_a_delegation_of_the_day_nothing_is_signed(homeroom_signed, minh, hai, days):
    if days:
        given(minh, hai, days)
    with acting(scope_of(hai)), pytest.raises(NotDelegated, match="không được uỷ quyền"):
        order_principal(hai, [homeroom_signed.pk], PIN)


def test_who_may_not_sign_is_told_before_a_pin_is_asked_for(homeroom_signed, minh, hai):
    pages = [f"/transcripts/?year={homeroom_signed.year}", f"/transcripts/classes/{homeroom_signed.uid}/"]
    client = client_as(User.objects.get(pk=hai.user_id).username)
    for page in pages:
        said = client.get(page).content.decode()
        assert "không được uỷ quyền ký thay hiệu trưởng" in said
        assert 'id="pin-sign-school"' not in said
    with acting(scope_of(hai)), pytest.raises(NotDelegated):
        order_principal(hai, [homeroom_signed.pk], "000000")
    given(minh, hai)
    for page in pages:
        said = client.get(page).content.decode()
        assert "không được uỷ quyền" not in said
        assert 'id="pin-sign-school"' in said


def test_delegated_signature_says_so_in_document_paper_and_verdict(homeroom_signed, minh, hai, n):
    given(minh, hai)
    batch = ordered(hai, homeroom_signed)
    assert (batch.state, batch.done, batch.failed) == ("done", n, 0)
    assert run(order_issue, homeroom_signed).done == n
    with acting_as("thay-minh"):
        version = Version.objects.select_related("pdf").filter(transcript__school_class=homeroom_signed).first()
        row = SectionSignature.objects.get(version=version, role="principal")
        paper = content_of(version.pdf)
    assert (row.on_behalf, row.signer_title) == ("KT", "Phó hiệu trưởng")
    assert "<xades:ClaimedRole>principal.KT</xades:ClaimedRole>" in version.xml
    verdict = verify_file(version.xml.encode())
    principal = next(one for one in verdict.signatures if one.role == "principal")
    assert (verdict.outcome, principal.role_name) == ("valid", "KT. Hiệu trưởng")
    said = words_of(paper)
    assert "KT. HIỆU TRƯỞNG" in said
    assert "PHÓ HIỆU TRƯỞNG" in said
    shown = client_as("thay-minh").get(f"/transcripts/{version.uid}/").content.decode()
    assert "KT. Hiệu trưởng" in shown
    assert "KT. Hiệu trưởng" in client_as("thay-minh").get(f"/verify/{version.verify_code}/").content.decode()


def test_verification_refuses_what_was_signed_outside_the_delegation(homeroom_signed, minh, hai):
    one = given(minh, hai)
    ordered(hai, homeroom_signed)
    with acting_as("thay-minh"):
        Delegation.objects.filter(pk=one.pk).update(starts_on=today() + timedelta(days=1))
    batch = run(order_issue, homeroom_signed)
    assert batch.done == 0
    assert "không có uỷ quyền còn hiệu lực" in batch.messages[0]["what"]


def test_delegation_that_ends_while_a_batch_runs_stops_it(homeroom_signed, minh, hai):
    one = given(minh, hai)
    with acting(scope_of(hai)):
        batch = order_principal(hai, [homeroom_signed.pk], PIN)
    with acting_as("thay-minh"):
        withdraw_delegation(minh, one.pk, "Hiệu trưởng đã về")
    batches.run(homeroom_signed.school_id, batch.pk)
    with acting_as("thay-minh"):
        batch.refresh_from_db()
    assert (batch.state, batch.done) == ("failed", 0)
    assert "không được uỷ quyền" in batch.note


def test_withdrawn_delegation_keeps_what_was_signed_under_it(homeroom_signed, minh, hai, n):
    one = given(minh, hai)
    ordered(hai, homeroom_signed)
    with frozen(now() + timedelta(minutes=1)), acting_as("thay-minh"):
        withdraw_delegation(minh, one.pk, "Hiệu trưởng đã về")
    with frozen(now() + timedelta(minutes=2)):
        assert run(order_issue, homeroom_signed).done == n


def test_the_principal_needs_none(homeroom_signed, minh, n):
    assert run(order_principal, homeroom_signed).done == n
    with acting_as("thay-minh"):
        assert set(SectionSignature.objects.filter(role="principal").values_list("on_behalf", flat=True)) == {""}


def test_only_the_principal_delegates_and_to_leaders_alone(ready, minh, hai, lan):
    day = today()
    with acting(scope_of(hai)), pytest.raises(NotAllowed, match="Chỉ hiệu trưởng"):
        delegate(hai, minh.person_id, day, day, NO)
    with acting_as("thay-minh"), pytest.raises(NotFound):
        delegate(minh, lan.person_id, day, day, NO)
    with acting_as("thay-minh"), pytest.raises(NotFound):
        delegate(minh, minh.person_id, day, day, NO)


@pytest.mark.parametrize(
    ("days", "no", "form"),
    [((-1, 2), NO, "KT"), ((2, 1), NO, "KT"), ((0, 400), NO, "KT"), ((0, 1), " ", "KT"), ((0, 1), NO, "XX")],
)
def test_impossible_delegations_are_refused(ready, minh, hai, days, no, form):
    first, last = (today() + timedelta(days=n) for n in days)
    with acting_as("thay-minh"), pytest.raises(Invalid):
        delegate(minh, hai.person_id, first, last, no, form)


def test_two_at_once_are_refused_and_all_is_on_record(ready, minh, hai):
    one = given(minh, hai)
    with pytest.raises(Conflict, match="đã được uỷ quyền"):
        given(minh, hai, (3, 9))
    with acting_as("thay-minh"):
        withdraw_delegation(minh, one.pk, "Đổi người")
        with pytest.raises(NotFound):
            withdraw_delegation(minh, one.pk, "lần nữa")
        verbs = list(
            Entry.objects.filter(school_id=minh.unit_id, verb__contains="deleg").values_list("verb", flat=True)
        )
    assert sorted(verbs) == ["delegate", "withdraw_delegation"]


def test_page_gives_shows_and_takes_back(ready, minh, hai):
    client = client_as("thay-minh")
    assert "Chưa uỷ quyền cho ai" in client.get("/transcripts/delegations/").content.decode()
    form = {"person": hai.person_id, "form": "KT", "starts_on": today(), "ends_on": today() + timedelta(days=3)}
    client.post("/transcripts/delegations/give", form | {"decision_no": NO + "\x00"})
    shown = client.get("/transcripts/delegations/").content.decode()
    assert "Đang có hiệu lực" in shown
    assert NO in shown
    with acting_as("thay-minh"):
        uid = Delegation.objects.get(school_id=minh.unit_id).uid
    client.post(f"/transcripts/delegations/{uid}/withdraw", {"reason": "Đã về"})
    assert "Đã về" in client.get("/transcripts/delegations/").content.decode()
    answer = client.post("/transcripts/delegations/give", form | {"ends_on": "mai", "decision_no": NO})
    assert answer.status_code == 422
    assert "Ngày chưa đúng" in answer.content.decode()
    assert f'name="decision_no" value="{NO}"' in answer.content.decode()
    assert client_as("co-lan").get("/transcripts/delegations/").status_code == 404
    assert client_as("co-thu").post(f"/transcripts/delegations/{uid}/withdraw", {"reason": "x"}).status_code == 404


def words_of(paper):
    import subprocess

    return subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=paper, capture_output=True, check=True
    ).stdout.decode()

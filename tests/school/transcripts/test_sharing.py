"""A family shows a transcript to whom it wants, sees that it was opened, and takes the link back."""

from datetime import timedelta

import pytest

from khuevan.kernel import clock
from khuevan.kernel.errors import Invalid, NotFound
from khuevan.registry.audit.api import Access
from khuevan.school.transcripts.api import Share, ShareOpening, share, withdraw
from tests.personas import acting_as, actor, client_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def link(an, hoa):
    with acting_as("chi-hoa"):
        return share(hoa, an.pk, 7, "Trường mới")


def opened(token, ending=""):
    return client_as("").get(f"/s/{token}/{ending}")


def test_the_token_itself_is_not_kept(link):
    made, token = link
    assert token not in str(vars(made))
    assert len(made.token_hash) == 64


def test_whoever_has_the_link_sees_the_transcript(link):
    page = opened(link[1])
    assert page.status_code == 200
    assert "Nguyễn Hoàng An" in page.content.decode()
    assert page["Referrer-Policy"] == "no-referrer"
    assert opened(link[1], "pdf").content.startswith(b"%PDF-")
    assert opened(link[1], "xml").content.startswith(b"<hocbaso>")


def test_the_family_sees_that_it_was_opened(link):
    opened(link[1])
    with acting_as("chi-hoa"):
        assert ShareOpening.objects.count() == 1
        assert Access.objects.filter(by="Khách", page__contains="chia sẻ").count() == 1


@pytest.mark.parametrize("ending", ["", "pdf", "xml"])
def test_a_withdrawn_link_leads_nowhere(link, hoa, ending):
    with acting_as("chi-hoa"):
        withdraw(hoa, link[0].uid)
    assert opened(link[1], ending).status_code == 404


def test_an_expired_link_leads_nowhere(link):
    with clock.frozen(clock.now() + timedelta(days=8)):
        assert opened(link[1]).status_code == 404


@pytest.mark.parametrize("token", ["x" * 24, "..", "%00", "a" * 300])
def test_a_guess_leads_nowhere(link, token):
    assert opened(token).status_code == 404


def test_only_two_kinds_of_files(link):
    assert opened(link[1], "exe").status_code == 404


@pytest.mark.parametrize("name", ["thay-khac", "co-lan", "thay-minh", "anh-binh"])
def test_only_the_family_shares(an, name):
    with acting_as(name), pytest.raises(NotFound):
        share(actor(name), an.pk, 7)


@pytest.mark.parametrize("name", ["thay-khac", "co-mai"])
def test_only_the_family_withdraws(link, name):
    with acting_as(name), pytest.raises(NotFound):
        withdraw(actor(name), link[0].uid)
    with acting_as("chi-hoa"):
        assert Share.objects.get().withdrawn_at is None


@pytest.mark.parametrize("days", [0, -1, 365])
def test_a_link_ends(an, hoa, days):
    with acting_as("chi-hoa"), pytest.raises(Invalid):
        share(hoa, an.pk, days)

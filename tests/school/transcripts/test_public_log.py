"""Every issued version and what becomes of it stands in the public log, without a word about the pupil."""

import json

import pytest

from khuevan.kernel.clock import today
from khuevan.platform.transparency.api import publish, verify_proof
from khuevan.platform.transparency.models import PublicLeaf
from khuevan.registry.isolation.api import Scope, acting
from khuevan.school.transcripts.api import revoke
from tests.personas import acting_as, client_as

pytestmark = pytest.mark.django_db


def publish_today():
    with acting(Scope("province")):
        publish(today())


def test_issue_and_revocation_are_leaves(an, n, minh):
    with acting_as("thay-minh"):
        revoke(minh, an.pk, "Lập nhầm")
    publish_today()
    with acting(Scope("province")):
        assert PublicLeaf.objects.filter(log="versions").count() == n + 1
        assert {frozenset(said) for said in PublicLeaf.objects.values_list("said", flat=True)} == {
            frozenset({"at", "digest", "event"})
        }
    document = client_as("").get(f"/proof/versions/{an.digest}.json")
    verdict = verify_proof(document.content)
    assert verdict.good
    assert [one["event"] for one in verdict.facts] == ["issue", "revoke"]
    page = client_as("").post("/verify/", {"file": _file(document.content)}).content.decode()
    assert "Sổ công khai đã ghi bản học bạ này" in page
    assert "Đã thu hồi" in page


def test_the_page_of_the_logs_leads_there(an):
    publish_today()
    page = client_as("").get("/proof/").content.decode()
    assert "Sổ công khai các bản học bạ" in page
    assert f"/proof/versions/{today().isoformat()}.json" in page


def test_what_is_not_published_yet_is_said(an):
    answer = client_as("chi-hoa").get(f"/proof/versions/{an.digest}.json")
    assert answer.status_code == 409
    assert "công bố mỗi đêm" in answer.content.decode()


def _file(content):
    from django.core.files.uploadedfile import SimpleUploadedFile

    assert json.loads(content)["format"] == "khuevan-published-1"
    return SimpleUploadedFile("so.json", content, "application/json")

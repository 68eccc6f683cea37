"""Transcripts as credentials: what other programs' verifiers say of them, before and after a revocation."""

import json
import os
import subprocess
from pathlib import Path

import pytest
from openbadgeslib.ob3.verifier import OB3VerificationError, OB3Verifier
from openvc import VerificationPolicy, verify_credential
from openvc.did.base import parse_did_document
from openvc.errors import OpenvcError
from openvc.resolvers import default_status_list_resolver

from khuevan.school.transcripts.api import revoke, share
from tests.personas import acting_as, client_as

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[3]
HOST = "https://hocba.example"
DID = "did:web:hocba.example"


@pytest.fixture(autouse=True)
def address(settings):
    settings.PUBLIC_URL = HOST


def fetched(url, *_more, **_options):
    """What the province's host answers: the only thing that a verifier sees of it."""
    assert url.startswith(HOST), url
    answer = client_as("").get(url.removeprefix(HOST))
    assert answer.status_code == 200, url
    return answer.content


class Web:
    """A resolver of did:web over our host."""

    def resolve(self, did):
        assert did == DID
        return parse_did_document(json.loads(fetched(f"{HOST}/.well-known/did.json")))


def verified(document):
    """What openvc says of a credential with a Data Integrity proof, its status list included."""
    lists = default_status_list_resolver(resolver=Web(), fetch=lambda url: fetched(url).decode())
    return verify_credential(
        document, resolver=Web(), resolve_status_list=lists, policy=VerificationPolicy(require_status=True)
    )


def badge(an, kind):
    return client_as("chi-hoa").get(f"/transcripts/{an.uid}/copies/{kind}")


@pytest.fixture
def document(an):
    return json.loads(badge(an, "json").content)


def test_another_program_accepts_the_credential(document, an):
    found = verified(document)
    assert found.issuer == DID
    subject = document["credentialSubject"]
    assert {"name": "Nguyễn Hoàng An"}.items() <= {
        one["identityType"]: one["identityHash"] for one in subject["identifier"]
    }.items()
    marks = {one["resultDescription"].partition("#")[2]: one["value"] for one in subject["result"]}
    assert marks["TOAN"].startswith("8.")
    assert marks["hoc-tap"] == "T"
    assert an.digest in document["evidence"][0]["description"]


def test_it_refuses_another_mark(document):
    document["credentialSubject"]["result"][0]["value"] = "10.0"
    with pytest.raises(OpenvcError):
        verified(document)


def test_it_refuses_another_issuer(document):
    document["issuer"]["id"] = "did:web:elsewhere.example"
    with pytest.raises((OpenvcError, AssertionError)):
        verified(document)


def test_it_refuses_what_was_revoked(document, an, minh):
    with acting_as("thay-minh"):
        revoke(minh, an.pk, "Lập nhầm")
    with pytest.raises(OpenvcError, match="revoked"):
        verified(document)


def test_a_program_for_open_badges_accepts_the_jwt(an):
    token = badge(an, "jwt").content.decode()
    found = OB3Verifier.for_issuer_did(DID, download=fetched).verify(token, check_status=True, download=fetched)
    assert found.issuer.id == DID
    assert found.achievement.name == "Lớp 7, năm học 2025–2026"


def test_it_refuses_a_changed_or_revoked_jwt(an, minh):
    token = badge(an, "jwt").content.decode()
    heading, payload, value = token.split(".")
    verifier = OB3Verifier.for_issuer_did(DID, download=fetched)
    with pytest.raises(OB3VerificationError):
        verifier.verify(f"{heading}.{payload[:-4]}AAAA.{value}")
    with acting_as("thay-minh"):
        revoke(minh, an.pk, "Lập nhầm")
    with pytest.raises(OB3VerificationError, match="revocation"):
        verifier.verify(token, check_status=True, download=fetched)


def others(document, token):
    """What jose and Digital Bazaar's vc say of the two forms of a credential; they fetch nothing but what we give."""
    lists = {one["statusListCredential"] for one in [document["credentialStatus"]]}
    addresses = {f"{HOST}/.well-known/did.json", *lists}
    given = {"jwt": token, "credential": document, "documents": {one: json.loads(fetched(one)) for one in addresses}}
    path = f"{ROOT / '.venv' / 'node'}{os.pathsep}{os.environ['PATH']}"
    command = ["node", str(Path(__file__).with_name("verify.mjs"))]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "PATH": path}, input=json.dumps(given), capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_programs_in_another_language_accept_both_forms(document, an):
    said = others(document, badge(an, "jwt").content.decode())
    assert said["jwt"] == {"type": "vc+jwt", "issuer": DID, "achievement": "Lớp 7, năm học 2025–2026"}
    assert said["proof"] == {"verified": True, "revoked": False, "errors": []}


def test_they_refuse_what_was_changed_or_revoked(document, an, minh):
    token = badge(an, "jwt").content.decode()
    heading, payload, value = token.split(".")
    better = json.loads(json.dumps(document))
    better["credentialSubject"]["result"][0]["value"] = "10.0"
    said = others(better, f"{heading}.{payload[:-4]}AAAA.{value}")
    assert "JWSSignatureVerificationFailed" in said["jwt"]["refused"]
    assert not said["proof"]["verified"]
    with acting_as("thay-minh"):
        revoke(minh, an.pk, "Lập nhầm")
    assert others(document, token)["proof"]["revoked"]


@pytest.mark.parametrize("kind", ["json", "jwt"])
def test_whoever_has_the_familys_link_gets_it_too(an, hoa, kind):
    with acting_as("chi-hoa"):
        _link, token = share(hoa, an.pk, 7)
    page = client_as("").get(f"/s/{token}/").content.decode()
    assert f'href="/s/{token}/{kind}"' in page
    assert client_as("").get(f"/s/{token}/{kind}")["Content-Type"].startswith("application/vc")
    assert client_as("").get(f"/s/{token}/exe").status_code == 404


@pytest.mark.parametrize("other", ["9999999.json", "0.exe", "x.json"])
def test_other_lists_do_not_exist(other):
    assert client_as("").get(f"/verify/status/{other}").status_code == 404

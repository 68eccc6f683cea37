"""What every adapter of the port ``Signer`` promises: whichever key signs, other programs accept XML and paper."""

import ssl
import subprocess
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding

from khuevan.kernel.clock import frozen
from khuevan.platform.documents.api import render
from khuevan.platform.signing.adapters.certificates import holds
from khuevan.platform.signing.adapters.file_key import KeyFiles
from khuevan.platform.signing.adapters.remote import SigningService
from khuevan.platform.signing.adapters.token import Tokens
from khuevan.platform.signing.adapters.xades_check import verify
from khuevan.platform.signing.api import seal_pdf, verify_pdf
from khuevan.platform.signing.ports import KeyUnusable, Signer, Trust
from tests.platform.documents.sample import SECONDARY
from tests.platform.signing.hsm import MODULE
from tests.platform.signing.sample import ENDS, NOW, PIN, SCHEME, SIGNED_AT, STAFF, STARTS, signed
from tests.platform.signing.services import SecondVersion, first_version, served
from tests.platform.signing.tools import xmlsec

KINDS = {"p256": "ecdsa-sha256", "rsa2048": "rsa-sha256"}


@pytest.fixture(scope="module")
def paper():
    return render("transcript_tt22", SECONDARY)


@dataclass
class Case:
    """The school's seal, what it promises to be, and who vouches for it."""

    key: Signer
    algorithm: str
    trust: Trust
    root: Path
    chain: tuple[bytes, ...]


def file_seal(request, kind, tmp_path):
    files = KeyFiles(tmp_path, request.getfixturevalue("authority"))
    files.create("seal", PIN, STAFF["seal"], not_before=STARTS, not_after=ENDS, kind=kind)
    yield _ours(request, files.open("seal", PIN), kind)


def token_seal(request, kind, tmp_path):
    hsm = request.getfixturevalue("hsm")
    serial = hsm.token()
    hsm.put(serial, request.getfixturevalue("authority"), STAFF["seal"], kind=kind)
    yield _ours(request, Tokens(MODULE, tmp_path).open(serial, "01", PIN, request.getfixturevalue("trust")), kind)


def second_remote_seal(request, kind, tmp_path):
    authority = request.getfixturevalue("authority")
    key = rsa.generate_private_key(65537, 2048) if kind == "rsa2048" else ec.generate_private_key(ec.SECP256R1())
    own = authority.issue(key.public_key(), STAFF["seal"], not_before=STARTS, not_after=ENDS)
    there = SecondVersion({"seal": (key, own.public_bytes(Encoding.DER))}, authority.chain)
    with served(there.app) as address:
        service = SigningService(f"{address}/csc/v2", "admitted", tmp_path)
        yield _ours(request, service.open("seal", PIN, request.getfixturevalue("trust")), kind)


def first_remote_seal(request, kind, tmp_path):
    independent = request.getfixturevalue("independent")
    own, theirs = request.getfixturevalue("trust"), independent.trust(NOW)
    both = Trust(own.anchors + theirs.anchors, own.intermediates, own.revocation_lists + theirs.revocation_lists)
    (tmp_path / "root.pem").write_text(ssl.DER_cert_to_PEM_cert(independent.der("root")))
    with served(first_version(independent)) as address:
        service = SigningService(f"{address}/csc/v1", "", tmp_path)
        yield Case(service.open(f"province/{kind}", PIN, both), KINDS[kind], both, tmp_path / "root.pem", ())


def _ours(request, key, kind):
    authority = request.getfixturevalue("authority")
    return Case(key, KINDS[kind], request.getfixturevalue("trust"), authority.directory / "root.pem", authority.chain)


ADAPTERS = {"file": file_seal, "token": token_seal, "remote1": first_remote_seal, "remote2": second_remote_seal}


@pytest.fixture(params=[f"{name}-{kind}" for name in ADAPTERS for kind in KINDS])
def case(request, tmp_path):
    name, kind = request.param.split("-")
    yield from ADAPTERS[name](request, kind, tmp_path)


def test_signature_is_of_the_certificate_and_the_algorithm_it_names(case):
    key = case.key
    assert isinstance(key, Signer)
    assert key.algorithm == case.algorithm
    values = [key.sign(b"signed"), *key.sign_all([b"many", b"signed"])]
    assert [holds(key.certificate.der, case.algorithm, value, b"signed") for value in values] == [True, False, True]


def test_chain_leads_from_the_issuer_upward_without_the_anchor(case):
    assert case.key.chain == case.chain
    assert (case.key.certificate.name, case.key.certificate.seal) == (STAFF["seal"].organisation, True)


def test_sealed_transcript_holds_here_and_for_xmlsec(case, signers, tmp_path):
    document = signed({**signers, "seal": case.key})
    assert verify(document, case.trust, SCHEME).valid
    done = xmlsec(tmp_path, case.root, document, "ky-seal-hocba")
    assert done.returncode == 0, done.stderr


def test_sealed_paper_holds_here_and_for_pdfsig(case, paper, tmp_path):
    sealed = seal_pdf(paper, case.key, at=SIGNED_AT)
    assert verify_pdf(sealed, case.trust).valid
    (tmp_path / "paper.pdf").write_bytes(sealed)
    told = subprocess.run(["pdfsig", tmp_path / "paper.pdf"], capture_output=True, text=True, check=False).stdout
    assert "Signature Validation: Signature is Valid." in told


def test_key_signs_only_while_its_certificate_is_valid(case):
    with frozen(ENDS + timedelta(days=1)), pytest.raises(KeyUnusable, match="hết hạn"):
        case.key.sign(b"too late")
    with frozen(STARTS - timedelta(days=1)), pytest.raises(KeyUnusable, match="chưa có hiệu lực"):
        case.key.sign(b"too early")

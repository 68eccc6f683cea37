"""What every adapter of the port ``Signer`` promises: whichever key signs, other programs accept XML and paper."""

import subprocess

import pytest

from khuevan.platform.documents.api import render
from khuevan.platform.signing.adapters.certificates import holds
from khuevan.platform.signing.adapters.file_key import KeyFiles
from khuevan.platform.signing.adapters.token import Tokens
from khuevan.platform.signing.adapters.xades_check import verify
from khuevan.platform.signing.api import seal_pdf, verify_pdf
from khuevan.platform.signing.ports import Signer
from tests.platform.documents.sample import SECONDARY
from tests.platform.signing.hsm import MODULE
from tests.platform.signing.sample import ENDS, PIN, SCHEME, SIGNED_AT, STAFF, STARTS, signed
from tests.platform.signing.tools import xmlsec

KINDS = {"p256": "ecdsa-sha256", "rsa2048": "rsa-sha256"}


@pytest.fixture(scope="module")
def paper():
    return render("transcript_tt22", SECONDARY)


def file_seal(request, kind, tmp_path):
    files = KeyFiles(tmp_path, request.getfixturevalue("authority"))
    files.create("seal", PIN, STAFF["seal"], not_before=STARTS, not_after=ENDS, kind=kind)
    return files.open("seal", PIN)


def token_seal(request, kind, tmp_path):
    hsm = request.getfixturevalue("hsm")
    serial = hsm.token()
    hsm.put(serial, request.getfixturevalue("authority"), STAFF["seal"], kind=kind)
    return Tokens(MODULE, tmp_path).open(serial, "01", PIN, request.getfixturevalue("trust"))


ADAPTERS = {"file": file_seal, "token": token_seal}


@pytest.fixture(params=[f"{name}-{kind}" for name in ADAPTERS for kind in KINDS])
def seal(request, tmp_path):
    """The school's seal, wherever its key lives, and the algorithm that it promises."""
    name, kind = request.param.split("-")
    return ADAPTERS[name](request, kind, tmp_path), KINDS[kind]


def test_signature_is_of_the_certificate_and_the_algorithm_it_names(seal):
    key, algorithm = seal
    assert isinstance(key, Signer)
    assert key.algorithm == algorithm
    value = key.sign(b"signed")
    assert holds(key.certificate.der, algorithm, value, b"signed")
    assert not holds(key.certificate.der, algorithm, value, b"another")


def test_chain_leads_from_the_issuer_upward_without_the_anchor(seal, authority):
    assert seal[0].chain == authority.chain
    assert (seal[0].certificate.name, seal[0].certificate.seal) == (STAFF["seal"].organisation, True)


def test_sealed_transcript_holds_here_and_for_xmlsec(seal, signers, trust, authority, tmp_path):
    document = signed({**signers, "seal": seal[0]})
    assert verify(document, trust, SCHEME).valid
    done = xmlsec(tmp_path, authority, document, "ky-seal-hocba")
    assert done.returncode == 0, done.stderr


def test_sealed_paper_holds_here_and_for_pdfsig(seal, paper, trust, tmp_path):
    sealed = seal_pdf(paper, seal[0], at=SIGNED_AT)
    assert verify_pdf(sealed, trust).valid
    (tmp_path / "paper.pdf").write_bytes(sealed)
    told = subprocess.run(["pdfsig", tmp_path / "paper.pdf"], capture_output=True, text=True, check=False).stdout
    assert "Signature Validation: Signature is Valid." in told

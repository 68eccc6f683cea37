"""What every adapter of the port ``Signer`` must do."""

from datetime import timedelta
from itertools import pairwise

import pytest
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.hashes import SHA256

from khuevan.kernel.clock import frozen
from khuevan.platform.signing.adapters.demo_ca import DemoAuthority
from khuevan.platform.signing.adapters.file_key import KeyFiles
from khuevan.platform.signing.ports import KeyUnusable, Signer
from tests.platform.signing.sample import ENDS, NOW, PIN, STAFF, STARTS

SIGNERS = ["file-p256", "file-rsa2048"]


@pytest.fixture
def authority(tmp_path):
    with frozen(NOW):
        return DemoAuthority(tmp_path / "authority")


@pytest.fixture(params=SIGNERS)
def signer(request, tmp_path, authority):
    files = KeyFiles(tmp_path / "keys", authority)
    with frozen(NOW):
        kind = request.param.removeprefix("file-")
        files.create("lan", PIN, STAFF["lan"], not_before=STARTS, not_after=ENDS, kind=kind)
        return files.open("lan", PIN)


def holds(signer, signature, data):
    key = x509.load_der_x509_certificate(signer.certificate.der).public_key()
    if signer.algorithm == "ecdsa-sha256":
        key.verify(signature, data, ec.ECDSA(SHA256()))
    else:
        key.verify(signature, data, padding.PKCS1v15(), SHA256())


def test_is_a_signer(signer):
    assert isinstance(signer, Signer)


def test_signature_belongs_to_the_certificate(signer):
    with frozen(NOW):
        holds(signer, signer.sign(b"8,5"), b"8,5")


def test_signature_belongs_to_the_data(signer):
    with frozen(NOW), pytest.raises(InvalidSignature):
        holds(signer, signer.sign(b"8,5"), b"9,5")


def test_certificate_tells_the_owner(signer):
    own = signer.certificate
    assert (own.name, own.title, own.organisation_code, own.owner, own.seal) == (
        "Nguyễn Thị Lan",
        "Giáo viên",
        STAFF["lan"].organisation_code,
        "person-lan",
        False,
    )


def test_chain_leads_to_the_anchor(signer, authority):
    path = [signer.certificate.der, *signer.chain, authority.trust().anchors[0]]
    certificates = [x509.load_der_x509_certificate(der) for der in path]
    for below, issuer in pairwise(certificates):
        below.verify_directly_issued_by(issuer)


def test_refuses_once_revoked(signer, authority):
    with frozen(NOW):
        signer.sign(b"x")
        authority.revoke(signer.certificate.serial, NOW)
        with pytest.raises(KeyUnusable, match="thu hồi"):
            signer.sign(b"x")


@pytest.mark.parametrize("moment", [STARTS - timedelta(days=1), ENDS + timedelta(days=1)])
def test_refuses_outside_its_validity(signer, moment):
    with frozen(moment), pytest.raises(KeyUnusable, match="hết hạn"):
        signer.sign(b"x")

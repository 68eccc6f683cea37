"""The demo authority: one root for good, revocation lists that stay fresh."""

import subprocess
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from khuevan.kernel.clock import frozen
from khuevan.platform.signing.adapters.demo_ca import DemoAuthority
from tests.platform.signing.sample import ENDS, NOW, PIN, STAFF, STARTS


def test_same_directory_is_the_same_authority(own_authority):
    again = DemoAuthority(own_authority.directory)
    assert again.trust() == own_authority.trust()


@pytest.fixture
def openssl(own_authority, tmp_path):
    """What ``openssl verify`` says of a certificate, revocation lists included."""

    def ask(leaf):
        lists = [x509.load_der_x509_crl(der) for der in own_authority.trust().revocation_lists]
        bundle, path = tmp_path / "lists.pem", tmp_path / "leaf.pem"
        bundle.write_bytes(b"".join(crl.public_bytes(Encoding.PEM) for crl in lists))
        path.write_bytes(x509.load_der_x509_certificate(leaf).public_bytes(Encoding.PEM))
        command = ["openssl", "verify", "-attime", str(int(NOW.timestamp())), "-crl_check_all", "-x509_strict"]
        for option, name in (("-CAfile", "root.pem"), ("-untrusted", "issuing.pem")):
            command += [option, own_authority.directory / name]
        done = subprocess.run([*command, "-CRLfile", bundle, path], capture_output=True, text=True, check=False)
        return done.stdout + done.stderr

    return ask


def test_openssl_follows_path_and_lists(own_authority, own_files, openssl):
    own_files.create("lan", PIN, STAFF["lan"], not_before=STARTS, not_after=ENDS)
    lan = own_files.open("lan", PIN).certificate
    assert openssl(lan.der).endswith("leaf.pem: OK\n")
    own_authority.revoke(lan.serial, NOW - timedelta(days=1))
    assert "certificate revoked" in openssl(lan.der)


def test_list_is_renewed_before_it_lapses(own_authority):
    first = _issuing_list(own_authority)
    assert _issuing_list(own_authority) == first
    with frozen(NOW + timedelta(days=29)):
        later = _issuing_list(own_authority)
    assert later.next_update_utc > first.next_update_utc


def test_revocation_survives_renewal_and_is_not_moved(own_authority):
    own_authority.revoke("abc1", NOW - timedelta(days=3))
    own_authority.revoke("abc1", NOW)
    with frozen(NOW + timedelta(days=60)):
        entry = _issuing_list(own_authority).get_revoked_certificate_by_serial_number(0xABC1)
    assert entry.revocation_date_utc == NOW - timedelta(days=3)
    assert own_authority.revoked_at("abc2") is None


def _issuing_list(authority):
    return x509.load_der_x509_crl(authority.trust().revocation_lists[1])

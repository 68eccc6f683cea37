"""What another project's authority says of its certificates, fetched ahead: lists, answers, forged ones, silence."""

from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from khuevan.kernel.clock import frozen
from khuevan.platform.signing.adapters.certificates import described
from khuevan.platform.signing.adapters.revocation import answer_addresses, fetch, list_addresses
from khuevan.platform.signing.adapters.store import refresh_revocations
from khuevan.platform.signing.adapters.trust import standing
from khuevan.platform.signing.adapters.usable import refuse_untrusted
from khuevan.platform.signing.api import trust_anchors
from khuevan.platform.signing.ports import KeyUnusable, Trust
from tests.platform.signing.independent import REVOKED_AT
from tests.platform.signing.sample import NOW


@pytest.fixture
def operated(settings, tmp_path, independent):
    """A server whose operator trusts the other authority's root, and nothing else of it."""
    settings.DATA_DIR = tmp_path
    directory = tmp_path / "keys" / "trust"
    directory.mkdir(parents=True)
    root = x509.load_der_x509_certificate(independent.der("root"))
    (directory / "root.pem").write_bytes(root.public_bytes(Encoding.PEM))
    return directory / "fetched"


def flaw(independent, name, at=NOW, now=NOW):
    return standing(trust_anchors(), independent.der(name), ()).flaw_at(at, now)


def pair(independent, name):
    return tuple(x509.load_der_x509_certificate(independent.der(one)) for one in (name, "root"))


def test_without_a_word_nothing_is_said_to_be_good(operated, independent):
    assert flaw(independent, "p256") == "revocation_unknown"


@pytest.mark.parametrize(
    ("good", "bad", "kept"), [("p256", "revoked", [".crl"]), ("asked", "asked-revoked", [".ocsp"] * 2)]
)
def test_fetched_list_or_answer_decides_by_the_time_of_signing(operated, independent, good, bad, kept):
    with independent.answering(NOW):
        assert refresh_revocations([independent.der(good), independent.der(bad)]) == []
    assert [path.suffix for path in operated.iterdir()] == kept
    assert flaw(independent, good) == ""
    assert flaw(independent, bad, at=REVOKED_AT - timedelta(days=1)) == ""
    assert flaw(independent, bad, at=REVOKED_AT) == "certificate_revoked"


def test_failing_authority_is_named_and_what_was_known_stays(operated, independent):
    with independent.answering(NOW):
        refresh_revocations([independent.der("p256")])
    with independent.failing():  # asked about the one certificate too, as no list arrives
        failed = refresh_revocations([independent.der("p256")])
    certificate, _root = pair(independent, "p256")
    assert sorted(failed) == sorted([*list_addresses(certificate), *answer_addresses(certificate)])
    assert flaw(independent, "p256") == ""


def test_old_word_is_no_word(operated, independent):
    with independent.answering(NOW):
        refresh_revocations([independent.der("p256")])
    assert flaw(independent, "p256", now=NOW + timedelta(days=60)) == "revocation_unknown"


def test_word_that_the_authority_did_not_sign_is_not_kept(independent, authority, tmp_path):
    certificate, _root = pair(independent, "p256")
    with independent.answering(NOW):
        failed = fetch(tmp_path, [(certificate, authority.root)])
    assert (len(failed), list(tmp_path.iterdir())) == (2, [])


def test_answer_about_another_certificate_says_nothing(operated, independent):
    with independent.answering(NOW):
        refresh_revocations([independent.der("asked")])
    trust = trust_anchors()
    only = Trust(trust.anchors, answers=trust.answers)
    assert standing(only, independent.der("rsa2048"), ()).flaw == "revocation_unknown"


def test_altered_answer_says_nothing(operated, independent):
    with independent.answering(NOW):
        refresh_revocations([independent.der("asked-revoked")])
    [kept] = operated.glob("*.ocsp")
    content = bytearray(kept.read_bytes())
    content[content.index(b"20260520")] ^= 1
    trust = Trust((independent.der("root"),), answers=(bytes(content),))
    assert standing(trust, independent.der("asked-revoked"), ()).flaw in ("revocation_unknown", "certificate_unfit")


def test_key_that_was_revoked_meanwhile_signs_no_more(operated, independent):
    certificate = described(independent.der("revoked"))
    with frozen(NOW):
        refuse_untrusted(certificate, (), trust_anchors())
        with independent.answering(NOW):
            refresh_revocations([certificate.der])
        with pytest.raises(KeyUnusable, match="thu hồi ngày 20/05/2026"):
            refuse_untrusted(certificate, (), trust_anchors())

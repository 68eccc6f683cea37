"""An authority of another project (Certomancer): certificates, revocation, time stamps, and a signing service."""

from datetime import datetime, timedelta
from pathlib import Path

import yaml
from certomancer.registry import ArchLabel, CertLabel, CertomancerConfig, ServiceLabel
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from khuevan.platform.signing.ports import Trust
from tests.platform.signing.sample import ENDS, SCHOOL, SCHOOL_CODE, STARTS

ARCH = "province"
PEOPLE = ("p256", "rsa2048", "revoked")
REVOKED_AT = datetime.fromisoformat("2026-05-20T00:00:00+00:00")


def _usage(*names):
    return {"id": "key_usage", "critical": True, "smart-value": {"schema": "key-usage", "params": list(names)}}


def _certificate(subject, issuer, *extensions, **more):
    validity = {"valid-from": STARTS.isoformat(), "valid-to": ENDS.isoformat()}
    return {
        "subject": subject, "subject-key": subject, "issuer": issuer, "authority-key": issuer,
        "validity": validity, "extensions": list(extensions), **more,
    }  # fmt: skip


def _configuration():
    ca = {"id": "basic_constraints", "critical": True, "value": {"ca": True}}
    seal = {"common-name": SCHOOL, "organization-name": SCHOOL, "organization-identifier": SCHOOL_CODE}
    certificates = {"root": _certificate("root", "root", ca, _usage("key_cert_sign", "crl_sign", "digital_signature"))}
    certificates["tsa"] = _certificate(
        "tsa", "root", _usage("digital_signature"),
        {"id": "extended_key_usage", "critical": True, "value": ["time_stamping"]},
    )  # fmt: skip
    for name in PEOPLE:
        certificates[name] = _certificate(name, "root", _usage("digital_signature", "non_repudiation"))
    certificates["revoked"]["revocation"] = {"revoked-since": REVOKED_AT.isoformat(), "reason": "key_compromise"}
    return {
        "external-url-prefix": "http://127.0.0.1",
        "keysets": {ARCH: {"path-prefix": "keys", "keys": {name: {"path": f"{name}.pem"} for name in certificates}}},
        "pki-architectures": {
            ARCH: {
                "keyset": ARCH,
                "entity-defaults": {"country-name": "VN"},
                "entities": {
                    "root": {"organization-name": "CA độc lập", "common-name": "CA độc lập gốc"},
                    "tsa": {"organization-name": "CA độc lập", "common-name": "Dấu thời gian độc lập"},
                    **{name: {**seal, "serial-number": name} for name in PEOPLE},
                },
                "certs": certificates,
                "services": {
                    "ocsp": {"root": {"for-issuer": "root", "responder-cert": "root", "signing-key": "root"}},
                    "crl-repo": {
                        "root": {"for-issuer": "root", "signing-key": "root", "simulated-update-schedule": "P30D"}
                    },
                    "time-stamping": {"tsa": {"signing-key": "tsa", "signing-cert": "tsa"}},
                },
            }
        },
    }  # fmt: skip


class Independent:
    """Its files in ``directory``, its configuration, and whom to trust to trust it."""

    def __init__(self, directory: Path) -> None:
        (directory / "keys").mkdir()
        settings = _configuration()
        for name in settings["keysets"][ARCH]["keys"]:
            key = (
                rsa.generate_private_key(65537, 2048) if name == "rsa2048" else ec.generate_private_key(ec.SECP256R1())
            )
            pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
            (directory / "keys" / f"{name}.pem").write_bytes(pem)
        self.file = directory / "certomancer.yml"
        self.file.write_text(yaml.safe_dump(settings, allow_unicode=True))
        self.config = CertomancerConfig.from_file(str(self.file))
        self.arch = self.config.get_pki_arch(ArchLabel(ARCH))

    def der(self, name: str) -> bytes:
        return self.arch.get_cert(CertLabel(name)).dump()

    def trust(self, at: datetime) -> Trust:
        """The root as anchor with its revocation list of a moment."""
        label = ServiceLabel("root")
        crl = self.arch.service_registry.get_crl(label, at_time=at - timedelta(seconds=1))
        return Trust((self.der("root"),), (), (crl.dump(),))

"""An authority of another project (Certomancer): certificates, revocation, time stamps, and a signing service."""

from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from threading import Thread
from wsgiref.simple_server import WSGIRequestHandler, make_server

import yaml
from certomancer.integrations.animator import Animator, AnimatorArchStore
from certomancer.registry import ArchLabel, CertLabel, CertomancerConfig, ServiceLabel
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from werkzeug.wrappers import Response

from khuevan.platform.signing.ports import Trust
from tests.platform.signing.sample import ENDS, SCHOOL, SCHOOL_CODE, STARTS

ARCH = "province"
PEOPLE = ("p256", "rsa2048", "revoked", "asked", "asked-revoked")
REVOKED_AT = datetime.fromisoformat("2026-05-20T00:00:00+00:00")


def _usage(*names):
    return {"id": "key_usage", "critical": True, "smart-value": {"schema": "key-usage", "params": list(names)}}


def _certificate(subject, issuer, *extensions, **more):
    validity = {"valid-from": STARTS.isoformat(), "valid-to": ENDS.isoformat()}
    return {
        "subject": subject, "subject-key": subject, "issuer": issuer, "authority-key": issuer,
        "validity": validity, "extensions": list(extensions), **more,
    }  # fmt: skip


LIST = {
    "id": "crl_distribution_points",
    "smart-value": {"schema": "crl-dist-url", "params": {"crl-repo-names": ["root"]}},
}
ANSWERS = {
    "id": "authority_information_access",
    "smart-value": {"schema": "aia-urls", "params": {"ocsp-responder-names": ["root"]}},
}


def _configuration(address):
    ca = {"id": "basic_constraints", "critical": True, "value": {"ca": True}}
    seal = {"common-name": SCHOOL, "organization-name": SCHOOL, "organization-identifier": SCHOOL_CODE}
    certificates = {"root": _certificate("root", "root", ca, _usage("key_cert_sign", "crl_sign", "digital_signature"))}
    certificates["tsa"] = _certificate(
        "tsa", "root", _usage("digital_signature"),
        {"id": "extended_key_usage", "critical": True, "value": ["time_stamping"]},
    )  # fmt: skip
    for name in PEOPLE:
        where = (ANSWERS,) if name.startswith("asked") else (LIST, ANSWERS)
        certificates[name] = _certificate(name, "root", _usage("digital_signature", "non_repudiation"), *where)
    for name in ("revoked", "asked-revoked"):
        certificates[name]["revocation"] = {"revoked-since": REVOKED_AT.isoformat(), "reason": "key_compromise"}
    return {
        "external-url-prefix": address,
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


class _Silent(WSGIRequestHandler):
    def log_message(self, *_told) -> None:
        """Nothing: the tests read answers."""


class Independent:
    """Its files in ``directory``, its configuration, and whom to trust to trust it."""

    def __init__(self, directory: Path) -> None:
        (directory / "keys").mkdir()
        self.server = make_server("127.0.0.1", 0, None, handler_class=_Silent)
        settings = _configuration(f"http://127.0.0.1:{self.server.server_port}")
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

    @property
    def stamping(self) -> str:
        """The address of its time-stamping service."""
        return f"http://127.0.0.1:{self.server.server_port}/{ARCH}/tsa/tsa"

    def answering(self, at: datetime):
        """Its services over HTTP, at a moment."""
        return self._serving(Animator(AnimatorArchStore(self.config.pki_archs), at_time=at, with_web_ui=False))

    def failing(self):
        """Its services over HTTP, out of order."""
        return self._serving(Response("out of order", status=503))

    @contextmanager
    def _serving(self, app):
        self.server.set_app(app)
        thread = Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield
        finally:
            self.server.shutdown()
            thread.join(5)

    def der(self, name: str) -> bytes:
        return self.arch.get_cert(CertLabel(name)).dump()

    def trust(self, at: datetime) -> Trust:
        """The root as anchor with its revocation list of a moment."""
        label = ServiceLabel("root")
        crl = self.arch.service_registry.get_crl(label, at_time=at - timedelta(seconds=1))
        return Trust((self.der("root"),), (), (crl.dump(),))

"""Tokens of another project: SoftHSM 2, reached through the same library call as any vendor's."""

import atexit
import os
import shutil
import subprocess
import tempfile
from functools import cache
from itertools import count
from pathlib import Path

import pkcs11
from cryptography.hazmat.primitives.serialization import Encoding, load_der_public_key
from pkcs11 import Attribute, KeyType, ObjectClass
from pkcs11.util.ec import encode_ec_public_key, encode_named_curve_parameters
from pkcs11.util.rsa import encode_rsa_public_key

from khuevan.platform.signing.adapters import token
from tests.platform.signing.sample import ENDS, PIN, STARTS

PLACES = (
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib64/pkcs11/libsofthsm2.so",
    "/usr/local/lib/softhsm/libsofthsm2.so",
)
MODULE = next((place for place in PLACES if Path(place).exists()), PLACES[0])
CONFIG = "directories.tokendir = {}\nobjectstore.backend = file\nlog.level = ERROR\nslots.removable = true\n"


class Hsm:
    """A place for tokens that can be pulled out."""

    def __init__(self, directory: Path) -> None:
        self.plugged, self.away = directory / "tokens", directory / "away"
        self.plugged.mkdir()
        self.numbers = count(1)
        (directory / "softhsm2.conf").write_text(CONFIG.format(self.plugged))

    def token(self, pin: str = PIN) -> str:
        """A new token, empty; its serial number."""
        label = f"token {next(self.numbers)}"
        given = ("--init-token", "--free", "--label", label, "--pin", pin, "--so-pin", "12345678")
        subprocess.run(["softhsm2-util", *given], check=True, capture_output=True)
        for open_one in list(token._open):
            token.forget(open_one)
        library = pkcs11.lib(MODULE)
        library.reinitialize()
        return library.get_token(token_label=label).serial.decode()

    def put(self, serial: str, authority, owner, *, kind="p256", id=b"\x01", start=STARTS, end=ENDS, pin=PIN):
        """Make a key on the token and lay its certificate beside it."""
        with pkcs11.lib(MODULE).get_token(token_serial=serial.encode()).open(rw=True, user_pin=pin) as session:
            public = _made(session, kind, id)
            certificate = authority.issue(public, owner, not_before=start, not_after=end)
            session.create_object({
                Attribute.CLASS: ObjectClass.CERTIFICATE, Attribute.CERTIFICATE_TYPE: pkcs11.CertificateType.X_509,
                Attribute.TOKEN: True, Attribute.ID: id, Attribute.LABEL: "ky so",
                Attribute.SUBJECT: certificate.subject.public_bytes(),
                Attribute.VALUE: certificate.public_bytes(Encoding.DER),
            })  # fmt: skip
        return certificate

    def pull_out(self) -> None:
        shutil.move(self.plugged, self.away)
        self.plugged.mkdir()

    def plug_in(self) -> None:
        self.plugged.rmdir()
        shutil.move(self.away, self.plugged)


@cache
def the_hsm() -> Hsm:
    """The only one of this process: the library reads once where its tokens lie."""
    directory = Path(tempfile.mkdtemp(prefix="khuevan-hsm-"))
    atexit.register(shutil.rmtree, directory, ignore_errors=True)
    os.environ["SOFTHSM2_CONF"] = str(directory / "softhsm2.conf")
    return Hsm(directory)


def _made(session, kind, id):
    if kind == "p256":
        curve = {Attribute.EC_PARAMS: encode_named_curve_parameters("secp256r1")}
        domain = session.create_domain_parameters(KeyType.EC, curve, local=True)
        public, _private = domain.generate_keypair(store=True, id=id)
        return load_der_public_key(encode_ec_public_key(public))
    public, _private = session.generate_keypair(KeyType.RSA, 2048, store=True, id=id)
    return load_der_public_key(_spki(encode_rsa_public_key(public)))


def _spki(rsa: bytes) -> bytes:
    from asn1crypto.keys import PublicKeyInfo, RSAPublicKey

    return PublicKeyInfo.wrap(RSAPublicKey.load(rsa), "rsa").dump()

"""Services over HTTP that the tests talk to: another project's (CSC v1), and one as the specification reads (v2)."""

import asyncio
import base64
import secrets
import threading
from contextlib import contextmanager

from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, utils
from cryptography.hazmat.primitives.hashes import SHA256
from csc_dummy.csc_dummy_server import CSCWithCertomancer, DummyServiceParams

from tests.platform.signing.sample import PIN

ONCE = 4


@contextmanager
def served(app: web.Application):
    """The address of an application that runs in a thread of its own."""
    loop, runner = asyncio.new_event_loop(), web.AppRunner(app)

    async def start():
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()

    loop.run_until_complete(start())
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result(5)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)
        loop.close()


def first_version(independent) -> web.Application:
    """Certomancer's CSC server, which binds each authorisation to its digests (SCAL 2)."""
    service = CSCWithCertomancer(
        independent.config, service_params=DummyServiceParams(hash_pinning_required=True, multisign=ONCE)
    )
    service.register_routes()
    return service.app


class SecondVersion:
    """CSC API v2.0.0.2, §11.4 to §11.10: one account with credentials, a PIN, authorisations that are used once."""

    def __init__(self, keys, chain, *, otp: bool = False, pin: str = PIN) -> None:
        self.keys, self.chain, self.otp, self.pin = keys, chain, otp, pin
        self.allowed: dict[str, tuple[str, list[str]]] = {}
        self.authorised: list[int] = []
        self.answer_instead = None
        self.app = web.Application()
        for what in ("credentials/list", "credentials/info", "credentials/authorize", "signatures/signHash"):
            self.app.router.add_post(f"/csc/v2/{what}", getattr(self, what.split("/")[1]))

    async def _asked(self, request):
        if request.headers.get("Authorization") != "Bearer admitted":
            raise web.HTTPUnauthorized(text='{"error": "invalid_token"}', content_type="application/json")
        return await request.json()

    async def list(self, request):
        asked = await self._asked(request)
        ids = [*self.keys] if asked["userID"] == "lan@so.edu.vn" else []
        return web.json_response({"credentialIDs": ids, "onlyValid": False})

    async def info(self, request):
        key, certificate = self.keys[(await self._asked(request))["credentialID"]]
        algorithm = "1.2.840.113549.1.1.11" if isinstance(key, rsa.RSAPrivateKey) else "1.2.840.10045.4.3.2"
        objects = [{"type": "OTP", "id": "OTP"}] if self.otp else [{"type": "PIN", "id": "PIN", "format": "N"}]
        return web.json_response({
            "key": {"status": "enabled", "algo": [algorithm], "len": key.key_size},
            "cert": {"certificates": [base64.b64encode(der).decode() for der in (certificate, *self.chain)]},
            "auth": {"mode": "explicit", "objects": objects}, "SCAL": "2", "multisign": ONCE,
        })  # fmt: skip

    async def authorize(self, request):
        asked = await self._asked(request)
        assert asked["hashAlgorithmOID"] == "2.16.840.1.101.3.4.2.1"
        assert asked["numSignatures"] == len(asked["hashes"]) <= ONCE
        if self.answer_instead:
            return web.json_response(self.answer_instead[1], status=self.answer_instead[0])
        if asked["authData"] != [{"id": "PIN", "value": self.pin}]:
            return web.json_response({"error": "invalid_pin", "error_description": "PIN is invalid"}, status=400)
        sad = secrets.token_urlsafe()
        self.allowed[sad] = (asked["credentialID"], asked["hashes"])
        self.authorised.append(len(asked["hashes"]))
        return web.json_response({"SAD": sad, "expiresIn": 300})

    async def signHash(self, request):
        asked = await self._asked(request)
        assert self.allowed.pop(asked["SAD"]) == (asked["credentialID"], asked["hashes"])
        key, _certificate = self.keys[asked["credentialID"]]
        values = [_value(key, base64.b64decode(digest)) for digest in asked["hashes"]]
        return web.json_response({"signatures": [base64.b64encode(value).decode() for value in values]})


def _value(key, digest):
    """RSA as PKCS #1 v1.5, ECDSA as r‖s, as some services write it."""
    if isinstance(key, rsa.RSAPrivateKey):
        return key.sign(digest, padding.PKCS1v15(), utils.Prehashed(SHA256()))
    r, s = utils.decode_dss_signature(key.sign(digest, ec.ECDSA(utils.Prehashed(SHA256()))))
    return r.to_bytes(32) + s.to_bytes(32)

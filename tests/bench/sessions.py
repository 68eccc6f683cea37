"""Log in as real people of the province and write down the requests that their browsers would send."""

import http.client
import json
import re
from dataclasses import dataclass
from http.cookies import SimpleCookie
from secrets import token_hex
from typing import Any
from urllib.parse import urlencode

from khuevan.site.personas import PASSWORD

from .load import KEY

_GRID = re.compile(r'<script id="grid-data" type="application/json">(.*?)</script>', re.S)


@dataclass
class Session:
    """A browser in which somebody has logged in, on the server at ``port``; "" is nobody."""

    port: int
    username: str = ""

    def __post_init__(self) -> None:
        self.cookies: dict[str, str] = {}
        if self.username:
            self._log_in()

    @classmethod
    def minted(cls, port: int, key: str) -> "Session":
        """The browser of somebody whose log-in was made in the database."""
        made = cls(port)
        made.cookies = {"sessionid": key, "csrftoken": token_hex(16)}
        return made

    def get(self, path: str) -> str:
        """A page as text."""
        status, text = self._ask("GET", path, "", {})
        assert status == 200, f"{path}: {status}"
        return text

    def send(self, path: str, body: Any) -> str:
        """Send JSON once; the answer."""
        status, text = self._ask("POST", path, json.dumps(body), self._json())
        assert status == 200, f"{path}: {status} {text[:300]}"
        return text

    def ask(self, method: str, path: str, body: Any = None) -> tuple[int, str]:
        """One request, with ``body`` as JSON; status and text, whatever they are."""
        own, text = ({}, "") if body is None else (self._json(), json.dumps(body))
        return self._ask(method, path, text, own)

    def page(self, path: str) -> str:
        """The request for a page, whole."""
        return self._whole("GET", path, "", {})

    def post(self, path: str, body: Any) -> str:
        """The request that sends JSON, each time under a fresh key."""
        return self._whole("POST", path, json.dumps(body), self._json() | {"Idempotency-Key": KEY.decode()})

    def form(self, path: str, body: str, at: str) -> str:
        """The request that sends a form, as a proxy passes it on from the address ``at``."""
        own = {"Content-Type": "application/x-www-form-urlencoded", "X-Forwarded-For": at}
        return self._whole("POST", path, body, own)

    def _json(self) -> dict[str, str]:
        return {"Content-Type": "application/json", "X-CSRFToken": self.cookies.get("csrftoken", "")}

    def _log_in(self) -> None:
        self._ask("GET", "/account/login/", "", {})
        form = {"login": self.username, "password": PASSWORD, "csrfmiddlewaretoken": self.cookies["csrftoken"]}
        own = {"Content-Type": "application/x-www-form-urlencoded"}
        status, _ = self._ask("POST", "/account/login/", urlencode(form), own)
        assert (status, "sessionid" in self.cookies) == (302, True), f"{self.username} cannot log in: {status}"
        self._ask("GET", "/", "", {})  # as browsers do: the greeting is shown once, and its cookie goes

    def _ask(self, method: str, path: str, body: str, own: dict[str, str]) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=180)
        connection.request(method, path, body, own | {"Cookie": self._cookie()})
        response = connection.getresponse()
        for line in response.headers.get_all("Set-Cookie") or []:
            self.cookies |= {name: one.value for name, one in SimpleCookie(line).items()}
        self.cookies = {name: value for name, value in self.cookies.items() if value}  # deleted: sent as nothing
        text = response.read().decode()
        connection.close()
        return response.status, text

    def _cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def _whole(self, method: str, path: str, body: str, own: dict[str, str]) -> str:
        usual = {"Host": f"127.0.0.1:{self.port}", "User-Agent": "khuevan-bench", "Accept": "*/*"}
        own = usual | {"Cookie": self._cookie()} | own | ({"Content-Length": str(len(body))} if body else {})
        return f"{method} {path} HTTP/1.1\r\n" + "".join(f"{k}: {v}\r\n" for k, v in own.items() if v) + "\r\n" + body


def grid_of(page: str) -> dict[str, Any]:
    """The sheet that a page hands to its grid."""
    found = _GRID.search(page)
    assert found, "The page has no grid."
    return json.loads(found[1])

"""A browser of somebody of the province: log in, ask, send forms and JSON. Keeps one connection and its cookies."""

import http.client
import json
from collections.abc import Mapping
from http.cookies import SimpleCookie
from typing import Any, NamedTuple
from urllib.parse import urlencode, urlsplit

from khuevan.kernel.errors import NotAllowed

TIMEOUT = 60
AGENT = "khuevan play"


class Answer(NamedTuple):
    """What came back; ``address`` is where the server sends the browser on."""

    status: int
    text: str
    address: str = ""


class Browser:
    """Somebody at a computer. Raises ``OSError`` or ``HTTPException`` where the server hangs up."""

    def __init__(self, url: str, username: str, password: str) -> None:
        parts = urlsplit(url)
        self._secure, self._host = parts.scheme == "https", parts.netloc
        self.username, self._password = username, password
        self._cookies: dict[str, str] = {}
        self._connection: http.client.HTTPConnection | None = None

    def get(self, path: str) -> Answer:
        """A page."""
        return self._signed_in("GET", path, b"", {})

    def send(self, path: str, body: Any, key: str) -> Answer:
        """JSON under an idempotency key."""
        own = {"Content-Type": "application/json", "Idempotency-Key": key}
        return self._signed_in("POST", path, json.dumps(body).encode(), own)

    def post(self, path: str, form: Mapping[str, str | list[str]]) -> Answer:
        """A form; a field with several values is sent once for each."""
        own = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._signed_in("POST", path, urlencode(form, doseq=True).encode(), own)

    def _signed_in(self, method: str, path: str, body: bytes, own: dict[str, str]) -> Answer:
        if "sessionid" not in self._cookies:
            answer = self._log_in()
            if answer.status != 302:
                return answer
        answer = self._ask(method, path, body, own)
        if answer.status == 401 or "/account/login/" in answer.address:
            self._cookies.pop("sessionid", None)  # the next request logs in again
        return answer

    def _log_in(self) -> Answer:
        """302 when it went well; otherwise what the server said: too many at once, away. A wrong password is an end."""
        page = self._ask("GET", "/account/login/", b"", {})
        if page.status != 200:
            return page
        form = {"login": self.username, "password": self._password, "csrfmiddlewaretoken": self._token()}
        own = {"Content-Type": "application/x-www-form-urlencoded"}
        answer = self._ask("POST", "/account/login/", urlencode(form).encode(), own)
        if answer.status == 200:
            raise NotAllowed(
                f"{self.username} không đăng nhập được bằng mật khẩu của bản dùng thử.",
                hint="Lệnh này chỉ chạy trên tỉnh giả lập; kiểm tra --url có là máy chủ của cơ sở dữ liệu này không.",
                code="not_synthetic",
            )
        return answer

    def _token(self) -> str:
        return self._cookies.get("csrftoken", "")

    def _ask(self, method: str, path: str, body: bytes, own: dict[str, str]) -> Answer:
        headers = {"User-Agent": AGENT, "X-CSRFToken": self._token(), "Cookie": self._cookie(), **own}
        if self._secure:
            headers["Referer"] = f"https://{self._host}/"
        try:
            connection = self._connected()
            connection.request(method, path, body or None, {name: value for name, value in headers.items() if value})
            response = connection.getresponse()
            text = response.read().decode(errors="replace")
        except (OSError, http.client.HTTPException):
            self.close()
            raise
        for line in response.headers.get_all("Set-Cookie") or []:
            self._cookies |= {name: one.value for name, one in SimpleCookie(line).items()}
        self._cookies = {name: value for name, value in self._cookies.items() if value}
        return Answer(response.status, text, response.headers.get("Location", ""))

    def _connected(self) -> http.client.HTTPConnection:
        if self._connection is None:
            kind = http.client.HTTPSConnection if self._secure else http.client.HTTPConnection
            self._connection = kind(self._host, timeout=TIMEOUT)
        return self._connection

    def _cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self._cookies.items())

    def close(self) -> None:
        """Hang up; the next request connects anew."""
        if self._connection:
            self._connection.close()
            self._connection = None

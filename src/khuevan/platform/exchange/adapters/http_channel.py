"""A partner over HTTP: the door that our own hub opens at ``/hub/v1`` (records, digests), with a token of the sender.

One connection is kept for many batches. No redirects: the operator names the address.
"""

import http.client
import json
import socket
import ssl
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

from ..ports import LATER, REFUSED, VERDICTS, Answer, Away, Group, TooMuch
from ..rules.comparing import Held
from ..rules.envelope import HIGHEST, LONGEST_ID, Envelope

SECONDS = 30.0
LIMIT = 64_000_000
TOO_MUCH, UNKNOWN, WAIT = (400, 413, 422), (401, 403), (429, 503)
REDIRECTS = range(300, 400)


def is_safe(url: str) -> bool:
    """Whether a token and pupils' data may go to an address: encrypted, or on this machine."""
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return False
    return bool(host) and (parts.scheme == "https" or (parts.scheme == "http" and host in ("localhost", "127.0.0.1")))


class HttpChannel:
    """What `ports.Channel` asks for; ``url`` is the hub's door, as ``https://hub.example.vn/hub/v1``."""

    def __init__(self, url: str, token: str, seconds: float = SECONDS) -> None:
        self.parts = urlsplit(url.rstrip("/"))
        self.headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        self.seconds = seconds
        self.connection: http.client.HTTPConnection | None = None

    def send(self, records: Sequence[Envelope]) -> list[Answer]:
        """One answer a record; what the partner is silent about is to be tried again."""
        body = json.dumps({"banghi": [one.on_wire() for one in records]}, ensure_ascii=False).encode()
        status, headers, content = self._ask("records", body)
        if status in TOO_MUCH:
            if len(records) > 1:
                raise TooMuch
            return [Answer(records[0].ref, REFUSED, _message(content) or f"Đối tác báo lỗi {status}.")]
        told = self._read(status, headers, content)
        found = {one.ref: one for item in _list(told, "ketqua") if (one := _answer(item))}
        silent = "Đối tác không trả lời về bản ghi này."
        return [found.get(one.ref) or Answer(one.ref, LATER, silent) for one in records]

    def groups(self) -> list[Group]:
        """Counts and digests by kind and school."""
        told = self._read(*self._ask("digests"))
        try:
            rows = _list(told, "nhom")
            return [
                Group(_text(x["loai"], 12), _text(x["matruong"], 20), _count(x["soluong"]), _text(x["tomtat"], 64))
                for x in rows
            ]
        except (KeyError, TypeError, ValueError):
            raise _strange() from None

    def records(self, kind: str, school: str) -> list[Held]:
        """Versions and digests of one group."""
        told = self._read(*self._ask(f"digests?{urlencode({'loai': kind, 'matruong': school})}"))
        try:
            rows = _list(told, "banghi")
            return [
                Held(_text(x["idbanghi"], LONGEST_ID), _count(x["phienban"]), _text(x["tomtat"], 64), bool(x["dahuy"]))
                for x in rows
            ]
        except (KeyError, TypeError, ValueError):
            raise _strange() from None

    def close(self) -> None:
        """Let the connection go."""
        if self.connection is not None:
            self.connection.close()
            self.connection = None

    def _ask(self, path: str, body: bytes | None = None) -> tuple[int, Mapping[str, str], bytes]:
        reused = self.connection is not None
        try:
            return self._once(path, body)
        except (OSError, http.client.HTTPException, ValueError) as error:
            self.close()
            if not (reused and isinstance(error, ConnectionError | http.client.HTTPException)):
                raise Away(f"Không nối được tới đối tác: {_why(error)}.") from error
        try:  # the other side may close a connection that was idle; envelopes make asking again harmless
            return self._once(path, body)
        except (OSError, http.client.HTTPException, ValueError) as error:
            self.close()
            raise Away(f"Không nối được tới đối tác: {_why(error)}.") from error

    def _once(self, path: str, body: bytes | None) -> tuple[int, Mapping[str, str], bytes]:
        if self.connection is None:
            secure = self.parts.scheme == "https"
            kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
            self.connection = kind(self.parts.hostname or "", self.parts.port, timeout=self.seconds)
        method = "GET" if body is None else "POST"
        self.connection.request(method, f"{self.parts.path}/{path}", body, self.headers)
        answer = self.connection.getresponse()
        content = answer.read(LIMIT + 1)
        if len(content) > LIMIT:
            raise ValueError(f"câu trả lời dài quá {LIMIT} byte")
        return answer.status, answer.headers, content

    @staticmethod
    def _read(status: int, headers: Mapping[str, str], content: bytes) -> Any:
        if status in WAIT:
            raise Away(f"Đối tác đề nghị gửi chậm lại (mã {status}).", _seconds(headers.get("Retry-After")))
        if status in UNKNOWN:
            raise Away(f"Đối tác không nhận mã truy cập (mã {status}). Xin đối tác mã mới rồi nhập lại.")
        if status in REDIRECTS:
            raise Away(f"Địa chỉ của đối tác chuyển sang nơi khác (mã {status}). Kiểm tra lại địa chỉ.")
        if status != 200:
            raise Away(f"Đối tác báo lỗi {status}.")
        try:
            return json.loads(content)
        except ValueError:
            raise _strange() from None


def _why(error: Exception) -> str:
    """What went wrong on the way, for people."""
    if isinstance(error, TimeoutError):
        return "đợi mãi không có trả lời"
    if isinstance(error, ssl.SSLError):
        return "chứng thư của máy chủ họ không tin được"
    if isinstance(error, socket.gaierror):
        return "không tìm thấy tên máy chủ"
    return "máy chủ của họ không mở cửa" if isinstance(error, ConnectionRefusedError) else f"đường truyền đứt ({error})"


def _strange() -> Away:
    return Away("Đối tác trả lời không đúng mẫu. Kiểm tra lại địa chỉ.")


def _text(value: Any, most: int) -> str:
    """A text that the database can keep. Raises ``ValueError``."""
    if not isinstance(value, str) or len(value) > most or "\x00" in value:
        raise ValueError(value)
    value.encode()
    return value


def _count(value: Any) -> int:
    """A number that the database can keep. Raises ``ValueError``."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= HIGHEST:
        raise ValueError(value)
    return value


def _list(told: Any, name: str) -> list[Any]:
    if not isinstance(told, dict) or not isinstance(told.get(name), list):
        raise _strange()
    return list(told[name])


def _answer(item: Any) -> Answer | None:
    if not isinstance(item, dict) or item.get("trangthai") not in VERDICTS:
        return None
    version = item.get("phienban", 0)
    reason = str(item.get("lydo") or "").replace("\x00", "")
    return Answer(str(item.get("idbanghi")), item["trangthai"], reason, version if isinstance(version, int) else 0)


def _message(content: bytes) -> str:
    try:
        told = json.loads(content)
        return f"{told['message']} {told.get('hint', '')}".strip()[:300]
    except (ValueError, KeyError, TypeError):
        return ""


def _seconds(after: str | None) -> float | None:
    """Retry-After: seconds, or the moment (RFC 9110, 10.2.3)."""
    if not after:
        return None
    if after.strip().isdigit():
        return float(after)
    try:
        return max(0.0, (parsedate_to_datetime(after) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None

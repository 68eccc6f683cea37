"""Asking a time-stamping authority over HTTP (RFC 3161 §3.4) and reading its answer."""

import base64
import secrets
from dataclasses import dataclass, field

from asn1crypto import algos, cms, core, tsp
from django.utils.translation import gettext as _

from khuevan.kernel.clock import now

from ..ports import Digest, StamperAway, StampRefused, TimeStamp, Trust
from .exchange import Unreachable, ask, is_safe
from .order import CLOCK_SKEW
from .stamp_token import Token, check_token

SECONDS = 10.0
TYPES = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
GRANTED = ("granted", "granted_with_mods")


class _Answer(core.Sequence):
    """TimeStampResp (RFC 3161 §2.4.2), whose token is missing where it is refused."""

    _fields = [("status", tsp.PKIStatusInfo), ("time_stamp_token", cms.ContentInfo, {"optional": True})]


@dataclass(frozen=True, slots=True)
class HttpStamper:
    """The authority at ``url``; ``login``: "name:password" where it asks for one (RFC 7617), or ""."""

    url: str
    login: str = field(default="", repr=False)

    def stamp(self, digest: bytes, algorithm: Digest = "sha256") -> bytes:
        """A TimeStampToken (DER) over a digest of that kind. Raises ``StamperAway``, ``StampRefused``."""
        nonce = secrets.randbits(63) | 1
        try:
            asked = request(digest, nonce, algorithm).dump()
            answer = ask(self.url, asked, headers=TYPES | self._admission(), seconds=SECONDS)
        except Unreachable as error:
            raise _away(str(error)) from error
        if answer.status in (401, 403):
            raise refused(_("máy chủ không nhận tên đăng nhập và mật khẩu (KHUEVAN_TSA_LOGIN)"))
        if answer.status != 200:
            raise _away(f"HTTP {answer.status}")
        return answered(answer.body, digest, nonce)

    def _admission(self) -> dict[str, str]:
        if not self.login:
            return {}
        if not is_safe(self.url):
            raise refused(_("mật khẩu chỉ được gửi tới địa chỉ https://"))
        return {"Authorization": f"Basic {base64.b64encode(self.login.encode()).decode()}"}


def request(digest: bytes, nonce: int, algorithm: Digest = "sha256") -> tsp.TimeStampReq:
    """What is asked of an authority; its certificate is wanted with the token."""
    imprint = {"hash_algorithm": algos.DigestAlgorithm({"algorithm": algorithm}), "hashed_message": digest}
    return tsp.TimeStampReq({"version": 1, "message_imprint": imprint, "nonce": nonce, "cert_req": True})


def answered(body: bytes, digest: bytes, nonce: int) -> bytes:
    """The token of an answer that belongs to the question. Raises ``StampRefused``."""
    try:
        answer = _Answer.load(body)
        status = answer["status"]["status"].native
        token = answer["time_stamp_token"].dump() if status in GRANTED else b""
        found = Token(token) if token else None
    except Exception:  # garbage raises many things
        raise refused(_("câu trả lời không đọc được")) from None
    if found is None:
        raise refused(str(answer["status"]["fail_info"].native or status))
    if found.digest != digest or found.nonce != nonce:
        raise refused(_("câu trả lời không khớp với câu hỏi"))
    return token


def accepted(token: bytes, digest: bytes, trust: Trust, algorithm: Digest = "sha256") -> TimeStamp:
    """A new token that counts. Raises ``StampRefused`` with what speaks against it."""
    found = check_token(token, digest, trust, now(), algorithm=algorithm)
    if (
        found.at is not None
        and abs(found.at - now()) > CLOCK_SKEW
        and {one.code for one in found.problems} <= {"stamp_time"}
    ):
        raise StampRefused(
            _("Đồng hồ của máy chủ này và của máy chủ dấu thời gian lệch nhau %(n)d phút.")
            % {"n": round(abs(found.at - now()).total_seconds() / 60)},
            hint=_("Người quản trị chỉnh giờ máy chủ (NTP). Việc ký vẫn tiếp tục; dấu thời gian xin lại sau."),
            code="clock_off",
        )
    if found.problems:
        raise refused(" ".join(one.message for one in found.problems))
    if algorithm != "sha256" and Token(token).signed_by == "sha256":
        raise refused(_("máy chủ dấu thời gian còn ký bằng SHA-256, nên dấu của nó yếu theo SHA-256"))
    return found


def refused(why: str) -> StampRefused:
    """The refusal of an answer, for the operator."""
    return StampRefused(
        _("Dấu thời gian nhận được không dùng được: %(why)s") % {"why": why},
        hint=_("Người quản trị kiểm tra KHUEVAN_TSA và chứng thư gốc của máy chủ dấu thời gian trong keys/trust."),
    )


def _away(why: str) -> StamperAway:
    return StamperAway(
        _("Không kết nối được máy chủ dấu thời gian (%(why)s).") % {"why": why},
        hint=_("Việc ký không phải chờ; dấu thời gian được xin lại sau ít phút."),
    )

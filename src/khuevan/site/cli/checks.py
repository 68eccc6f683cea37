"""The examinations of ``khuevan doctor``; a finding that is not well says what to do."""

import importlib.util
import json
import os
import shutil
import stat
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from khuevan.kernel.clock import now
from khuevan.site import postgres
from khuevan.site.cli.installation import contents

NEEDED_DISK = 1_000_000_000
OTHERS = stat.S_IRGRP | stat.S_IWGRP | stat.S_IROTH | stat.S_IWOTH
SITE = Path(__file__).parents[1]


@dataclass(frozen=True)
class Finding:
    """One line of the doctor's report; ``advice`` is empty where all is well."""

    subject: str
    found: str
    advice: str = ""

    @property
    def is_well(self) -> bool:
        """Whether nothing needs doing."""
        return not self.advice


Check = Callable[[], list[Finding]]


def python() -> list[Finding]:
    """The interpreter's version."""
    advice = "" if sys.version_info >= (3, 11) else "Cài Python 3.11 trở lên, xóa thư mục .venv rồi chạy lại."
    return [Finding("Python", sys.version.split()[0], advice)]


def settings() -> list[Finding]:
    """Whether the settings can be read and are complete."""
    import django
    from django.conf import settings as current
    from django.core.checks import run_checks

    django.setup()
    serious = [message for message in run_checks() if message.is_serious()]
    findings = [Finding("Thiết lập", str(one.msg), str(one.hint or "Sửa thiết lập này.")) for one in serious]
    if current.DEBUG:
        findings.append(Finding("Thiết lập", "KHUEVAN_DEBUG đang bật", "Bỏ KHUEVAN_DEBUG trên máy chủ thật."))
    return findings or [Finding("Thiết lập", "đọc được, đủ")]


def data_directory() -> list[Finding]:
    """Who may read the data directory and the secrets in it."""
    data = postgres.data_dir()
    if not data.is_dir():
        return [Finding("Thư mục dữ liệu", f"{data} chưa có", "Chạy make demo hoặc khuevan migrate.")]
    readable = [path for path in contents(data).ours if _is_open(path)]
    findings = [
        Finding("Thư mục dữ liệu", f"{path} người khác đọc được", f"Chạy: chmod -R go-rw '{path}'") for path in readable
    ]
    if not os.access(data, os.W_OK):
        findings.append(Finding("Thư mục dữ liệu", f"{data} không ghi được", "Chạy bằng chủ của nó."))
    return findings or [Finding("Thư mục dữ liệu", str(data))]


def secrets() -> list[Finding]:
    """Whether the keys that the installation made for itself are there."""
    data = postgres.data_dir()
    missing = [name for name in ("secret_key", "database.json") if not (data / name).exists()]
    if missing:
        advice = "Khôi phục từ bản sao lưu; cài đặt mới thì chạy khuevan migrate."
        return [Finding("Khoá bí mật", f"thiếu {', '.join(missing)}", advice)]
    return [Finding("Khoá bí mật", "đủ")]


def disk() -> list[Finding]:
    """Free space where the data is."""
    place = postgres.data_dir()
    while not place.exists():
        place = place.parent
    free = shutil.disk_usage(place).free
    advice = "" if free >= NEEDED_DISK else f"Giải phóng ít nhất {NEEDED_DISK / 1e9:.0f} GB trên ổ đĩa này."
    return [Finding("Ổ đĩa", f"còn {free / 1e9:.1f} GB", advice)]


def front_end() -> list[Finding]:
    """Whether the built scripts and styles are there, all of them."""
    dist = SITE / "static" / "dist"
    manifest = dist / "manifest.json"
    if not manifest.exists():
        return [Finding("Giao diện", "chưa dựng", "Chạy make build.")]
    files = [entry["file"] for entry in json.loads(manifest.read_text()).values()]
    missing = [name for name in files if not (dist / name).exists()]
    if missing:
        return [Finding("Giao diện", f"thiếu {missing[0]}", "Chạy make build.")]
    return [Finding("Giao diện", f"đã dựng, {len(files)} tệp")]


def programs() -> list[Finding]:
    """Whether the packages that the installation runs with are installed."""
    needed = ("django", "granian", "procrastinate", "typst", "pyhanko")
    missing = [name for name in needed if importlib.util.find_spec(name) is None]
    if missing:
        return [Finding("Gói phần mềm", f"thiếu {', '.join(missing)}", "Chạy make demo để cài lại.")]
    return [Finding("Gói phần mềm", "đủ")]


def signing_keys() -> list[Finding]:
    """Whether signatures can be checked: the trust anchors can be read and have not expired."""
    from cryptography.x509 import load_der_x509_certificate

    from khuevan.platform.signing.api import trust_anchors

    anchors = [load_der_x509_certificate(one) for one in trust_anchors().anchors]
    expired = [one.subject.rfc4514_string() for one in anchors if one.not_valid_after_utc < now()]
    advice = f"Thay chứng thư gốc trong {postgres.data_dir() / 'keys' / 'trust'}."
    findings = [Finding("Khoá ký số", f"{name} đã hết hạn", advice) for name in expired]
    return findings or [Finding("Khoá ký số", f"{len(anchors)} chứng thư gốc còn hạn")]


def _is_open(path: Path) -> bool:
    """Whether others can read or write anything in it. Certificates, programs and static files are public."""
    mode = path.stat().st_mode
    if path.name in ("public", "static", "trust") or path.name.startswith("postgresql-"):
        return bool(mode & stat.S_IWOTH)
    if not path.is_dir():
        return bool(mode & OTHERS)
    return bool(mode & 0o011) and any(_is_open(child) for child in path.iterdir())

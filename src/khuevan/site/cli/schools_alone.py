"""One school alone: out of an installation into a file, and back or elsewhere."""

import io
import os
from pathlib import Path
from typing import TYPE_CHECKING

from khuevan.kernel.errors import Conflict, DomainError, NotFound
from khuevan.site import postgres
from khuevan.site.backup.sealing import MAGIC, opened, sealed
from khuevan.site.cli.owner import act_as_owner

if TYPE_CHECKING:
    from khuevan.platform.operations.api import Exported, Imported


def export(code: str, path: Path) -> int:
    """Write the school into a new file that its owner alone may read."""
    if path.exists():
        raise Conflict(f"Đã có {path}.", hint="Chọn tên tệp khác.")
    with postgres.running():
        act_as_owner()
        from khuevan.platform.operations.api import as_bytes
        from khuevan.registry.units.api import Unit

        school = Unit.objects.filter(kind="school", code=code).first()
        if school is None:
            raise NotFound(f"Không có trường nào mang mã {code}.", hint="Xem mã trường ở trang Đơn vị.")
        content, done = as_bytes(school)
    passphrase = os.environ.get("KHUEVAN_BACKUP_PASSPHRASE", "")
    _write(path, sealed(content, passphrase) if passphrase else content)
    print(exported(done, path, bool(passphrase)))
    return 0


def bring_back(path: Path) -> int:
    """Take a school in from its file."""
    content = path.read_bytes()
    if content.startswith(MAGIC):
        content = opened(content, os.environ.get("KHUEVAN_BACKUP_PASSPHRASE", ""))
    with postgres.running():
        act_as_owner()
        from khuevan.platform.operations.api import import_school

        print(imported(import_school(io.BytesIO(content))))
    return 0


def exported(done: "Exported", path: Path, is_sealed: bool) -> str:
    """What is in the file, in words."""
    lines = [
        f"✓ {done.school}: {done.rows:n} dòng của {done.tables} bảng và {done.files} tệp, ghi vào {path}.",
        "  Có điểm, học bạ với chữ ký, sổ cái, hồ sơ, tài khoản và bước xác thực thứ hai. Không có khoá ký của ai.",
        "  Tệp đã mã hoá bằng KHUEVAN_BACKUP_PASSPHRASE."
        if is_sealed
        else "  Tệp CHƯA mã hoá và chứa dữ liệu cá nhân: đặt KHUEVAN_BACKUP_PASSPHRASE để mã hoá.",
    ]
    lines += [f"  ! đã bị sửa sau lưng hệ thống từ trước khi xuất: {one}" for one in done.altered]
    return "\n".join(lines)


def imported(done: "Imported") -> str:
    """What came in, in words."""
    lines = [
        f"✓ {done.school}: thêm {done.new:n} dòng, {done.known:n} dòng đã có sẵn và giống hệt; {done.files} tệp; "
        "sổ cái nguyên vẹn."
    ]
    if not done.with_publications:
        lines.append("  Sổ cái của trường sẽ được công bố lại từ đầu trong nhật ký công khai của bản cài đặt này.")
    if done.unknown_trust:
        lines.append(
            f"  {done.unknown_trust} chứng thư gốc trong tệp (thư mục trust) chưa được tin ở đây; chữ ký trên học bạ "
            f"cũ chỉ được công nhận khi chép chúng (dạng PEM) vào {postgres.data_dir() / 'keys' / 'trust'}."
        )
    return "\n".join([*lines, "  Khoá ký không đi kèm: cấp khoá mới, hoặc chép thư mục keys/files từ nơi cũ."])


def _write(path: Path, content: bytes) -> None:
    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        path.unlink(missing_ok=True)
        raise DomainError(
            f"Không ghi được {path}: {error.strerror}.", hint="Kiểm tra dung lượng và quyền ghi."
        ) from error

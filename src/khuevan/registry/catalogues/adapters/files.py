"""Read files of catalogues from disk: CSV tables of our own form, JSON of the Ministry's description."""

import json
from pathlib import Path

from khuevan.kernel.errors import Invalid, NotFound

from ..rules.contents import Contents
from ..rules.ministry import code_lists, is_objects, objects
from ..rules.tables import read_table

LARGEST = 20_000_000
KINDS = (".json", ".csv")


def read_path(path: Path) -> Contents:
    """What a file says, or all files of a folder together, by name. Raises ``NotFound``, ``Invalid``."""
    if not path.is_dir():
        return _read(path)
    files = sorted(one for one in path.iterdir() if one.suffix.casefold() in KINDS)
    if not files:
        raise NotFound(f"Thư mục {path} không có tệp .json hoặc .csv nào.", hint="Chỉ tới thư mục chứa tệp danh mục.")
    found = Contents()
    for file in files:
        found.add(_read(file))
    return found


def _read(path: Path) -> Contents:
    kind = path.suffix.casefold()
    if kind not in KINDS:
        raise Invalid(f"{path.name}: không phải tệp .json hoặc .csv.", hint="Lưu danh mục ở một trong hai dạng ấy.")
    text = _text(path)
    try:
        return read_table(text) if kind == ".csv" else _described(json.loads(text))
    except json.JSONDecodeError as error:
        message = f"{path.name}, dòng {error.lineno}: không phải JSON hợp lệ."
        raise Invalid(message, hint="Tải lại tệp, hoặc mở bằng trình soạn thảo để sửa dòng ấy.") from error
    except RecursionError as error:
        raise Invalid(f"{path.name}: các ngoặc lồng nhau quá sâu.", hint="Kiểm tra lại tệp.") from error
    except Invalid as wrong:
        raise Invalid(f"{path.name}: {wrong.message}", hint=wrong.hint) from wrong


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST:
            raise Invalid(f"{path.name}: lớn hơn 20 MB.", hint="Danh mục của Bộ chỉ vài trăm kB; kiểm tra lại tệp.")
        return path.read_text("utf-8-sig").replace("\x00", "")
    except OSError as error:
        raise NotFound(f"Không đọc được {path}.", hint="Kiểm tra tên tệp và quyền đọc.") from error
    except UnicodeError as error:
        raise Invalid(f"{path.name}: không phải UTF-8.", hint="Lưu lại tệp với bảng mã UTF-8.") from error


def _described(data: object) -> Contents:
    if not isinstance(data, dict) or not data:
        raise Invalid("không nhận ra nội dung.", hint="Tệp mô tả đối tượng có LstHocSinh…; tệp mã có DM_DAN_TOC….")
    return objects(data) if is_objects(data) else code_lists(data)

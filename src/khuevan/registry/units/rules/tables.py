"""A table out of a text file, whatever its encoding and separator."""

import csv
import io

from khuevan.kernel.errors import Invalid

MOST = 20 * 1024 * 1024
UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def table(data: bytes) -> tuple[list[str], list[list[str]]]:
    """Header and rows of a CSV file in UTF-8, UTF-16 or Windows-1258. Raises ``Invalid``."""
    if len(data) > MOST:
        raise Invalid("Tệp lớn hơn 20 MB.", hint="Chia tệp thành nhiều phần.", code="too_big")
    if data[:2] not in UTF_16 and b"\x00" in data[:4000]:
        raise Invalid("Tệp này không phải là CSV.", hint="Mở bằng bảng tính rồi lưu thành CSV UTF-8.", code="not_csv")
    text = _decoded(data)
    first = text.split("\n", 1)[0]
    separator = max(",;\t|", key=first.count)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    if len(rows) < 2:
        raise Invalid("Tệp không có dòng nào dưới dòng tên cột.", hint="Chọn đúng tệp danh sách trường.", code="empty")
    return rows[0], rows[1:]


def _decoded(data: bytes) -> str:
    if data[:2] in UTF_16:
        return data.decode("utf-16")
    for encoding in ("utf-8-sig", "cp1258"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Invalid("Không đọc được chữ trong tệp.", hint="Lưu tệp thành CSV UTF-8.", code="encoding")

"""A receipt as it is printed."""

from datetime import datetime

from khuevan.kernel.clock import TIME_ZONE
from khuevan.platform.documents import ports as paper

from ..models import SectionSignature

HEADS = (
    paper.TableHead("STT", share=0.5),
    paper.TableHead("Học sinh", share=2.2, left=True),
    paper.TableHead("Lớp", share=0.7),
    paper.TableHead("Mã học bạ", share=2.2, left=True),
    paper.TableHead("Phần đã ký", share=1.8, left=True),
    paper.TableHead("Lúc ký", share=1.7),
    paper.TableHead("SHA-256 của phần đã ký", share=4, left=True),
)


def receipt_sheet(
    school: str, facts: tuple[tuple[str, str], ...], parts: list[tuple[SectionSignature, str]], at: datetime
) -> paper.TablePaper:
    """What to print: ``parts`` are signatures with what each covers, ``at`` is when it is printed."""
    day = at.astimezone(TIME_ZONE)
    rows = tuple(_row(number, row, part) for number, (row, part) in enumerate(parts, 1))
    lead = "; ".join(f"{label}: {value}" for label, value in facts)
    note = "Đối chiếu: SHA-256 của tệp hoặc của phần văn bản phải trùng với cột cuối."
    table = paper.PaperTable("BIÊN NHẬN KÝ SỐ", lead, HEADS, rows, note, landscape=True)
    return paper.TablePaper(
        school=school, authority="", title="Biên nhận ký số", subtitle="",
        running=f"Biên nhận ký số · {school}", law="",
        place_date=f"Ngày {day.day:02d} tháng {day.month:02d} năm {day.year}", facts=(), tables=(table,),
        date=day.date().isoformat(),
    )  # fmt: skip


def _row(number: int, row: SectionSignature, part: str) -> tuple[str, ...]:
    transcript = row.version.transcript
    at = f"{row.at.astimezone(TIME_ZONE):%d/%m/%Y %H:%M:%S}"
    part = f"{part} (đã hết hiệu lực)" if row.stale_at else part
    digest = f"{row.digest[:32]} {row.digest[32:]}"
    return str(number), row.student.full_name, transcript.school_class.name, transcript.code, part, at, digest

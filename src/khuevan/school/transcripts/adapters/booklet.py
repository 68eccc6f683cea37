"""Several years of one pupil as one booklet in the form of their level: each with its school and its own code, on the
cover one signed code of all."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from khuevan.kernel.clock import TIME_ZONE
from khuevan.kernel.dates import year_label
from khuevan.platform.documents import ports as paper
from khuevan.platform.signing.ports import DocumentVerdict

from ..rules.records import Content
from .paper import template_of, year_of


@dataclass(frozen=True)
class Leaf:
    """One year: what its document says, who signed it, when it was issued, and the page that checks it."""

    content: Content
    verdict: DocumentVerdict
    issued_at: datetime
    url: str


def booklet_of(
    leaves: Sequence[Leaf], day: str, signed: str = "", said: int = 1
) -> tuple[paper.TemplateName, paper.TranscriptSheet]:
    """What to print of years of one level, in their order; the first pages are those of the latest year.

    ``day``: ISO day that the file is dated with; ``signed``: text of the code that carries the results of ``said``
    years, of all levels. The booklet has no signature of its own: every year names the code by which it is checked.
    """
    last = leaves[-1]
    front, template = year_of(last.content, last.verdict, last.issued_at), template_of(last.content)
    pages = [year_of(one.content, one.verdict, one.issued_at) for one in leaves]
    note = f"Bản in gộp {len(leaves)} học bạ số đã phát hành; mỗi năm học tra cứu bằng mã in ở trang của năm đó."
    sheet = paper.TranscriptSheet(
        school=front.school,
        pupil=front.pupil,
        history=tuple(line for one in pages for line in one.history),
        years=tuple(_page(one, leaf) for one, leaf in zip(pages, leaves, strict=True)),  # type: ignore[arg-type]
        verification=paper.Verification(
            last.url, last.content.heading.verify_code, str(last.content.heading.version),
            last.content.heading.legal_basis, "", note, signed, said,
        ),
        date=day,
        opened=front.opened,
        place_date=front.place_date,
    )  # fmt: skip
    return template, sheet


def _page(sheet: paper.TranscriptSheet, leaf: Leaf) -> paper.SecondaryYear | paper.PrimaryYear:
    heading = leaf.content.heading
    at = f"{leaf.issued_at.astimezone(TIME_ZONE):%d/%m/%Y}"
    source = f"Năm học {year_label(heading.year)}: phiên bản {heading.version} phát hành {at}, "
    source += f"mã tra cứu {heading.verify_code}, SHA-256 {leaf.verdict.digest[:32]}…"
    return replace(sheet.years[0], school=sheet.school, source=source)

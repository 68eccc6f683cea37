"""The years of one level as a booklet in the form of the law; the signed code on its cover carries all levels."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from khuevan.kernel.clock import TIME_ZONE, today
from khuevan.kernel.dates import year_label
from khuevan.kernel.errors import NotFound
from khuevan.platform.documents import ports as paper
from khuevan.platform.documents.api import render
from khuevan.school.bridging.api import Certified
from khuevan.school.transcripts.api import Leaf, booklet_of, signed_code, stage_of, verify_url

from .gathering import VALID, CareerYear

LEVELS = {
    "02": gettext_noop("Học bạ tiểu học"),
    "03": gettext_noop("Học bạ trung học cơ sở"),
    "04": gettext_noop("Học bạ trung học phổ thông"),
}


def levels_of(years: Iterable[CareerYear]) -> list[tuple[str, str]]:
    """Levels of which something valid is there, with the name of their booklet."""
    known = {one.level for one in years if one.state == VALID}
    return [(level, _(name)) for level, name in LEVELS.items() if level in known]


def booklet(years: Iterable[CareerYear], level: str, papers: Sequence[Certified] = ()) -> bytes:
    """The valid years of a level as PDF/A, with the years that were certified from paper. Raises ``NotFound`` where
    none is valid.

    Its cover carries the results of every valid year, of all levels, in one signed code; those on paper are not in it.
    """
    valid = [one for one in years if one.state == VALID]
    chosen = [one for one in valid if one.level == level]
    if not chosen:
        raise NotFound(_("Chưa có học bạ nào đã phát hành ở cấp học này."))
    leaves = [
        Leaf(one.content, one.verdict, one.issued_at, verify_url(one.content.heading.verify_code)) for one in chosen
    ]
    code = signed_code(*((one.content, one.verdict.digest, one.issued_at) for one in valid))
    template, sheet = booklet_of(leaves, today().isoformat(), code, len(valid))
    digital = {one.year for one in sheet.years}
    copied = [_bridged(one) for one in papers if one.holds and stage_of(one.one.grade) == level]
    return render(template, _with(sheet, [one for one in copied if one.year not in digital]))


def _with(sheet: paper.TranscriptSheet, bridged: Sequence[paper.BridgedYear]) -> paper.TranscriptSheet:
    """A sheet with years on paper, in the history too."""
    lines = [paper.Schooling(one.year, one.class_name, f"{one.school} (học bạ giấy)", "") for one in bridged]
    history = sorted([*lines, *sheet.history], key=lambda line: line.year)
    return replace(sheet, bridged=tuple(bridged), history=tuple(history))


def _bridged(found: Certified) -> paper.BridgedYear:
    one, said = found.one, found.results
    assert one.certified_at is not None
    assert one.scan is not None
    at = one.certified_at.astimezone(TIME_ZONE)
    where = one.carried_from or one.school.name
    source = f"Học bạ giấy số {one.book_no}. {one.certified_by}, {where}, ký số chứng nhận ngày {at:%d/%m/%Y} "
    source += f"rằng bản chép đúng như giấy; SHA-256 của bản quét {one.scan.sha256[:32]}…"
    return paper.BridgedYear(
        year=year_label(one.year),
        class_name=one.class_name,
        school=one.school_name,
        subjects=said.subjects,
        results=(("Học tập, học lực", *said.learning), ("Rèn luyện, hạnh kiểm", *said.conduct)),
        outcome=said.outcome,
        award=said.award,
        certified=paper.SignedBy(one.certified_by, "", f"{at:%d-%m-%Y %H:%M:%S} +07:00"),
        source=source,
    )

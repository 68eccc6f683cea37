"""The long lists of a transcript as HTML. Not templates: a dozen subjects and as many signatures take ten times as long
in one, and families open theirs on one day."""

from collections.abc import Container, Iterable, Sequence
from functools import lru_cache
from html import escape  # Django's own asks of each text whether it is lazy; here are a hundred plain ones

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from khuevan.kernel.clock import TIME_ZONE
from khuevan.kernel.dates import year_label

from ..rules.document import subject_part
from ..rules.records import Content, Homeroom, Subject, Value
from ..rules.words import LEVELS
from .family_marks import SUBJECT_LEVELS
from .parts import SignatureLine

_CODE = ' class="code"'
_SUBJECT = (
    '<tr%s><th scope="row">%s</th><td class="num" data-label="{one}">%s</td><td class="num" data-label="{two}">%s</td>'
    '<td class="num" data-label="{year}"><strong>%s</strong>%s</td><td data-label="{remark}">%s</td></tr>'
)
_PRIMARY_SUBJECT = (
    '<tr%s><th scope="row">%s</th><td data-label="{one}">%s</td>'
    '<td data-label="{year}"><strong>%s</strong></td><td data-label="{remark}">%s</td></tr>'
)
_SIGNATURE = (
    '<li class="sign-row"><span class="row-link__words"><strong>%s</strong><small>%s</small>'
    '<small>%s · {certificate} <span class="code">%s…</span></small></span>%s</li>'
)


def said(subject: Subject, term: int) -> str:
    """What a subject says of a term: "8,5", "Đạt", "Hoàn thành tốt (9)"; "–" for nothing."""
    value = next((one for one in subject.values if one.term == term), Value(term))
    if subject.form == "primary":
        words = _(SUBJECT_LEVELS.get(value.level, value.level))
        return (f"{words} ({value.test})" if value.test else words) or "–"
    return value.mark.replace(".", ",") or _(LEVELS.get(value.level, value.level)) or "–"


def dmy(iso: str) -> str:
    """``2014-05-07`` → 07/05/2014, also without day or month."""
    return "/".join(reversed(iso.split("-"))) if iso else ""


def retested(subject: Subject) -> str:
    """The result after a re-test behind the one before: " → 5,0"; "" where there was none."""
    known = subject.form == "score"
    after = subject.retest.replace(".", ",") if known else _(LEVELS.get(subject.retest, subject.retest))
    return f" → {after}" if subject.retest else ""


def pupil_facts(content: Content, private: bool) -> SafeString:
    """Whose transcript it is and which; ``private``: also personal particulars."""
    pupil, heading, said = content.pupil, content.heading, _pupil_words(get_language())
    values = [
        pupil.full_name,
        dmy(pupil.birth) or "–",
        heading.school_name,
        f"{heading.class_name} · {year_label(heading.year) if heading.year else ''}",
        heading.code,
        " · ".join(filter(None, (str(heading.version), heading.decision_no))),
    ]
    if private:
        values += [pupil.code, pupil.citizen_id, pupil.mother, pupil.father, pupil.guardian]
    return _facts(said, values, always=7)


def year_facts(homeroom: Homeroom) -> SafeString:
    """How the year ended."""
    stage = _("Hiệu trưởng xác nhận trong học bạ này") if homeroom.finished_stage == "1" else ""
    values = (homeroom.outcome, stage, homeroom.award, homeroom.recognised_for, homeroom.teacher)
    return _facts(_year_words(get_language()), values)


def subject_rows(subjects: Iterable[Subject], altered: Container[str]) -> SafeString:
    """The rows of subjects under TT 22/2021; ``altered``: Ids of parts that were changed."""
    row = _row(get_language(), primary=False)
    return _joined(
        row % (*_head(one, altered), _said(one, 1), _said(one, 2), _said(one, 3), escape(retested(one)), _remark(one))
        for one in subjects
    )


def primary_rows(subjects: Iterable[Subject], altered: Container[str]) -> SafeString:
    """The same under TT 27/2020."""
    row = _row(get_language(), primary=True)
    return _joined(row % (*_head(one, altered), _said(one, 1), _said(one, 3), _remark(one)) for one in subjects)


def signature_rows(lines: Iterable[SignatureLine]) -> SafeString:
    """Signatures that count, in order."""
    language = get_language()
    row = _signature(language)
    return _joined(
        row
        % (escape(one.part), escape(one.who), _moment(one), escape(one.row.serial[:12]), _badge(language, one.as_what))
        for one in lines
    )


@lru_cache(maxsize=8)
def _row(language: str | None, *, primary: bool) -> str:
    if primary:
        labels = {"one": _("Cuối HK I"), "year": _("Cuối năm"), "remark": _("Nhận xét")}
    else:
        labels = {"one": _("HK I"), "two": _("HK II"), "year": _("Cả năm"), "remark": _("Nhận xét")}
    said = {name: _plain(label) for name, label in labels.items()}
    return (_PRIMARY_SUBJECT if primary else _SUBJECT).format(**said)


@lru_cache(maxsize=8)
def _signature(language: str | None) -> str:
    return _SIGNATURE.format(certificate=_plain(_("chứng thư")))


@lru_cache(maxsize=64)
def _badge(language: str | None, role: str) -> str:
    return render_to_string("transcripts/signed_badge.html", {"role": role})


def _head(subject: Subject, altered: Container[str]) -> tuple[str, str]:
    if subject_part(subject.code) not in altered:
        return "", escape(subject.name)
    return ' class="is-altered"', f"{escape(subject.name)} {render_to_string('transcripts/altered_badge.html')}"


def _said(subject: Subject, term: int) -> str:
    return escape(said(subject, term))


def _remark(subject: Subject) -> str:
    """The latest comment."""
    return escape(next((value.comment for value in reversed(subject.values) if value.comment), "")) or "–"


def _moment(line: SignatureLine) -> str:
    return f"{line.row.at.astimezone(TIME_ZONE):%d/%m/%Y %H:%M}"


def _plain(label: str) -> str:
    return escape(label).replace("%", "%%")


@lru_cache(maxsize=8)
def _pupil_words(language: str | None) -> tuple[str, ...]:
    plain = (_("Họ và tên"), _("Ngày sinh"), _("Trường"), _("Lớp, năm học"))
    people = (_("Mẹ"), _("Cha"), _("Người giám hộ"))
    return (
        *map(_fact, plain),
        _fact(_("Mã học bạ"), _CODE),
        _fact(_("Phiên bản")),
        _fact(_("Mã học sinh"), _CODE),
        _fact(_("Số định danh"), _CODE),
        *map(_fact, people),
    )


@lru_cache(maxsize=8)
def _year_words(language: str | None) -> tuple[str, ...]:
    words = (_("Kết luận"), _("Hoàn thành cấp học"), _("Danh hiệu"), _("Được lớp ghi nhận"), _("Giáo viên chủ nhiệm"))
    return tuple(map(_fact, words))


def _fact(label: str, css: str = "") -> str:
    return f"<div><dt>{_plain(label)}</dt><dd{css}>%s</dd></div>"


def _facts(rows: Sequence[str], values: Sequence[str], always: int = 0) -> SafeString:
    """What is empty is left out, but for the first rows."""
    pairs = enumerate(zip(rows, values, strict=False))
    said = [row % escape(value) for at, (row, value) in pairs if value or at < always]
    return _joined(('<dl class="facts">', *said, "</dl>"))


def _joined(rows: Iterable[str]) -> SafeString:
    return mark_safe("".join(rows))  # noqa: S308 - each text in it is escaped

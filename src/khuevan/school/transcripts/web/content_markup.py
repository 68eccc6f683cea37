"""The long lists of a transcript as HTML. Not templates: a dozen subjects and as many signatures take ten times as long
in one, and families open theirs on one day."""

from collections.abc import Container, Iterable
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
    pupil, heading = content.pupil, content.heading
    facts = [
        (_("Họ và tên"), pupil.full_name, ""),
        (_("Ngày sinh"), dmy(pupil.birth) or "–", ""),
        (_("Trường"), heading.school_name, ""),
        (_("Lớp, năm học"), f"{heading.class_name} · {year_label(heading.year) if heading.year else ''}", ""),
        (_("Mã học bạ"), heading.code, _CODE),
        (_("Phiên bản"), " · ".join(filter(None, (str(heading.version), heading.decision_no))), ""),
    ]
    if private:
        facts.append((_("Mã học sinh"), pupil.code, _CODE))
        more = (
            (_("Số định danh"), pupil.citizen_id, _CODE),
            (_("Mẹ"), pupil.mother, ""),
            (_("Cha"), pupil.father, ""),
            (_("Người giám hộ"), pupil.guardian, ""),
        )
        facts += [fact for fact in more if fact[1]]
    return _facts(facts)


def year_facts(homeroom: Homeroom) -> SafeString:
    """How the year ended."""
    stage = _("Hiệu trưởng xác nhận trong học bạ này") if homeroom.finished_stage == "1" else ""
    facts = (
        (_("Kết luận"), homeroom.outcome, ""),
        (_("Hoàn thành cấp học"), stage, ""),
        (_("Danh hiệu"), homeroom.award, ""),
        (_("Được lớp ghi nhận"), homeroom.recognised_for, ""),
        (_("Giáo viên chủ nhiệm"), homeroom.teacher, ""),
    )
    return _facts(fact for fact in facts if fact[1])


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
    row, language = _SIGNATURE.format(certificate=_plain(_("chứng thư"))), get_language()
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


def _facts(facts: Iterable[tuple[str, str, str]]) -> SafeString:
    rows = [f"<div><dt>{escape(label)}</dt><dd{css}>{escape(value)}</dd></div>" for label, value, css in facts]
    return _joined(('<dl class="facts">', *rows, "</dl>"))


def _joined(rows: Iterable[str]) -> SafeString:
    return mark_safe("".join(rows))  # noqa: S308 - each text in it is escaped

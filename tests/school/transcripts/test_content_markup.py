"""The lists of a transcript as HTML: what is said, in which language, and that no text becomes markup."""

from datetime import datetime

import pytest
from django.utils.translation import override

from khuevan.kernel.clock import TIME_ZONE
from khuevan.school.transcripts.rules.records import Content, Heading, Homeroom, Pupil, Signature, Subject, Value
from khuevan.school.transcripts.web.content_markup import (
    primary_rows,
    pupil_facts,
    signature_rows,
    subject_rows,
    year_facts,
)
from khuevan.school.transcripts.web.parts import signature_lines

ODD = "<b>100% & hơn</b>"
SAFE = "&lt;b&gt;100% &amp; hơn&lt;/b&gt;"
VALUES = (Value(1, "8.5", "", "", ""), Value(3, "9.0", "", "", ODD))
MATHS = Subject("TOAN", ODD, "score", "Cô Lan", VALUES, retest="5.0")
SPORT = Subject("GDTC", "Thể dục", "pass", "Cô Mai", (Value(1, "", "D", "", ""),), retest="")
HEADING = Heading("HB1", 2, "C", 2025, 7, ODD, "03", "S", "THCS A", "SO", "X", "tt22", "Luật", decision_no="12/QĐ")
PUPIL = Pupil("P1", ODD, "2013-05", 1, "X", "01", "Việt Nam", "", "", "Chị Hoa", "")


def test_subjects_say_marks_and_words():
    maths, sport = subject_rows([MATHS, SPORT], "").split("</tr>")[:2]
    assert f'<tr><th scope="row">{SAFE}</th>' in maths
    assert '<td class="num" data-label="HK I">8,5</td><td class="num" data-label="HK II">–</td>' in maths
    assert f'<strong>9,0</strong> → 5,0</td><td data-label="Nhận xét">{SAFE}</td>' in maths
    assert '<td class="num" data-label="HK I">Đạt</td>' in sport
    with override("en"):
        assert "Đạt" not in subject_rows([SPORT], "")


def test_only_a_changed_section_is_marked():
    maths, sport = subject_rows([MATHS, SPORT], {"mon-GDTC": "Thể dục"}).split("</tr>")[:2]
    assert "is-altered" not in maths
    head = sport.partition("</th>")[0]
    assert head.startswith('<tr class="is-altered"><th scope="row">Thể dục ')
    assert "badge--danger" in head
    assert "bị sửa" in head


def test_primary_subjects_have_two_times():
    one = Subject("TOAN", "Toán", "primary", "", (Value(1, "", "H", "", ""), Value(3, "", "T", "9", "Tốt")), retest="")
    row = primary_rows([one], "")
    assert '<td data-label="Cuối HK I">Hoàn thành</td>' in row
    assert '<strong>Hoàn thành tốt (9)</strong></td><td data-label="Nhận xét">Tốt</td>' in row


@pytest.mark.parametrize(("private", "shown"), [(True, True), (False, False), ("", False)])
def test_particulars_are_for_those_who_may_see_them(private, shown):
    facts = pupil_facts(Content(HEADING, PUPIL, ()), private)
    assert f"<dd>{SAFE}</dd>" in facts
    assert f"<dd>{SAFE} · 2025–2026</dd>" in facts
    assert "<dd>05/2013</dd>" in facts
    assert "<dd>2 · 12/QĐ</dd>" in facts
    assert ("<dt>Mẹ</dt><dd>Chị Hoa</dd>" in facts) is shown
    assert ('<dd class="code">P1</dd>' in facts) is shown
    assert "Cha" not in facts


def test_the_end_of_the_year_leaves_out_what_is_not_said():
    facts = year_facts(Homeroom("Cô Lan", (), outcome=ODD, finished_stage="1"))
    assert f"<dt>Kết luận</dt><dd>{SAFE}</dd>" in facts
    assert "Hiệu trưởng xác nhận trong học bạ này" in facts
    assert "Danh hiệu" not in facts
    assert year_facts(Homeroom("", ())) == '<dl class="facts"></dl>'


def test_signatures_say_part_person_time_and_role():
    at = datetime(2026, 5, 28, 9, 15, tzinfo=TIME_ZONE)
    row = Signature(1, "principal", "hocba", ODD, "Phó hiệu trưởng", "KT", "0123456789abcdef", at, "", None, "")
    drawn = signature_rows(signature_lines([row], None))
    assert f"<strong>Toàn bộ học bạ</strong><small>{SAFE}, Phó hiệu trưởng</small>" in drawn
    assert '28/05/2026 09:15 · chứng thư <span class="code">0123456789ab…</span>' in drawn
    assert "KT. Hiệu trưởng" in drawn
    with override("en"):
        assert "KT. Hiệu trưởng" not in signature_rows(signature_lines([row], None))

"""Transcripts on paper, looked at by tools that know PDF."""

import re
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from khuevan.kernel.errors import Invalid
from khuevan.platform.documents.api import qr_svg, render
from tests.platform.documents.sample import SECONDARY, YOUNG

FORMS = [("transcript_tt22", SECONDARY), ("transcript_tt27", YOUNG)]


def tool(path, *command):
    done = subprocess.run([*command, path], capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


@pytest.fixture(scope="module", params=FORMS, ids=lambda form: form[0])
def paper(request, tmp_path_factory):
    template, sheet = request.param
    path = tmp_path_factory.mktemp("paper") / f"{template}.pdf"
    path.write_bytes(render(template, sheet))
    return path


def text_of(path):
    done = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True)
    return done.stdout


def test_file_says_that_it_is_pdf_a_2b(paper):
    meta = subprocess.run(["pdfinfo", "-meta", paper], capture_output=True, text=True, check=True).stdout
    assert "<pdfaid:part>2</pdfaid:part>" in meta
    assert "<pdfaid:conformance>B</pdfaid:conformance>" in meta


def test_file_is_sound(paper):
    assert "No syntax or stream encoding errors found" in tool(paper, "qpdf", "--check")


def test_fonts_are_ours_and_embedded(paper):
    rows = tool(paper, "pdffonts").splitlines()[2:]
    assert {re.sub(r"^[A-Z]{6}\+", "", row.split()[0]).split("-")[0] for row in rows} == {"Tinos", "BeVietnamPro"}
    assert all(row.split()[-5:-2] == ["yes", "yes", "yes"] for row in rows)


def test_form_has_four_pages_with_title_and_author(paper):
    told = tool(paper, "pdfinfo")
    assert re.search(r"Pages:\s+4\n", told)
    assert re.search(r"Title:\s+Học bạ Nguyễn Hoàng (An|Bi)\n", told)
    assert re.search(r"Author:\s+Trường", told)


def test_file_is_dated_with_the_sheet(paper):
    assert re.search(r"CreationDate:\s+(Fri May 29|Tue Jun  2) .*2026", tool(paper, "pdfinfo"))


def test_same_sheet_gives_the_same_bytes():
    for template, sheet in FORMS:
        assert render(template, sheet) == render(template, sheet)


def test_threads_do_not_mix_sheets():
    names = [f"Trần Thị Số {number}" for number in range(8)]
    sheets = [replace(SECONDARY, pupil=replace(SECONDARY.pupil, full_name=name)) for name in names]
    alone = [render("transcript_tt22", sheet) for sheet in sheets]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda sheet: render("transcript_tt22", sheet), sheets)) == alone


def test_secondary_form_tells_everything(tmp_path):
    path = tmp_path / "an.pdf"
    path.write_bytes(render("transcript_tt22", SECONDARY))
    told = text_of(path)
    year = SECONDARY.years[0]
    wanted = [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "QUÁ TRÌNH HỌC TẬP",
        "0142/2024/THCS",
    ]
    wanted += [subject.year for subject in year.subjects] + [subject.teacher.name for subject in year.subjects]
    wanted += [year.promotion, year.place_date, SECONDARY.verification.code, SECONDARY.verification.url]
    wanted += [year.homeroom.at, year.principal.at, year.seal.at, "Thông tư 22/2021/TT-BGDĐT", *year.awards]
    assert [words for words in wanted if words not in told] == []


def test_primary_form_tells_everything(tmp_path):
    path = tmp_path / "bi.pdf"
    path.write_bytes(render("transcript_tt27", YOUNG))
    told = text_of(path)
    year = YOUNG.years[0]
    wanted = ["Những phẩm chất chủ yếu", "Những năng lực cốt lõi", "Đánh giá kết quả giáo dục", year.result]
    wanted += [trait.name for trait in (*year.qualities, *year.general, *year.specific)]
    wanted += [subject.name for subject in year.subjects] + [subject.comment for subject in year.subjects]
    wanted += [year.completion, YOUNG.verification.note, "Phiên bản 2", *year.awards]
    assert [words for words in wanted if words not in told] == []


def red_pixels(path, folder):
    """How many reddish points each page has, at 20 dots an inch."""
    folder.mkdir()
    subprocess.run(["pdftoppm", "-r", "20", path, folder / "page"], check=True)
    found = []
    for page in sorted(folder.iterdir()):
        points = page.read_bytes().split(b"\n255\n", 1)[1]
        found.append(sum(red - green > 6 for red, green in zip(points[::3], points[1::3], strict=True)))
    return found


def test_draft_is_marked_across_every_page(tmp_path):
    marked = {}
    for name, draft in (("plain", ""), ("draft", "BẢN XEM TRƯỚC")):
        path = tmp_path / f"{name}.pdf"
        path.write_bytes(render("transcript_tt22", replace(SECONDARY, draft=draft)))
        marked[name] = red_pixels(path, tmp_path / name)
    assert len(marked["draft"]) == 4
    assert all(more > less + 100 for more, less in zip(marked["draft"], marked["plain"], strict=True)), marked


def test_long_words_flow_on_without_loss(tmp_path):
    year = SECONDARY.years[0]
    comment = "Em có nhiều tiến bộ, chăm chỉ, biết lắng nghe và vận dụng kiến thức vào cuộc sống. " * 3
    subjects = tuple(replace(subject, comment=comment + subject.name) for subject in year.subjects)
    long = replace(year, subjects=subjects, homeroom_comment=comment * 6 + "HẾT LỜI")
    path = tmp_path / "long.pdf"
    path.write_bytes(render("transcript_tt22", replace(SECONDARY, years=(long,))))
    told = " ".join(text_of(path).split())
    assert "HẾT LỜI" in told
    assert told.count("CỦA HIỆU TRƯỞNG") == 2


def test_several_years_are_several_spreads(tmp_path):
    path = tmp_path / "years.pdf"
    path.write_bytes(render("transcript_tt22", replace(SECONDARY, years=SECONDARY.years * 4)))
    assert re.search(r"Pages:\s+10\n", tool(path, "pdfinfo"))


@pytest.mark.parametrize("name", ["transcript", "../secrets", ""])
def test_unknown_template_is_refused(name):
    with pytest.raises(LookupError):
        render(name, SECONDARY)


def test_markup_in_values_is_only_text(tmp_path):
    path = tmp_path / "markup.pdf"
    odd = replace(SECONDARY.pupil, birth_place='#panic("x") *a* $x$ "q" \\ <b>')
    path.write_bytes(render("transcript_tt22", replace(SECONDARY, pupil=odd)))
    assert '#panic("x") *a* $x$ "q" \\ <b>' in text_of(path)


def test_qr_is_a_small_svg():
    svg = qr_svg("https://hocba.tayninh.example/v/7K3M-9QXT-2BFA").decode()
    assert svg.startswith("<svg")
    assert "<script" not in svg
    assert len(svg) < 5000


def test_a_character_that_the_font_lacks_is_named_and_nothing_printed():
    sheet = replace(SECONDARY, pupil=replace(SECONDARY.pupil, residence="Ấp ⚑ Thạnh Đông"))
    with pytest.raises(Invalid, match="“⚑”"):
        render("transcript_tt22", sheet)

"""The signed code on paper: large enough for office printers, read back from the rendered page by another program."""

import random
import subprocess
from dataclasses import replace

import numpy as np
import pytest
import zxingcpp

from khuevan.platform.documents.adapters.qr import FOUR_DOTS, printed
from khuevan.platform.documents.api import render
from khuevan.platform.proof.rules.base45 import ALPHABET
from tests.platform.documents.sample import SECONDARY, YOUNG


def text(length: int) -> str:
    draw = random.Random(length)
    return "KV1:" + "".join(draw.choice(ALPHABET) for _ in range(length - 4))


def pixels(pgm: bytes) -> np.ndarray:
    """The grey values of a picture as pdftoppm writes it."""
    _magic, size, _most, data = pgm.split(b"\n", 3)
    width, height = map(int, size.split())
    return np.frombuffer(data, np.uint8).reshape(height, width)


@pytest.mark.parametrize(("length", "side"), [(500, 30), (600, 30), (2100, 60), (2900, 60)])
def test_a_code_of_usual_length_fits_its_square(length, side):
    made = printed(text(length), side)
    assert made.side == side
    assert made.module >= FOUR_DOTS


def test_a_longer_code_grows_instead_of_becoming_too_fine():
    made = printed(text(1500), 30)
    assert made.side > 30
    assert made.module == pytest.approx(FOUR_DOTS)


@pytest.mark.parametrize(("template", "sheet"), [("transcript_tt22", SECONDARY), ("transcript_tt27", YOUNG)])
@pytest.mark.parametrize("dpi", [300, 200])
def test_both_codes_are_read_from_the_printed_cover(template, sheet, dpi, tmp_path):
    said = text(520)
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(render(template, replace(sheet, verification=replace(sheet.verification, signed=said))))
    subprocess.run(["pdftoppm", "-r", str(dpi), "-l", "1", "-gray", paper, tmp_path / "page"], check=True)
    [picture] = tmp_path.glob("page*.pgm")
    read = {found.text for found in zxingcpp.read_barcodes(pixels(picture.read_bytes()))}
    assert read == {said, sheet.verification.url}


@pytest.mark.parametrize(("template", "sheet"), [("transcript_tt22", SECONDARY), ("transcript_tt27", YOUNG)])
def test_twelve_years_fit_the_cover_and_are_read_from_it(template, sheet, tmp_path):
    said = text(1830)
    paper = tmp_path / "paper.pdf"
    check = replace(sheet.verification, signed=said, years=12)
    paper.write_bytes(render(template, replace(sheet, verification=check)))
    subprocess.run(["pdftoppm", "-r", "200", "-l", "1", "-gray", paper, tmp_path / "page"], check=True)
    [picture] = tmp_path.glob("page*.pgm")
    read = {found.text for found in zxingcpp.read_barcodes(pixels(picture.read_bytes()))}
    assert read == {said, sheet.verification.url}

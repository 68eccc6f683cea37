"""The bank that comes with the product (``data/*.toml``), as phrases for a subject and grade."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from ..rules.phrases import ALL_BANDS, Part, Phrase, expand

DATA = Path(__file__).parents[1] / "data"
CONDUCT, TRAITS, ANY = "RL", "PCNL", "MON"
"""Codes beside those of subjects: conduct, qualities and competences, and what fits every subject."""


@cache
def _table(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def tags() -> dict[str, str]:
    """What a teacher may tick about a pupil: code → Vietnamese label."""
    return {one["code"]: one["label"] for one in _table("whole")["tag"] if one["label"]}


@cache
def shipped(subject: str, grade: int) -> tuple[Phrase, ...]:
    """All phrases for a subject (or `CONDUCT`, `TRAITS`) of a grade."""
    if subject == TRAITS:
        made = [one for code, skills in _table("skills")["traits"].items() for one in _about("habit", skills, code)]
    else:
        made = _about("habit" if subject == CONDUCT else "work", _skills(subject, grade))
    return (*made, *_whole())


def _skills(subject: str, grade: int) -> list[str]:
    """The skills of a subject; where nothing is known of it, those that every subject has."""
    for wanted in (subject, ANY):
        for one in _table("skills")["subject"]:
            first, last = one["grades"]
            if wanted in one["codes"] and first <= grade <= last:
                return list(one["skills"])
    raise LookupError(subject)


def _about(kind: str, skills: list[str], trait: str = "") -> list[Phrase]:
    """The frames of a kind with each of the skills in them."""
    return [
        one
        for part, bands in _table("frames")[kind].items()
        for band, frames in bands.items()
        for skill in skills
        for one in expand(frames, skill, Part(part), int(band), trait)
    ]


@cache
def _whole() -> tuple[Phrase, ...]:
    table = _table("whole")
    trends = [
        Phrase(Part.TREND, text, ALL_BANDS, word=word) for word, texts in table["trend"].items() for text in texts
    ]
    seen = [Phrase(Part.TAG, text, ALL_BANDS, word=one["code"]) for one in table["tag"] for text in one["texts"]]
    return (*trends, *seen)

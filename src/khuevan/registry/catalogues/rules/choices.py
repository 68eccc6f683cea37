"""Choices that stand in the description of a field itself: ``1: Có\n0: Không``, ``2: KT2   3: KT3``, ``1 Nông dân``."""

import re

_PART = re.compile(r"\n|\s{3,}(?=\w+\s*[:\-])")
_CHOICE = re.compile(r"\s*(\w{1,6})\s*(?:[:\-–]\s*|\s)(\S.*)", re.S)
_MAPPED = re.compile(r"\s*=>.*")


def choices_in(text: str) -> list[tuple[str, str]]:
    """Codes with words, or nothing where the text is no list of choices. At least two, none twice."""
    found = []
    for part in _PART.split(text.strip()):
        if not part.strip() or part.strip().startswith("=>"):
            continue
        choice = _CHOICE.fullmatch(part)
        if choice is None:
            return []
        found.append((choice[1], _MAPPED.sub("", choice[2]).strip()))
    codes = {code for code, _words in found}
    return found if len(found) > 1 and len(codes) == len(found) else []


def is_yes_or_no(found: list[tuple[str, str]]) -> bool:
    """Whether the choices are yes (1) and no (0) and nothing else."""
    return {(code, words.casefold()) for code, words in found} == {("1", "có"), ("0", "không")}

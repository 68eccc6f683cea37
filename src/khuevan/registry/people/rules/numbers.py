"""The structure of a personal number: twelve digits, PPP G YY NNNNNN, without a check digit.

NĐ 137/2015/NĐ-CP Art. 13, TT 59/2021/TT-BCA Art. 4: PPP where the birth was registered (63 provinces of before 1/7/2025),
G century and sex (1900s 0 male, 1 female; 2000s 2, 3; 2100s 4, 5), YY year of birth. What does not fit is a doubt, never
a refusal: births registered abroad have codes of countries, and sex or date may have been corrected since.
"""

DIGITS = 12
PLACES = frozenset(
    "001 002 004 006 008 010 011 012 014 015 017 019 020 022 024 025 026 027 030 031 033 034 035 036 037 038 040 042 044"
    " 045 046 048 049 051 052 054 056 058 060 062 064 066 067 068 070 072 074 075 077 079 080 082 083 084 086 087 089 091"
    " 092 093 094 095 096".split()
)
MALE, FEMALE = 1, 2


def number_doubts(number: str, sex: int = 0, birth_year: int | None = None) -> tuple[str, ...]:
    """What does not fit: "form" (and then nothing else), "place", "sex", "year". Unknown sex and year fit all numbers."""
    if len(number) != DIGITS or not (number.isascii() and number.isdigit()):
        return ("form",)
    mark, year = int(number[3]), int(number[4:6])
    found = [] if number[:3] in PLACES else ["place"]
    if sex in (MALE, FEMALE) and mark % 2 != sex - 1:
        found.append("sex")
    if birth_year is not None and (1900 + mark // 2 * 100 + year) != birth_year:
        found.append("year")
    return tuple(found)

"""The structure of a personal number: twelve digits, PPP G YY NNNNNN, without a check digit.

NĐ 137/2015/NĐ-CP Art. 13, TT 59/2021/TT-BCA Art. 4: PPP where the birth was registered (63 provinces of before
1/7/2025), G century and sex (1900s 0 male, 1 female; 2000s 2, 3; 2100s 4, 5), YY year of birth. What does not fit is a
doubt, never a refusal: births registered abroad have codes of countries, and sex or date may have been corrected since.
"""

DIGITS = 12
PLACES = frozenset(
    f"{place:03d}"
    for place in (
        1, 2, 4, 6, 8, 10, 11, 12, 14, 15, 17, 19, 20, 22, 24, 25, 26, 27, 30, 31, 33, 34, 35, 36, 37, 38,
        40, 42, 44, 45, 46, 48, 49, 51, 52, 54, 56, 58, 60, 62, 64, 66, 67, 68, 70, 72, 74, 75, 77, 79, 80,
        82, 83, 84, 86, 87, 89, 91, 92, 93, 94, 95, 96
    )
)  # fmt: skip
MALE, FEMALE = 1, 2


def number_doubts(number: str, sex: int = 0, birth_year: int | None = None) -> tuple[str, ...]:
    """What does not fit: "form" (and then nothing else), "place", "sex", "year". Unknown sex and year fit all."""
    if len(number) != DIGITS or not (number.isascii() and number.isdigit()):
        return ("form",)
    mark, year = int(number[3]), int(number[4:6])
    found = [] if number[:3] in PLACES else ["place"]
    if sex in (MALE, FEMALE) and mark % 2 != sex - 1:
        found.append("sex")
    if birth_year is not None and (1900 + mark // 2 * 100 + year) != birth_year:
        found.append("year")
    return tuple(found)

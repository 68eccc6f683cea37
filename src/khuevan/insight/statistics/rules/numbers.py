"""Exact values as people write them: 12.345 · 47,5% · 6,78."""

from fractions import Fraction

SCALES = {"count": 1, "percent": 10, "ratio": 10, "mark": 100}
"""How fine each unit is told: to the whole, the tenth, the hundredth."""
NOTHING = "—"


def say(value: Fraction | int | None, unit: str = "count") -> str:
    """Halves go away from nought; "—" where there is nothing to tell."""
    if value is None:
        return NOTHING
    scale = SCALES[unit]
    scaled = _rounded(value, scale)
    whole, rest = divmod(scaled, scale)
    text = f"{whole:,}".replace(",", ".") + (f",{rest:0{len(str(scale)) - 1}d}" if scale > 1 else "")
    sign = "−" if value < 0 and scaled else ""
    return f"{sign}{text}{'%' if unit == 'percent' else ''}"


def plain(value: Fraction | None, unit: str = "count") -> float | None:
    """The same for drawing."""
    if value is None:
        return None
    scaled = _rounded(value, SCALES[unit]) / SCALES[unit]
    return -scaled if value < 0 else scaled


def _rounded(value: Fraction | int, scale: int) -> int:
    """Without its sign; in whole numbers, for a page says hundreds of values."""
    below = value.denominator
    return (2 * abs(value.numerator) * scale + below) // (2 * below)


def exact(value: Fraction, unit: str) -> str:
    """As programs read it: 47.5, with as many places as people are told."""
    scale = SCALES[unit]
    whole, rest = divmod(_rounded(value, scale), scale)
    sign = "-" if value < 0 and (whole or rest) else ""
    return f"{sign}{whole}" + (f".{rest:0{len(str(scale)) - 1}d}" if scale > 1 else "")

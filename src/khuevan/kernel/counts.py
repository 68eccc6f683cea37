"""Whole numbers as people write them in Vietnam: 17.808."""


def grouped(number: int) -> str:
    """Thousands apart by points: 17808 gives "17.808"."""
    return f"{number:,}".replace(",", ".")

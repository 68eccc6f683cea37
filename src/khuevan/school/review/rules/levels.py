"""Levels by their codes in the national feed (DM_NHOM_CAP_HOC)."""

LEVELS = {"02": "Tiểu học", "03": "Trung học cơ sở", "04": "Trung học phổ thông"}
LAST_GRADES = {"02": 5, "03": 9, "04": 12}


def level_of(grade: int) -> str:
    """02 for grades 1 to 5, 03 to 9, 04 to 12."""
    return next(level for level, last in LAST_GRADES.items() if grade <= last)

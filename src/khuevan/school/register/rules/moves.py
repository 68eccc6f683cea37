"""What a move from one class to another is, and on which days something may have happened."""

from datetime import date

CHANGE, REPEAT, SKIP = "change", "repeat", "skip"

LEAVING = ("transfer_out", "leave", "complete", "death")
COMING = ("enrol", "transfer_in", "return")

LEVELS = {"02": range(1, 6), "03": range(6, 10), "04": range(10, 13)}
"""Grades by level of a school (DM_CAP_HOC); kindergarten, 01, has none of 1 to 12."""

REASONS = {
    "01": "Có hoàn cảnh kinh tế gia đình khó khăn",
    "02": "Học lực yếu kém",
    "03": "Xa trường, đi lại khó khăn",
    "04": "Ảnh hưởng thiên tai, dịch bệnh",
    "05": "Do kỳ thị",
    "06": "Nguyên nhân khác",
    "07": "Bảo lưu kết quả",
    "08": "Chuyển sang học nghề",
    "09": "Bệnh, không đủ sức khỏe",
}
"""Code list DM_LY_DO_THOI_HOC of the sector database. Its 10, "Mất tích, đã mất", is an event of its own here."""


def kind_of_move(grade_from: int, grade_to: int) -> str:
    """ "change" within a grade, "repeat" one grade down, "skip" one up; "" for what no pupil does within a year."""
    return {0: CHANGE, -1: REPEAT, 1: SKIP}.get(grade_to - grade_from, "")


def day_problem(on: date, since: date | None, first: date, today: date, closed: bool, reason: str) -> str:
    """Why something cannot have happened on a day, by code; "" if it can.

    ``since``: from when the pupil is where they are, None if nowhere; ``first``: when the school year began, whose last
    day is the one before the next; ``closed``: whether that year is closed.
    """
    if on > max(today, first):
        return "future"
    if not first <= on < date(first.year + 1, 8, 1):
        return "other_year"
    if since and on <= since:
        return "before_entry"
    if closed and not reason:
        return "closed_year"
    return ""

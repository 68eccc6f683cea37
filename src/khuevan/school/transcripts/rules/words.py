"""Words for what the rules of assessment call by codes."""

from khuevan.kernel.ethnic_groups import ETHNIC_GROUPS

AWARDS = {
    "good": "Học sinh Giỏi",
    "excellent": "Học sinh Xuất sắc",
    "typical": "Học sinh Tiêu biểu hoàn thành tốt trong học tập và rèn luyện",
}
_SECONDARY = {
    "promoted": "Được lên lớp",
    "retest": "Kiểm tra, đánh giá lại trong kì nghỉ hè",
    "summer_training": "Rèn luyện trong kì nghỉ hè",
    "held_back": "Không được lên lớp",
}
_PRIMARY = {
    "promoted": "Hoàn thành chương trình lớp học",
    "support": "Hướng dẫn, giúp đỡ và đánh giá bổ sung",
    "held_back": "Chưa hoàn thành chương trình lớp học",
}
OUTCOMES = {False: _SECONDARY, True: _PRIMARY}
"""By whether TT 27/2020 holds: outcome of the year in the words of the transcript."""
PENDING = frozenset({"retest", "summer_training", "support"})
"""Outcomes that are decided after the summer; until then a transcript cannot be closed."""
FINISHED_STAGE = {
    5: "Hoàn thành chương trình tiểu học",
    9: "Hoàn thành chương trình trung học cơ sở",
    12: "Hoàn thành chương trình giáo dục phổ thông",
}
"""What the transcript of the last grade of a stage confirms (Luật 123/2025/QH15; TT 27/2020, Art 11)."""


def stage_of(grade: int) -> str:
    """macaphoc of a grade: 02 primary, 03 lower secondary, 04 upper secondary."""
    return "02" if grade <= 5 else "03" if grade <= 9 else "04"


LEVELS = {
    "T": "Tốt",
    "K": "Khá",
    "D": "Đạt",
    "CD": "Chưa đạt",
    "HTXS": "Hoàn thành xuất sắc",
    "HTT": "Hoàn thành tốt",
    "HT": "Hoàn thành",
    "CHT": "Chưa hoàn thành",
}
SEXES = {1: "Nam", 2: "Nữ"}
STAGES = {"02": "TIỂU HỌC", "03": "TRUNG HỌC CƠ SỞ", "04": "TRUNG HỌC PHỔ THÔNG"}


def ethnicity(code: str) -> str:
    """``01`` → Kinh; "" for an unknown code."""
    return ETHNIC_GROUPS.get(code.zfill(2), "")

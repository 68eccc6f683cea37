"""Words that a comment must not hold, with the rule that says so, and words that speak for or against a result.

Lists of word sequences, matched whole, without regard to capitals. They are a net, not a judge: what is caught is shown
to the teacher, who decides.
"""

from typing import Final, NamedTuple


class Ban(NamedTuple):
    """Words that one rule forbids: code, the rule, the words."""

    code: str
    law: str
    words: tuple[str, ...]


COMPARING: Final = Ban(
    "comparing",
    "TT 22/2021/TT-BGDĐT, Điều 4; TT 27/2020/TT-BGDĐT, Điều 4",
    (
        "hơn các bạn", "hơn bạn bè", "hơn cả lớp", "kém các bạn", "kém bạn bè", "thua các bạn", "thua bạn bè",
        "so với các bạn", "so với bạn", "so với cả lớp", "so với lớp", "không bằng bạn", "không bằng các bạn",
        "nhất lớp", "nhất khối", "nhất trường", "đứng đầu lớp", "đầu lớp", "cuối lớp", "đội sổ", "bét lớp",
        "xếp thứ", "xếp hạng", "đứng thứ", "thứ hạng", "chậm hơn các bạn", "theo kịp các bạn", "theo kịp bạn",
    ),
)  # fmt: skip
WOUNDING: Final = Ban(
    "wounding",
    "Luật Giáo dục 43/2019/QH14, Điều 22",
    (
        "lười", "lười biếng", "lười học", "dốt", "ngu", "đần", "kém cỏi", "yếu kém", "học yếu", "học kém", "quá yếu",
        "rất yếu", "quá kém", "rất kém", "chậm hiểu", "tối dạ", "vô dụng", "hư hỏng", "hư đốn", "mất dạy", "lì lợm",
        "ngỗ nghịch", "cá biệt", "hỗn láo", "vô lễ", "vô ý thức", "đáng xấu hổ", "cẩu thả", "bê tha", "bướng bỉnh",
    ),
)  # fmt: skip
PRIVATE: Final = Ban(
    "private",
    "Luật 91/2025/QH15 (bảo vệ dữ liệu cá nhân)",
    (
        "hộ nghèo", "cận nghèo", "nhà nghèo", "gia đình nghèo", "hoàn cảnh khó khăn", "gia đình khó khăn", "mồ côi",
        "li hôn", "ly hôn", "li dị", "ly dị", "bố mẹ bỏ", "khuyết tật", "tự kỉ", "tự kỷ", "tăng động",
        "thiểu năng", "chậm phát triển", "bệnh tật", "bị bệnh", "động kinh", "trầm cảm", "thừa cân", "béo phì",
        "suy dinh dưỡng", "tôn giáo", "theo đạo",
    ),
)  # fmt: skip
BANS: Final = (COMPARING, WOUNDING, PRIVATE)

PRAISE: Final = (
    "xuất sắc", "rất tốt", "rất giỏi", "học giỏi", "giỏi", "thành thạo", "vững vàng", "làm chủ", "nổi bật",
    "hoàn thành tốt", "tuyệt vời", "nắm vững", "nắm chắc", "vượt trội",
)  # fmt: skip
"""Too much for results of bands 1 and 2."""
BLAME: Final = (
    "chưa đạt", "không đạt", "lúng túng", "chưa nắm", "chưa hiểu", "gặp khó khăn", "chưa hoàn thành", "mất gốc",
    "hổng kiến thức", "chưa biết", "còn yếu", "còn chậm", "cần cố gắng nhiều", "cần nhiều hỗ trợ", "cần kèm thêm",
)  # fmt: skip
"""Too little for results of band 4; band 3 does not bear the words of `NOT_YET`."""
NOT_YET: Final = ("chưa đạt", "không đạt", "chưa hoàn thành", "mất gốc", "hổng kiến thức")
RISING: Final = (
    "tiến bộ rõ",
    "đã tiến bộ",
    "tiến bộ nhiều",
    "tiến bộ vượt bậc",
    "bước tiến",
    "cải thiện kết quả",
    "tăng lên rõ rệt",
)
FALLING: Final = ("giảm so với", "có giảm", "sa sút", "giảm sút", "chưa giữ được như", "đi xuống", "thụt lùi")
GIRL: Final = ("cô bé", "nữ sinh", "bé gái", "bạn gái", "con gái", "cô học trò", "chị em")
BOY: Final = ("cậu bé", "nam sinh", "bé trai", "bạn trai", "con trai", "cậu học trò", "chàng trai")

"""What became of one submission, from its status and four numbers: every case that real logs of the feed contain.

A log says *Đẩy thành công*, *Đẩy lỗi*, *Tổng hợp lỗi* or nothing, and how many records were received from the school,
pushed, accepted and failed; it gives no reason. The reason follows from the numbers.
"""

from dataclasses import dataclass

DONE, PUSH_FAILED, GATHER_FAILED, WAITING = "done", "push_failed", "gather_failed", "waiting"
STATUSES = {
    DONE: "Đẩy thành công",
    PUSH_FAILED: "Đẩy lỗi",
    GATHER_FAILED: "Tổng hợp lỗi",
    WAITING: "Chưa đẩy",
}
REASONS = {
    "complete": "Đủ và đúng",
    "fewer_pushed": "Thành công nhưng đẩy ít hơn số nhận",
    "more_pushed": "Thành công nhưng đẩy nhiều hơn số nhận",
    "done_with_failures": "Báo thành công nhưng vẫn có bản ghi lỗi",
    "partly_refused": "Một phần bị từ chối",
    "all_refused": "Bị từ chối toàn bộ",
    "no_answer": "Đã đẩy nhưng không có kết quả trả về",
    "nothing_pushed": "Không đẩy được bản ghi nào",
    "nothing_gathered": "Không tổng hợp được bản ghi nào",
    "gather_broke": "Có bản ghi hỏng khi tổng hợp",
    "gather_stopped": "Tổng hợp dừng giữa chừng, không rõ bản ghi nào",
    "not_pushed_yet": "Đã nhận, chưa đẩy",
    "numbers_disagree": "Báo thành công nhưng số thành công khác số đẩy",
}


@dataclass(frozen=True, slots=True)
class Counts:
    """Records received from the school, pushed (None: the push never began), accepted and failed."""

    received: int
    pushed: int | None
    accepted: int
    failed: int

    @property
    def add_up(self) -> bool:
        """Whether accepted and failed together are what was pushed."""
        return self.accepted + self.failed == (self.pushed or 0)


def reason_of(status: str, counts: Counts) -> str:
    """The code of the reason (`REASONS`)."""
    if status == WAITING:
        return "not_pushed_yet"
    if status == GATHER_FAILED:
        if not counts.received:
            return "nothing_gathered"
        return "gather_broke" if counts.failed else "gather_stopped"
    return _of_success(counts) if status == DONE else _of_failure(counts)


def _of_success(counts: Counts) -> str:
    pushed = counts.pushed or 0
    if counts.failed:
        return "done_with_failures"
    if counts.accepted != pushed:
        return "numbers_disagree"
    if pushed == counts.received:
        return "complete"
    return "fewer_pushed" if pushed < counts.received else "more_pushed"


def _of_failure(counts: Counts) -> str:
    if counts.accepted:
        return "partly_refused"
    if not counts.pushed:
        return "nothing_pushed"
    return "all_refused" if counts.failed else "no_answer"

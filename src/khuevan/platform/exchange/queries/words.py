"""Kinds, states and reasons as people call them."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from ..models import Delivery
from ..rules.comparing import FINDINGS
from ..rules.kinds import CLASS, PUPIL, RESULT, SCHOOL, STAFF, TRANSCRIPT
from ..rules.outcomes import REASONS, STATUSES

KIND_NAMES = {
    SCHOOL: gettext_noop("Trường"),
    STAFF: gettext_noop("Giáo viên, nhân viên"),
    CLASS: gettext_noop("Lớp học"),
    PUPIL: gettext_noop("Học sinh"),
    RESULT: gettext_noop("Kết quả học tập"),
    TRANSCRIPT: gettext_noop("Học bạ đã tiếp nhận"),
}
STATES = {
    Delivery.State.INVALID: (
        gettext_noop("Sai mẫu, chưa gửi"),
        gettext_noop("Sửa dữ liệu ở trường hoặc bảng ánh xạ; bản ghi đúng rồi thì tự đi."),
    ),
    Delivery.State.REFUSED: (
        gettext_noop("Đối tác từ chối"),
        gettext_noop("Xem lý do, sửa dữ liệu ở trường hoặc hỏi đối tác; dữ liệu đổi thì tự gửi lại."),
    ),
    Delivery.State.DEAD: (
        gettext_noop("Thử nhiều lần không được"),
        gettext_noop("Đối tác nhận các bản ghi khác nhưng chưa nhận bản ghi này. Hỏi đối tác rồi bấm Gửi lại."),
    ),
}
"""What is stuck, and what to do."""
TONES = {"done": "success", "push_failed": "danger", "gather_failed": "danger", "waiting": "warning"}


def code_of(body: Mapping[str, Any]) -> str:
    """The code by which people know what a record is about; names of pupils are not shown where none are needed."""
    return next((str(body[name]) for name in ("mahocsinh", "magiaovien", "malop", "matruong") if body.get(name)), "")


def kind_name(kind: str) -> str:
    """A kind in the language of the reader; kinds of foreign logs as they are."""
    return _(KIND_NAMES[kind]) if kind in KIND_NAMES else kind


def status_name(status: str) -> str:
    """The status of a submission."""
    return _(STATUSES[status])


def reason_name(reason: str) -> str:
    """The reason of a submission's status."""
    return _(REASONS[reason])


def finding_words(finding: str) -> tuple[str, str]:
    """What a difference is, and what to do."""
    what, advice = FINDINGS[finding]
    return _(what), _(advice)

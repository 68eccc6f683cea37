"""The pages of the exchange and of the hub, side by side."""

from django.urls import reverse
from django.utils.translation import gettext as _

from khuevan.kernel.trail import Tab


def room_tabs(here: str) -> list[Tab]:
    """What we send, the log, what we receive."""
    names = {"exchange:index": _("Gửi đi"), "exchange:log": _("Nhật ký nộp dữ liệu"), "hub:index": _("Nhận về")}
    return [Tab(label, reverse(name), name == here) for name, label in names.items()]

"""The first page of each audience: a greeting and the panels that rooms offer."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from khuevan.kernel import panels

from .navigation import audience


@dataclass(frozen=True)
class Front:
    """The words of one audience's first page; ``nothing`` teaches what to do while there are no panels."""

    title: str | Promise
    lead: str | Promise
    nothing: str | Promise


FRONTS = {
    "teacher": Front(
        _("Hôm nay"),
        _("Việc cần làm của thầy cô, gần hạn nhất ở trên."),
        _("Khi nhà trường phân công giảng dạy, sổ điểm của thầy cô sẽ hiện ở đây."),
    ),
    "leader": Front(
        _("Toàn trường"),
        _("Tiến độ của năm học và những việc đang chờ thầy cô quyết định."),
        _("Khi năm học có lớp và phân công giảng dạy, tiến độ sẽ hiện ở đây."),
    ),
    "authority": Front(
        _("Toàn tỉnh"),
        _("Học bạ các trường đã gửi và việc đang chờ Sở."),
        _("Khi trường gửi học bạ, hồ sơ sẽ hiện ở đây."),
    ),
    "family": Front(
        _("Trang nhà"),
        _("Kết quả học tập của các con, đúng như trong sổ của nhà trường."),
        _(
            "Tài khoản chưa gắn với học sinh nào. "
            "Hãy nhờ giáo viên chủ nhiệm ghi số điện thoại của anh chị vào hồ sơ của con."
        ),
    ),
    "public": Front(
        _("Khuê Văn"),
        _("Tài khoản này chưa giữ vai trò nào."),
        _("Hãy nhờ quản trị của nhà trường giao việc cho tài khoản này, rồi tải lại trang."),
    ),
}


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """The actor's first page."""
    actor = getattr(request, "actor", None)
    context = {"front": FRONTS[audience(actor)], "panels": panels.collect(actor)}
    return render(request, "shells/home.html", context)

"""Lists that go out: plain, or in somebody else's form."""

from collections.abc import Iterable

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from khuevan.kernel.errors import Invalid, NotFound
from khuevan.registry.audit.api import log_access

from ..api import Record, Target, fill_members, fill_template, list_file, shown
from .importing import given
from .parts import actor_of, download, target_for


@require_GET
@login_required
def plain_list(request: HttpRequest, code: str) -> HttpResponse:
    """The list of a class or of the school as .xlsx."""
    goal = target_for(request, code)
    group = request.GET.get("group", "")
    records = _records(request, goal, group)
    fields = goal.layout.outer
    rows = ([shown(one.values.get(about.code), about) for about in fields] for one in records)
    title = f"{goal.layout.title} {group}".strip()
    return download(list_file(title, [about.label for about in fields], rows), f"{title}.xlsx")


@require_POST
@login_required
def filled_form(request: HttpRequest, code: str) -> HttpResponse:
    """The blank form that was sent, with the list in it."""
    goal = target_for(request, code)
    if not request.FILES.get("file"):
        raise Invalid(_("Chưa chọn mẫu."), hint=_("Chọn tệp mẫu .xlsx còn trống."))
    content, name = given(request)
    records = _records(request, goal, request.POST.get("group", ""))
    if goal.layout.members:
        return download(fill_members(content, goal, actor_of(request).unit_id or 0).content, name)
    return download(fill_template(content, goal.layout, [one.values for one in records]).content, name)


def _records(request: HttpRequest, goal: Target, group: str) -> list[Record]:
    """What goes out; it is written down whose rows they are."""
    actor = actor_of(request)
    school = actor.unit_id or 0
    if group and group not in goal.groups(school):
        raise NotFound(_("Không có lớp “%(group)s”.") % {"group": group[:40]}, hint=_("Chọn lại lớp."))
    found: Iterable[Record] = goal.records(school, group)
    records = list(found)
    if seen := goal.pupils(school, [one.key for one in records]):
        log_access(actor, school, seen, "Xuất danh sách học sinh")
    return records

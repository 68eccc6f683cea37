"""The Sở hands all its schools over to the communes of the day: 1/7/2025, or a reform like it."""

import re
from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from khuevan.kernel.errors import Invalid, NotFound

from ..api import Decree
from ..api import hand_over as hand_over_all
from ..models import Area, Unit
from .parts import actor_of, decree_in, text_in

MOST_CHOICES = 10_000
LONGEST_LINES = 400_000


@require_POST
@login_required
def hand_over(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Record it for the actor's own department. Raises what the action raises, ``Invalid`` for a line of choices."""
    actor = actor_of(request)
    one = Unit.objects.filter(uid=uid, pk=actor.unit_id, kind="department").first()
    if one is None:
        raise NotFound(_("Không tìm thấy đơn vị này."))
    decree: Decree = decree_in(request)
    done = hand_over_all(actor, decree, _choices(text_in(request.POST, "choices", LONGEST_LINES)))
    messages.success(request, _("Đã chuyển giao %(n)d trường, điểm trường.") % {"n": done.schools})
    if doubts := len(done.doubts):
        messages.warning(request, _("%(n)d trường nằm ở xã đã chia tách: cần xem lại địa bàn.") % {"n": doubts})
    return redirect("units:unit", uid=one.uid)


def _choices(text: str) -> Mapping[int, int]:
    """Ids of areas by ids of schools, from lines of two codes. Raises ``Invalid`` with the line that is none."""
    lines = [line.strip() for line in text.splitlines() if line.strip()][:MOST_CHOICES]
    pairs = [re.split(r"[\s,;]+", line) for line in lines]
    schools = {pair[0] for pair in pairs}
    units = dict(Unit.objects.filter(code__in=schools, kind__in=("school", "site")).values_list("code", "pk"))
    communes = Area.objects.filter(code__in={pair[-1] for pair in pairs}, level="commune", valid_to=None)
    areas = dict(communes.values_list("code", "pk"))
    for line, pair in zip(lines, pairs, strict=True):
        if len(pair) != 2 or pair[0] not in units or pair[1] not in areas:
            raise Invalid(
                _("Không hiểu dòng “%(line)s”.") % {"line": line[:60]},
                hint=_("Mỗi dòng gồm mã trường và mã xã, phường hiện nay, cách nhau bằng dấu cách."),
                code="choices",
            )
    return {units[school]: areas[commune] for school, commune in pairs}

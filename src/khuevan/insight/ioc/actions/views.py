"""Keep a view under a name, share it, drop it; get one by e-mail, and no more."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from khuevan.kernel.clock import now
from khuevan.kernel.errors import Conflict, Invalid, NotFound
from khuevan.registry.accounts.api import Actor
from khuevan.registry.audit.api import Change, order, record
from khuevan.registry.isolation.api import Scope, acting, enter

from ..models import SavedView, SharedView, Subscription
from ..policies import demand
from ..queries.views import due, view_of

BOOK = "views"
KEPT = ("year", "term", "show", "commune", "boundaries")
MOST = 50
MONDAY = 0


def save_view(
    actor: Actor, name: str, filters: Mapping[str, str], widgets: Sequence[str], known: Sequence[str],
    shared: bool = False,
) -> SavedView | SharedView:  # fmt: skip
    """A view of ``filters`` (of `KEPT`, others are left out) with ``widgets`` of ``known``; ``shared`` by the Sở.

    Raises ``NotAllowed``, ``Invalid``, ``Conflict`` where the name is taken.
    """
    demand(actor, "set" if shared else "read")
    name = " ".join(name.split())
    if not name or len(name) > 80:
        raise Invalid(_("Tên chế độ xem cần từ 1 đến 80 ký tự."), hint=_("Đặt tên ngắn, ví dụ Học kì I theo xã."))
    if not widgets or not set(widgets) <= set(known):
        raise Invalid(_("Chưa chọn ô nào để hiện."), hint=_("Chọn ít nhất một ô trong danh sách."))
    own = SavedView.objects.filter(school_id=actor.unit_id, user_id=actor.user_id, dropped_at=None)
    if own.count() >= MOST:
        raise Invalid(_("Đã có %(n)d chế độ xem.") % {"n": MOST}, hint=_("Bỏ bớt chế độ xem không dùng."))
    kept = {key: filters[key] for key in KEPT if filters.get(key)}
    chosen = [one for one in known if one in widgets]
    fields = {"name": name, "filters": kept, "widgets": [] if len(chosen) == len(known) else chosen}
    fields |= {"user_id": actor.user_id, "made_by": actor.name[:80], "made_at": now()}
    try:
        with transaction.atomic():
            one = SharedView(**fields) if shared else SavedView(school_id=actor.unit_id, **fields)
            one.save(force_insert=True)
    except IntegrityError:
        raise Conflict(_("Đã có chế độ xem tên này."), hint=_("Đặt tên khác, hoặc bỏ chế độ xem cũ.")) from None
    record(actor, actor.unit_id or 0, BOOK, "share" if shared else "save", [Change(name, None, kept)])
    return one


def drop_view(actor: Actor, uid: UUID) -> None:
    """Away with a view of one's own; a shared one the Sở drops. Who got it by e-mail gets it no more."""
    demand(actor, "read")
    found = view_of(actor, uid)
    if found.shared:
        demand(actor, "set")
    rows = (SharedView if found.shared else SavedView).objects.filter(uid=uid)
    rows.update(dropped_at=now())  # type: ignore[attr-defined]
    _end(Subscription.objects.filter(view=uid, ended_at=None), "Chế độ xem đã bỏ.")
    record(actor, actor.unit_id or 0, BOOK, "drop", [Change(found.name, found.filters, None)])


def subscribe(actor: Actor, view: UUID | None, email: str, every: str) -> Subscription:
    """Get a view (none: the whole board) by e-mail. Raises ``NotFound``, ``Invalid``, ``Conflict``."""
    demand(actor, "read")
    name = view_of(actor, view).name if view else "Trung tâm điều hành"
    email = email.strip()
    try:
        validate_email(email)
    except ValidationError:
        raise Invalid(_("Địa chỉ thư điện tử chưa đúng."), hint=_("Ví dụ ten@so.tinh.gov.vn.")) from None
    if every not in Subscription.Every.values:
        raise Invalid(_("Chưa chọn khi nào gửi."), hint=_("Chọn hằng tuần hoặc hằng tháng."))
    fields = {"school_id": actor.unit_id, "user_id": actor.user_id, "assignment_id": actor.role.id if actor.role else 0}
    try:
        with transaction.atomic():
            one = Subscription.objects.create(**fields, view=view, email=email[:160], every=every, made_at=now())
    except IntegrityError:
        raise Conflict(_("Đã đăng kí nhận chế độ xem này ở địa chỉ này."), hint=_("Xem danh sách bên dưới.")) from None
    record(actor, actor.unit_id or 0, BOOK, "subscribe", [Change(f"{name} · {every}", None, email)])
    return one


def unsubscribe(school_id: int, uid: UUID, back: Scope) -> Subscription:
    """End one, on the word of whoever holds its link; afterwards the transaction acts for ``back`` again.

    Raises ``NotFound`` where there is none.
    """
    enter(Scope("staff", frozenset({school_id})))
    one = Subscription.objects.filter(school_id=school_id, uid=uid).first()
    if one is None:
        enter(back)
        raise NotFound(_("Không có đăng kí này."), hint=_("Đăng kí có thể đã được ngừng."))
    if one.ended_at is None:
        _end(Subscription.objects.filter(pk=one.pk), "Người nhận ngừng.")
        record(Actor(name=one.email), school_id, BOOK, "unsubscribe", [Change(str(one), one.email, None)])
    enter(back)
    return one


def order_due(day: date) -> int:
    """Let a worker send what is due on a day, each in a job of its own; how many. Safe to run twice."""
    rhythms = [Subscription.Every.WEEK] if day.weekday() == MONDAY else []
    rhythms += [Subscription.Every.MONTH] if day.day == 1 else []
    with acting(Scope("province")):
        ids = [row for every in rhythms for row in due(every).exclude(sent_on=day).values_list("pk", flat=True)]
        for pk in ids:
            order("ioc.send_view", subscription_id=pk, day=day.isoformat())
    return len(ids)


def sent(one: Subscription, actor: Actor, name: str, day: date) -> None:
    """Write down that a subscription was served; in the scope of the Sở."""
    Subscription.objects.filter(pk=one.pk).update(sent_on=day)
    record(actor, one.school_id, BOOK, "send", [Change(f"{name} · {day:%d/%m/%Y}", None, one.email)])


def end_for(one: Subscription, why: str) -> None:
    """End a subscription that nobody may get any more; in the scope of the Sở."""
    _end(Subscription.objects.filter(pk=one.pk), why)
    record(Actor(name="Khuê Văn"), one.school_id, BOOK, "unsubscribe", [Change(str(one), one.email, None)], reason=why)


def _end(rows, why: str) -> None:
    rows.update(ended_at=now(), ended_why=why)

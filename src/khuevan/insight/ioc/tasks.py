"""Background work of the operations centre."""

from datetime import date

from django.utils.translation import override
from procrastinate.contrib.django import app

from khuevan.kernel.clock import daily, today
from khuevan.kernel.errors import NotFound
from khuevan.registry.accounts.api import Actor, actor_for, scope_of
from khuevan.registry.audit.api import PATIENT
from khuevan.registry.isolation.api import Scope, acting

from .api import Subscription, end_for, may, order_due, send_pdf, sent, token_of, view_of, watch
from .web.paper import WHOLE, board_paper

PROVINCE = Scope("province")


@app.periodic(cron="* * * * *")
@app.task(name="ioc.watch", queueing_lock="ioc.watch", pass_context=False)
def watch_all(timestamp: int) -> None:
    """Every minute; safe to run twice."""
    with acting(PROVINCE):
        watch()


@app.periodic(cron=daily(6, 30))
@app.task(name="ioc.send_views", queueing_lock="ioc.send_views", pass_context=False)
def send_views(timestamp: int) -> None:
    """Every morning: who gets a view by e-mail today."""
    order_due(today())


@app.task(name="ioc.send_view", pass_context=False, retry=PATIENT)
def send_view(subscription_id: int, day: str) -> None:
    """Send one, unless it went out that day already; end it for who may look no more or whose view is gone."""
    with acting(PROVINCE):
        one = Subscription.objects.select_related("user").get(pk=subscription_id)
    if one.ended_at or one.sent_on == date.fromisoformat(day):
        return
    actor = _reader(one)
    if actor is None:
        with acting(PROVINCE):
            end_for(one, "Người nhận không còn vai trò này.")
        return
    with override("vi"):
        try:
            with acting(scope_of(actor)):
                found = view_of(actor, one.view) if one.view else None
                name = found.name if found else WHOLE
                paper = board_paper(actor, name, found.filters if found else {}, found.widgets if found else ())
        except NotFound as refusal:
            with acting(PROVINCE):
                end_for(one, refusal.message)
            return
        shown = f"{date.fromisoformat(day):%d/%m/%Y}"
        send_pdf(one.email, name, shown, paper, token_of(one.school_id, one.uid))
    with acting(PROVINCE):
        sent(one, actor, name, date.fromisoformat(day))


def _reader(one: Subscription) -> Actor | None:
    """Whoever subscribed, in the role of then, while both hold."""
    if not one.user.is_active:
        return None
    with acting(PROVINCE):
        actor = actor_for(one.user, one.assignment_id, today())
    fits = actor.role is not None and actor.role.id == one.assignment_id and may(actor, "read")
    return actor if fits else None

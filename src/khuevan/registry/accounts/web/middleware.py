"""Every request acts for somebody, in one transaction."""

from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localdate

from khuevan.registry.isolation.api import acting

from ..api import ANONYMOUS, Actor, User, actor_for, scope_of

ACTING_AS = "acting_as"


class ActorMiddleware:
    """Set ``request.actor`` and open the transaction that may see just what the actor may see.

    A response of status 500 or a handled `DomainError` (``request.rolled_back``) leaves nothing half-written.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = actor = self._actor(request)  # type: ignore[attr-defined]
        with acting(scope_of(actor)):
            response = self.get_response(request)
            if response.status_code >= 500 or getattr(request, "rolled_back", False):
                transaction.set_rollback(True)
        return response

    @staticmethod
    def _actor(request: HttpRequest) -> Actor:
        user: User | AnonymousUser = request.user  # type: ignore[assignment]
        if isinstance(user, User) and user.is_active:
            return actor_for(user, request.session.get(ACTING_AS), localdate())
        return ANONYMOUS

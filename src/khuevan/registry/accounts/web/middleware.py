"""Every request acts for somebody, in one transaction."""

from collections.abc import Callable

from django.contrib.auth import get_user
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject
from django.utils.timezone import localdate

from khuevan.kernel.outside import Outside, leaving
from khuevan.registry.isolation.api import acting

from ..adapters.sessions import owner_of
from ..api import ANONYMOUS, Actor, User, actor_for, scope_of
from ..queries.actors import actor_in

ACTING_AS = "acting_as"
_READING = {"GET", "HEAD"}
"""They write at most who has looked; nobody waits for the disk because of that."""


class UserMiddleware(AuthenticationMiddleware):
    """Django's own, which takes the user that came with the session before it asks for one."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: owner_of(request.session) or get_user(request))  # type: ignore[assignment]


class ActorMiddleware:
    """Set ``request.actor`` and open the transaction that may see just what the actor may see.

    A response of status 500 or a handled `DomainError` (``request.rolled_back``) leaves nothing half-written. For work
    that must not hold the transaction open (`kernel.outside`) the request is undone, and answered from the start.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = actor = self._actor(request)  # type: ignore[attr-defined]
        with leaving():
            while True:
                response, broken_off = self._answer(request, actor)
                if broken_off is None:
                    return response
                broken_off.do()

    def _answer(self, request: HttpRequest, actor: Actor) -> tuple[HttpResponse, Outside | None]:
        request.rolled_back, request.broken_off = False, None  # type: ignore[attr-defined]
        with acting(scope_of(actor), durable=request.method not in _READING):
            response = self.get_response(request)
            broken_off: Outside | None = request.broken_off  # type: ignore[attr-defined]
            if broken_off or response.status_code >= 500 or request.rolled_back:  # type: ignore[attr-defined]
                transaction.set_rollback(True)
        return response, broken_off

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Note that the request breaks off; its answer is never sent."""
        if not isinstance(exception, Outside):
            return None
        request.broken_off = exception  # type: ignore[attr-defined]
        return HttpResponse(status=503)

    @staticmethod
    def _actor(request: HttpRequest) -> Actor:
        user: User | AnonymousUser = request.user  # type: ignore[assignment]
        if not (isinstance(user, User) and user.is_active):
            return ANONYMOUS
        session, wanted = request.session, request.session.get(ACTING_AS)
        if user == getattr(session, "owner", None):
            return actor_in(user, wanted, session.roles)
        return actor_for(user, wanted, localdate())

"""The people of the story, for tests: who they are is said once, in the test province."""

from django.test import Client

from khuevan.registry.accounts.api import Actor, User, actor_for, scope_of
from khuevan.registry.isolation.api import acting

PASSWORD = "KhueVan@2026"
STAFF = ["co-lan", "co-mai", "thay-minh", "co-thu", "thay-phuc", "thay-khac"]
EVERYBODY = [*STAFF, "anh-binh", "chi-hoa"]


def user(name: str) -> User:
    """The log-in of a persona."""
    return User.objects.get(username=name)


def client_as(name: str) -> Client:
    """A browser in which the persona has logged in; "" is a visitor."""
    client = Client()
    if name:
        client.force_login(user(name), backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def actor(name: str, kind: str = "") -> Actor:
    """The persona as an actor, in the role of ``kind`` or in the first one."""
    from khuevan.kernel.clock import today

    found = actor_for(user(name), None, today())
    if kind:
        wanted = next(r.id for r in found.assignments if r.kind == kind)
        found = actor_for(user(name), wanted, today())
    return found


def acting_as(name: str, kind: str = ""):
    """A transaction in which the persona acts; use with ``with``."""
    return acting(scope_of(actor(name, kind)))

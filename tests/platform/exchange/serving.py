"""The product's own hub over real HTTP, and a way to break it between the wire and the program."""

import threading
from contextlib import contextmanager
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from khuevan.registry.isolation.api import Scope, acting


class Server(ThreadingMixIn, WSGIServer):
    """A thread a connection, and none of them holds up the end."""

    daemon_threads = True


class Silent(WSGIRequestHandler):
    """Says nothing on the terminal."""

    def log_message(self, *args):
        pass


@contextmanager
def served(application):
    """The address of a WSGI application in threads of this process."""
    server = make_server("127.0.0.1", 0, application, server_class=Server, handler_class=Silent)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def product():
    """The whole product as a WSGI application that lets its database connections go after each request."""
    from django.db import connections

    from khuevan.site.wsgi import application

    def call(environ, start):
        try:
            return application(environ, start)
        finally:
            connections.close_all()

    return call


def refusing(status, headers=(), body=b""):
    """A partner that answers everything with one status."""

    def call(environ, start):
        environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        start(status, [("Content-Type", "application/json"), *headers])
        return [body]

    return call


class Breaking:
    """Before the n-th request (from 0) of ``before`` nothing reaches the program; after those of ``after`` the answer
    is lost, although the program has done its work."""

    def __init__(self, application, before=(), after=()):
        self.application, self.before, self.after, self.number = application, set(before), set(after), -1

    def __call__(self, environ, start):
        self.number += 1
        if self.number in self.before:
            return refusing("503 Service Unavailable")(environ, start)
        if self.number in self.after:
            b"".join(self.application(environ, lambda *_: None))
            return refusing("502 Bad Gateway")({**environ, "CONTENT_LENGTH": "0"}, start)
        return self.application(environ, start)


def admitted(kinds=None, per_minute=1_000_000, name="Sở thử"):
    """A sender of the hub and its token."""
    from khuevan.platform.hub.api import admit
    from tests.personas import actor

    with acting(Scope("province")):
        from khuevan.platform.exchange.api import KINDS

        return admit(actor("anh-binh"), name, kinds or KINDS, per_minute)


def partner(url, token, **wish):
    """A partner of the exchange."""
    from khuevan.platform.exchange.actions.partners import Wish, add_partner
    from tests.personas import actor

    with acting(Scope("province")):
        return add_partner(actor("anh-binh"), Wish(**{"name": "Hub của Bộ", "url": url, "token": token, **wish}))

"""Pages are drawn without a database: the shells know an actor only by what it answers."""

from types import SimpleNamespace

import pytest
from django.template import engines
from django.test import RequestFactory


def make_actor(kind="", **more):
    """An actor of ``kind`` with one role; ``more`` overrides what it answers."""
    role = SimpleNamespace(id=1, kind_label="Giáo viên", unit_name="THCS Trần Phú", active=True)
    answers = {"name": "Lê Thị Lan", "unit_name": "THCS Trần Phú", "unit_id": 7, "school_ids": (7,)}
    answers |= {"student_ids": (), "assignments": [role]}
    return SimpleNamespace(kind=kind, **answers | more)


@pytest.fixture
def request_as(rf: RequestFactory):
    """A request by an actor of a kind, as the middlewares leave it."""

    def make(kind="", path="/", *, htmx=False, **more):
        request = rf.get(path)
        request.actor = make_actor(kind, **more)
        request.user = SimpleNamespace(is_authenticated=bool(kind), is_active=True)
        request.htmx, request._messages = htmx, []
        return request

    return make


@pytest.fixture
def draw(request_as):
    """The HTML of a piece of template, such as ``<c-button>Lưu</c-button>``."""
    from django_cotton.compiler_regex import CottonCompiler

    def make(source, kind="teacher", **context):
        compiled = CottonCompiler().process(source)
        return engines["django"].from_string(compiled).render(context, request_as(kind))

    return make

"""The JSON API at /api/v1/: every room's ``rest.py`` under one roof, documented by OpenAPI behind the log-in."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.utils.translation import gettext_noop
from ninja import NinjaAPI
from ninja.security import SessionAuth

from khuevan.insight.statistics.rest import router as statistics
from khuevan.school.gradebook.rest import router as gradebook
from khuevan.school.transcripts.rest import router as transcripts

from .docs import Docs
from .explaining import explain


class Session(SessionAuth):
    """The same log-in as the pages, with the CSRF token in ``X-CSRFToken`` for everything that writes."""

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        user = request.user
        return user if user.is_authenticated and request.actor.kind else None  # type: ignore[attr-defined]


api = NinjaAPI(
    title="Khuê Văn",
    version="1",
    description="Điểm, kết quả và học bạ trong phạm vi của người gọi. Điểm là số nguyên phần mười: 85 là 8,5.",
    auth=Session(),
    docs=Docs(),
    docs_decorator=login_required,
    urls_namespace="api-1",
)
api.add_router("/gradebook", gradebook)
api.add_router("/transcripts", transcripts)
api.add_router("/statistics", statistics)

explain(api, (gettext_noop("Chưa đăng nhập."), gettext_noop("Hãy đăng nhập rồi gọi lại.")))

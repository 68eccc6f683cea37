"""Every address of the product."""

from django.urls import include, path

from khuevan.site.api import api
from khuevan.site.hub_api import hub_api

handler500 = "khuevan.site.failures.explain"

urlpatterns = [
    path("", include("khuevan.site.shells.urls")),
    path("gradebook/", include("khuevan.school.gradebook.web.urls")),  # asked for most, so found first
    path("account/", include("khuevan.registry.accounts.web.urls")),
    path("audit/", include("khuevan.registry.audit.web.urls")),
    path("api/v1/", api.urls),
    path("hub/v1/", hub_api.urls),
    path("hub/", include("khuevan.platform.hub.web.urls")),
    path("exchange/", include("khuevan.platform.exchange.web.urls")),
    path("units/", include("khuevan.registry.units.web.urls")),
    path("catalogues/", include("khuevan.registry.catalogues.web.urls")),
    path("proof/", include("khuevan.platform.transparency.web.urls")),
    path("identity/", include("khuevan.registry.identity.web.urls")),
    path("sheets/", include("khuevan.platform.sheets.web.urls")),
    path("teaching/", include("khuevan.school.enrolment.web.urls")),
    path("years/", include("khuevan.school.opening.web.urls")),
    path("calendar/", include("khuevan.school.calendar.web.urls")),
    path("comments/", include("khuevan.school.comments.web.urls")),
    path("analysis/", include("khuevan.school.analysis.web.urls")),
    path("register/", include("khuevan.school.register.web.urls")),
    path("prints/", include("khuevan.school.prints.web.urls")),
    path("profiles/", include("khuevan.school.profiles.web.urls")),
    path("bridging/", include("khuevan.school.bridging.web.urls")),
    path("corrections/", include("khuevan.school.corrections.web.urls")),
    path("review/", include("khuevan.school.review.web.urls")),
    path("statistics/", include("khuevan.insight.statistics.web.urls")),
    path("ioc/", include("khuevan.insight.ioc.web.urls")),
    path("reports/", include("khuevan.insight.reports.web.urls")),
    path("", include("khuevan.school.credentials.web.urls")),
    path("", include("khuevan.school.career.web.urls")),
    path("", include("khuevan.school.transcripts.web.urls")),
]

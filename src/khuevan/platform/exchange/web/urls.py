"""Addresses under ``exchange/``."""

from django.urls import path

from . import partners, reports

app_name = "exchange"
urlpatterns = [
    path("", partners.index, name="index"),
    path("log/", reports.log, name="log"),
    path("partners/new", partners.new, name="new"),
    path("partners/<uuid:uid>/", partners.partner, name="partner"),
    path("partners/<uuid:uid>/settings", partners.edit, name="edit"),
    path("partners/<uuid:uid>/stuck", reports.stuck, name="stuck"),
    path("partners/<uuid:uid>/again", reports.send_again, name="again"),
    path("partners/<uuid:uid>/comparison", reports.comparison, name="comparison"),
    path("partners/<uuid:uid>/comparison.csv", reports.comparison_csv, name="comparison_csv"),
    path("partners/<uuid:uid>/comparison/progress", reports.comparison_progress, name="progress"),
    path("partners/<uuid:uid>/comparison/<slug:verb>", reports.compare_step, name="compare"),
    path("partners/<uuid:uid>/<slug:verb>", partners.step, name="step"),
]

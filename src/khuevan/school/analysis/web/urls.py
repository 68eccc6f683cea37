"""Addresses of the analysis."""

from django.urls import path

from . import classes, province, pupils, schools

app_name = "analysis"
urlpatterns = [
    path("", classes.index, name="index"),
    path("classes/<uuid:uid>/", classes.school_class, name="class"),
    path("books/<uuid:uid>/", classes.book, name="book"),
    path("pupils/<uuid:uid>/", pupils.pupil, name="pupil"),
    path("children/", pupils.family, name="family"),
    path("children/<uuid:uid>/", pupils.child, name="child"),
    path("school/", schools.own, name="own_school"),
    path("schools/<uuid:uid>/", schools.school, name="school"),
    path("province/", province.province, name="province"),
]

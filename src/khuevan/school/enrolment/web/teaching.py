"""Pages about teaching: the matrix of subjects and classes, the week of every teacher, who stands in for whom."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from khuevan.kernel.clock import today
from khuevan.kernel.trail import Tab

from ..models import ClassSubject, SchoolYear
from ..queries.grades import grade_name
from ..queries.posts import classes_in, colleagues, history_of, loads, matrix, stand_ins_of
from ..queries.teaching import place_of
from ..rules.teaching_norms import norms_on
from .parts import number, tabs, year_of, year_tabs

HISTORY = 30


def _context(year: SchoolYear, here: str) -> dict[str, Any]:
    people = colleagues(year.school_id, max(year.starts_on, min(today(), year.ends_on)))
    return {"year": year, "tabs": tabs(year, here), "years": year_tabs(year), "people": people}


@require_GET
@login_required
def matrix_page(request: HttpRequest) -> HttpResponse:
    """Subjects × classes of a grade with a teacher in each cell."""
    year = year_of(request)
    context = _context(year, "teaching")
    classes = classes_in(year.school_id, year.year)
    grades = list(dict.fromkeys(one.grade for one in classes))
    grade = number(request.GET.get("grade")) if number(request.GET.get("grade")) in grades else (grades or [0])[0]
    shown = [one for one in classes if one.grade == grade]
    context |= {
        "grade": grade,
        "grades": [Tab(grade_name(one), f"?year={year.year}&grade={one}", one == grade) for one in grades],
        "matrix": matrix(shown, context["people"]),
        "day": min(max(today(), year.starts_on), year.ends_on),
    }
    return render(request, "enrolment/teaching.html", context)


@require_GET
@login_required
def loads_page(request: HttpRequest) -> HttpResponse:
    """Lessons a week of everybody against the norm."""
    year = year_of(request)
    context = _context(year, "loads")
    context |= {"loads": loads(year, context["people"]), "norms": norms_on(year.starts_on)}
    return render(request, "enrolment/loads.html", context)


@require_GET
@login_required
def stand_ins_page(request: HttpRequest) -> HttpResponse:
    """Who stands in for whom, and posts that changed hands."""
    year, day = year_of(request), today()
    context = _context(year, "stand_ins")
    books = ClassSubject.objects.filter(school_id=year.school_id, school_class__year=year.year, teacher__isnull=False)
    found = list(books.select_related("subject", "school_class", "teacher"))
    classes = classes_in(year.school_id, year.year)
    context |= {
        "rows": list(stand_ins_of(year)),
        "history": Paginator(history_of(year), HISTORY).get_page(request.GET.get("page")),
        "books": sorted(found, key=_place),
        "classes": [one for one in classes if one.homeroom_id],
        "today": day,
        "day": min(max(day, year.starts_on), year.ends_on),
    }
    return render(request, "enrolment/stand_ins.html", context)


def _place(book: ClassSubject) -> tuple[int, str, int]:
    grade = book.school_class.grade
    return grade, book.school_class.name, place_of(book.subject_id, grade)

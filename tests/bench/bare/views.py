"""A bare Django to compare with: the same server, driver, ORM and tables, and nothing else.

No middleware, sessions, rights, isolation, templates, log of access, ledger. It connects as the owner of the tables,
whose policy is ``true``. Three views of three queries each: the smallest ones there are; what the page of a gradebook
asks; a column of marks saved the plain way, with a line of history for each mark.
"""

import json
from uuid import UUID, uuid4

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.timezone import now

from khuevan.registry.audit.models import Entry
from khuevan.registry.units.api import Unit
from khuevan.school.enrolment.api import ClassSubject, Enrolment, SchoolClass
from khuevan.school.gradebook.models import MarkRow


def answer(found: object) -> HttpResponse:
    """JSON with its length, which a middleware would add."""
    body = json.dumps(found, default=str).encode()
    return HttpResponse(body, content_type="application/json", headers={"Content-Length": str(len(body))})


def small(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Three rows by their keys."""
    book = ClassSubject.objects.get(uid=uid)
    school_class = SchoolClass.objects.get(pk=book.school_class_id)
    school = Unit.objects.get(pk=book.school_id)
    return answer({"class": school_class.name, "school": school.name})


def read(request: HttpRequest, uid: UUID, term: int) -> HttpResponse:
    """A book, its pupils and their marks."""
    book = ClassSubject.objects.select_related("school_class", "subject", "teacher").get(uid=uid)
    pupils = Enrolment.objects.filter(school_class_id=book.school_class_id).select_related("student").order_by("number")
    rows = {row.student_id: row for row in MarkRow.objects.filter(class_subject_id=book.pk, term=term)}
    return answer(
        {"book": f"{book.subject.name} {book.school_class.name}", "rows": [_line(one, rows) for one in pupils]}
    )


def _line(pupil: Enrolment, rows: dict[int, MarkRow]) -> dict[str, object]:
    row = rows.get(pupil.student_id)
    marks = [*row.regular, row.midterm, row.final, row.average, row.comment] if row else []
    return {"id": pupil.student.uid, "name": pupil.student.full_name, "code": pupil.student.code, "marks": marks}


def save(request: HttpRequest, uid: UUID, term: int) -> HttpResponse:
    """Midterm marks by student id, each with a line of history."""
    marks = {int(student): mark for student, mark in json.loads(request.body).items()}
    with transaction.atomic():
        rows = list(MarkRow.objects.filter(class_subject__uid=uid, term=term, student_id__in=marks))
        history = [_change(place, row, marks[row.student_id]) for place, row in enumerate(rows)]
        for row in rows:
            row.midterm = marks[row.student_id]
        MarkRow.objects.bulk_update(rows, ["midterm"])
        Entry.objects.bulk_create(history)
    return answer({"saved": len(history)})


def _change(place: int, row: MarkRow, mark: int) -> Entry:
    who = {"school_id": row.school_id, "student_id": row.student_id, "at": now(), "by": "", "role": "", "verb": "mark"}
    return Entry(**who, book=f"bare:{uuid4()}", position=place, subject="gk", old=row.midterm, new=mark)


urlpatterns = [
    path("small/<uuid:uid>/", small),
    path("books/<uuid:uid>/<int:term>/", read),
    path("books/<uuid:uid>/<int:term>/save", save),
]

"""Who teaches what in the working year as a list knows it."""

from collections.abc import Iterable

from django.db.models import F
from django.utils.translation import gettext_noop

from khuevan.kernel.text import fold
from khuevan.platform.sheets.api import Problem, Record, Rows, refuse_twice
from khuevan.registry.isolation.api import among

from ..models import ClassSubject, SchoolClass, Subject
from ..rules import curriculum
from .list_classes import class_key, classes_now, held_by
from .named_staff import settle_teachers, staff_of
from .years import working_year

_NAMED = 12


def check_teaching(school_id: int, rows: Rows) -> None:
    """Classes and subjects that there are, teachers who work here; each subject of a class once."""
    year = working_year(school_id)
    classes = {class_key(one.name): one for one in classes_now(school_id, year)}
    places = _places(rows, classes)
    subjects = _subjects(rows, places)
    posts = [f"{place.pk} {code}" if place and code else None for place, code in zip(places, subjects, strict=True)]
    rows.values["post"] = list(posts)
    pairs = zip(rows.of("class"), rows.of("subject"), posts, strict=True)
    refuse_twice(rows, "subject", [f"{place}, {subject}" if post else None for place, subject, post in pairs])
    teaching: dict[str, set[int]] = {}
    now = ClassSubject.objects.filter(school_id=school_id, school_class__year=year, teacher__isnull=False)
    for code, teacher in now.values_list("subject_id", "teacher_id"):
        teaching.setdefault(code, set()).add(teacher or 0)
    settle_teachers(rows, staff_of(school_id), lambda index: teaching.get(subjects[index] or "", ()))


def _places(rows: Rows, classes: dict[str, SchoolClass]) -> list[SchoolClass | None]:
    column = list(rows.of("class"))
    found = [classes.get(class_key(str(value))) if value is not None else None for value in column]
    what = gettext_noop("Trường không có lớp “%(name)s” trong năm học này.")
    how = gettext_noop("Sửa tên lớp trong tệp. Các lớp của trường: %(some)s.")
    some = ", ".join(one.name for one in list(classes.values())[:_NAMED])
    for index, (value, place) in enumerate(zip(column, found, strict=True)):
        if place:
            column[index] = place.name
        elif value is not None:
            rows.add(index, Problem(what, how, {"name": str(value)[:40], "some": some}), "class")
    rows.values["class"] = column
    return found


def _subjects(rows: Rows, places: list[SchoolClass | None]) -> list[str | None]:
    """Codes of subjects that the grade of the class has; their cells get the catalogue's names."""
    catalogue = list(Subject.objects.order_by("position"))
    names = {fold(text): one for one in reversed(catalogue) for text in (one.code, one.short_name, one.name)}
    column, codes = list(rows.of("subject")), [None] * len(rows)
    for index, value in enumerate(column):
        place = places[index]
        if value is None or place is None:
            continue
        offered = {one.code: one.name for one in curriculum.subjects(place.grade)}
        one = names.get(fold(str(value)))
        if one and one.code in offered:
            column[index], codes[index] = one.name, one.code  # type: ignore[call-overload]
            continue
        what = gettext_noop("Lớp %(class)s không có môn “%(name)s”.")
        how = gettext_noop("Sửa tên môn. Các môn của khối %(grade)s: %(some)s.")
        about = {
            "class": place.name,
            "name": str(value)[:40],
            "grade": str(place.grade),
            "some": ", ".join(offered.values()),
        }
        rows.add(index, Problem(what, how, about), "subject")
    rows.values["subject"] = column
    return codes


def teaching_records(school_id: int, posts: Iterable[str] | None = None, group: str = "") -> Iterable[Record]:
    """Subjects of classes of the working year: all, those of one class, or those of some posts."""
    found = ClassSubject.objects.filter(school_id=school_id, school_class__year=working_year(school_id))
    if posts is not None:
        found = found.filter(school_class_id__in=among({int(post.partition(" ")[0]) for post in posts}))
    if group:
        found = found.filter(school_class__name=group)
    staff = staff_of(school_id)
    names = found.annotate(place=F("school_class__name"), title=F("subject__name"))
    order = ("school_class__grade", "school_class__name", "subject__position")
    for key, class_id, code, place, title, teacher in names.order_by(*order).values_list(
        "pk", "school_class_id", "subject_id", "place", "title", "teacher_id"
    ):
        values = {"class": place, "subject": title, "post": f"{class_id} {code}", **held_by(staff, teacher)}
        yield Record(key, values, f"{title}, {place}", place)

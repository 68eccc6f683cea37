"""The list of who teaches what, as the spreadsheet door takes it in and gives it out."""

from collections.abc import Collection, Iterable, Iterator

from django.utils.translation import gettext as _

from khuevan.platform.sheets.api import Import, Incoming, Record, Rows, Wanted, Written, orderer
from khuevan.registry.audit.api import Change
from khuevan.registry.isolation.api import among

from ..adapters.staff_layouts import TEACHING
from ..models import ClassSubject, SchoolClass, SchoolYear, Teaching
from ..ports import books_held
from ..queries.list_classes import class_names
from ..queries.list_teaching import check_teaching, teaching_records
from ..queries.years import working_year
from ..rules import curriculum
from .assigning import assign
from .list_changes import new_values, undone, write_down

BOOK = "teaching"


class TeachingList:
    """Fulfils the port `platform.sheets.Target` for subjects of classes and their teachers in the working year."""

    layout = TEACHING
    kinds = frozenset({"leader", "clerk"})

    def pupils(self, school_id: int, keys: Collection[int]) -> Collection[int]:
        """None."""
        return ()

    def groups(self, school_id: int) -> list[str]:
        """The classes of the working year."""
        return class_names(school_id)

    def records(self, school_id: int, group: str = "") -> Iterable[Record]:
        """Who teaches a class, or any."""
        return teaching_records(school_id, group=group)

    def check(self, school_id: int, rows: Rows) -> None:
        """Classes, subjects, teachers."""
        check_teaching(school_id, rows)

    def find(self, school_id: int, wanted: Wanted) -> Iterable[Record]:
        """What is taught in these classes."""
        return teaching_records(school_id, wanted.codes)

    def write(self, school_id: int, import_id: int, rows: Iterator[Incoming]) -> Iterable[Written]:
        """All rows, or an error."""
        given = list(rows)
        one = Import.objects.get(school_id=school_id, pk=import_id)
        year = SchoolYear.objects.get(school_id=school_id, year=working_year(school_id))
        fresh = [row for row in given if row.key is None]
        made = ClassSubject.objects.bulk_create(_books(school_id, [str(row.values["post"]) for row in fresh]))
        keys = {row.row: book.pk for row, book in zip(fresh, made, strict=True)}
        written = [Written(row.row, row.key or keys[row.row]) for row in given]
        who = [(book.key, new_values(row).get("teacher_id")) for book, row in zip(written, given, strict=True)]
        assign(orderer(one), year, [(book, int(person)) for book, person in who if person])
        write_down(one, BOOK, "import", [Change(_name(row), row.old or None, new_values(row)) for row in given])
        return written

    def dependents(self, school_id: int, import_id: int, keys: frozenset[int]) -> list[str]:
        """Marks in what was made."""
        kept = books_held(school_id, keys)
        books = ClassSubject.objects.filter(school_id=school_id, pk__in=among(kept)).select_related(
            "subject", "school_class"
        )
        return [
            _("Môn %(subject)s lớp %(class)s đã có %(what)s.")
            % {"subject": one.subject.name, "class": one.school_class.name, "what": _(kept[one.pk])}
            for one in books[:3]
        ]

    def take_back(self, school_id: int, import_id: int, rows: Iterator[Incoming]) -> None:
        """Subjects that were made go, others get their teacher again."""
        given = list(rows)
        one = Import.objects.get(school_id=school_id, pk=import_id)
        year = SchoolYear.objects.get(school_id=school_id, year=working_year(school_id))
        made = [row.key for row in given if row.made and row.key]
        Teaching.objects.filter(school_id=school_id, class_subject_id__in=among(made)).delete()
        ClassSubject.objects.filter(school_id=school_id, pk__in=among(made)).delete()
        before = [
            (row.key, row.old["teacher_id"]) for row in given if not row.made and "teacher_id" in row.old and row.key
        ]
        assign(orderer(one), year, [(key, int(person) if person else None) for key, person in before])
        write_down(one, BOOK, "undo", [undone(row, _name(row)) for row in given])


def _name(row: Incoming) -> str:
    return f"{row.values['subject']} {row.values['class']}"


def _books(school_id: int, posts: list[str]) -> list[ClassSubject]:
    """New subjects of classes with the lessons and regular marks of the curriculum."""
    pairs = [(int(place), code) for place, _space, code in (post.partition(" ") for post in posts)]
    grades = dict(
        SchoolClass.objects.filter(pk__in=among({place for place, _code in pairs})).values_list("pk", "grade")
    )
    return [
        ClassSubject(
            school_id=school_id,
            school_class_id=place,
            subject_id=code,
            lessons=curriculum.lessons(code, grades[place]),
            regular_count=curriculum.default_regular_count(code, grades[place]),
        )
        for place, code in pairs
    ]

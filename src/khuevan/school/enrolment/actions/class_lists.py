"""The list of classes with their homeroom teachers, as the spreadsheet door takes it in and gives it out."""

from collections.abc import Collection, Iterable, Iterator

from django.utils.translation import gettext as _

from khuevan.platform.sheets.api import Import, Incoming, Record, Rows, Wanted, Written, orderer
from khuevan.registry.audit.api import Change
from khuevan.registry.isolation.api import among

from ..adapters.staff_layouts import CLASSES
from ..models import ClassSubject, Enrolment, SchoolClass, SchoolYear, Teaching
from ..queries.list_classes import check_classes, class_records
from ..queries.years import working_year
from .assigning import set_homeroom
from .list_changes import new_values, undone, write_down

BOOK = "classes"


class Classes:
    """Fulfils the port `platform.sheets.Target` for the classes of a school's working year."""

    layout = CLASSES
    kinds = frozenset({"leader", "clerk"})

    def pupils(self, school_id: int, keys: Collection[int]) -> Collection[int]:
        """None."""
        return ()

    def groups(self, school_id: int) -> list[str]:
        """None."""
        return []

    def records(self, school_id: int, group: str = "") -> Iterable[Record]:
        """All classes."""
        return class_records(school_id)

    def check(self, school_id: int, rows: Rows) -> None:
        """Grades and teachers."""
        check_classes(school_id, rows)

    def find(self, school_id: int, wanted: Wanted) -> Iterable[Record]:
        """Classes of these names."""
        return class_records(school_id, wanted.codes)

    def write(self, school_id: int, import_id: int, rows: Iterator[Incoming]) -> Iterable[Written]:
        """All rows, or an error."""
        given = list(rows)
        one = Import.objects.get(school_id=school_id, pk=import_id)
        year = SchoolYear.objects.get(school_id=school_id, year=working_year(school_id))
        fresh = [row for row in given if row.key is None]
        made = SchoolClass.objects.bulk_create(
            SchoolClass(
                school_id=school_id, year=year.year, grade=int(row.values["grade"] or 0), name=str(row.values["name"])
            )
            for row in fresh
        )
        keys = {row.row: place.pk for row, place in zip(fresh, made, strict=True)}
        written = [Written(row.row, row.key or keys[row.row]) for row in given]
        leads = [(place.key, new_values(row).get("teacher_id")) for place, row in zip(written, given, strict=True)]
        set_homeroom(orderer(one), year, [(place, int(person)) for place, person in leads if person])
        write_down(
            one, BOOK, "import", [Change(str(row.values["name"]), row.old or None, new_values(row)) for row in given]
        )
        return written

    def dependents(self, school_id: int, import_id: int, keys: frozenset[int]) -> list[str]:
        """Pupils and subjects in classes that were made."""
        said = []
        for model, words in (
            (Enrolment, _("Lớp %(name)s đã có học sinh.")),
            (ClassSubject, _("Lớp %(name)s đã có môn học.")),
        ):
            found = model.objects.filter(school_id=school_id, school_class_id__in=among(keys))
            names = found.order_by().values_list("school_class__name", flat=True).distinct()[:3]
            said += [words % {"name": name} for name in names]
        return said

    def take_back(self, school_id: int, import_id: int, rows: Iterator[Incoming]) -> None:
        """Classes that were made go, others get their homeroom teacher again."""
        given = list(rows)
        one = Import.objects.get(school_id=school_id, pk=import_id)
        year = SchoolYear.objects.get(school_id=school_id, year=working_year(school_id))
        made = [row.key for row in given if row.made and row.key]
        Teaching.objects.filter(school_id=school_id, school_class_id__in=among(made)).delete()
        SchoolClass.objects.filter(school_id=school_id, pk__in=among(made)).delete()
        before = [
            (row.key, row.old["teacher_id"]) for row in given if not row.made and "teacher_id" in row.old and row.key
        ]
        set_homeroom(orderer(one), year, [(key, int(person) if person else None) for key, person in before])
        write_down(one, BOOK, "undo", [undone(row, str(row.values["name"])) for row in given])

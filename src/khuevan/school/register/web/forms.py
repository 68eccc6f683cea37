"""Forms of events: the day, the paper, and what each kind needs beside."""

from datetime import date
from typing import Any

from django import forms
from django.db.models.functions import Length
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuevan.kernel.dates import parse_partial_date
from khuevan.kernel.errors import Invalid
from khuevan.kernel.ethnic_groups import ETHNIC_GROUPS
from khuevan.kernel.ids import uuid7
from khuevan.registry.people.api import Facts, Person
from khuevan.registry.units.api import Unit
from khuevan.school.enrolment.api import SchoolClass, SchoolYear

from ..api import Newcomer, Said
from ..rules.moves import LEVELS, REASONS


def _day(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), **more)


class EventForm(forms.Form):
    """What every event has. ``token`` makes sending twice harmless."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    on = _day(gettext_lazy("Ngày có hiệu lực"))
    paper_no = forms.CharField(label=gettext_lazy("Số quyết định, giấy tờ"), max_length=60, required=False)
    paper_on = _day(gettext_lazy("Ngày ký"), required=False)
    reason = forms.CharField(label=gettext_lazy("Ghi chú, lý do"), max_length=300, required=False)
    file = forms.FileField(
        label=gettext_lazy("Bản quét"),
        required=False,
        help_text=gettext_lazy("PDF, JPEG hoặc PNG, không quá 5 MB."),
        widget=forms.FileInput({"accept": ".pdf,.jpg,.jpeg,.png"}),
    )
    first: tuple[str, ...] = ()

    def __init__(
        self, *args: Any, day: date | None = None, school_id: int = 0, place: SchoolClass | None = None, **more: Any
    ):
        super().__init__(*args, **more)
        self.fields["token"].initial = self.initial.get("token") or uuid7()
        self.fields["on"].initial = day
        self.prepare(school_id, place)
        self.order_fields(["token", *self.first])

    def prepare(self, school_id: int, place: SchoolClass | None) -> None:
        """Fill in choices."""

    def said(self) -> Said:
        """What was filled in, as actions take it."""
        given = self.cleaned_data
        texts = {name: given.get(name) or "" for name in ("reason", "paper_no", "other_place", "reason_code")}
        return Said(given["on"], paper_on=given["paper_on"], **texts)


class LeaveForm(EventForm):
    """A reason of the Ministry's list."""

    first = ("reason_code", "on")
    reason_code = forms.ChoiceField(label=gettext_lazy("Lý do thôi học (danh mục của Bộ)"))

    def prepare(self, school_id: int, place: SchoolClass | None) -> None:
        self.fields["reason_code"].choices = [("", "—"), *REASONS.items()]  # type: ignore[attr-defined]


class OutsideForm(EventForm):
    """A school outside the system."""

    first = ("other_place", "on")
    other_place = forms.CharField(
        label=gettext_lazy("Nơi chuyển đến"),
        max_length=160,
        help_text=gettext_lazy("Trường, xã (phường), tỉnh như trong giấy."),
    )


class DeathForm(EventForm):
    """Nothing but the day and the paper."""

    first = ("on",)


class ClassForm(EventForm):
    """Another class of the year: same grade, one up, one down."""

    first = ("school_class", "on")
    span = 1
    school_class = forms.ChoiceField(label=gettext_lazy("Lớp"))

    def prepare(self, school_id: int, place: SchoolClass | None) -> None:
        self.classes = {str(one.pk): one for one in self._classes(school_id, place)}
        choices = [(key, _("Lớp %(name)s") % {"name": one.name}) for key, one in self.classes.items()]
        self.fields["school_class"].choices = [("", "—"), *choices]  # type: ignore[attr-defined]

    def _classes(self, school_id: int, place: SchoolClass | None) -> list[SchoolClass]:
        found = open_classes(school_id)
        if place is None:
            return found
        near = range(place.grade - self.span, place.grade + self.span + 1)
        return [one for one in found if one.grade in near and one.pk != place.pk]

    def chosen(self) -> SchoolClass:
        """The class."""
        return self.classes[self.cleaned_data["school_class"]]


class ReturnForm(ClassForm):
    """Any class of the year."""

    def _classes(self, school_id: int, place: SchoolClass | None) -> list[SchoolClass]:
        return open_classes(school_id)


class ArriveForm(ReturnForm):
    """Somebody who is new to the system, with parents."""

    first = (
        "full_name", "birth", "sex", "birth_place", "ethnicity", "school_class", "on", "other_place",
        "father", "father_phone", "mother", "mother_phone",
    )  # fmt: skip
    full_name = forms.CharField(label=gettext_lazy("Họ và tên"), max_length=80)
    birth = forms.CharField(label=gettext_lazy("Ngày sinh"), max_length=10, help_text=gettext_lazy("Ví dụ 07/05/2014."))
    sex = forms.ChoiceField(label=gettext_lazy("Giới tính"))
    birth_place = forms.CharField(label=gettext_lazy("Nơi sinh"), max_length=120, required=False)
    ethnicity = forms.ChoiceField(label=gettext_lazy("Dân tộc"), required=False, initial="01")
    other_place = forms.CharField(
        label=gettext_lazy("Chuyển đến từ"),
        max_length=160,
        required=False,
        help_text=gettext_lazy("Trường ngoài hệ thống; bỏ trống nếu em mới đi học."),
    )
    father = forms.CharField(label=gettext_lazy("Họ tên cha"), max_length=80, required=False)
    father_phone = forms.CharField(label=gettext_lazy("Điện thoại cha"), max_length=20, required=False)
    mother = forms.CharField(label=gettext_lazy("Họ tên mẹ"), max_length=80, required=False)
    mother_phone = forms.CharField(label=gettext_lazy("Điện thoại mẹ"), max_length=20, required=False)

    def prepare(self, school_id: int, place: SchoolClass | None) -> None:
        super().prepare(school_id, place)
        sexes = [(str(one.value), _(str(one.label))) for one in (Person.Sex.MALE, Person.Sex.FEMALE)]
        self.fields["sex"].choices = [("", "—"), *sexes]  # type: ignore[attr-defined]
        self.fields["ethnicity"].choices = list(ETHNIC_GROUPS.items())  # type: ignore[attr-defined]

    def clean_birth(self) -> str:
        """As `Facts` take it."""
        try:
            return parse_partial_date(self.cleaned_data["birth"]).iso
        except Invalid as error:
            raise forms.ValidationError(_(error.message)) from error

    def newcomer(self) -> Newcomer:
        """Who comes."""
        given = self.cleaned_data
        facts = Facts(given["full_name"], int(given["sex"]), given["birth"], given["ethnicity"], given["birth_place"])
        return Newcomer(facts, [(kind, given[kind], given[f"{kind}_phone"]) for kind in ("father", "mother")])


class AskForm(forms.Form):
    """The wish to go to another school of the system."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    target = forms.ChoiceField(label=gettext_lazy("Trường muốn chuyển đến"))
    wanted = forms.CharField(
        label=gettext_lazy("Nguyện vọng về lớp"), max_length=120, required=False,
        help_text=gettext_lazy("Trường chuyển đến xếp lớp theo chỗ còn trống."),
    )  # fmt: skip
    reason = forms.CharField(
        label=gettext_lazy("Lý do xin chuyển"), max_length=500, widget=forms.Textarea({"rows": 3}),
    )  # fmt: skip

    def __init__(self, *args: Any, school_id: int, grade: int, **more: Any):
        super().__init__(*args, **more)
        self.fields["token"].initial = uuid7()
        self.fields["target"].choices = [("", "—"), *schools_for(grade, school_id)]  # type: ignore[attr-defined]


def open_classes(school_id: int) -> list[SchoolClass]:
    """Classes of the latest year that is open; none where there is none. Two queries."""
    years = SchoolYear.objects.filter(school_id=school_id, closed_at=None).order_by("-year")
    year = years.values_list("year", flat=True).first()
    found = SchoolClass.objects.filter(school_id=school_id, year=year)
    return list(found.order_by("grade", Length("name"), "name"))


def schools_for(grade: int, without: int) -> list[tuple[str, str]]:
    """Schools that teach a grade, by name with their commune."""
    level = next((level for level, grades in LEVELS.items() if grade in grades), "01")
    rows = (
        Unit.objects.filter(kind="school", closed_on=None)
        .exclude(pk=without)
        .select_related("commune")
        .order_by("name")
    )
    taught = (one for one in rows if level == one.level or level in one.more_levels)
    return [(str(one.uid), f"{one.name} · {one.commune.full_name}" if one.commune else one.name) for one in taught]

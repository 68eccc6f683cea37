"""Look whether somebody is there already, before making a new record."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from khuevan.kernel.dates import PartialDate, parse_partial_date
from khuevan.kernel.errors import DomainError

from ..actions.asking import ask_for
from ..policies import oversees
from ..queries import said
from ..queries.alike import Match
from ..rules.likeness import Side
from .parts import actor_of, guardians, schools_of, seats, seen, tabs, tone, where


class LookForm(forms.Form):
    """Name and date of birth, and who answers for the pupil."""

    name = forms.CharField(label=gettext_lazy("Họ và tên"), max_length=80)
    birth = forms.CharField(
        label=gettext_lazy("Ngày sinh"), max_length=10, help_text=gettext_lazy("07/05/2014, 05/2014 hoặc 2014.")
    )
    guardian = forms.CharField(label=gettext_lazy("Tên cha, mẹ hoặc người giám hộ"), max_length=80, required=False)
    phone = forms.CharField(label=gettext_lazy("Điện thoại gia đình"), max_length=20, required=False)

    def clean_birth(self) -> PartialDate:
        try:
            return parse_partial_date(self.cleaned_data["birth"])
        except DomainError as error:
            raise forms.ValidationError(str(error)) from error

    def side(self) -> Side:
        """What was typed, to compare with."""
        born, phone = self.cleaned_data["birth"], self.cleaned_data["phone"].strip()
        name, guardian = self.cleaned_data["name"], self.cleaned_data["guardian"].strip()
        answers = ((guardian, phone),) if guardian else ()
        return Side(name, (born.year, born.month, born.day), phone=phone, guardians=answers)


@dataclass(frozen=True)
class Shown:
    """A match with words."""

    match: Match
    tone: str
    why: list[str]
    where: str
    seats: str
    guardians: str


@require_GET
@login_required
def look(request: HttpRequest) -> HttpResponse:
    """Who may be the one that is asked about; of other schools a school learns only that there may be somebody."""
    actor = actor_of(request)
    form = LookForm(request.GET or None)
    context: dict[str, Any] = {"tabs": tabs(actor, "identity:look"), "form": form, "overseer": oversees(actor)}
    if form.is_bound and form.is_valid():
        found = ask_for(actor, form.side())
        seen(actor, [one.person for one in found.matches], "Tìm hồ sơ trùng")
        names = schools_of(one.person for one in found.matches)
        context |= {
            "asked": True,
            "elsewhere": found.elsewhere,
            "matches": [
                Shown(
                    one, tone(one.score), [said.reason(code) for code in one.reasons], where(one.person, names),
                    seats(one.person), guardians(one.person),
                )
                for one in found.matches
            ],
        }  # fmt: skip
    return render(request, "identity/look.html", context)

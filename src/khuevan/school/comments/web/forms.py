"""The form of a phrase, and what a phrase is for in words."""

from typing import Any, Protocol

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuevan.school.enrolment.api import curriculum

from ..api import CONDUCT, TRAITS, BankPhrase, Wanted
from .parts import tag_choices

BANDS = {
    4: gettext_lazy("Tốt"),
    3: gettext_lazy("Khá, Hoàn thành"),
    2: gettext_lazy("Đạt"),
    1: gettext_lazy("Chưa đạt"),
}
_TRENDS = {"up": gettext_lazy("tăng"), "down": gettext_lazy("giảm")}


class _Use(Protocol):
    @property
    def part(self) -> str: ...

    @property
    def subjects(self) -> Any: ...

    @property
    def bands(self) -> Any: ...


def _subjects() -> list[tuple[str, str]]:
    own = [(CONDUCT, _("Rèn luyện")), (TRAITS, _("Phẩm chất, năng lực"))]
    return [("", _("Mọi môn")), *own, *((one.code, one.name) for one in curriculum.catalogue())]


def _uses() -> list[tuple[str, str]]:
    """Part and word in one choice: ``next``, ``trend:up``, ``tag:cham-chi``."""
    part = BankPhrase.Part
    plain = [(one.value, _(str(one.label))) for one in (part.STRENGTH, part.LIMIT, part.NEXT)]
    trends = [(f"trend:{word}", _("Kết quả %(way)s") % {"way": label}) for word, label in _TRENDS.items()]
    return [*plain, *trends, *((f"tag:{code}", label) for code, label in tag_choices())]


class PhraseForm(forms.Form):
    """A sentence, its part, its subject, the results for which it is meant."""

    text = forms.CharField(
        label=gettext_lazy("Câu nhận xét"), max_length=200, widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("Một câu trọn vẹn, gọi học sinh là “em”, không ghi tên."),
    )  # fmt: skip
    use = forms.ChoiceField(label=gettext_lazy("Phần"))
    subject = forms.ChoiceField(label=gettext_lazy("Môn"), required=False)
    bands = forms.MultipleChoiceField(
        label=gettext_lazy("Dùng cho mức"), choices=list(BANDS.items()), widget=forms.CheckboxSelectMultiple,
        initial=[4, 3, 2, 1],
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["use"].choices = _uses()  # type: ignore[attr-defined]
        self.fields["subject"].choices = _subjects()  # type: ignore[attr-defined]

    @staticmethod
    def initial_of(one: BankPhrase) -> dict[str, Any]:
        """The fields of a phrase that exists."""
        use = f"{one.part}:{one.word}" if one.word else one.part
        return {"text": one.text, "use": use, "subject": (one.subjects or [""])[0], "bands": list(one.bands)}

    def wanted(self) -> Wanted:
        """What was filled in."""
        given = self.cleaned_data
        part, _colon, word = given["use"].partition(":")
        subjects = (given["subject"],) if given["subject"] else ()
        return Wanted(given["text"], part, subjects, tuple(int(one) for one in given["bands"]), word)


def in_use(one: _Use) -> str:
    """For what a phrase is: ``Ưu điểm · Toán · Tốt, Khá``."""
    names = dict(_subjects())
    subjects = ", ".join(names.get(code, code) for code in one.subjects) or names[""]
    bands = _("mọi mức") if len(one.bands) == 4 else ", ".join(str(BANDS[band]) for band in sorted(one.bands)[::-1])
    return " · ".join((_(str(BankPhrase.Part(one.part).label)), subjects, bands))

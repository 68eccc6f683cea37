"""The form of one section, made of the fields of the catalogue."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from ..queries.sheets import Answer, Part
from .words import doubt_words

SHORT = 80
"""A list with more codes is looked up by typing."""


class _Said(forms.CharField):
    """Whatever was typed; the action judges it. ``required`` only says whether the field is asked of everybody."""

    def validate(self, value: Any) -> None:
        """Nothing is wrong here."""


class PartForm(forms.Form):
    """What a clerk writes in a section; ``lists``: id and proposals of long lists."""

    use_required_attribute = False

    def __init__(self, part: Part, data: Mapping[str, str] | None = None) -> None:
        super().__init__(data, auto_id="profile-%s")
        self.part = part
        self.readonly = [one for one in part.answers if not one.writable]
        self.lists: list[tuple[str, list[str]]] = []
        for one in part.writable:
            self.fields[one.field.code] = self._field(one)
        empty = (one.field.code for one in part.writable if one.lacks)
        first = next(empty, part.writable[0].field.code if part.writable else "")
        if first and data is None:
            self.fields[first].widget.attrs["autofocus"] = True

    def _field(self, one: Answer) -> forms.Field:
        hint, widget = doubt_words(one.doubts), forms.TextInput()
        initial = one.shown if one.codes is None else one.value
        if one.codes is not None and len(one.codes) <= SHORT:
            gone = [(one.value, _("%(code)s (mã đã hết hiệu lực)") % {"code": one.value})]
            kept = gone if one.value and one.value not in one.codes else []
            widget = forms.Select(choices=[("", "—"), *kept, *one.codes.items()])
        elif one.codes is not None:
            name = f"profile-list-{one.field.code}"
            self.lists.append((name, [f"{code} – {words}" for code, words in one.codes.items()]))
            widget, hint = forms.TextInput({"list": name}), _("Gõ mã hoặc tên.")
            initial = f"{one.value} – {one.codes.get(one.value, one.value)}" if one.value else ""
        elif one.field.type == "date":
            hint = _("Ngày/tháng/năm.")
        if isinstance(widget, forms.TextInput):
            widget.attrs["autocomplete"] = "off"
            if one.field.type == "integer" or one.held in ("number", "phone"):
                widget.attrs["inputmode"] = "numeric"
        return _Said(label=one.field.label, initial=initial, help_text=hint, widget=widget, required=one.demanded)

    def say_wrong(self, wrong: Mapping[str, str]) -> None:
        """What the action found, under the fields."""
        for code, words in wrong.items():
            self.add_error(code, words)

    def say_changed(self) -> None:
        """What is held now, under every field in which something else was typed."""
        for one in self.part.writable:
            code = one.field.code
            typed = self.data.get(code)
            if typed is not None and typed.strip() not in (one.value, one.shown, str(self.fields[code].initial)):
                self.fields[code].help_text = _("Đang có: %(value)s") % {"value": one.shown or _("(trống)")}

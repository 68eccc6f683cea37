"""The form of an indicator."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import Indicator

DIMENSIONS = (
    ("commune", _("xã, phường")),
    ("school", _("trường")),
    ("level", _("cấp học")),
    ("grade", _("khối")),
    ("subject", _("môn")),
    ("term", _("học kì")),
    ("year", _("năm học")),
)


class IndicatorForm(forms.Form):
    """What a specialist says of an indicator; the action checks it."""

    name = forms.CharField(label=_("Tên chỉ tiêu"), max_length=120)
    code = forms.CharField(label=_("Mã"), max_length=24, help_text=_("Chữ thường không dấu, ví dụ ti_le_nu."))
    unit = forms.ChoiceField(label=_("Đơn vị tính"), choices=[(one.value, _(one.label)) for one in Indicator.Unit])
    formula = forms.CharField(
        label=_("Công thức"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        help_text=_(
            "Ví dụ 100 * hoc_sinh_nu / hoc_sinh. Lọc trong ngoặc vuông: hoc_sinh[khoi=9], diem_so[mon=TOAN, ky=2]."
        ),
    )
    dimensions = forms.MultipleChoiceField(
        label=_("Tách được theo"), choices=DIMENSIONS, widget=forms.CheckboxSelectMultiple, required=False
    )
    legal_basis = forms.CharField(label=_("Căn cứ pháp lý"), max_length=300)
    owner = forms.CharField(label=_("Người hoặc phòng phụ trách"), max_length=120)
    since = forms.DateField(
        label=_("Áp dụng từ ngày"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

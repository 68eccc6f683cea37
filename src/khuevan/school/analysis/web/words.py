"""Words of the bands, in which averages are counted (TT 22/2021 Art. 9(2)), and of primary levels."""

from django.utils.translation import gettext_lazy as _

BANDS = (_("dưới 3,5"), "3,5–4,9", "5,0–6,4", "6,5–7,9", _("từ 8,0"))
LEVEL_BANDS = (_("Chưa hoàn thành"), _("Hoàn thành"), _("Hoàn thành tốt"))

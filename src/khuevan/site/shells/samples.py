"""Realistic content for the design page. Nobody here exists."""

from dataclasses import dataclass
from datetime import datetime

from django import forms

from khuevan.kernel.clock import TIME_ZONE
from khuevan.kernel.trail import Crumb, Tab
from khuevan.site.shells.drawing import ICONS


@dataclass(frozen=True)
class Step:
    """One step of an approval, as ``<c-steps>`` shows it; ``state`` is done, current, returned or todo."""

    title: str
    state: str
    who: str = ""
    at: datetime | None = None
    note: str = ""


@dataclass(frozen=True)
class Pupil:
    """One row of the sample table; marks in tenths."""

    name: str
    born: str
    regular: tuple[int | None, ...]
    midterm: int | None
    final: int | None
    average: int | None
    level: str


def _in_may(day: int, hour: int, minute: int) -> datetime:
    return datetime(2026, 5, day, hour, minute, tzinfo=TIME_ZONE)


STEPS = [
    Step("Giáo viên bộ môn ký", "done", "Lê Thị Lan", _in_may(18, 9, 12)),
    Step("Giáo viên chủ nhiệm ký", "done", "Trần Thị Mai", _in_may(20, 15, 40)),
    Step("Sở trả lại", "returned", "Nguyễn Thanh Bình", _in_may(24, 10, 5), "Thiếu nhận xét môn Âm nhạc."),
    Step("Hiệu trưởng ký và đóng dấu", "current", "Phạm Quang Minh"),
    Step("Sở tiếp nhận", "todo"),
]
TABS = [
    Tab("Học kì I", "?term=1"),
    Tab("Học kì II", "?term=2", active=True, count=3),
    Tab("Cả năm", "?term=3"),
]
CRUMBS = [Crumb("Sổ điểm", "#"), Crumb("Lớp 7A", "#"), Crumb("Toán")]
PUPILS = [
    Pupil("Nguyễn Hoài An", "03/02/2013", (85, 90, 80, None), 85, 90, 87, "T"),
    Pupil("Trần Gia Bảo", "17/11/2013", (70, 65, 75, 80), 70, 65, 69, "K"),
    Pupil("Lê Ngọc Ánh Dương", "29/06/2013", (45, 50, 55, None), 50, 55, 52, "D"),
    Pupil("Phạm Đức Huy", "08/09/2012", (30, 40, None, None), 35, None, None, ""),
]


class SampleForm(forms.Form):
    """A form that shows every kind of field: good, wrong, only to read, shut, a choice, a long text, a box to tick."""

    name = forms.CharField(label="Họ và tên", max_length=80)
    phone = forms.RegexField(
        r"^0\d{9}$",
        label="Số điện thoại",
        help_text="Mười chữ số, dùng để nhận thông báo.",
        error_messages={"invalid": "Số điện thoại cần đủ mười chữ số, ví dụ 0912345678."},
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )
    year = forms.ChoiceField(label="Năm học", choices=[("2025", "2025–2026"), ("2024", "2024–2025")])
    comment = forms.CharField(
        label="Nhận xét", required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text="Không quá 500 chữ."
    )
    code = forms.CharField(label="Mã học sinh", required=False, widget=forms.TextInput(attrs={"readonly": True}))
    key = forms.CharField(label="Chứng thư số", required=False, disabled=True, help_text="Văn thư cấp, chỉ để xem.")
    agree = forms.BooleanField(label="Tôi đã đối chiếu với sổ của nhà trường", required=False)
    theme: str = ""

    def clean(self) -> None:
        """What is wrong with the whole stands above the fields."""
        raise forms.ValidationError("Chưa lưu: một ô bên dưới cần thầy cô sửa.")


def form(theme: str) -> SampleForm:
    """The sample form, filled in with one mistake, for one side of the page."""
    entries = {"name": "Nguyễn Hoài An", "phone": "12", "year": "2025", "code": "KV8472350860"}
    sample = SampleForm(entries, auto_id=f"{theme}_%s")
    sample.theme = theme
    return sample


def icons() -> list[str]:
    """The names of all committed icons."""
    return sorted(path.stem for path in ICONS.glob("*.svg"))

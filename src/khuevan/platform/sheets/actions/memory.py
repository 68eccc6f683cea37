"""Remember what a person confirmed about the columns of a source."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from khuevan.kernel.clock import now
from khuevan.kernel.errors import Invalid
from khuevan.kernel.text import fold
from khuevan.registry.accounts.api import Actor

from ..models import Matching
from ..queries.memory import digest_of
from ..rules.layouts import Layout
from ..rules.matching import Guess, propose
from ..rules.tables import Table


def confirm_columns(
    actor: Actor, school_id: int, layout: Layout, table: Table, chosen: Mapping[int, str], group: str = ""
) -> dict[str, tuple[int, ...]]:
    """Keep the choice and return field → columns. ``chosen``: first column of each group → field ("" leaves it out).
    ``group``: the class of the whole list, which then needs no column.

    Raises ``Invalid`` where two columns claim one field, or a required field has none.
    """
    guesses = propose(table, layout).guesses
    fields = {guess: chosen.get(guess.columns[0], "") for guess in guesses}
    _refuse_wrong(layout, bool(table.sections or group), list(fields.values()))
    Matching.objects.update_or_create(
        school_id=school_id,
        layout=layout.family or layout.code,
        digest=digest_of(table),
        defaults={"columns": _columns(fields), "by": actor.name[:80], "confirmed_at": now()},
    )
    return {code: guess.columns for guess, code in fields.items() if code}


def _columns(fields: Mapping[Guess, str]) -> dict[str, str]:
    """By name; of columns with the same name the one that is used counts."""
    found: dict[str, str] = {}
    for guess, code in fields.items():
        name = fold(guess.header)
        found[name] = code or found.get(name, "")
    return found


def _refuse_wrong(layout: Layout, grouped: bool, codes: list[str]) -> None:
    used = [code for code in codes if code]
    if unknown := [code for code in used if code not in layout.by]:
        raise Invalid(_("Không có mục “%(field)s” trong danh sách này.") % {"field": unknown[0]})
    twice = next((code for code in used if used.count(code) > 1), "")
    if twice:
        raise Invalid(
            _("Hai cột cùng được chọn là “%(field)s”.") % {"field": layout.by[twice].label},
            hint=_("Chỉ giữ một cột, cột kia chọn “Bỏ qua”."),
            code="field_twice",
        )
    filled = {*used, layout.section} if grouped else set(used)
    missing = [one.label for one in layout.fields if one.required and one.code not in filled]
    if missing:
        raise Invalid(
            _("Chưa có cột cho: %(fields)s.") % {"fields": ", ".join(missing)},
            hint=_("Chọn cột tương ứng, hoặc thêm cột vào tệp rồi gửi lại."),
            code="field_missing",
        )

"""Give figures of a year to the public."""

from django.utils.translation import gettext as _

from khuevan.kernel.canonical import sha256_hex
from khuevan.kernel.clock import now, today
from khuevan.kernel.errors import Invalid
from khuevan.registry.accounts.api import Actor
from khuevan.registry.audit.api import Change, announce, record

from ..events import FiguresPublished
from ..models import Edition
from ..policies import demand
from ..queries.open_rows import open_content
from ..queries.standing import years_counted
from ..queries.telling import View

BOOK = "open_data"


def publish(actor: Actor, year: int, term: int) -> Edition:
    """A new edition, which takes the place of the one before; small cells are hidden before anything is stored.

    Raises ``NotAllowed``, ``Invalid`` where there are no figures.
    """
    demand(actor, "define")
    if year not in years_counted() or term not in (1, 2, 3):
        raise Invalid(_("Năm học này chưa có số liệu."), hint=_("Chọn năm học trong danh sách."))
    content = open_content(View(year, term, today()))
    Edition.objects.filter(year=year, term=term, replaced_at=None).update(replaced_at=now())
    one = Edition.objects.create(
        year=year, term=term, office=actor.unit_name[:160], content=content, digest=sha256_hex(content),
        published_by=actor.name[:80], published_at=now(),
    )  # fmt: skip
    office = actor.unit_id or 0
    record(actor, office, BOOK, "publish", [Change(f"Dữ liệu mở {one}", None, one.digest)])
    announce(office, FiguresPublished(one.pk, year, term))
    return one

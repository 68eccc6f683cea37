"""Schools as records of the feed; the units below register nobody, so the exchange reads them itself."""

from collections.abc import Iterator

from khuevan.registry.units.api import Unit

from ..ports import Row
from ..rules.kinds import SCHOOL


class Schools:
    """What `ports.Source` asks for."""

    kind = SCHOOL

    def gather(self, school_id: int) -> Iterator[Row]:
        """The school itself; one query."""
        names = ("uid", "code", "name", "level", "commune_id", "address", "opened_on", "closed_on")
        for uid, code, name, level, commune, address, opened, closed in Unit.objects.filter(
            pk=school_id, kind="school"
        ).values_list(*names):
            yield Row(str(uid), {
                "matruong": code, "tentruong": name, "manhomcaphoc": level, "maxa": commune or "", "diachi": address,
                "ngaythanhlap": opened.isoformat() if opened else "",
                "ngaydongcua": closed.isoformat() if closed else "",
            })  # fmt: skip

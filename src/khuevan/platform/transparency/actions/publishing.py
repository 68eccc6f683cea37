"""Publish what the ledger holds: a root for each school, one for the province, signed."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection
from django.db.models import Exists, OuterRef

from khuevan.kernel.clock import TIME_ZONE, now
from khuevan.kernel.merkle import Frontier
from khuevan.registry.audit.api import Entry
from khuevan.registry.isolation.api import copied
from khuevan.registry.units.api import Unit

from ..adapters import log_key
from ..models import Checkpoint, Leaf, SchoolRoot
from ..queries.log import hashed, last_checkpoint, last_roots
from ..rules.note import Tree, signed
from ..rules.proof import province_leaf
from .public import publish_logs

_LOCK = "SELECT pg_advisory_xact_lock(hashtext('transparency.publish'))"
_INSERT = """
INSERT INTO transparency_leaf (school_id, position, entry_id) SELECT school_id, position, entry_id FROM new_leaves"""


def origin() -> str:
    """The name of the log in its checkpoints: the address at which the product is found."""
    return urlsplit(settings.PUBLIC_URL).netloc + "/proof"


def publish(day: date) -> Checkpoint:
    """The checkpoint of the end of ``day`` (Vietnamese time); made once, asked again it is the same.

    Acts for the province. Entries that were committed late come with the next day. Constant number of statements.
    """
    with connection.cursor() as cursor:
        cursor.execute(_LOCK)
    publish_logs(day, origin())
    if there := Checkpoint.objects.filter(day=day).first():
        return there
    before = last_checkpoint()
    province = Frontier(before.size, map(bytes.fromhex, before.peaks)) if before else Frontier()
    roots = _school_roots(day, province)
    tree = Tree(origin(), province.size, province.root(), day)
    return Checkpoint.objects.create(
        day=day,
        size=province.size,
        root=tree.root.hex(),
        peaks=[peak.hex() for peak in province.peaks],
        leaves=roots,
        note=signed(tree, log_key.public_bytes(), log_key.sign),
        at=now(),
    )


def _school_roots(day: date, province: Frontier) -> list[dict[str, Any]]:
    """Let the log of every school with new entries grow, and the province's with them; what the day adds to it."""
    known = last_roots()
    leaves: list[tuple[int, int, int]] = []
    made = []
    for school, entries in groupby(_new_entries(day), key=lambda row: row[0]):
        last = known.get(school)
        log = Frontier(last.size, map(bytes.fromhex, last.peaks)) if last else Frontier()
        for _school, entry, digest in entries:
            leaves.append((school, log.size, entry))
            log.append(hashed(digest))
        made.append((school, log))
    uids = dict(Unit.objects.filter(pk__in=[school for school, _log in made]).values_list("pk", "uid"))
    rows, said = [], []
    for school, log in sorted(made, key=lambda one: str(uids[one[0]])):
        one = {"day": day.isoformat(), "root": log.root().hex(), "school": str(uids[school]), "size": log.size}
        peaks = [peak.hex() for peak in log.peaks]
        rows.append(SchoolRoot(school_id=school, day=day, size=log.size, root=one["root"], peaks=peaks,
                               position=province.size))  # fmt: skip
        province.append(province_leaf(one))
        said.append(one)
    with copied("new_leaves", "school_id bigint, position int, entry_id bigint", leaves) as cursor:
        cursor.execute(_INSERT)
    SchoolRoot.objects.bulk_create(rows)
    return said


def _new_entries(day: date) -> Iterator[tuple[int, int, str]]:
    """School, entry and hash of what has no place in a log yet, school by school in the order of writing."""
    end = datetime.combine(day + timedelta(days=1), time.min, TIME_ZONE)
    placed = Leaf.objects.filter(school_id=OuterRef("school_id"), entry_id=OuterRef("pk"))
    entries = Entry.objects.filter(~Exists(placed), at__lt=end).order_by("school_id", "pk")
    return entries.values_list("school_id", "pk", "hash").iterator(chunk_size=5000)

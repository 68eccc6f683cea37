"""What is remembered about a source."""

import hashlib

from ..models import Matching
from ..rules.layouts import Layout
from ..rules.matching import Proposal, propose, signature
from ..rules.tables import Table


def digest_of(table: Table) -> str:
    """The source of a table, as `Matching` keeps it."""
    return hashlib.sha256(signature(table).encode()).hexdigest()


def remembered(school_id: int, layout: Layout, table: Table) -> dict[str, str]:
    """Folded column name → field as this school confirmed it for this source; nothing for a new source."""
    found = Matching.objects.filter(
        school_id=school_id, layout=layout.family or layout.code, digest=digest_of(table)
    ).first()
    return found.columns if found else {}


def proposal_for(school_id: int, layout: Layout, table: Table) -> Proposal:
    """The columns of a table as fields, by memory, name and content."""
    return propose(table, layout, remembered(school_id, layout, table))

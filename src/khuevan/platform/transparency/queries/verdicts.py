"""What a proof that somebody brings is worth."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from ..adapters import log_key
from ..rules import proof, public

MAX_BYTES = 200_000
_FAULTS = {
    "checkpoint": gettext_noop("Chữ ký của mốc công bố không đúng, hoặc không phải của hệ thống này."),
    "province_tree": gettext_noop("Gốc của trường không có trong mốc công bố đã ký."),
    "leaf": gettext_noop("Dòng này không có trong sổ công khai đã ký."),
    "school_tree": gettext_noop("Dòng nhật ký này không có trong sổ mà trường đã công bố: nội dung đã bị sửa."),
}


@dataclass(frozen=True)
class ProofVerdict:
    """``good``: the entry stands in what was published on ``day``; otherwise ``why`` it does not.

    ``facts``: where the file is a proof of a public log instead, what that log says.
    """

    good: bool
    entry: Mapping[str, Any]
    day: date | None
    why: str = ""
    facts: tuple[Mapping[str, Any], ...] = ()

    @property
    def headline(self) -> str:
        """The verdict in one sentence."""
        if self.facts and self.good:
            return _("Sổ công khai đã ghi bản học bạ này.")
        return _("Dòng nhật ký đúng như đã công bố.") if self.good else _("Bằng chứng này không đứng vững.")


def verify_proof(data: bytes) -> ProofVerdict | None:
    """The verdict on a file, or nothing where the file is no proof."""
    if len(data) > MAX_BYTES:
        return None
    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        return None
    if public.is_published(document):
        return _of_public(document)
    if not proof.is_proof(document):
        return None
    found = proof.check(document, log_key.public_bytes(), log_key.valid)
    why = _(_FAULTS[found.fault]) if found.fault else ""
    return ProofVerdict(not found.fault, found.entry, found.tree.day if found.tree else None, why)


def _of_public(document: Mapping[str, Any]) -> ProofVerdict:
    found = public.check(document, log_key.public_bytes(), log_key.valid)
    why = _(_FAULTS[found.fault]) if found.fault else ""
    return ProofVerdict(not found.fault, {}, found.tree.day if found.tree else None, why, found.facts)

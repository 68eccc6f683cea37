"""Verdicts that were reached before: the same bytes, looked at in the same light, are not checked anew.

A verdict depends on the document, byte for byte; on the trust, which holds what authorities said of revocations; on the
scheme, the names of parts and the mandates; on the language of its sentences; and on the moment, because a list ends
and a claimed time comes. All of it is the key but the moment, for which the verdict says how long it holds.
"""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.translation import get_language

from khuevan.kernel import clock

from ..ports import DocumentVerdict, Mandate, Scheme, Trust
from .document import MAX_BYTES
from .xades_check import verdict_until

MOST = 512
"""Kept verdicts of a process, 10 MB at most; when there are more, all are forgotten."""
Kept = dict[tuple[object, ...], tuple[datetime, DocumentVerdict, datetime]]
_light: tuple[Trust | None, Kept] = (None, {})
"""The trust of all that is kept; under another one nothing is."""


def verify_once(
    xml: bytes, trust: Trust, scheme: Scheme, *, names: Mapping[str, str] | None = None, limit: int = MAX_BYTES,
    mandates: Sequence[Mandate] | None = None,
) -> DocumentVerdict:  # fmt: skip
    """`verify` for what is looked at again and again: an issued document, on pages. Never raises on bad input."""
    global _light  # put in place whole, so that threads never mix two trusts
    light = _light
    if light[0] != trust:
        light = _light = (trust, {})
    kept, said = light[1], tuple(sorted((names or {}).items()))
    held = None if mandates is None else tuple(mandates)
    key = (hashlib.sha256(xml).digest(), scheme, said, limit, held, get_language())
    now = clock.now()
    found = kept.get(key)
    if found is None or not found[0] <= now < found[2]:
        if len(kept) >= MOST:
            kept.clear()
        found = kept[key] = (now, *verdict_until(xml, trust, scheme, names, now, limit, mandates))
    return found[1]

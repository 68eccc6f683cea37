"""Which parts of a document another file differs in, when that file cannot even be read."""

import re

_PART = re.compile(rb'<(?:thongtin|mon|chunhiem|ds:Signature)\b[^>]*? Id="([A-Za-z0-9_.-]{1,80})"')
WHOLE = "hocba"


def changed_parts(original: bytes, given: bytes) -> list[str]:
    """Ids of the parts of ``original`` that lie where ``given`` differs, from the first to the last difference.

    The frame around the parts counts as the whole content. Nothing for equal bytes.
    """
    if original == given:
        return []
    first = _common(original, given)
    tail = _common(original[first:][::-1], given[first:][::-1])
    last = max(first, len(original) - tail - 1)
    starts = [(found.start(), found[1].decode()) for found in _PART.finditer(original)]
    ends = [start for start, _part in starts[1:]] + [len(original)]
    hit = [part for (start, part), end in zip(starts, ends, strict=True) if start <= last and first < end]
    return hit or [WHOLE]


def _common(one: bytes, other: bytes) -> int:
    """How many bytes two texts share from their beginning; bisection over slices."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low

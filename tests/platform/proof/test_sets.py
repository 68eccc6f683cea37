"""Sets of fingerprints in few bytes."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from khuevan.platform.proof.api import fingerprint, pack, unpack
from khuevan.platform.proof.rules.sets import BITS


@given(st.sets(st.integers(0, (1 << BITS) - 1), max_size=60))
def test_a_set_holds_what_was_put_in_and_nothing_else(members):
    assert list(unpack(pack(members))) == sorted(members)


def test_one_revoked_in_a_hundred_of_a_province_takes_few_bytes():
    digests = [hashlib.sha256(str(n).encode()).digest() for n in range(2 * 2500)]
    assert len(pack(fingerprint(one) for one in digests).data) < 25_000

"""A partner in memory; keeps the contract of `tests/contracts/test_channel.py`."""

from collections import defaultdict

from khuevan.kernel.canonical import sha256_hex
from khuevan.platform.exchange.api import CANCEL, Held, fault_of, group_digest
from khuevan.platform.exchange.ports import Answer, Group


class MemoryChannel:
    """Holds the newest version of each record, as the envelope asks; notes every batch that it was sent."""

    def __init__(self):
        self.held, self.batches = {}, []

    def send(self, records):
        self.batches.append(list(records))
        return [self._answer(one) for one in records]

    def _answer(self, one):
        before = self.held.get(one.ref)
        if before and before[0].version >= one.version:
            known = before[0].version == one.version
            return Answer(one.ref, "known" if known else "older", version=before[0].version)
        if one.event != CANCEL and (fault := fault_of(one.kind, one.body)):
            return Answer(one.ref, "refused", fault)
        kept = Held(one.ref, one.version, sha256_hex(one.body), one.event == CANCEL)
        self.held[one.ref] = kept, one.kind, one.school
        return Answer(one.ref, "accepted", version=one.version)

    def groups(self):
        found = defaultdict(list)
        for held, kind, school in self.held.values():
            found[kind, school].append(held)
        return [Group(*place, sum(not x.cancelled for x in some), group_digest(some)) for place, some in found.items()]

    def records(self, kind, school):
        return [held for held, its_kind, its_school in self.held.values() if (its_kind, its_school) == (kind, school)]

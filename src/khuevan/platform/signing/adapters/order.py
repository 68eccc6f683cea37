"""Whether the signatures of a document follow its scheme: who may, over what, after whom, and what is still missing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from django.utils.translation import gettext as _

from ..ports import Certificate, Mandate, Problem, Scheme, Stage
from .findings import problem
from .xades_form import Statement

CLOCK_SKEW = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Entry:
    """One readable signature: what it states, whose certificate it carries, which stage it claims."""

    statement: Statement
    signer: Certificate
    stage: Stage

    @property
    def id(self) -> str:
        """The signature's Id."""
        return self.statement.id

    @property
    def stage_name(self) -> str:
        """The stage as it is signed: Hiệu trưởng, KT. Hiệu trưởng."""
        return f"{self.statement.form}. {self.stage.name}" if self.statement.form else self.stage.name

    @property
    def at(self) -> datetime:
        """The claimed time of signing."""
        return self.statement.at

    @property
    def covers(self) -> set[str]:
        """The Ids that the signature names."""
        return {part for part, _digest in self.statement.references}


@dataclass(frozen=True)
class Order:
    """What a scheme asks of one document: its parts, its organisation, its signatures, the names of things.

    ``mandates``: who may sign on behalf of whom; None where that is not known, and not judged.
    """

    scheme: Scheme
    parts: Sequence[str]
    organisation: str
    entries: Sequence[Entry]
    names: dict[str, str]
    mandates: Sequence[Mandate] | None = None

    def missing(self) -> tuple[str, ...]:
        """The names of the stages that are not complete, in order."""
        return tuple(stage.name for stage in self.scheme.stages if self._lackings[stage.role] is not None)

    def problems(self, entry: Entry, now: datetime) -> list[Problem]:
        """What the scheme holds against one signature."""
        return [
            *self._about_signer(entry),
            *self._about_scope(entry),
            *self._about_earlier(entry),
            *self._about_place(entry),
            *self._about_time(entry, now),
        ]

    def _about_signer(self, entry: Entry) -> Iterable[Problem]:
        stage, signer = entry.stage, entry.signer
        if stage.seal != signer.seal:
            kind = _("con dấu số của đơn vị") if stage.seal else _("chữ ký số cá nhân")
            yield problem("key_kind", stage=stage.name, what=kind)
        if self.organisation and signer.organisation_code != self.organisation:
            yield problem("wrong_organisation", who=signer.name, what=signer.organisation)
        if not self._is_entitled(entry):
            yield problem("wrong_title", who=signer.name, what=signer.title or "—", stage=entry.stage_name)
        elif entry.statement.form and self.mandates is not None and not self._is_mandated(entry, self.mandates):
            yield problem("no_mandate", who=signer.name, stage=entry.stage_name, day=f"{entry.at:%d/%m/%Y}")
        if not stage.many and self._of(stage)[0].id != entry.id:
            yield problem("repeated_stage", stage=stage.name)

    def _is_entitled(self, entry: Entry) -> bool:
        """By title: for oneself, KT. as a deputy; TL. goes by the mandate alone."""
        stage, title, form = entry.stage, entry.signer.title, entry.statement.form
        if not form:
            return not stage.titles or title.startswith(stage.titles)
        return bool(stage.deputies) and (form == "TL" or title.startswith(stage.deputies))

    def _is_mandated(self, entry: Entry, mandates: Sequence[Mandate]) -> bool:
        role, form, key = entry.stage.role, entry.statement.form, entry.signer.fingerprint
        return any(one.covers(role, form, key, entry.at) for one in mandates)

    def _about_scope(self, entry: Entry) -> Iterable[Problem]:
        wanted = self._wanted[entry.stage.role]
        named = {part for part in entry.covers if part in self.parts}
        earlier = {other.id for other in self._before(entry.stage)}
        known = {*self.parts, *(other.id for other in self.entries)}
        odd = (entry.covers & known) - wanted - earlier
        if not entry.stage.many:
            odd |= wanted - named
        elif not named & wanted:
            odd |= wanted
        if odd:
            yield problem("wrong_scope", who=entry.signer.name, what=self._named(odd))

    def _about_earlier(self, entry: Entry) -> Iterable[Problem]:
        uncovered = {other.id for other in self._before(entry.stage)} - entry.covers
        if uncovered:
            yield problem("wrong_order", stage=entry.stage.name, what=self._named(uncovered))
        for stage in self.scheme.stages[: self._ranks[entry.stage.role]]:
            lacking = self._lackings[stage.role]
            if lacking is not None:
                what = f"{stage.name} ({lacking})" if lacking else stage.name
                yield problem("wrong_order", stage=entry.stage.name, what=what)

    def _about_place(self, entry: Entry) -> Iterable[Problem]:
        """The container keeps the order of signing: earlier stages first, each as the later ones list it."""
        rank, own = self._ranks, self._ranks[entry.stage.role]
        place = self.entries.index(entry)
        listed = [part for part, _digest in entry.statement.references]
        earlier = [other.id for other in self._before(entry.stage) if other.id in entry.covers]
        late = [other for other in self.entries[place:] if rank[other.stage.role] < own]
        if late or earlier != [part for part in listed if part in earlier]:
            yield problem("moved", who=entry.signer.name)

    def _about_time(self, entry: Entry, now: datetime) -> Iterable[Problem]:
        if entry.at > now + CLOCK_SKEW:
            yield problem("wrong_time", who=entry.signer.name, what=_("ở tương lai"))
        for other in self._before(entry.stage):
            if other.at > entry.at:
                yield problem(
                    "wrong_time", who=entry.signer.name, what=_("trước khi %(who)s ký") % {"who": other.signer.name}
                )

    def _lacking(self, stage: Stage) -> str | None:
        """The names of what a stage has not signed; empty if it has not signed at all, None if it is complete."""
        signed = [entry.covers for entry in self._of(stage)]
        if not signed:
            return ""
        rest = self._wanted[stage.role] - set().union(*signed)
        return self._named(rest) if rest else None

    @cached_property
    def _lackings(self) -> dict[str, str | None]:
        """`_lacking` by the role of a stage; a dozen subject signatures ask the same."""
        return {stage.role: self._lacking(stage) for stage in self.scheme.stages}

    @cached_property
    def _wanted(self) -> dict[str, set[str]]:
        """The parts that a stage covers, by its role."""
        return {stage.role: {part for part in self.parts if stage.wants(part)} for stage in self.scheme.stages}

    @cached_property
    def _ranks(self) -> dict[str, int]:
        return {stage.role: self.scheme.rank(stage.role) for stage in self.scheme.stages}

    def _of(self, stage: Stage) -> list[Entry]:
        return [entry for entry in self.entries if entry.stage is stage]

    def _before(self, stage: Stage) -> list[Entry]:
        rank, own = self._ranks, self._ranks[stage.role]
        return [entry for entry in self.entries if rank[entry.stage.role] < own]

    def _named(self, parts: Iterable[str]) -> str:
        return ", ".join(self.names.get(part, part) for part in sorted(parts))

"""What happened to statistical reports."""

from dataclasses import dataclass
from uuid import UUID

from khuevan.kernel.events import Event


@dataclass(frozen=True)
class ReportFrozen(Event):
    """The numbers of a school, or of the whole province, were frozen and signed."""

    school_id: int
    report_uid: UUID


@dataclass(frozen=True)
class ReportCorrected(Event):
    """A frozen report got a correction."""

    school_id: int
    report_uid: UUID
    number: int

"""What happens to transcripts."""

from dataclasses import dataclass

from khuevan.kernel.events import Event


@dataclass(frozen=True)
class SubjectSigned(Event):
    """A subject of a class was signed for ``count`` pupils."""

    school_id: int
    class_id: int
    subject: str
    count: int


@dataclass(frozen=True)
class HomeroomSigned(Event):
    """The general part of these versions was signed."""

    school_id: int
    class_id: int
    version_ids: tuple[int, ...]


@dataclass(frozen=True)
class TranscriptIssued(Event):
    """A version was sealed and issued; from now on it never changes."""

    school_id: int
    student_id: int
    version_id: int
    number: int


@dataclass(frozen=True)
class TranscriptsSubmitted(Event):
    """A school sent versions to the Sở."""

    school_id: int
    version_ids: tuple[int, ...]


@dataclass(frozen=True)
class TranscriptsAccepted(Event):
    """The Sở took versions of one school into its store."""

    school_id: int
    version_ids: tuple[int, ...]


@dataclass(frozen=True)
class TranscriptReturned(Event):
    """The Sở sent a version back; the school has to correct it."""

    school_id: int
    student_id: int
    version_id: int
    reason: str


@dataclass(frozen=True)
class TranscriptCorrected(Event):
    """A version was superseded by a new one that has to be signed again."""

    school_id: int
    student_id: int
    old_version_id: int
    version_id: int
    reason: str


@dataclass(frozen=True)
class TranscriptRevoked(Event):
    """A version lost its force."""

    school_id: int
    student_id: int
    version_id: int
    reason: str

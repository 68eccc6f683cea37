"""Every issued transcript of a pupil that somebody may see: of the own school, and copies that came with a dossier."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from khuevan.platform.signing.ports import DocumentVerdict
from khuevan.registry.accounts.api import Actor, scope_of
from khuevan.registry.files.api import content_of
from khuevan.registry.isolation.api import Scope
from khuevan.school.register.api import DossierFile
from khuevan.school.transcripts.api import Content, Version, judge, looking_as, read_document, visible

Standing = Mapping[str, tuple[str, datetime, str]]
VALID, SUPERSEDED, REVOKED, BROKEN = "valid", "superseded", "revoked", "broken"


@dataclass(frozen=True)
class CareerYear:
    """One issued version: what it says, what its signatures say, and whether it is in force.

    ``version``: of the own school, by which it is opened; ``file``: the uid of a dossier's copy. ``state``: valid,
    superseded, revoked, or broken (the signatures do not hold, or another document was issued).
    """

    content: Content
    verdict: DocumentVerdict
    issued_at: datetime
    state: str
    version: UUID | None = None
    file: UUID | None = None

    @property
    def level(self) -> str:
        """02, 03 or 04."""
        return self.content.heading.stage

    @property
    def whole_year(self) -> tuple[str, str]:
        """Learning and conduct of the year, as codes."""
        year = next((term for term in self.content.homeroom.terms if term.term == 3), None)
        return (year.learning, year.conduct) if year else ("", "")


@dataclass(frozen=True)
class _Document:
    """An issued document before it is read."""

    code: str
    xml: str
    version: UUID | None = None
    file: UUID | None = None


def career_of(actor: Actor, student_id: int) -> list[CareerYear]:
    """The years of a pupil in their order, as the actor's school has them; four queries however many years.

    Of each year the latest version that was issued, also where it was revoked or its replacement is still being made.
    An authority sees what was sent to it, a family what was issued. Copies from other schools say whether they have
    been replaced there since.
    """
    rows = Version.objects.filter(student_id=student_id, issued_at__isnull=False)
    if actor.kind == "authority":
        rows = rows.filter(visible(actor))
    rows = rows.order_by("transcript_id", "-number").distinct("transcript_id")
    own = [_Document(one.verify_code, one.xml, version=one.uid) for one in rows.only("verify_code", "xml", "uid")]
    known = {one.code for one in own}
    copies = [one for one in _copies(student_id) if one.code not in known]
    return _read([*own, *copies], _standing(student_id, [one.code for one in [*own, *copies]], scope_of(actor)))


def shared_career(student_id: int, back: Scope) -> list[CareerYear]:
    """What is issued and in force, for whoever holds the family's link; two queries."""
    with looking_as(Scope("family", students=frozenset({student_id})), back):
        rows = Version.objects.filter(
            student_id=student_id, issued_at__isnull=False, superseded_at=None, revoked_at=None
        )
        documents = [_Document(one.verify_code, one.xml) for one in rows.only("verify_code", "xml")]
    return _read(documents, _standing(student_id, [one.code for one in documents], back))


def _copies(student_id: int) -> Iterable[_Document]:
    """Signed documents that came with dossiers, each code once, from the newest dossier."""
    found: dict[str, _Document] = {}
    rows = DossierFile.objects.filter(student_id=student_id, kind="xml").select_related("file").order_by("-pk")
    for one in rows:
        if one.verify_code not in found:
            xml = content_of(one.file).decode(errors="replace")
            found[one.verify_code] = _Document(one.verify_code, xml, file=one.uid)
    return found.values()


def _standing(student_id: int, codes: Iterable[str], back: Scope) -> Standing:
    """Digest of each version, when it was issued and what became of it, by its code, at whichever school; one query.

    Whoever holds a code may ask the same on the public page; the pupil's own scope answers for all at once.
    """
    with looking_as(Scope("family", students=frozenset({student_id})), back):
        rows = Version.objects.filter(student_id=student_id, verify_code__in=list(codes), issued_at__isnull=False)
        fields = rows.values_list("verify_code", "digest", "issued_at", "superseded_at", "revoked_at")
        return {
            code: (digest, issued, REVOKED if revoked else SUPERSEDED if superseded else VALID)
            for code, digest, issued, superseded, revoked in fields
        }


def _read(documents: list[_Document], standing: Standing) -> list[CareerYear]:
    contents = {one.code: read_document(one.xml) for one in documents}
    verdicts = judge({one.code: (one.xml, contents[one.code]) for one in documents}, on_page=True)
    years = []
    for one in documents:
        content, verdict = contents[one.code], verdicts[one.code]
        if content is None or one.code not in standing:
            continue
        digest, issued, state = standing[one.code]
        said = state if verdict.valid and verdict.digest == digest else BROKEN
        years.append(CareerYear(content, verdict, issued, said, one.version, one.file))
    return sorted(years, key=lambda year: (year.content.heading.year, year.content.heading.version))

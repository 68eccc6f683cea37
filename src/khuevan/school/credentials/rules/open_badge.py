"""A transcript of one year as an Open Badge 3.0, which is a Verifiable Credential (W3C Data Model 2.0).

The achievement is the year at the school; each subject is a result description with one result, and so are the results
of learning and conduct. The evidence names the signed transcript by its SHA-256. Marks are text with a point ("8.1").
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

CONTEXT = ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]
SCHEMA = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
YEAR = 3


@dataclass(frozen=True, slots=True)
class About:
    """What the register adds: addresses, issuer, digest, when issued, the place in the status list."""

    uid: str
    verify_url: str
    digest: str
    issued_at: datetime
    issuer: str
    issuer_name: str
    status_list: str
    status_index: int


def moment(at: datetime) -> str:
    """A time as XML Schema writes it, to the second, in UTC."""
    return at.astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")


def open_badge(content: Any, about: About) -> dict[str, Any]:
    """The credential, unsecured. ``content``: what the transcript says (records of the transcripts room)."""
    heading, results = content.heading, list(_results(content))
    year = f"{heading.year}–{heading.year + 1}"
    return {
        "@context": CONTEXT,
        "id": f"urn:uuid:{about.uid}",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": f"Học bạ năm học {year}",
        "issuer": {"id": about.issuer, "type": ["Profile"], "name": about.issuer_name},
        "validFrom": moment(about.issued_at),
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": _identity(content.pupil),
            "achievement": _achievement(content, about, year, results),
            "result": [
                {"type": ["Result"], "resultDescription": f"{about.verify_url}#{code}", "value": value}
                for code, _name, _type, value in results
            ],
        },
        "evidence": [
            {
                "id": about.verify_url,
                "type": ["Evidence"],
                "name": f"Học bạ số {heading.code}, phiên bản {heading.version}",
                "description": f"SHA-256: {about.digest}",
            }
        ],
        "credentialStatus": {
            "id": f"{about.status_list}#{about.status_index}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": str(about.status_index),
            "statusListCredential": about.status_list,
        },
        "credentialSchema": [{"id": SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
    }


def _identity(pupil: Any) -> list[dict[str, Any]]:
    said = {"name": pupil.full_name, "sisSourcedId": pupil.code, "ext:dateOfBirth": pupil.birth}
    return [
        {"type": "IdentityObject", "hashed": False, "identityHash": value, "identityType": kind}
        for kind, value in said.items()
        if value
    ]


def _achievement(content: Any, about: About, year: str, results: list[tuple[str, str, str, str]]) -> dict[str, Any]:
    heading, outcome = content.heading, content.homeroom.outcome
    return {
        "id": f"{about.verify_url}#hocba",
        "type": ["Achievement"],
        "achievementType": "LearningProgram",
        "name": f"Lớp {heading.grade}, năm học {year}",
        "description": f"Kết quả học tập và rèn luyện tại {heading.school_name}. {outcome}".strip(),
        "criteria": {"narrative": heading.legal_basis},
        "creator": {"id": f"urn:vn:truong:{heading.school_code}", "type": ["Profile"], "name": heading.school_name},
        "resultDescription": [
            {"id": f"{about.verify_url}#{code}", "type": ["ResultDescription"], "name": name, "resultType": kind}
            for code, name, kind, _value in results
        ],
    }


def _results(content: Any) -> Iterator[tuple[str, str, str, str]]:
    """Code, name, type and value of every result of the year."""
    for subject in content.subjects:
        value = next((one for one in subject.values if one.term == YEAR), None)
        if value and (value.mark or value.level):
            yield subject.code, subject.name, "RawScore" if value.mark else "LetterGrade", value.mark or value.level
    whole = next((term for term in content.homeroom.terms if term.term == YEAR), None)
    if whole and whole.learning:
        yield "hoc-tap", "Kết quả học tập", "LetterGrade", whole.learning
    if whole and whole.conduct:
        yield "ren-luyen", "Kết quả rèn luyện", "LetterGrade", content.homeroom.retrained or whole.conduct

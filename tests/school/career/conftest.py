"""Class 7A with issued transcripts; what the tests of transcripts build."""

from tests.school.transcripts.conftest import (
    an,
    ground,
    hoa,
    homeroom_signed,
    issued,
    lan,
    mai,
    minh,
    ready,
    subjects_signed,
    submitted,
)

__all__ = [
    "an", "ground", "hoa", "homeroom_signed", "issued", "lan", "mai", "minh", "ready", "subjects_signed", "submitted",
]  # fmt: skip

"""Class 7A with keys; what the tests of transcripts build."""

from tests.school.transcripts.conftest import ground, hoa, lan, minh, ready

__all__ = ["ground", "hoa", "lan", "minh", "ready"]

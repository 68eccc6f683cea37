"""Class 7A as it lies at the Sở; what the tests of transcripts build."""

import pytest

from khuevan.registry.isolation.api import Scope, acting
from khuevan.school.review.actions.running import begin, work
from khuevan.school.review.api import Run
from tests.school.transcripts.conftest import (
    binh,
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
    "binh", "ground", "hoa", "homeroom_signed", "issued", "lan", "mai", "minh", "ready", "subjects_signed", "submitted",
]  # fmt: skip
YEAR = 2025


def check(school_id):
    """Begin a check of a school and do all its work; the run."""
    with acting(Scope("province")):
        assert begin(school_id, YEAR, "Trần Thanh Bình")
        run = Run.objects.latest("pk")
    work(run.pk)
    with acting(Scope("province")):
        run.refresh_from_db()
    return run


@pytest.fixture
def checked(submitted):
    """7A sent and checked; the run."""
    return check(submitted.school_id)

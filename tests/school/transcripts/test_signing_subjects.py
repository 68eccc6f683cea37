"""A subject teacher signs for the whole class at once, what is complete, and only what is hers."""

import pytest

from khuevan.school.enrolment.api import ClassSubject
from khuevan.school.transcripts.api import SectionSignature, Version, sign_subject
from tests.school.transcripts.school import PIN, pupils_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def maths(class_7a):
    return ClassSubject.objects.get(school_class=class_7a, subject_id="TOAN")


def states():
    return set(Version.objects.values_list("case__state", flat=True))


def test_every_pupil_is_signed_for_at_once(lan, maths, class_7a):
    assert sign_subject(lan, maths.pk, PIN).count == len(pupils_of(class_7a))
    rows = SectionSignature.objects.all()
    assert {(row.role, row.section, row.signer_name, row.signer_id) for row in rows} == {
        ("subject", "mon-TOAN", lan.name, lan.person_id)
    }
    assert sorted(row.student_id for row in rows) == sorted(pupils_of(class_7a))
    assert states() == {"draft"}

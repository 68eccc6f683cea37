"""Who may sign which step, and in which order; a valid key alone is not enough."""

from datetime import timedelta

import pytest

from khuevan.platform.signing.adapters import xades
from khuevan.platform.signing.adapters.xades_check import verify
from tests.platform.signing.sample import NAMES, NOW, SCHEME, SIGNED_AT, signed, with_subjects

SUBJECTS = ["ky-subject-mon-TOAN", "ky-subject-mon-NGUVAN"]
SECTIONS = ["lylich", "mon-TOAN", "mon-NGUVAN", "chunhiem"]
HOMEROOM = "ky-homeroom-lylich"
LATER = SIGNED_AT + timedelta(hours=2)


@pytest.fixture
def problems(trust):
    """Code → sentence of what is wrong with a document."""

    def found(document):
        return {problem.code: problem.message for problem in verify(document, trust, SCHEME, names=NAMES).all_problems}

    return found


@pytest.fixture
def sign(signers):
    def signed_by(document, who, role, ids, at=LATER):
        return xades.sign_section(document, ids, signers[who], role=role, at=at)

    return signed_by


def test_principal_before_homeroom(signers, sign, problems):
    document = sign(with_subjects(signers), "minh", "principal", ["hocba", *SUBJECTS])
    assert problems(document) == {
        "wrong_order": "Hiệu trưởng ký sai thứ tự: chưa có hoặc không phủ Giáo viên chủ nhiệm."
    }


def test_subject_signed_after_the_seal(document, sign, problems):
    late = sign(document, "mai", "subject", ["mon-TOAN"], SIGNED_AT)
    assert set(problems(late)) == {"duplicate_id"}


def test_homeroom_without_one_subject_signature(signers, sign, problems):
    document = sign(with_subjects(signers), "mai", "homeroom", [*SECTIONS, SUBJECTS[0]])
    found = problems(document)
    assert found == {
        "wrong_order": "Giáo viên chủ nhiệm ký sai thứ tự: chưa có hoặc không phủ chữ ký Giáo viên bộ môn (Ngữ văn)."
    }


def test_homeroom_without_one_section(signers, sign, problems):
    document = sign(with_subjects(signers), "mai", "homeroom", ["lylich", "mon-TOAN", "mon-NGUVAN", *SUBJECTS])
    assert "Nhận xét của giáo viên chủ nhiệm" in problems(document)["wrong_scope"]


def test_subject_teacher_over_a_foreign_section(signers, sign, problems):
    document = sign(with_subjects(signers), "lan", "subject", ["chunhiem"], SIGNED_AT)
    assert set(problems(document)) == {"wrong_scope"}


@pytest.mark.parametrize(
    ("who", "role", "code"),
    [
        ("lan", "principal", "wrong_title"),
        ("stranger", "principal", "wrong_organisation"),
        ("seal", "principal", "key_kind"),
        ("minh", "seal", "key_kind"),
        ("minh", "boss", "unknown_role"),
    ],
)
def test_valid_key_of_the_wrong_person(signers, sign, problems, who, role, code):
    ids = ["hocba", *SUBJECTS, HOMEROOM]
    until = "homeroom"
    if role == "seal":
        ids, until = [*ids, "ky-principal-hocba"], "principal"
    document = sign(signed(signers, until), who, role, ids, SIGNED_AT + timedelta(hours=5))
    assert code in problems(document)


def test_second_principal(signers, sign, problems):
    document = sign(signed(signers, "principal"), "minh", "principal", ["lylich", *SUBJECTS, HOMEROOM])
    assert "repeated_stage" in problems(document)


@pytest.mark.parametrize(
    ("at", "words"), [(NOW + timedelta(hours=1), "ở tương lai"), (SIGNED_AT - timedelta(days=1), "trước khi")]
)
def test_impossible_times(signers, problems, at, words):
    document = xades.sign_stage(with_subjects(signers), SCHEME, signers["mai"], role="homeroom", at=at)
    assert words in problems(document)["wrong_time"]


def test_deputy_may_sign_for_the_principal(own_authority, own_files, signers, sign):
    from dataclasses import replace

    from tests.platform.signing.sample import ENDS, PIN, STAFF, STARTS

    deputy = replace(STAFF["minh"], name="Đỗ Thị Thu", title="Phó Hiệu trưởng")
    own_files.create("thu", PIN, deputy, not_before=STARTS, not_after=ENDS)
    document = xades.sign_stage(
        signed(signers, "homeroom"), SCHEME, own_files.open("thu", PIN), role="principal", at=LATER
    )
    principal = verify(document, own_authority.trust(), SCHEME).signatures[-1]
    assert principal.valid

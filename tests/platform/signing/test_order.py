"""Who may sign which step, and in which order; a valid key alone is not enough."""

from dataclasses import replace
from datetime import timedelta

import pytest

from khuevan.platform.signing.adapters import xades
from khuevan.platform.signing.adapters.xades_check import verify
from khuevan.platform.signing.ports import Mandate
from tests.platform.signing import sample
from tests.platform.signing.sample import (
    ENDS,
    NAMES,
    NOW,
    PIN,
    SCHEME,
    SIGNED_AT,
    STAFF,
    STARTS,
    signed,
    with_subjects,
)

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


@pytest.fixture
def deputy(own_files):
    """Đỗ Thị Thu's key and what she signs with it in a form; the others are below the same authority."""
    people = {**STAFF, "thu": replace(STAFF["minh"], name="Đỗ Thị Thu", title="Phó Hiệu trưởng")}
    for name, owner in people.items():
        own_files.create(name, PIN, owner, not_before=STARTS, not_after=ENDS)
    return {name: own_files.open(name, PIN) for name in people}


def judged(deputy, trust, form, mandates, who="thu"):
    document = signed(deputy, "homeroom")
    document = xades.sign_stage(document, SCHEME, deputy[who], role="principal", at=LATER, form=form)
    return verify(document, trust, SCHEME, mandates=mandates).signatures[-1]


def mandate(deputy, form="KT", first=LATER - timedelta(days=1), last=LATER + timedelta(days=1), who="thu"):
    return Mandate("principal", form, frozenset({deputy[who].certificate.fingerprint}), first, last)


def test_deputy_signs_for_the_principal_by_a_mandate(deputy, own_authority):
    principal = judged(deputy, own_authority.trust(), "KT", [mandate(deputy)])
    assert (principal.problems, principal.role_name, principal.form) == ((), "KT. Hiệu trưởng", "KT")


@pytest.mark.parametrize(
    "change",
    [{"form": "TL"}, {"last": LATER - timedelta(seconds=1)}, {"first": LATER + timedelta(seconds=1)}, {"who": "minh"}],
)
def test_without_a_mandate_of_the_day_it_does_not_count(deputy, own_authority, change):
    for mandates in ([], [mandate(deputy, **change)]):
        found = judged(deputy, own_authority.trust(), "KT", mandates)
        assert [one.code for one in found.problems] == ["no_mandate"]
    assert "không có uỷ quyền còn hiệu lực vào ngày 28/05/2026" in found.problems[0].message


def test_where_mandates_are_not_known_the_form_is_said_and_titles_are_judged(deputy, own_authority):
    trust = own_authority.trust()
    assert judged(deputy, trust, "KT", None).valid
    assert [one.code for one in judged(deputy, trust, "", None).problems] == ["wrong_title"]
    assert [one.code for one in judged(deputy, trust, "KT", None, "minh").problems] == ["wrong_title"]


def test_thua_lenh_goes_by_the_mandate_whatever_the_title(deputy, own_authority):
    trust = own_authority.trust()
    assert judged(deputy, trust, "TL", [mandate(deputy, "TL", who="hue")], "hue").valid
    assert [one.code for one in judged(deputy, trust, "TL", [], "hue").problems] == ["no_mandate"]


def test_form_is_under_the_signature(deputy, own_authority):
    document = signed(deputy, "homeroom")
    document = xades.sign_stage(document, SCHEME, deputy["thu"], role="principal", at=LATER, form="KT")
    for other in (
        b"<xades:ClaimedRole>principal<",
        b"<xades:ClaimedRole>principal.TL<",
        b"<xades:ClaimedRole>principal.XX<",
    ):
        changed = document.replace(b"<xades:ClaimedRole>principal.KT<", other)
        assert not verify(changed, own_authority.trust(), SCHEME).signatures[-1].valid


def test_nobody_signs_another_stage_on_behalf(deputy):
    with pytest.raises(ValueError, match="is no role"):
        xades.sign_fragment([sample.SECTIONS["mon-TOAN"]], deputy["lan"], role="subject.KT", at=LATER)

"""The page without a network gives the server's verdict on everything that is done to a signed file."""

import hashlib
from dataclasses import asdict, replace
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.hashes import SHA256

from khuevan.platform.documents.api import render
from khuevan.platform.proof.api import fingerprint, pack
from khuevan.platform.signing.adapters import pades, pades_check, xades
from khuevan.platform.signing.adapters.demo_tsa import DemoStamper
from khuevan.platform.signing.adapters.file_key import KeyFiles
from khuevan.platform.signing.adapters.profiles import read_profile
from khuevan.platform.signing.adapters.xades_check import verify
from khuevan.platform.signing.api import stamp_pdf
from khuevan.school.credentials.queries.offline import _packed, trust_data
from tests.platform.documents.sample import SECONDARY
from tests.platform.proof.offline import data, opened
from tests.platform.signing.sample import (
    ENDS,
    NAMES,
    PIN,
    SCHEME,
    SCHOOL,
    SCHOOL_CODE,
    SIGNED_AT,
    STAFF,
    STARTS,
    signed,
)
from tests.platform.signing.test_tampering import CONTENT, FORM, HOMEROOM, LAN, PRINCIPAL, SEAL, SIGNED, within

pytestmark = pytest.mark.browser
SAME = {"signed_before": "wrong_time"}


@pytest.fixture(scope="module")
def page(trust, tmp_path_factory):
    written = data(trust_data(trust, ()), asdict(SCHEME))
    with opened(tmp_path_factory.mktemp("page"), written) as found:
        yield found


@pytest.fixture
def alike(page, trust):
    """Both verdicts on a document, which must agree: good or not, why, and where."""

    def both(xml: bytes):
        here = verify(xml, trust, SCHEME, names=NAMES)
        there = page.file("hocba.xml", xml)
        assert (there.outcome == "valid") == here.valid
        assert {SAME.get(code, code) for code in there.codes} == {problem.code for problem in here.all_problems}
        assert there.parts == set(here.altered)
        return there

    return both


def test_a_good_document_is_good(document, alike):
    said = alike(document)
    assert said.outcome == "valid"
    assert "Phạm Văn Minh" in said.text


@pytest.mark.parametrize("change", [change for change, _parts in CONTENT.values()], ids=CONTENT)
def test_altered_content_is_named(document, alike, change):
    assert alike(change(document.decode()).encode()).outcome == "refused"


@pytest.mark.parametrize("which", [LAN, HOMEROOM, PRINCIPAL, SEAL])
@pytest.mark.parametrize(("old", "new"), [one[:2] for one in SIGNED.values()], ids=SIGNED)
def test_altered_signatures_are_named(document, alike, which, old, new):
    assert alike(within(document.decode(), which, old, new).encode()).outcome == "refused"


@pytest.mark.parametrize("change", [change for change, _code in FORM.values()], ids=FORM)
def test_what_is_no_document_of_ours_is_refused(document, page, change):
    """Parsers differ in what they call broken; refused it is by both."""
    xml = change(document.decode()).encode()
    if xml.startswith(b"%PDF") or not xml:
        return
    assert page.file("hocba.xml", xml).outcome == "refused"


@pytest.mark.parametrize("until", ["homeroom", "principal"])
def test_what_is_not_signed_to_the_end_is_refused(signers, alike, until):
    said = alike(signed(signers, until))
    assert said.outcome == "refused"
    assert "Còn thiếu chữ ký" in said.text


@pytest.mark.parametrize("who", ["stranger", "lan", "seal"])
def test_who_may_not_sign_is_refused(signers, alike, who):
    assert alike(signed(signers | {"minh": signers[who]})).outcome == "refused"


def test_a_revoked_certificate_is_refused(own_files, own_authority, tmp_path):
    """The list in the page knows of it, and of since when."""
    for name, owner in STAFF.items():
        own_files.create(name, PIN, owner, not_before=STARTS, not_after=ENDS)
    signers = {name: own_files.open(name, PIN) for name in STAFF}
    document = signed(signers)
    own_authority.revoke(signers["lan"].certificate.serial, STARTS)
    with opened(tmp_path, data(trust_data(own_authority.trust(), ()), asdict(SCHEME))) as page:
        said = page.file("hocba.xml", document)
    assert said.outcome == "refused"
    assert said.codes == {"certificate_revoked"}
    assert "Nguyễn Thị Lan đã bị thu hồi" in said.text


@pytest.mark.parametrize("form", ["", "KT", "TL"])
@pytest.mark.parametrize("who", ["thu", "minh", "hue"])
def test_who_signs_for_the_principal_is_judged_alike(signers, authority, alike, tmp_path, form, who):
    files = KeyFiles(tmp_path / "keys", authority)
    owner = replace(STAFF["minh"], name="Đỗ Thị Thu", title="Phó Hiệu trưởng")
    files.create("thu", PIN, owner, not_before=STARTS, not_after=ENDS)
    people = {**signers, "thu": files.open("thu", PIN)}
    document, at = signed(signers, "homeroom"), SIGNED_AT + timedelta(hours=2)
    document = xades.sign_stage(document, SCHEME, people[who], role="principal", at=at, form=form)
    document = xades.sign_stage(document, SCHEME, people["seal"], role="seal", at=at + timedelta(hours=1))
    said = alike(document)
    assert ("việc uỷ quyền chỉ kiểm tra được trên trang" in said.text) == bool(form)


def test_certificates_without_the_schools_code_count_by_the_provinces_profile(own_files, own_authority, tmp_path):
    for name, owner in STAFF.items():
        plain = replace(owner, organisation_code="", title="", owner="" if owner.seal else f"CCCD:{name}")
        own_files.create(name, PIN, plain, not_before=STARTS, not_after=ENDS)
    signers = {name: own_files.open(name, PIN) for name in STAFF}
    issuer = own_authority.issuing.fingerprint(SHA256()).hex()
    titles = '[titles]\n"CCCD:minh" = "Hiệu trưởng"\n'
    said = f'issuers = ["{issuer}"]\n[organisations]\n"{SCHOOL}" = "{SCHOOL_CODE}"\n{titles}'
    (tmp_path / "vgca.toml").write_text(said, encoding="utf-8")
    trust = replace(own_authority.trust(), profiles=(read_profile(tmp_path / "vgca.toml"),))
    leaves = [one.certificate.der for one in signers.values()]
    document = signed(signers)
    outcomes = {}
    for known, believed in (("with", trust), ("without", own_authority.trust())):
        with opened(tmp_path, data(trust_data(believed, leaves), asdict(SCHEME))) as page:
            outcomes[known] = page.file("hocba.xml", document)
    assert outcomes["with"].outcome == "valid"
    assert "wrong_organisation" in outcomes["without"].codes
    assert "CCCD" not in str(trust_data(trust, leaves))


@pytest.fixture(scope="module")
def paper(signers):
    return pades.seal_pdf(render("transcript_tt22", SECONDARY), signers["seal"], at=SIGNED_AT)


def verdict_on(pdf, trust):
    return pades_check.verify_pdf(pdf, trust, organisation="", now=None, limit=5_000_000, name="PDF")


def test_a_sealed_paper_is_good(paper, page):
    said = page.file("hocba.pdf", paper)
    assert said.outcome == "valid"
    assert "Trường THCS An Cư" in said.text


PAPERS = {
    "a byte of the page": lambda pdf: pdf.replace(b"/MediaBox", b"/MediaBoz", 1),
    "something appended": lambda pdf: pdf + b"\n% more",
    "something before": lambda pdf: b"%PDF-1.7\n" + pdf,
    "a second range": lambda pdf: pdf + b"\n/ByteRange [0 1 2 3]",
    "the gap's end": lambda pdf: pdf.replace(b"0000>", b"0001>", 1),
    "the gap's letters": lambda pdf: pdf.replace(b"<3082", b"<3083", 1),
    "no signature": lambda pdf: render("transcript_tt22", SECONDARY),
    "half of it": lambda pdf: pdf[: len(pdf) // 2],
}


@pytest.mark.parametrize("change", PAPERS.values(), ids=PAPERS)
def test_a_doctored_paper_is_refused(paper, page, trust, change):
    doctored = change(paper)
    assert doctored != paper
    assert not verdict_on(doctored, trust).valid
    assert page.file("hocba.pdf", doctored).outcome == "refused"


def test_no_byte_of_a_paper_is_free(paper, page):
    """Every two-hundredth part of the file, and closely within the signature."""
    start = paper.index(b"<3082")
    places = {*range(0, len(paper), len(paper) // 60), *range(start, start + 2600, 130)}
    for place in sorted(places):
        doctored = paper[:place] + bytes([paper[place] ^ 1]) + paper[place + 1 :]
        if doctored.startswith(b"%PDF-"):
            assert page.file("hocba.pdf", doctored).outcome == "refused", place


TAILS = {b"/Rect[0 0 0 0]": b"/Rect[0 0 9 9]", b"/DSS": b"/DSX", b"/F 132": b"/F 133", b"/Annots [": b"/Annotz ["}


def test_a_time_stamp_behind_the_seal_is_let_stand_and_nothing_else(paper, page, authority, trust):
    stamper = DemoStamper(authority)
    tail = stamp_pdf(paper, stamper, trust, stamper.stamp(bytes(32)))
    good = page.file("hocba.pdf", paper + tail)
    assert good.outcome == "valid"
    assert "dấu thời gian" in good.text
    doctored = [paper + tail + b"\n", paper + b"\n" + tail, paper + tail + tail, paper + tail[:-40]]
    doctored += [paper + tail.replace(old, new, 1) for old, new in TAILS.items()]
    twice = tail + stamp_pdf(paper, stamper, trust, stamper.stamp(bytes(32)), tail)
    assert page.file("hocba.pdf", paper + twice).outcome == "valid"
    second = twice[len(tail) :]
    doctored += [paper + second, paper + twice + second, paper + tail + b"\n" + second]
    doctored += [paper + tail + second.replace(old, new, 1) for old, new in TAILS.items() if old in second]
    for whole in doctored:
        assert whole not in (paper + tail, paper + twice)
        assert page.file("hocba.pdf", whole).outcome == "refused"


def test_a_paper_sealed_by_a_person_is_refused(signers, page):
    pdf = pades.seal_pdf(render("transcript_tt22", SECONDARY), signers["minh"], at=SIGNED_AT)
    assert page.file("hocba.pdf", pdf).codes == {"key_kind"}


@pytest.mark.parametrize(("how", "words"), [("revoked", "Đã bị thu hồi"), ("superseded", "Đã được thay")])
def test_what_lost_its_force_is_told(document, trust, tmp_path, how, words):
    gone = _packed(pack([fingerprint(hashlib.sha256(document).digest()), 1, 2**48 - 1]))
    with opened(tmp_path, data(trust_data(trust, ()), asdict(SCHEME), **{how: gone})) as page:
        said = page.file("hocba.xml", document)
    assert said.outcome == how
    assert words in said.text

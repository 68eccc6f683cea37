"""Whatever is done to a signed file, it is refused, and the refusal names the part."""

import base64
import random
import re

import pytest

from khuevan.platform.signing.adapters import xades
from khuevan.platform.signing.adapters.demo_ca import DemoAuthority
from khuevan.platform.signing.adapters.file_key import KeyFiles
from khuevan.platform.signing.adapters.xades_check import verify
from tests.platform.signing.sample import (
    BOUND,
    ENDS,
    NAMES,
    NS,
    PIN,
    SCHEME,
    SCHOOL_CODE,
    SECTIONS,
    SIGNED_AT,
    STAFF,
    STARTS,
    signed,
    subject,
    unsigned,
    with_subjects,
)

EXC = "http://www.w3.org/2001/10/xml-exc-c14n#"
ECDSA = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"
SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"
LAN, HUE = "ky-subject-mon-TOAN", "ky-subject-mon-NGUVAN"
HOMEROOM, PRINCIPAL, SEAL = "ky-homeroom-lylich", "ky-principal-hocba", "ky-seal-hocba"


@pytest.fixture
def check(trust):
    return lambda xml, **options: verify(xml, trust, SCHEME, names=NAMES, **options)


def piece(text, part, tag="mon"):
    """The text of an element with an Id."""
    return re.search(rf'<{tag}[^>]* Id="{part}".*?</{tag}>', text, re.DOTALL)[0]


def signature(text, part):
    return piece(text, part, "ds:Signature")


def within(text, part, old, new):
    """The text with something replaced inside one signature only."""
    own = signature(text, part)
    assert re.search(old, own, re.DOTALL), f"{part} has no {old}"
    return text.replace(own, re.sub(old, new, own, count=1, flags=re.DOTALL))


def element(text, name):
    return rf"<ds:{name}[^>]*>[^<]*</ds:{name}>"


def flip(found):
    """Base64 with another first character."""
    return found[1] + ("A" if found[2][0] != "A" else "B") + found[2][1:]


CONTENT = {
    "a mark": (lambda t: t.replace('hk1="82"', 'hk1="92"', 1), {"mon-TOAN"}),
    "a comment": (lambda t: t.replace("Viết có cảm xúc", "Viết có  cảm xúc"), {"mon-NGUVAN"}),
    "homeroom's words": (lambda t: t.replace("lễ phép", "lễ  phép"), {"chunhiem"}),
    "conduct": (lambda t: t.replace('canam="T"', 'canam="K"'), {"chunhiem"}),
    "the pupil's name": (lambda t: t.replace("Hoàng An", "Hoàng Ân"), {"lylich"}),
    "two subjects": (lambda t: t.replace('hk1="82"', 'hk1="92"'), {"mon-TOAN", "mon-NGUVAN"}),
    "an attribute of the whole": (lambda t: t.replace(f'truong="{SCHOOL_CODE}"', 'truong="x"', 1), {"hocba"}),
    "an attribute added": (lambda t: t.replace("<diem canam", '<diem a="1" canam', 1), {"mon-TOAN"}),
    "an element added": (lambda t: t.replace("<diem", "<x></x><diem", 1), {"mon-TOAN"}),
    "sections exchanged": (
        lambda t: t.replace(piece(t, "mon-TOAN"), "@").replace(piece(t, "mon-NGUVAN"), piece(t, "mon-TOAN"))
        .replace("@", piece(t, "mon-NGUVAN")),
        {"hocba"},
    ),
    "a section removed": (lambda t: t.replace(piece(t, "mon-TOAN"), ""), {"mon-TOAN", "hocba"}),
    "a section added": (
        lambda t: t.replace("</hocba>", f'<mon Id="mon-VATLI" {BOUND}></mon></hocba>'), {"hocba"},
    ),
    "a section renamed": (lambda t: t.replace('Id="mon-TOAN"', 'Id="mon-LI"'), {"mon-TOAN", "hocba"}),
}  # fmt: skip


@pytest.mark.parametrize(("change", "parts"), CONTENT.values(), ids=CONTENT)
def test_altered_content_is_named(document, check, change, parts):
    verdict = check(change(document.decode()).encode())
    assert not verdict.valid
    assert set(verdict.altered) == parts
    assert all(verdict.altered[part] == NAMES[part] for part in parts)


SIGNED = {
    "its value": (r"(<ds:SignatureValue>)([^<]*)", flip, "bad_signature"),
    "a digest in it": (r'(URI="#[a-z]+(?:-[A-Z]+)?".*?<ds:DigestValue>)([^<]*)', flip, "bad_signature"),
    "its time": (r"2026-05-28T", "2026-05-27T", "bad_signature"),
    "its role": (r"<xades:ClaimedRole>[a-z]+<", "<xades:ClaimedRole>boss<", "bad_signature"),
    "a reference left out": (r'<ds:Reference URI="#[^"]*">.*?</ds:Reference>', "", "bad_signature|malformed"),
    "its certificate broken": (r"(<ds:X509Certificate>)([^<]*)", flip, "certificate_unfit"),
    "the issuer's certificate broken": (r"(.*<ds:X509Certificate>)([^<]*)", flip, "certificate_swapped"),
    "the issuer's certificate left out": (r"(.*)<ds:X509Certificate>[^<]*</ds:X509Certificate>", r"\1",
                                          "certificate_swapped"),
    "a key value beside": (r"<ds:KeyInfo>", "<ds:KeyInfo><ds:KeyValue></ds:KeyValue>", "malformed"),
    "a key name beside": (r"<ds:X509Data>", "<ds:KeyName>x</ds:KeyName><ds:X509Data>", "malformed"),
    "an object beside": (r"</ds:Signature>", "<ds:Object>8,5</ds:Object></ds:Signature>", "malformed"),
    "unsigned properties": (r"</xades:QualifyingProperties>",
                            "<xades:UnsignedProperties></xades:UnsignedProperties></xades:QualifyingProperties>",
                            "malformed"),
    "white space": (r"<ds:SignatureValue>", "<ds:SignatureValue> ", "malformed"),
    "another target": (r'Target="#[^"]*"', 'Target="#hocba"', "malformed"),
    "a reference to the whole file": (r'URI="#[a-z]', 'URI="" x="', "malformed"),
    "a reference by path": (r'URI="#', 'URI="#xpointer(/)', "malformed"),
    "a reference to another file": (r'URI="#', 'URI="file:///x#', "malformed"),
    "inclusive form": (rf"CanonicalizationMethod Algorithm=\"{EXC}\"",
                       'CanonicalizationMethod Algorithm="http://www.w3.org/TR/2001/REC-xml-c14n-20010315"',
                       "unknown_algorithm"),
    "form with comments": (rf"Transform Algorithm=\"{EXC}\"", f'Transform Algorithm="{EXC}WithComments"',
                           "unknown_algorithm"),
    "a transform": (r"<ds:Transforms>",
                    '<ds:Transforms><ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xslt-19991116">'
                    "</ds:Transform>", "unknown_algorithm"),
    "a transform twice": (r"<ds:Transforms>", f'<ds:Transforms><ds:Transform Algorithm="{EXC}"></ds:Transform>',
                          "malformed"),
    "SHA-1 digest": (SHA256, "http://www.w3.org/2000/09/xmldsig#sha1", "unknown_algorithm"),
    "HMAC": (ECDSA, "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256", "unknown_algorithm"),
    "RSA instead": (ECDSA, "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", "bad_signature"),
}  # fmt: skip


@pytest.mark.parametrize("which", [LAN, HOMEROOM, PRINCIPAL, SEAL])
@pytest.mark.parametrize(("old", "new", "code"), SIGNED.values(), ids=SIGNED)
def test_altered_signature_is_named(document, check, which, old, new, code):
    verdict = check(within(document.decode(), which, old, new).encode())
    own = next(found for found in verdict.signatures if found.id == which)
    assert not verdict.valid
    assert {problem.code for problem in own.problems} & set(code.split("|")), own.problems
    assert which in verdict.altered or code == "certificate_unfit"


def test_signature_over_an_altered_one_falls_too(document, check):
    verdict = check(within(document.decode(), LAN, *SIGNED["its value"][:2]).encode())
    assert [found.id for found in verdict.signatures if not found.valid] == [LAN, HOMEROOM, PRINCIPAL, SEAL]
    assert dict(verdict.altered) == {LAN: "chữ ký Giáo viên bộ môn (Toán)"}


def test_certificate_of_a_colleague_does_not_fit(document, check):
    text = document.decode()
    mine, other = (re.search(element(text, "X509Certificate"), signature(text, part))[0] for part in (LAN, HUE))
    verdict = check(text.replace(signature(text, LAN), signature(text, LAN).replace(mine, other)).encode())
    assert verdict.signatures[0].problems[0].code == "certificate_swapped"
    assert LAN in verdict.altered


def test_certificate_of_a_colleague_with_its_digest_does_not_fit(document, check):
    text = document.decode()
    own, other = signature(text, LAN), signature(text, HUE)
    for pattern in (element(text, "X509Certificate"), r"<xades:CertDigest>.*?</xades:CertDigest>"):
        own = own.replace(re.search(pattern, own)[0], re.search(pattern, other)[0])
    verdict = check(text.replace(signature(text, LAN), own).encode())
    assert verdict.signatures[0].problems[0].code == "bad_signature"


FORM = {
    "declaration": (lambda t: '<?xml version="1.0" encoding="UTF-8"?>' + t, "forbidden_markup"),
    "comment in a mark": (lambda t: t.replace("Nắm chắc", "Nắm <!-- không --> chắc", 1), "forbidden_markup"),
    "instruction": (lambda t: t.replace("<diem", "<?x y?><diem", 1), "forbidden_markup"),
    "CDATA": (lambda t: t.replace("Nắm chắc", "<![CDATA[Nắm]]> chắc", 1), "forbidden_markup"),
    "DTD": (lambda t: '<!DOCTYPE hocbaso [<!ENTITY a "8,5">]>' + t, "forbidden_markup"),
    "external entity": (lambda t: '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + t, "forbidden_markup"),
    "entity": (lambda t: t.replace("Nắm", "&a;Nắm", 1), "not_xml"),
    "character reference": (lambda t: t.replace("Nắm", "N&#7855;m", 1), "not_canonical"),
    "single quotes": (lambda t: t.replace('hk1="82"', "hk1='82'", 1), "not_canonical"),
    "attributes exchanged": (lambda t: t.replace('canam="84" hk1="82"', 'hk1="82" canam="84"', 1), "not_canonical"),
    "short tag": (lambda t: t.replace("></diem>", "/>", 1), "not_canonical"),
    "line end": (lambda t: t + "\n", "not_canonical"),
    "carriage return": (lambda t: t.replace("Nắm chắc", "Nắm\rchắc", 1), "not_canonical"),
    "byte order mark": (lambda t: "\ufeff" + t, "not_canonical"),
    "spare namespace": (lambda t: t.replace("<hocbaso ", '<hocbaso xmlns:x="urn:y" ', 1), "not_canonical"),
    "relative namespace": (lambda t: t.replace("<hocbaso ", '<hocbaso xmlns:x="y" ', 1), "not_canonical"),
    "cut off": (lambda t: t[:-20], "not_xml"),
    "empty": (lambda t: "", "not_xml"),
    "not XML": (lambda t: "%PDF-1.7", "not_xml"),
    "zero": (lambda t: t.replace("Nắm", "N\0m", 1), "forbidden_markup"),
    "deep": (lambda t: "<a>" * 5000 + "</a>" * 5000, "not_xml"),
    "attribute of the root": (lambda t: t.replace(f'"{NS}">', f'"{NS}" a="1">', 1), "outside_scope"),
    "attribute of the container": (lambda t: t.replace("<chuky>", '<chuky a="1">'), "outside_scope"),
    "text before": (lambda t: t.replace("<hocba ", "8,5<hocba ", 1), "outside_scope"),
    "text between": (lambda t: t.replace("<mon ", "Giỏi<mon ", 1), "outside_scope"),
    "text in the container": (lambda t: t.replace("</ds:Signature>", "</ds:Signature> ", 1), "outside_scope"),
    "third part": (lambda t: t.replace("</hocbaso>", "<x></x></hocbaso>"), "outside_scope"),
    "element among signatures": (lambda t: t.replace("</chuky>", '<mon Id="a"></mon></chuky>'), "outside_scope"),
    "section without Id": (lambda t: t.replace("</hocba>", "<mon></mon></hocba>"), "outside_scope"),
    "second content": (lambda t: t.replace("<hocba ", '<hocba Id="x"></hocba><hocba ', 1), "outside_scope"),
}  # fmt: skip


@pytest.mark.parametrize(("change", "code"), FORM.values(), ids=FORM)
def test_other_forms_are_refused(document, check, change, code):
    verdict = check(change(document.decode()).encode())
    assert not verdict.valid
    assert [problem.code for problem in verdict.problems] == [code]


WRAPPING = {
    "altered copy beside": lambda t: t.replace("</hocba>", piece(t, "mon-TOAN").replace("82", "95") + "</hocba>"),
    "altered copy first": lambda t: t.replace("<mon ", piece(t, "mon-TOAN").replace("82", "95") + "<mon ", 1),
    "original hidden in a section": lambda t: t.replace(
        piece(t, "mon-TOAN"),
        piece(t, "mon-TOAN").replace('hk1="82"', 'hk1="95"').replace("</mon>", piece(t, "mon-TOAN") + "</mon>"),
    ),
    "original hidden in the container": lambda t: t.replace(
        "</chuky>", piece(t, "mon-TOAN") + "</chuky>"
    ).replace(piece(t, "mon-TOAN"), piece(t, "mon-TOAN").replace("82", "95"), 1),
    "original hidden in a signature": lambda t: t.replace(
        "</ds:Object>", piece(t, "mon-TOAN") + "</ds:Object>", 1
    ).replace(piece(t, "mon-TOAN"), piece(t, "mon-TOAN").replace("82", "95"), 1),
    "same Id inside": lambda t: t.replace("<diem canam", '<diem Id="mon-TOAN" canam', 1),
    "xml:id": lambda t: t.replace("<nhanxet>", '<nhanxet xml:id="mon-TOAN">', 1),
    "ID": lambda t: t.replace("<nhanxet>", '<nhanxet ID="mon-TOAN">', 1),
    "signature in a section": lambda t: t.replace("</mon>", signature(t, LAN) + "</mon>", 1),
    "section named as properties": lambda t: t.replace("</hocba>", f'<mon Id="{LAN}-props"></mon></hocba>'),
    "signature twice": lambda t: t.replace("</chuky>", signature(t, SEAL) + "</chuky>"),
}  # fmt: skip


@pytest.mark.parametrize("change", WRAPPING.values(), ids=WRAPPING)
def test_wrapping_is_refused(document, check, change):
    verdict = check(change(document.decode()).encode())
    assert not verdict.valid
    assert {"duplicate_id", "outside_scope", "altered"} & {problem.code for problem in verdict.all_problems}
    assert verdict.altered


def test_no_changed_byte_goes_unseen(document, check):
    dice = random.Random(20260528)
    for position in dice.sample(range(len(document)), 250):
        changed = flipped(document, position, dice)
        assert not check(changed).valid, f"byte {position}: {document[position : position + 20]!r}"


def test_no_byte_can_be_left_out(document, check):
    for position in random.Random(7).sample(range(len(document)), 80):
        assert not check(document[:position] + document[position + 1 :]).valid


def test_oversized_file_is_not_read(document, check):
    verdict = check(document, limit=len(document) - 1)
    assert [problem.code for problem in verdict.problems] == ["too_large"]
    assert check(document + b" " * 6_000_000).problems[0].message == "Tệp lớn hơn 5 MB nên không được kiểm tra."


def test_section_of_another_pupil_does_not_fit(signers, check):
    other = subject("mon-TOAN").replace(b"KV0123456784", b"KV0000000017")
    fragment = xades.sign_fragment([other], signers["lan"], role="subject", at=SIGNED_AT)
    verdict = check(xades.embed(unsigned(SECTIONS | {"mon-TOAN": other}), [fragment]))
    assert verdict.problems[0].code == "foreign_section"
    assert dict(verdict.altered) == {"mon-TOAN": "Toán"}
    assert "hocsinh" in verdict.problems[0].message


def test_own_authority_of_an_attacker_is_not_trusted(tmp_path, check):
    files = KeyFiles(tmp_path / "keys", DemoAuthority(tmp_path / "authority"))
    forged = {}
    for name, owner in STAFF.items():
        files.create(name, PIN, owner, not_before=STARTS, not_after=ENDS)
        forged[name] = files.open(name, PIN)
    verdict = check(signed(forged))
    assert not verdict.valid
    assert {problem.code for problem in verdict.all_problems} == {"untrusted"}


def test_removed_signatures_are_missed(document, check):
    text = document.decode()
    without_seal = check(text.replace(signature(text, SEAL), "").encode())
    assert (without_seal.intact, without_seal.valid, without_seal.missing) == (True, False, ("Con dấu nhà trường",))
    without_homeroom = check(text.replace(signature(text, HOMEROOM), "").encode())
    assert without_homeroom.missing == ("Giáo viên chủ nhiệm",)
    assert HOMEROOM in without_homeroom.altered


@pytest.mark.parametrize(("one", "other"), [(LAN, HUE), (HOMEROOM, PRINCIPAL), (PRINCIPAL, SEAL), (LAN, SEAL)])
def test_exchanged_signatures_are_noticed(document, check, one, other):
    text = document.decode()
    first, second = signature(text, one), signature(text, other)
    verdict = check(text.replace(first, "@").replace(second, first).replace("@", second).encode())
    assert not verdict.valid
    assert "moved" in {problem.code for problem in verdict.all_problems}


def test_file_without_signatures_is_not_valid(check):
    verdict = check(unsigned())
    assert [problem.code for problem in verdict.problems] == ["unsigned"]
    assert len(verdict.missing) == 4


def test_other_kind_of_document_is_said(signers, check):
    text = with_subjects(signers).decode().replace('Id="hocba"', 'Id="bienban"')
    assert "wrong_kind" in {problem.code for problem in check(text.encode()).problems}


@pytest.mark.filterwarnings("ignore:Parsed a serial number")
def test_garbage_certificates_do_not_raise(document, check):
    text = document.decode()
    der = base64.b64decode(re.search(r"<ds:X509Certificate>([^<]*)", signature(text, LAN))[1])
    dice = random.Random(11)
    broken = [der[: len(der) // 2], b"", b"0\x80", *(flipped(der, dice.randrange(len(der)), dice) for _ in range(120))]
    for made in broken:
        own = within(text, LAN, r"(<ds:X509Certificate>)[^<]*", rf"\g<1>{base64.b64encode(made).decode()}")
        assert not check(own.encode()).valid


def flipped(data, position, dice):
    changed = bytearray(data)
    changed[position] ^= 1 << dice.randrange(8)
    return bytes(changed)

"""What is measured of signing on one core: the product's way and, for most, a bare library's."""

import asyncio
import io
import json
from collections.abc import Callable
from typing import Any

import typst
from asn1crypto import keys, x509
from cryptography import x509 as crypto_x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from lxml import etree
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko_certvalidator.registry import SimpleCertificateStore
from signxml import DigestAlgorithm, SignatureMethod
from signxml.xades import XAdESSigner

from khuevan.kernel.clock import now
from khuevan.platform.documents.adapters import typst_pdf
from khuevan.platform.documents.api import TranscriptSheet, render
from khuevan.platform.documents.ports import TemplateName
from khuevan.platform.signing.api import (
    SigningKey,
    seal_pdf,
    sign_section,
    signer_for,
    trust_anchors,
    verify,
    verify_pdf,
)
from khuevan.platform.signing.ports import Signer
from khuevan.registry.files.api import content_of as bytes_of
from khuevan.school.transcripts.actions.issuing import verify_url
from khuevan.school.transcripts.adapters.paper import sheet_of, template_of
from khuevan.school.transcripts.api import SCHEME, Version
from khuevan.school.transcripts.models import SectionSignature
from khuevan.school.transcripts.queries.versions import content_of
from khuevan.site.personas import PIN

Part = tuple[str, int, Callable[[], Any], Callable[[], Any] | None]
"""What it is called, how many one run makes, ours, and a bare library's."""
PAPERS = 10
EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#"


def parts() -> list[Part]:
    """The work on the transcripts of one class."""
    versions = list(Version.objects.filter(issued_at__isnull=False).select_related("pdf", "transcript")[:40])
    signer = _principal(versions[0].school_id)
    xmls = [one.xml.encode() for one in versions]
    sealed = [bytes_of(one.pdf) for one in versions[:PAPERS] if one.pdf]
    sheets = [_sheet(one) for one in versions[:PAPERS]]
    bare, papers = [_unsigned(xml) for xml in xmls], [render(*sheet) for sheet in sheets]
    trust, at = trust_anchors(), now()

    def sign() -> list[bytes]:
        return [sign_section(xml, [SCHEME.content], signer, role="principal", at=at) for xml in bare]

    return [
        ("XAdES: ký một học bạ", len(bare), sign, lambda: _signxml(bare, signer)),
        (
            "PAdES B-B: đóng dấu một PDF",
            len(papers),
            lambda: [seal_pdf(one, signer, at=at) for one in papers],
            _pyhanko(papers, signer),
        ),
        ("PDF/A của một học bạ", len(sheets), lambda: [render(*sheet) for sheet in sheets], _typst(sheets)),
        ("kiểm tra một học bạ đủ chữ ký", len(xmls), lambda: [verify(xml, trust, SCHEME) for xml in xmls], None),
        ("kiểm tra một PDF đã đóng dấu", len(sealed), lambda: [verify_pdf(one, trust) for one in sealed], None),
    ]


def _principal(school_id: int) -> Signer:
    """An open key of the school, as a batch has one."""
    own = SigningKey.objects.filter(school_id=school_id, person__isnull=False, revoked_at=None).first()
    assert own is not None
    assert own.person_id is not None
    return signer_for(school_id, own.person_id, PIN)


def _unsigned(xml: bytes) -> bytes:
    """The document before its first signature, in canonical form."""
    root = etree.fromstring(xml)
    for signature in root.findall(".//{http://www.w3.org/2000/09/xmldsig#}Signature"):
        signature.getparent().remove(signature)
    return etree.tostring(root, method="c14n", exclusive=True)


def _signxml(xmls: list[bytes], signer: Signer) -> list[Any]:
    xades = XAdESSigner(
        signature_algorithm=SignatureMethod.ECDSA_SHA256,
        digest_algorithm=DigestAlgorithm.SHA256,
        c14n_algorithm=EXCLUSIVE,
    )
    key = signer.key  # type: ignore[attr-defined]
    certificates = [crypto_x509.load_der_x509_certificate(der) for der in (signer.certificate.der, *signer.chain)]
    return [
        xades.sign(etree.fromstring(xml), key=key, cert=certificates, reference_uri=f"#{SCHEME.content}")
        for xml in xmls
    ]


def _pyhanko(pdfs: list[bytes], signer: Signer) -> Callable[[], Any]:
    key = signer.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())  # type: ignore[attr-defined]
    store = SimpleCertificateStore()
    store.register_multiple(x509.Certificate.load(der) for der in signer.chain)
    own = signers.SimpleSigner(
        signing_cert=x509.Certificate.load(signer.certificate.der),
        signing_key=keys.PrivateKeyInfo.load(key),
        cert_registry=store,
    )
    about = signers.PdfSignatureMetadata(
        field_name="Seal", md_algorithm="sha256", subfilter=fields.SigSeedSubFilter.PADES
    )
    sealing = signers.PdfSigner(about, own)

    async def one(pdf: bytes) -> Any:
        return await sealing.async_sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)), bytes_reserved=8192)

    return lambda: [asyncio.run(one(pdf)) for pdf in pdfs]


def _sheet(version: Version) -> tuple[TemplateName, TranscriptSheet]:
    content = content_of(version)
    assert content is not None
    rows = list(SectionSignature.objects.filter(version=version))
    url = verify_url(version.verify_code)
    return template_of(content), sheet_of(content, rows, url, version.digest, version.issued_at)


def _typst(sheets: list[tuple[TemplateName, TranscriptSheet]]) -> Callable[[], Any]:
    """The template and its data alone; the data are made beforehand."""
    path = typst_pdf.TEMPLATE_DIR / f"{sheets[0][0]}.typ"
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(typst_pdf.FONT_DIR)])
    compiler = typst.Compiler(path, root=typst_pdf.TEMPLATE_DIR, font_paths=fonts, ignore_system_fonts=True)
    data = [json.dumps(typst_pdf._data(sheet), ensure_ascii=False) for _template, sheet in sheets]
    return lambda: [compiler.compile(format="pdf", sys_inputs={"sheet": one}, pdf_standards="a-2b") for one in data]

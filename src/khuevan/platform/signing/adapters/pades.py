"""PAdES B-B (ETSI EN 319 142-1) on PDF/A: the seal of an organisation under a paper. The check is ``pades_check``."""

import asyncio
import io
from datetime import datetime

from asn1crypto import algos
from asn1crypto import x509 as asn1
from pyhanko.pdf_utils.content import RawContent
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.signers.constants import ESIC_EXTENSION_1
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

from ..ports import Algorithm, Place, Signer
from .findings import unfit

FIELD = "ConDauSo"
RESERVED = 8192  # hexadecimal digits kept for the signature; saves pyHanko's rehearsal
MECHANISMS: dict[Algorithm, str] = {"ecdsa-sha256": "sha256_ecdsa", "rsa-sha256": "sha256_rsa"}


def seal_pdf(pdf: bytes, signer: Signer, *, at: datetime, place: Place | None = None) -> bytes:
    """The PDF with a signature over all of it, dated ``at``; ``place`` is clickable, over a drawn seal say.

    Raises ``UnfitDocument`` where the bytes are no PDF, and what ``Signer.sign`` raises.
    """
    try:
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf.rstrip(b"\r\n") + b"\n"))
    except (PdfError, ValueError, KeyError, TypeError):
        raise unfit("not_pdf") from None
    about = signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        subfilter=fields.SigSeedSubFilter.PADES,
        name=signer.certificate.name,
    )
    sealing = _Sealing(about, _PortSigner(signer), stamp_style=_bare() if place else None, new_field_spec=_field(place))
    return asyncio.run(_sealed(sealing, writer, at))


class _Sealing(signers.PdfSigner):
    """Stays at PDF 1.7, which PDF/A-2 prescribes; pyHanko would go to 2.0 for elliptic curves."""

    def register_extensions(self, pdf_out: BasePdfFileWriter, *, md_algorithm: str) -> None:
        """Only what PAdES asks for (ETSI EN 319 142-1, 5.3)."""
        pdf_out.register_extension(ESIC_EXTENSION_1)


class _PortSigner(signers.Signer):
    """pyHanko's view of our port."""

    def __init__(self, signer: Signer) -> None:
        store = SimpleCertificateStore()
        store.register_multiple(asn1.Certificate.load(der) for der in signer.chain)
        super().__init__(
            signature_mechanism=algos.SignedDigestAlgorithm({"algorithm": MECHANISMS[signer.algorithm]}),
            signing_cert=asn1.Certificate.load(signer.certificate.der),
            cert_registry=store,
            embed_roots=False,
        )
        self._signer = signer

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        """The value over ``data``; never rehearsed, because room is reserved."""
        return self._signer.sign(data)


async def _sealed(sealing: signers.PdfSigner, writer: IncrementalPdfFileWriter, at: datetime) -> bytes:
    session = sealing.init_signing_session(writer)
    session.system_time = at
    unsigned = session.prepare_tbs_document(validation_info=None, bytes_reserved=RESERVED)
    digest, out = unsigned.digest_tbs_document()
    await unsigned.perform_signature(digest.document_digest, PdfCMSSignedAttributes(signing_time=at))
    assert isinstance(out, io.BytesIO)
    return out.getvalue()


def _field(place: Place | None) -> fields.SigFieldSpec:
    if place is None:
        return fields.SigFieldSpec(FIELD)
    return fields.SigFieldSpec(FIELD, on_page=place.page, box=(place.left, place.bottom, place.right, place.top))


def _bare() -> StaticStampStyle:
    """Nothing drawn: the seal is in the paper already."""
    return StaticStampStyle(background=RawContent(b"", box=BoxConstraints(width=1, height=1)), border_width=0)

"""PAdES B-B (ETSI EN 319 142-1) on PDF/A: the seal of an organisation under a paper. The check is ``pades_check``."""

import asyncio
import io
from collections.abc import Coroutine, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, TypeVar

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

T = TypeVar("T")
FIELD = "ConDauSo"
RESERVED = 8192  # hexadecimal digits kept for the signature; saves pyHanko's rehearsal
MECHANISMS: dict[Algorithm, str] = {"ecdsa-sha256": "sha256_ecdsa", "rsa-sha256": "sha256_rsa"}


def seal_pdf(pdf: bytes, signer: Signer, *, at: datetime, place: Place | None = None) -> bytes:
    """The PDF with a signature over all of it, dated ``at``; ``place`` is clickable, over a drawn seal say.

    Raises ``UnfitDocument`` where the bytes are no PDF, and what ``Signer.sign`` raises.
    """
    return seal_prepared([prepare_pdf(pdf, signer, at=at, place=place)], signer)[0]


class PreparedPaper:
    """A paper with room for its signature: ``data`` is what the key signs, ``sealed`` puts the value in, once."""

    def __init__(self, sealing: signers.PdfSigner, writer: IncrementalPdfFileWriter, at: datetime) -> None:
        session = sealing.init_signing_session(writer)
        session.system_time = at
        self._unsigned = session.prepare_tbs_document(validation_info=None, bytes_reserved=RESERVED)
        digest, self._out = self._unsigned.digest_tbs_document()
        self._signer = sealing.signer
        said = PdfCMSSignedAttributes(signing_time=at)
        made = self._signer.signed_attrs(digest.document_digest, "sha256", attr_settings=said, use_pades=True)
        self._attributes = _ended(made)
        self.data = self._attributes.dump()
        self._made = b""

    def sealed(self, value: bytes) -> bytes:
        """The paper under its signature."""
        if not self._made:
            self._signer.value = value
            cms = _ended(self._signer.async_sign_prescribed_attributes("sha256", self._attributes))
            self._unsigned.cms_writer.send(cms)
            self._made = self._out.getvalue()
        return self._made


def seal_prepared(papers: Sequence[PreparedPaper], signer: Signer) -> list[bytes]:
    """The papers under their signatures, made in one call of the key. Raises what ``Signer.sign_all`` raises."""
    values = signer.sign_all([one.data for one in papers])
    return [one.sealed(value) for one, value in zip(papers, values, strict=True)]


def prepare_pdf(pdf: bytes, signer: Signer, *, at: datetime, place: Place | None = None) -> PreparedPaper:
    """All of `seal_pdf` but the signature, so that a service is asked for many at once. Raises as it does."""
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
    return PreparedPaper(sealing, writer, at)


class _Sealing(signers.PdfSigner):
    """Stays at PDF 1.7, which PDF/A-2 prescribes; pyHanko would go to 2.0 for elliptic curves."""

    def register_extensions(self, pdf_out: BasePdfFileWriter, *, md_algorithm: str) -> None:
        """Only what PAdES asks for (ETSI EN 319 142-1, 5.3)."""
        pdf_out.register_extension(ESIC_EXTENSION_1)


class _PortSigner(signers.Signer):
    """pyHanko's view of our port."""

    def __init__(self, signer: Signer) -> None:
        store = SimpleCertificateStore()
        store.register_multiple(map(_certificate, signer.chain))
        super().__init__(
            signature_mechanism=algos.SignedDigestAlgorithm({"algorithm": MECHANISMS[signer.algorithm]}),
            signing_cert=_certificate(signer.certificate.der),
            cert_registry=store,
            embed_roots=False,
        )
        self.value = b""

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        """The value that the key has made; never rehearsed, because room is reserved."""
        return self.value


def _ended(work: Coroutine[Any, Any, T]) -> T:
    """What pyHanko's coroutine returns, which waits for nothing. `asyncio.run` would describe it for its signals."""
    loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(work)
    finally:
        loop.close()


@lru_cache(maxsize=256)
def _certificate(der: bytes) -> asn1.Certificate:
    """A certificate as pyHanko reads it; the same ones stand in every paper of a school."""
    return asn1.Certificate.load(der)


def _field(place: Place | None) -> fields.SigFieldSpec:
    if place is None:
        return fields.SigFieldSpec(FIELD)
    return fields.SigFieldSpec(FIELD, on_page=place.page, box=(place.left, place.bottom, place.right, place.top))


def _bare() -> StaticStampStyle:
    """Nothing drawn: the seal is in the paper already."""
    return StaticStampStyle(background=RawContent(b"", box=BoxConstraints(width=1, height=1)), border_width=0)

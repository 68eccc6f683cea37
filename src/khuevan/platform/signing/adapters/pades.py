"""PAdES B-B (ETSI EN 319 142-1) on PDF/A: the seal of an organisation under a paper. The check is ``pades_check``."""

import asyncio
import io
from collections.abc import Coroutine, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, TypeVar

from asn1crypto import algos, core
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
from .cms_form import MECHANISMS, signed_data
from .findings import unfit

T = TypeVar("T")
FIELD = "ConDauSo"
RESERVED = 8192  # hexadecimal digits kept for the signature; saves pyHanko's rehearsal
ANY_DIGEST = bytes(range(32))  # where a paper's digest will stand


def seal_pdf(pdf: bytes, signer: Signer, *, at: datetime, place: Place | None = None) -> bytes:
    """The PDF with a signature over all of it, dated ``at``; ``place`` is clickable, over a drawn seal say.

    Raises ``UnfitDocument`` where the bytes are no PDF, and what ``Signer.sign`` raises.
    """
    return seal_prepared([prepare_pdf(pdf, signer, at=at, place=place)], signer)[0]


class PreparedPaper:
    """A paper with room for its signature: ``data`` is what the key signs, ``sealed`` puts the value in, once."""

    def __init__(
        self, sealing: signers.PdfSigner, writer: IncrementalPdfFileWriter, port: Signer, at: datetime
    ) -> None:  # fmt: skip
        session = sealing.init_signing_session(writer)
        session.system_time = at
        self._unsigned = session.prepare_tbs_document(validation_info=None, bytes_reserved=RESERVED)
        digest, self._out = self._unsigned.digest_tbs_document()
        self._port = port
        made = _attributes(port.certificate.der, port.chain, port.algorithm, at)
        self.data = made.replace(ANY_DIGEST, digest.document_digest)
        self._made = b""

    def sealed(self, value: bytes) -> bytes:
        """The paper under its signature."""
        if not self._made:
            port, own = self._port, self._port.certificate.der
            attributes = core.load(self.data).contents
            certificates = sorted((own, *port.chain))  # a set, in DER in ascending order
            self._unsigned.cms_writer.send(signed_data(own, certificates, port.algorithm, attributes, value))
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
    view = _PortSigner(signer.certificate.der, signer.chain, signer.algorithm)
    sealing = _Sealing(about, view, stamp_style=_bare() if place else None, new_field_spec=_field(place))
    return PreparedPaper(sealing, writer, signer, at)


class _Sealing(signers.PdfSigner):
    """Stays at PDF 1.7, which PDF/A-2 prescribes; pyHanko would go to 2.0 for elliptic curves."""

    def register_extensions(self, pdf_out: BasePdfFileWriter, *, md_algorithm: str) -> None:
        """Only what PAdES asks for (ETSI EN 319 142-1, 5.3)."""
        pdf_out.register_extension(ESIC_EXTENSION_1)


class _PortSigner(signers.Signer):
    """pyHanko's view of a key: its certificates and algorithm. What it signs is put together here."""

    def __init__(self, certificate: bytes, chain: tuple[bytes, ...], algorithm: Algorithm) -> None:
        store = SimpleCertificateStore()
        store.register_multiple(map(_certificate, chain))
        super().__init__(
            signature_mechanism=algos.SignedDigestAlgorithm({"algorithm": MECHANISMS[algorithm]}),
            signing_cert=_certificate(certificate),
            cert_registry=store,
            embed_roots=False,
        )

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        """Never asked: room is reserved, and the value comes from the port."""
        raise NotImplementedError


@lru_cache(maxsize=64)
def _attributes(certificate: bytes, chain: tuple[bytes, ...], algorithm: Algorithm, at: datetime) -> bytes:
    """What is signed of a paper whose digest is ``ANY_DIGEST`` (DER): of others it differs in that alone."""
    said = PdfCMSSignedAttributes(signing_time=at)
    signer = _PortSigner(certificate, chain, algorithm)
    return bytes(_ended(signer.signed_attrs(ANY_DIGEST, "sha256", attr_settings=said, use_pades=True)).dump())


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

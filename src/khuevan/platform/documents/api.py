"""The door of documents. The records to fill are in ``ports``, which rooms may import too."""

from .adapters.qr import qr_svg
from .adapters.typst_pdf import render
from .ports import TranscriptSheet

__all__ = ["TranscriptSheet", "qr_svg", "render"]

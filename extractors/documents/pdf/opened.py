"""An open PDF: pages one by one from PDFium, from pdfplumber where PDFium fails on a page."""

from __future__ import annotations

from collections.abc import Iterator
from types import TracebackType

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_raw

from extractors.documents.pdf.page import PageContent
from extractors.documents.pdf.pdfium import read_page
from extractors.records import Unreadable


class OpenedPdf:
    """Iterates over :class:`PageContent`. A context manager: it holds native memory."""

    def __init__(self, raw: bytes, passwords: tuple[str, ...]) -> None:
        self._document = _open(raw, passwords)
        self.pages = len(self._document)
        self.lost: list[int] = []
        """Numbers of pages that no engine could read."""

    def __enter__(self) -> OpenedPdf:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._document.close()

    def __iter__(self) -> Iterator[PageContent]:
        for index in range(self.pages):
            try:
                yield read_page(self._document, index)
            except pdfium.PdfiumError:
                self.lost.append(index + 1)


def _open(raw: bytes, passwords: tuple[str, ...]) -> pdfium.PdfDocument:
    for password in (None, *passwords):
        try:
            return pdfium.PdfDocument(raw, password=password)
        except pdfium.PdfiumError as error:
            if getattr(error, "err_code", None) != pdfium_raw.FPDF_ERR_PASSWORD:
                raise Unreadable("damaged", "no reader can open the file") from error
    raise Unreadable("encrypted", "a password is needed" if not passwords else "no given password opens it")

"""An open PDF: pages one by one from PDFium, from pdfplumber where PDFium fails on a page or misreads it."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator
from types import TracebackType
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_raw

from extractors.documents.pdf.page import PageContent
from extractors.documents.pdf.pdfium import read_page
from extractors.documents.pdf.scripts import garbled_share
from extractors.records import Unreadable

GARBLED_SHARE = 0.004
"""Where more of a page's glyphs are of scripts that no such report is written in, another engine reads it too."""
FALLBACK_PAGES = 40
"""So many pages are read by the slower engine where every page asks for it."""
SECOND_LOOK_PAGES = 3


class OpenedPdf:
    """Iterates over :class:`PageContent`. A context manager: it holds native memory.

    ``lost`` are numbers of pages that no engine could read, ``engines`` the names of those that were used.
    """

    def __init__(self, raw: bytes, passwords: tuple[str, ...]) -> None:
        self._raw = raw
        self._password: str | None = None
        self._document = self._open(passwords)
        self._plumber: Any = None
        self._plumber_failed = False
        self._fallbacks = 0
        self.lost: list[int] = []
        self.pages = len(self._document) if self._document is not None else self._plumber_pages()

    def __enter__(self) -> OpenedPdf:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._document is not None:
            self._document.close()
        if self._plumber is not None:
            with contextlib.suppress(Exception):  # closing reads the page tree again, broken or not
                self._plumber.close()

    def __iter__(self) -> Iterator[PageContent]:
        for index in range(self.pages):
            content = self._by_pdfium(index)
            if content is None:
                content = self._by_plumber(index)
            elif garbled_share(content.glyphs) > GARBLED_SHARE and self._fallbacks < FALLBACK_PAGES:
                self._fallbacks += 1
                other = self._by_plumber(index)
                if other is not None and _reads_better(other, content):
                    content.glyphs = other.glyphs
            if content is None:
                self.lost.append(index + 1)
            else:
                yield content

    def slowly(self) -> Iterator[PageContent]:
        """The first pages by the slower engine, for a file in which PDFium finds no text at all."""
        for index in range(min(self.pages, SECOND_LOOK_PAGES)):
            content = self._by_plumber(index)
            if content is not None:
                yield content

    def _by_pdfium(self, index: int) -> PageContent | None:
        if self._document is None:
            return None
        try:
            return read_page(self._document, index)
        except pdfium.PdfiumError:
            return None

    def _by_plumber(self, index: int) -> PageContent | None:
        from extractors.documents.pdf.plumber import read_plumber_page

        pdf = self._opened_plumber()
        return read_plumber_page(pdf, index) if pdf is not None else None

    def _opened_plumber(self) -> Any:
        if self._plumber is None and not self._plumber_failed:
            from extractors.documents.pdf.plumber import open_plumber

            self._plumber = open_plumber(io.BytesIO(self._raw), self._password)
            self._plumber_failed = self._plumber is None
        return self._plumber

    def _plumber_pages(self) -> int:
        from extractors.documents.pdf.plumber import count_pages

        pages = count_pages(self._opened_plumber())
        if pages is None:
            raise Unreadable("damaged", "no reader can open the file")
        return pages

    def _open(self, passwords: tuple[str, ...]) -> pdfium.PdfDocument | None:
        """PDFium's document; None where the file is too broken for it, which another engine may still open."""
        for password in (None, *passwords):
            try:
                document = pdfium.PdfDocument(self._raw, password=password)
            except pdfium.PdfiumError as error:
                if getattr(error, "err_code", None) != pdfium_raw.FPDF_ERR_PASSWORD:
                    return None
                continue
            self._password = password
            return document
        raise Unreadable("encrypted", "no given password opens it" if passwords else "it needs a password")


def _reads_better(other: PageContent, content: PageContent) -> bool:
    return len(other.glyphs) * 2 >= len(content.glyphs) and garbled_share(other.glyphs) < garbled_share(content.glyphs)

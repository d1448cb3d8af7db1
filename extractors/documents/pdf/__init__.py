"""Broker reports and filings as PDF: bytes to one :class:`~extractors.records.Document`."""

from __future__ import annotations

from extractors.documents.limits import Limits
from extractors.documents.pdf.build import read_pdf

__all__ = ["Limits", "read_pdf"]

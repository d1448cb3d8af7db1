"""Bytes to :class:`~extractors.records.Document`: sniffing, then one reader a format."""

from __future__ import annotations

from extractors.documents.limits import Limits
from extractors.records import Document, Unreadable

__all__ = ["Limits", "read"]

_DEFAULT = Limits()


def read(raw: bytes, *, passwords: tuple[str, ...] = (), limits: Limits = _DEFAULT) -> Document:
    """The document that ``raw`` holds; what it is, is told by its bytes alone.

    Raises :class:`Unreadable` with a reason code and one line for a person: ``empty``, ``unknown_type``,
    ``too_large``, ``no_article``, the ``wechat_…`` reasons, and those of the PDF reader.
    """
    # Readers are imported when needed: one command on one document must not load them all.
    from extractors.documents.sniff import sniff

    if len(raw) > limits.max_bytes:
        raise Unreadable("too_large", f"the file has {len(raw)} bytes, more than the {limits.max_bytes} that are read")
    kind = sniff(raw)
    if kind == "pdf":
        from extractors.documents.pdf import read_pdf

        return read_pdf(raw, passwords=passwords, limits=limits)
    document = _read_text_format(kind, raw)
    if len(document.text) > limits.max_characters:
        raise Unreadable(
            "too_large", f"the text has {len(document.text)} characters, more than {limits.max_characters}"
        )
    return document


def _read_text_format(kind: str, raw: bytes) -> Document:
    if kind == "wechat":
        from extractors.documents.wechat import read_wechat

        return read_wechat(raw)
    if kind == "html":
        from extractors.documents.news import read_news

        return read_news(raw)
    from extractors.documents.charset import decode

    if kind == "markdown":
        from extractors.documents.markdown import read_markdown

        return read_markdown(decode(raw))
    from extractors.documents.plain import read_plain

    return read_plain(decode(raw))

"""Limits on what a reader takes on, so that one document cannot cost the batch."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one document; beyond them it is a reject (``too_large``) with the bound in its message."""

    max_bytes: int = 256 * 1024 * 1024
    max_pages: int = 3000
    max_characters: int = 20_000_000

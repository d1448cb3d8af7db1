"""Where bytes come from: files, folders, URLs. An answer is bytes with an origin, an origin alone, or a failure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Failure:
    """A source that yielded no bytes: ``reason`` is a code, the message one line for a person."""

    source_uri: str
    reason: str
    message: str

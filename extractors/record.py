"""How records are made of which a document has thousands."""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = ["record"]

if TYPE_CHECKING:
    from dataclasses import dataclass as record
else:
    from dataclasses import dataclass

    def record(**_flags: bool):
        """``@record(frozen=True, slots=True)`` is frozen to mypy, which lets nobody change one; as the program runs it
        is a plain dataclass with a hash: one that Python guards takes three to six times as long to make."""
        return dataclass(slots=True, unsafe_hash=True)

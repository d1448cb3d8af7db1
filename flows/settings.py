"""Where the stores are, and how much one document may cost. Values come from options, then from the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

RAW_VARIABLE = "YANBAO_RAW"
CURATED_VARIABLE = "YANBAO_CURATED"
PASSWORDS_VARIABLE = "YANBAO_PASSWORDS"


def _cores() -> int:
    try:
        return max(1, len(os.sched_getaffinity(0)))
    except AttributeError:  # not on this platform
        return max(1, os.cpu_count() or 1)


@dataclass(frozen=True, slots=True)
class Budget:
    """What one document, and one run, may use.

    A document that takes longer than ``seconds_per_document`` or holds more than ``memory_mb_per_document`` resident
    megabytes beyond what its worker held before is stopped and rejected; the others go on.
    """

    seconds_per_document: float = 120.0
    memory_mb_per_document: int = 2048
    pages_per_document: int = 3000
    workers: int = field(default_factory=_cores)
    documents_per_chunk: int = 12

    def __post_init__(self) -> None:
        for name in ("seconds_per_document", "memory_mb_per_document", "pages_per_document", "workers"):
            if getattr(self, name) <= 0:
                raise ValueError(f"{name} must be above 0, not {getattr(self, name)}")
        if self.documents_per_chunk <= 0:
            raise ValueError(f"documents_per_chunk must be above 0, not {self.documents_per_chunk}")


@dataclass(frozen=True, slots=True)
class Settings:
    """The two stores, the budget, and the extractor as ``module:function`` (named, since workers are other processes).

    ``extractor_version`` is None for the hash of the code that is installed. ``passwords`` are tried on encrypted
    files; they go to workers through their pipe alone, and no text of these settings shows them.
    """

    raw: Path = Path("raw")
    curated: Path = Path("curated")
    budget: Budget = field(default_factory=Budget)
    extractor: str = "extractors:extract"
    extractor_version: str | None = None
    passwords: tuple[str, ...] = field(default=(), repr=False)

    @property
    def inbox(self) -> Path:
        """The folder that is ingested where no path is given."""
        return self.raw / "inbox"

    @classmethod
    def load(
        cls,
        raw: Path | None = None,
        curated: Path | None = None,
        budget: Budget | None = None,
        environment: Mapping[str, str] = os.environ,
        passwords: Sequence[str] = (),
    ) -> Settings:
        """Settings from options, else from ``YANBAO_RAW`` and ``YANBAO_CURATED``, else ``raw`` and ``curated`` here.

        ``passwords`` come before those of ``YANBAO_PASSWORDS``, which holds one a line: any may have spaces in it.
        """
        known = environment.get(PASSWORDS_VARIABLE, "").splitlines()
        return cls(
            raw=raw or Path(environment.get(RAW_VARIABLE) or "raw"),
            curated=curated or Path(environment.get(CURATED_VARIABLE) or "curated"),
            budget=budget or Budget(),
            passwords=tuple(dict.fromkeys(password for password in (*passwords, *known) if password)),
        )

"""`yanbao securities refresh`: the list of securities from new exchange lists, and what that changed."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from flows.securities import Summary, refresh

TARGET = Path(__file__).resolve().parents[2] / "extractors" / "data" / "securities.csv"
SHOWN = 20
"""Tickers that are named of each kind of change; the rest is counted."""


def run_refresh(masters: Sequence[Path], dated: str | None, target: Path | None) -> int:
    """Rewrite the list; 2 for a file that is absent or of an unknown form, and for a day that is none."""
    try:
        day = date.fromisoformat(dated) if dated else datetime.now(ZoneInfo("Asia/Shanghai")).date()
    except ValueError:
        sys.stderr.write(f"yanbao: {dated!r} is no date such as 2024-11-30\n")
        return 2
    if absent := [str(path) for path in masters if not path.is_file()]:
        sys.stderr.write(f"yanbao: no such file: {', '.join(absent)}\n")
        return 2
    try:
        summary = refresh(masters, target or TARGET, day)
    except ValueError as error:
        sys.stderr.write(f"yanbao: {error}\n")
        return 2
    sys.stdout.write("\n".join(described(summary)) + "\n")
    return 0


def described(summary: Summary) -> list[str]:
    """What a refresh did, a line for each kind of change that there was."""
    markets = ", ".join(f"{market} {count}" for market, count in sorted(summary.markets.items()))
    lines = [f"{summary.rows} securities of {summary.issuers} issuers: {markets}"]
    renamed = [f"{ticker} {old} → {new}" for ticker, (old, new) in sorted(summary.renamed.items())]
    for title, items in (
        ("added", summary.added),
        ("no longer listed", summary.gone),
        ("renamed", renamed),
        ("codes of no known form", summary.unread),
    ):
        if items:
            lines.append(f"{len(items)} {title}: {_some(items)}")
    return lines


def _some(items: Sequence[str]) -> str:
    shown: Iterable[str] = items[:SHOWN]
    return ", ".join(shown) + (" …" if len(items) > SHOWN else "")

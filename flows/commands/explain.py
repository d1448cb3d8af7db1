"""`yanbao explain`: each step from a sentence to its figures."""

from __future__ import annotations

import sys
from datetime import date


def run_explain(sentence: str, published: str | None) -> int:
    """Explain one sentence on the screen, or JSON lines from standard input for ``-``; the exit code."""
    if sentence == "-":
        from flows.explain import explain_stream

        return explain_stream(sys.stdin, sys.stdout)
    from flows.commands.screen import screen
    from flows.explain_print import explain_one

    try:
        day = date.fromisoformat(published) if published else None
    except ValueError:
        sys.stderr.write(f"yanbao: {published!r} is no date such as 2024-11-30\n")
        return 2
    explain_one(sentence, day, screen())
    return 0

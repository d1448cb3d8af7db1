"""The short names of listed companies, by which filings are filed where they print the full name alone."""

from __future__ import annotations

import csv
from functools import lru_cache
from importlib import resources


@lru_cache(maxsize=1)
def _short_names() -> dict[str, str]:
    text = (resources.files("extractors") / "data" / "securities.csv").read_text("utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    names: dict[str, str] = {}
    # The home listing's name goes first: a company's later listings bear names of their own.
    for row in sorted(rows, key=lambda row: row["ticker"] != row["issuer_id"]):
        if row["full_name"]:
            names.setdefault(row["full_name"], row["name"])
    return names


def short_name_of(full_name: str) -> str | None:
    """The short name under which a company of this full name is listed; None for one that is not.

    >>> short_name_of("比亚迪股份有限公司")
    '比亚迪'
    """
    return _short_names().get(full_name)

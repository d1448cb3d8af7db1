"""Rebuild the securities list from exchange lists: `yanbao securities refresh MASTER.csv…`.

A source is a CSV of one of these forms, told apart by its header:

- ``code,name[,name_plain],market``: a current list of any markets (codes as Wind prints them; US codes bare);
- ``ts_code,name,fullname,enname,list_date``: A shares with full names.

The first source that holds a market is that market's current list: securities found only in later sources, or only in
the list that is being replaced, are kept as ``former``, and names that changed are kept as aliases, since documents of
every year are read. Listings of one issuer are joined by name and by ``security_aliases.yaml``.
"""

from __future__ import annotations

import csv
import hashlib
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import yaml

from extractors.language.securities import COLUMNS, TICKER, home_rank

_MARKS = re.compile(r"^(?:\*?ST|S\*?ST|XD|XR|DR|NST|[NCU](?=[一-鿿]))|(?:-[A-Z]{1,3}|\(US)$|^退市|退$|•$")
_CUT_BY_MARK = re.compile(r"^(?:XD|XR|DR|[NC](?=[一-鿿]))")
_LEGAL = re.compile(r"(?:\(?集团\)?)?(?:控股)?(?:股份)?(?:有限)?(?:责任)?公司$")
_MARKETS = frozenset({"A", "BSE", "HK", "US", "KR", "JP"})


@dataclass(slots=True)
class _Row:
    """One listing while it is being put together."""

    ticker: str
    name: str
    full_name: str = ""
    english_name: str = ""
    issuer_id: str = ""
    status: str = "listed"
    listed_on: str = ""
    aliases: list[str] = field(default_factory=list)

    def also_called(self, name: str) -> None:
        """Remember another name, once."""
        if name and name != self.name and name not in self.aliases:
            self.aliases.append(name)


@dataclass(frozen=True, slots=True)
class Summary:
    """What a refresh did. ``unread`` are codes in no known form, ``renamed`` is ticker -> (old name, new name)."""

    rows: int
    markets: Mapping[str, int]
    issuers: int
    added: tuple[str, ...]
    gone: tuple[str, ...]
    renamed: Mapping[str, tuple[str, str]]
    unread: tuple[str, ...]


def refresh(sources: Sequence[Path], target: Path, dated: date) -> Summary:
    """Write ``target`` (and ``<target stem>.meta.yaml`` beside it) from the sources and from ``target`` as it was.

    ``dated`` is the day the sources speak for. Without sources the joins are computed anew on the same rows. Raises
    ValueError for a file with an unknown header.
    """
    overlay = _overlay(target.parent / "security_aliases.yaml")
    before = _existing(target)
    unread: list[str] = []
    rows: dict[str, _Row] = {}
    held: set[str] = set()
    counts: dict[str, int] = {}
    for source in sources:
        found = list(_read(source, unread))
        counts[source.name] = len(found)
        for row in found:
            _merge(rows, row, current=_market(row.ticker) not in held)
        held |= {_market(row.ticker) for row in found}
    for ticker, old in before.items():
        if ticker in rows:
            for name in (old.name, *old.aliases):
                rows[ticker].also_called(name)
        else:
            # What is named by hand and in no list (American names beyond the source's selection) stays.
            by_hand = bool(overlay.get("issuers", {}).get(ticker, {}).get("name"))
            gone = _market(ticker) in held and old.status == "listed" and not by_hand
            rows[ticker] = replace(old, status="former") if gone else old
    for ticker, entry in overlay.get("issuers", {}).items():
        if ticker in rows and entry.get("status"):
            rows[ticker].status = entry["status"]
        elif ticker not in rows and entry.get("name"):
            rows[ticker] = _Row(ticker, entry["name"], listed_on=str(entry.get("listed", "")))
    _join(rows, overlay)
    _write(target, rows)
    _write_meta(target, dated, sources, counts, rows)
    return Summary(
        rows=len(rows),
        markets=Counter(_market(ticker) for ticker in rows),
        issuers=len({row.issuer_id for row in rows.values()}),
        added=tuple(sorted(set(rows) - set(before))) if before else (),
        gone=tuple(sorted(t for t, old in before.items() if old.status == "listed" and rows[t].status == "former")),
        renamed={t: (old.name, rows[t].name) for t, old in before.items() if old.name != rows[t].name},
        unread=tuple(unread),
    )


def plain_name(name: str) -> str:
    """A listing's name without spaces, ST and ex-dividend marks and share-class suffixes.

    >>> plain_name("*ST康佳Ａ"), plain_name("小米集团-W"), plain_name("五 粮 液")
    ('康佳A', '小米集团', '五粮液')
    """
    name = unicodedata.normalize("NFKC", name).replace("•", "")
    name = re.sub(r"(?<=[一-鿿]) +(?=[一-鿿A-Z])", "", name).strip()
    return _MARKS.sub("", _MARKS.sub("", name)) or name


def _overlay(path: Path) -> dict[str, dict[str, dict[str, str]]]:
    if not path.exists():
        return {}
    return yaml.load(path.read_text("utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # type: ignore[no-any-return]


def _existing(target: Path) -> dict[str, _Row]:
    if not target.exists():
        return {}
    with target.open(encoding="utf-8", newline="") as file:
        return {
            line["ticker"]: _Row(
                line["ticker"], line["name"], line["full_name"], line["english_name"], line["issuer_id"],
                line["status"], line["listed_on"], [a for a in line["former"].split("|") if a],
            )
            for line in csv.DictReader(file)
        }  # fmt: skip


def _read(source: Path, unread: list[str]) -> Iterable[_Row]:
    with source.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        header = set(reader.fieldnames or ())
        if {"code", "name", "market"} <= header:
            yield from _read_list(reader, unread)
        elif {"ts_code", "name", "fullname"} <= header:
            yield from _read_full_names(reader, unread)
        else:
            raise ValueError(f"{source}: neither a list (code,name,market) nor full names (ts_code,name,fullname)")


def _read_list(reader: Iterable[dict[str, str]], unread: list[str]) -> Iterable[_Row]:
    for line in reader:
        if line["market"] == "INDEX":
            continue  # indices.csv is kept by hand: sources call one index by several codes
        code = line["code"].strip().upper()
        ticker = f"{code}.US" if line["market"] == "US" else code
        if not TICKER.fullmatch(ticker):
            unread.append(code)
            continue
        printed = unicodedata.normalize("NFKC", line["name"])
        # American names come with 公司 and the like; the list's own plain name is how they are called.
        name = (line.get("name_plain") or "") if line["market"] == "US" else ""
        row = _Row(ticker, plain_name(name or printed), status="listed" if line["market"] in _MARKETS else "former")
        marked = re.sub(r"\s", "", printed)
        if re.match(r"\*?ST", marked):
            # The bare rest of such a name is cut to two characters and is often an ordinary word: it is not a name.
            row.aliases = [marked.lstrip("*")]
            row.name = marked
        elif _CUT_BY_MARK.match(marked):
            row.name = marked
        yield row


def _read_full_names(reader: Iterable[dict[str, str]], unread: list[str]) -> Iterable[_Row]:
    for line in reader:
        if not TICKER.fullmatch(line["ts_code"]):
            unread.append(line["ts_code"])
            continue
        listed = line.get("list_date") or ""
        full = unicodedata.normalize("NFKC", line["fullname"])
        row = _Row(line["ts_code"], plain_name(line["name"]), full, line.get("enname") or "")
        if re.match(r"\*?ST", line["name"]):
            row.name, row.aliases = line["name"], [line["name"].lstrip("*")]
        row.listed_on = f"{listed[:4]}-{listed[4:6]}-{listed[6:]}" if re.fullmatch(r"\d{8}", listed) else ""
        yield row


def _merge(rows: dict[str, _Row], row: _Row, *, current: bool) -> None:
    known = rows.get(row.ticker)
    if known is None:
        if not current:
            row.status = "former"
        rows[row.ticker] = row
        return
    if _CUT_BY_MARK.match(known.name):
        known.name = row.name  # "XD工商银": the mark has pushed the name's end out
    for name in (row.name, *row.aliases):
        known.also_called(name)
    known.full_name = known.full_name or row.full_name
    known.english_name = known.english_name or row.english_name
    known.listed_on = known.listed_on or row.listed_on


def _market(ticker: str) -> str:
    return ticker.rpartition(".")[2]


def _join(rows: dict[str, _Row], overlay: Mapping[str, Mapping[str, object]]) -> None:
    """Set ``issuer_id``: the home listing of the group that a listing belongs to."""
    groups: dict[str, str] = {ticker: ticker for ticker in rows}
    forced: dict[str, str] = {}

    def root(ticker: str) -> str:
        while groups[ticker] != ticker:
            ticker = groups[ticker]
        return ticker

    def join(a: str, b: str) -> None:
        groups[root(a)] = root(b)

    raw = overlay.get("separate", ())
    separate = frozenset(str(t) for t in raw) if isinstance(raw, list) else frozenset[str]()
    named: dict[str, list[str]] = defaultdict(list)
    for ticker, row in rows.items():
        for name in {plain_name(row.name), *(a for a in row.aliases if len(a) > 3)}:
            if ticker not in separate and len(name) > 1 and not re.match(r"\*?ST", row.name):
                named[name].append(ticker)
    for tickers in named.values():
        for other in tickers[1:]:
            if _may_be_one(tickers[0], other):
                join(other, tickers[0])
    for ticker, row in rows.items():  # 4xxxxx and 8xxxxx became 920xxx in Beijing, 8xxxx counters trade in RMB
        if ticker.endswith(".HK") and len(ticker) == 8 and ticker[0] == "8" and (base := f"{ticker[1:5]}.HK") in rows:
            join(ticker, base)
        row.issuer_id = ticker
    _join_by_full_name(rows, separate, join)
    for home, entry in overlay.get("issuers", {}).items():
        for listing in (entry.get("listings") or ()) if isinstance(entry, dict) else ():
            if home in rows and listing in rows:
                join(listing, home)
                forced[root(home)] = home
    forced = {root(key): home for key, home in forced.items()}
    members: dict[str, list[str]] = defaultdict(list)
    for ticker in rows:
        members[root(ticker)].append(ticker)
    for key, tickers in members.items():
        home = forced.get(key) or min(tickers, key=lambda t: (rows[t].status != "listed", home_rank(t)))
        for ticker in tickers:
            rows[ticker].issuer_id = home
            if ticker != home and _market(ticker) == "BJ" and _market(home) == "BJ":
                rows[ticker].status = "former"


def _may_be_one(a: str, b: str) -> bool:
    """Whether two listings under one name can be one issuer: on two sides of a border, renumbered in Beijing, or an
    RMB counter in Hong Kong. Two mainland boards never list the same company."""
    mainland = {"SH", "SZ", "BJ"}
    first, second = _market(a), _market(b)
    if first in mainland and second in mainland:
        return first == second == "BJ" and (a[:3] == "920") != (b[:3] == "920")
    return first != second or (first == "HK" and max(len(a), len(b)) == 8)


def _join_by_full_name(rows: Mapping[str, _Row], separate: frozenset[str], join: object) -> None:
    """Hong Kong names are often the A share's full name cut after 股份: 比亚迪股份, 华能国际电力股份."""
    cores: dict[str, list[str]] = defaultdict(list)
    for ticker, row in rows.items():
        if row.full_name and row.status == "listed":
            cores[_LEGAL.sub("", row.full_name)].append(ticker)
    for ticker, row in rows.items():
        name = row.name
        if not ticker.endswith(".HK") or ticker in separate or len(name) < 4:
            continue
        matches = cores.get(_LEGAL.sub("", name + "有限公司"), []) if name.endswith("股份") else cores.get(name, [])
        if len(matches) == 1 and callable(join):
            join(ticker, matches[0])


def _write(target: Path, rows: Mapping[str, _Row]) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_suffix(".tmp")
    with draft.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for ticker in sorted(rows, key=home_rank):
            row = rows[ticker]
            writer.writerow(
                [ticker, row.name, row.full_name, row.english_name, _market(ticker), row.issuer_id,
                 "|".join(a for a in row.aliases if a != row.name), row.status, row.listed_on]
            )  # fmt: skip
    draft.replace(target)


def _write_meta(
    target: Path, dated: date, sources: Sequence[Path], counts: Mapping[str, int], rows: Mapping[str, _Row]
) -> None:
    meta = target.with_suffix(".meta.yaml")
    if not sources and meta.exists():
        return
    content = {
        "dated": dated.isoformat(),
        "rows": len(rows),
        "markets": dict(sorted(Counter(_market(ticker) for ticker in rows).items())),
        "sources": [
            {"file": s.name, "sha256": hashlib.sha256(s.read_bytes()).hexdigest(), "rows": counts[s.name]}
            for s in sources
        ],
        "refresh": "yanbao securities refresh MASTER.csv…",
    }
    meta.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), "utf-8")

"""The list of listed securities and indices, by ticker, by name and by code as printed.

The rows are in ``data/securities.csv`` (see ``securities.meta.yaml`` for its date), indices in ``data/indices.csv``,
and what people call them in ``data/security_aliases.yaml``. All is read once, on first use.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from extractors.data import read_yaml

DATA = Path(__file__).resolve().parent.parent / "data"
COLUMNS = ("ticker", "name", "full_name", "english_name", "market", "issuer_id", "former", "status", "listed_on")
TICKER = re.compile(
    r"\d{6}\.(?:SH|SZ|BJ|KS|KQ|CSI|WI)|(?!0{4})\d{4,5}\.HK|[A-Z]{1,5}(?:\.[A-Z]{1,2})?\.US|\d{4}\.(?:T|TW)"
    r"|[A-Z][A-Z0-9]{1,8}\.(?:HI|GI)"
)
"""The contract's form of a ticker."""

_ORDER = {"SH": 0, "SZ": 0, "BJ": 1, "HK": 2, "US": 3, "KS": 4, "KQ": 4, "T": 4, "TW": 4}


@dataclass(frozen=True, slots=True)
class Security:
    """A listed security, or an index (``market`` ``INDEX``). ``issuer_id`` is the issuer's home listing.

    ``former`` are names that it was listed under. ``status`` is ``listed`` or ``former`` (delisted or renumbered);
    ``listed_on`` is None where it is not known.
    """

    ticker: str
    name: str
    issuer_id: str
    market: str
    full_name: str = ""
    english_name: str = ""
    aliases: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    status: str = "listed"
    listed_on: date | None = None

    @property
    def is_index(self) -> bool:
        """Whether this is an index and not a share."""
        return self.market == "INDEX"


@dataclass(frozen=True, slots=True)
class Register:
    """All securities by ticker (contract form) in home order, those edited by hand, the names that are also words
    (``brands``: and still are usually the firm's)."""

    by_ticker: Mapping[str, Security]
    by_hand: tuple[str, ...]
    ambiguous: frozenset[str]
    brands: frozenset[str]


def home_rank(ticker: str) -> tuple[int, str, str]:
    """Sorting key of listings: mainland before Beijing before Hong Kong before the United States before others."""
    market = ticker.rpartition(".")[2]
    if market == "HK":
        return _ORDER[market], market, ticker.rjust(8, "0")
    # A Beijing code of before 2025 comes after the 920xxx that replaced it.
    return _ORDER.get(market, 5), market, ("0" + ticker if ticker.startswith("920") else ticker)


def name_key(name: str) -> str:
    """How names are compared: without spaces, in lower case.

    >>> name_key("Character AI")
    'characterai'
    """
    return "".join(name.split()).lower()


@lru_cache(maxsize=1)
def register() -> Register:
    """The securities, read from the package's data."""
    overlay = _overlay()
    issuers: dict[str, dict[str, Any]] = overlay["issuers"]
    brands = frozenset(name_key(str(name)) for name in overlay["brands"])
    by_ticker: dict[str, Security] = {}
    with (DATA / "securities.csv").open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        next(reader)
        for ticker, name, full, english, market, issuer, former, status, listed in reader:
            by_ticker[ticker] = Security(
                ticker, name, issuer, market, full, english, (), tuple(former.split("|")) if former else (), status,
                date.fromisoformat(listed) if listed else None,
            )  # fmt: skip
    for ticker, entry in issuers.items():
        if (security := by_ticker.get(ticker)) is not None:
            usual = entry.get("name", security.name)
            also = (security.name,) if usual != security.name else ()
            by_ticker[ticker] = replace(
                security,
                name=usual,
                aliases=(*entry.get("aliases", ()), *also),
                former=(*entry.get("former", ()), *security.former),
                listed_on=entry.get("listed", security.listed_on),
            )
    with (DATA / "indices.csv").open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            ticker, aliases = line["ticker"], tuple(a for a in line["aliases"].split("|") if a)
            by_ticker[ticker] = Security(ticker, line["name"], ticker, "INDEX", aliases=aliases)
    return Register(
        by_ticker,
        tuple(ticker for ticker in issuers if ticker in by_ticker),
        frozenset(name_key(str(name)) for group in overlay["ambiguous"] for name in group) | brands,
        brands,
    )


def securities() -> tuple[Security, ...]:
    """Every security and index."""
    return tuple(register().by_ticker.values())


def by_ticker(ticker: str) -> Security | None:
    """The security of a ticker in the contract's form."""
    return register().by_ticker.get(ticker)


def by_name(name: str) -> Security | None:
    """The home listing of the issuer (or the index) that goes by this short name, full name or alias."""
    ticker = names().get(name_key(name))
    return register().by_ticker[ticker] if ticker is not None else None


def issuer_of(ticker: str) -> str:
    """The home listing that joins a ticker's issuer; the ticker itself where it is not in the list."""
    security = by_ticker(ticker)
    return security.issuer_id if security is not None else ticker


def _overlay() -> dict[str, Any]:
    loaded: dict[str, Any] = read_yaml("security_aliases.yaml")
    return loaded


@lru_cache(maxsize=1)
def names() -> Mapping[str, str]:
    """Every name (as :func:`name_key` has it) -> the home listing that goes by it.

    Where two issuers share one, the one edited by hand, then listed before former, then the name itself before an
    alias, then the home order decides.
    """
    by_ticker = register().by_ticker
    found: dict[str, str] = {}

    def claim(name: str, security: Security) -> None:
        if name:
            found.setdefault(name.replace(" ", "").lower(), security.issuer_id)

    for ticker in register().by_hand:
        security = by_ticker[ticker]
        for name in (security.name, *security.aliases, *security.former):
            claim(name, security)
    listed = [security for security in by_ticker.values() if security.status == "listed"]
    former = [security for security in by_ticker.values() if security.status != "listed"]
    for security in (*listed, *former):
        claim(security.name, security)
    for security in (*listed, *former):
        for alias in (security.full_name, *security.aliases, *security.former):
            claim(alias, security)
        if security.name[-1] in "AB" and security.market in ("SH", "SZ"):
            claim(security.name[:-1], security)
    return found


# --- codes as printed -------------------------------------------------------------------------------------------------

_US = r"US|O|OQ|N|A|K|UN|UW|UQ|UR|P|PK"
_CODE_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str | None]], ...] = (
    (re.compile(r"(SH|SZ|BJ|SS)[.:]?(\d{6})"), lambda m: _mainland(m[2], m[1])),
    (re.compile(r"(\d{6})(?:[.:]?(SH|SS|SZ|BJ|XSHG|XSHE|CH|CSI|GSI|WI|NQ))?"), lambda m: _mainland(m[1], m[2])),
    (re.compile(r"(\d{1,5})[.:]?(?:HK|HKG|HKEX)"), lambda m: _hong_kong(m[1])),
    (re.compile(r"(?:HK|HKG|HKEX|SEHK)[.:]?(\d{1,5})"), lambda m: _hong_kong(m[1])),
    (re.compile(r"(\d{6})\.?(KS|KQ)"), lambda m: f"{m[1]}.{m[2]}"),
    (re.compile(r"(\d{4})\.?(TW|TT)"), lambda m: f"{m[1]}.TW"),
    (re.compile(r"(\d{4})\.?(T|JP|JT)"), lambda m: f"{m[1]}.T"),
    (re.compile(r"(?:NASDAQ|NYSE|AMEX|NYSEAMERICAN|US)[:.]([A-Z]{1,5}(?:\.[A-Z])?)"), lambda m: f"{m[1]}.US"),
    (re.compile(r"([A-Z][A-Z0-9]{1,8})\.(HI|GI)"), lambda m: f"{m[1]}.{m[2]}"),
    (re.compile(rf"([A-Z]{{1,5}})(?:[._/]([A-Z]))?[.:](?:{_US})"), lambda m: _american(m[1], m[2])),
    (re.compile(r"([A-Z]{1,5})US"), lambda m: f"{m[1]}.US"),
)
_INDEX_SPELLINGS = {"DJIA.GI": "DJI.GI", "HSCE.HI": "HSCEI.HI", "HSTECH.GI": "HSTECH.HI", "HSI.GI": "HSI.HI"}
_HINT_CODE = re.compile(
    r"(?<![A-Za-z0-9.])(?:(?:SH|SZ|BJ|HK)[.:]?\d{4,6}|\d{4,6}\s?\.?\s?(?:SH|SS|SZ|BJ|HK|CSI|GSI|WI|KS|KQ|TW|T)|\d{1,3}\s?\.?\s?HK"
    r"|(?:NASDAQ|NYSE|AMEX)\s?[:：.]\s?[A-Z]{1,5}"
    r"|[A-Z][A-Z0-9]{0,8}(?:\.[A-Z])?\s?[. ]\s?(?:US|HI|GI|OQ|O|N|UN|UW)|\d{6})"
    r"(?![A-Za-z0-9])"
)


def normalise_code(printed: str) -> str | None:
    """The ticker that a printed code means, in the contract's form, or None.

    The form decides, not the list: a share listed after the list's date is read too. A bare six-digit code, and one
    whose market is not printed, must be in the list.

    >>> normalise_code("00981.HK"), normalise_code("981 HK"), normalise_code("600519.SS"), normalise_code("NVDA.O")
    ('0981.HK', '0981.HK', '600519.SH', 'NVDA.US')
    """
    code = re.sub(r"\s+", "", printed.strip(" \t\n()（）[]【】")).upper().replace("：", ":")
    spaced = re.fullmatch(r"[A-Z]{1,5}(?:\.[A-Z])?\s+(?:US|UN|UW|UQ)", printed.strip(" ()（）").upper())
    if spaced:
        code = f"{spaced[0].split()[0]}.US"
    for form, make in _CODE_FORMS:
        match = form.fullmatch(code)
        if match and (ticker := make(match)) is not None and TICKER.fullmatch(ticker):
            return _INDEX_SPELLINGS.get(ticker, ticker)
    return None


def _mainland(digits: str, market: str | None) -> str | None:
    if market in ("CSI", "GSI", "WI"):
        return f"{digits}.{'WI' if market == 'WI' else 'CSI'}"
    known = register().by_ticker
    if market in (None, "CH"):
        first = "BJ" if digits[0] in "48" or digits[:2] == "92" else "SH" if digits[0] in "69" else "SZ"
        return f"{digits}.{first}" if f"{digits}.{first}" in known else None
    market = {"SS": "SH", "XSHG": "SH", "XSHE": "SZ", "NQ": "BJ"}.get(market, market)
    ticker = f"{digits}.{market}"
    shares = {"SH": ("60", "68", "900"), "SZ": ("00", "30", "20"), "BJ": ("43", "83", "87", "88", "92")}
    return ticker if ticker in known or digits.startswith(shares[market]) else None


def _hong_kong(digits: str) -> str:
    return f"{int(digits):04d}.HK"


def _american(code: str, share_class: str | None) -> str:
    return f"{code}.{share_class}.US" if share_class else f"{code}.US"


def resolve(hint: str) -> Security | None:
    """The security that a printed hint means: its first code, else its name; None where neither is known.

    Takes such strings as ``中芯国际(688981)``, ``Tencent (700 HK)``, ``高测股份（688556.SH）``, ``0981.HK/688981``.
    """
    for match in _HINT_CODE.finditer(hint):
        ticker = normalise_code(match[0])
        if ticker is not None and (security := by_ticker(ticker)) is not None:
            return security
    for part in (hint, *re.split(r"[(（:：/、,，\s]", hint)):
        if len(part.strip()) > 1 and (security := by_name(part)) is not None:
            return security
    return None

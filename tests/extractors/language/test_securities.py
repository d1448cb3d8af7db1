"""The securities list is complete and in form, printed codes are read, and a refresh keeps what was known."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
import yaml

from extractors.language.securities import (
    DATA,
    TICKER,
    by_name,
    by_ticker,
    issuer_of,
    normalise_code,
    register,
    resolve,
    securities,
)
from flows.securities import plain_name, refresh


@pytest.mark.parametrize(
    ("printed", "ticker"),
    [
        ("00981.HK", "0981.HK"),
        ("981 HK", "0981.HK"),
        ("0700 HK", "0700.HK"),
        ("HK00700", "0700.HK"),
        ("80700.HK", "80700.HK"),
        ("688981", "688981.SH"),
        ("688981.SH", "688981.SH"),
        ("SH688981", "688981.SH"),
        ("sz002230", "002230.SZ"),
        ("600519.SS", "600519.SH"),
        ("(002230)", "002230.SZ"),
        ("（688556.SH）", "688556.SH"),
        ("830799.BJ", "830799.BJ"),
        ("NVDA.O", "NVDA.US"),
        ("NVDA US", "NVDA.US"),
        ("BABA.N", "BABA.US"),
        ("NASDAQ: PDD", "PDD.US"),
        ("BRK.B.US", "BRK.B.US"),
        ("005930.KS", "005930.KS"),
        ("000300.SH", "000300.SH"),
        ("HSI.HI", "HSI.HI"),
        ("SPX.GI", "SPX.GI"),
        ("N225.GI", "N225.GI"),
        ("899001.GSI", "899001.CSI"),
    ],
)
def test_printed_codes(printed: str, ticker: str) -> None:
    assert normalise_code(printed) == ticker


@pytest.mark.parametrize(
    "printed", ["123456", "2024", "S0980519030002", "110059.SH", "HK$", "", "0755-82130833", "CPU"]
)
def test_no_codes(printed: str) -> None:
    assert normalise_code(printed) is None


@pytest.mark.parametrize(
    ("hint", "ticker"),
    [
        ("中芯国际(688981)", "688981.SH"),
        ("Tencent (700 HK)", "0700.HK"),
        ("高测股份（688556.SH）", "688556.SH"),
        ("0981.HK/688981", "0981.HK"),
        ("拼多多 (PDD US)", "PDD.US"),
        ("科大讯飞", "002230.SZ"),
        ("宁德时代：动力电池", "300750.SZ"),
    ],
)
def test_hints_resolve(hint: str, ticker: str) -> None:
    security = resolve(hint)
    assert security is not None
    assert security.ticker == ticker


def test_a_hint_without_a_security_resolves_to_nothing() -> None:
    assert resolve("行业周报") is None
    assert resolve("") is None


def test_codes_have_the_form_of_the_contract() -> None:
    wrong = [security.ticker for security in securities() if not TICKER.fullmatch(security.ticker)]
    assert wrong == []
    assert len(register().by_ticker) == len({security.ticker for security in securities()})


def test_the_list_is_complete() -> None:
    counts = Counter(security.ticker.rpartition(".")[2] for security in securities() if security.status == "listed")
    assert counts["SH"] >= 2250
    assert counts["SZ"] >= 2850
    assert counts["BJ"] >= 280
    assert counts["HK"] >= 2600
    assert counts["US"] >= 1100
    assert counts["HI"] >= 3


def test_the_list_says_its_date() -> None:
    meta = yaml.safe_load((DATA / "securities.meta.yaml").read_text("utf-8"))
    assert date.fromisoformat(meta["dated"]) >= date(2026, 10, 22)
    assert meta["rows"] == len((DATA / "securities.csv").read_text("utf-8").splitlines()) - 1


@pytest.mark.parametrize(
    ("listing", "home"),
    [
        ("0981.HK", "688981.SH"),
        ("1211.HK", "002594.SZ"),
        ("0386.HK", "600028.SH"),
        ("6886.HK", "601688.SH"),
        ("BABA.US", "9988.HK"),
        ("BIDU.US", "9888.HK"),
        ("GOOG.US", "GOOGL.US"),
        ("80700.HK", "0700.HK"),
        ("89988.HK", "9988.HK"),
        ("6160.HK", "688235.SH"),
        ("TCOM.US", "9961.HK"),
        ("600519.SH", "600519.SH"),
    ],
)
def test_listings_of_one_issuer_are_joined(listing: str, home: str) -> None:
    assert issuer_of(listing) == home


@pytest.mark.parametrize(("a", "b"), [("000831.SZ", "0769.HK"), ("688223.SH", "JKS.US"), ("603033.SH", "831834.BJ")])
def test_namesakes_are_kept_apart(a: str, b: str) -> None:
    assert issuer_of(a) != issuer_of(b)


def test_every_issuer_is_a_row_and_its_own_home() -> None:
    for security in securities():
        home = by_ticker(security.issuer_id)
        assert home is not None, security
        assert home.issuer_id == home.ticker, security


@pytest.mark.parametrize(
    ("name", "ticker"),
    [
        ("阿里", "9988.HK"),
        ("谷歌", "GOOGL.US"),
        ("百度", "9888.HK"),
        ("沪深300指数", "000300.SH"),
        ("国泰君安", "601211.SH"),
    ],
)
def test_names_are_found(name: str, ticker: str) -> None:
    security = by_name(name)
    assert security is not None
    assert security.ticker == ticker


def test_aliases_by_hand_speak_of_listed_companies() -> None:
    overlay = yaml.safe_load((DATA / "security_aliases.yaml").read_text("utf-8"))
    unknown = [ticker for ticker in overlay["issuers"] if by_ticker(ticker) is None]
    assert unknown == []
    claims = Counter(str(alias) for entry in overlay["issuers"].values() for alias in entry.get("aliases", ()))
    assert [alias for alias, number in claims.items() if number > 1] == []


def test_plain_names() -> None:
    assert plain_name("*ST康佳Ａ") == "康佳A"
    assert plain_name("小米集团-W") == "小米集团"
    assert plain_name("五 粮 液") == "五粮液"


def _write(path: Path, header: str, *lines: str) -> Path:
    path.write_text("\n".join((header, *lines)) + "\n", "utf-8")
    return path


def test_a_refresh_keeps_former_names_and_former_securities(tmp_path: Path) -> None:
    target = tmp_path / "securities.csv"
    header = "code,name,name_plain,market,source"
    first = _write(tmp_path / "a.csv", header, "600001.SH,旧名股份,旧名股份,A,x", "600002.SH,将退股份,将退股份,A,x")
    refresh([first], target, date(2025, 1, 1))
    second = _write(tmp_path / "b.csv", header, "600001.SH,新名股份,新名股份,A,x", "0001.HK,新名股份,新名股份,HK,x")
    summary = refresh([second], target, date(2026, 1, 1))
    with target.open(encoding="utf-8") as file:
        rows = {row["ticker"]: row for row in csv.DictReader(file)}
    assert summary.renamed == {"600001.SH": ("旧名股份", "新名股份")}
    assert summary.gone == ("600002.SH",)
    assert summary.added == ("0001.HK",)
    assert rows["600001.SH"]["former"] == "旧名股份"
    assert rows["600002.SH"]["status"] == "former"
    assert rows["0001.HK"]["issuer_id"] == "600001.SH"


def test_a_refresh_without_change_changes_nothing(tmp_path: Path) -> None:
    target = tmp_path / "securities.csv"
    source = _write(
        tmp_path / "a.csv", "code,name,market", "600001.SH,*ST甲乙,A", "NVDA,英伟达,US", "000001.SH,指数,INDEX"
    )
    refresh([source], target, date(2026, 1, 1))
    once = target.read_bytes()
    summary = refresh([source], target, date(2026, 1, 1))
    assert target.read_bytes() == once
    assert summary.rows == 2
    assert (summary.added, summary.gone, summary.renamed, summary.unread) == ((), (), {}, ())


def test_a_security_named_by_hand_alone_stays_through_a_refresh(tmp_path: Path) -> None:
    target = tmp_path / "securities.csv"
    (tmp_path / "security_aliases.yaml").write_text("issuers:\n  META.US: {name: Meta}\n", "utf-8")
    source = _write(tmp_path / "a.csv", "code,name,market", "NVDA,英伟达,US")
    refresh([source], target, date(2026, 1, 1))
    summary = refresh([source], target, date(2026, 2, 1))
    assert summary.gone == ()
    assert summary.rows == 2
    assert target.read_text("utf-8").count(",listed,") == 2


def test_a_file_of_unknown_form_is_refused(tmp_path: Path) -> None:
    source = _write(tmp_path / "a.csv", "a,b", "1,2")
    with pytest.raises(ValueError, match="neither a list"):
        refresh([source], tmp_path / "securities.csv", date(2026, 1, 1))


@pytest.mark.eval
def test_the_list_holds_every_code_of_the_masters(eval_dir: Path) -> None:
    with (eval_dir / "suites/securities/master.csv").open(encoding="utf-8") as file:
        lines = [line for line in csv.DictReader(file) if line["market"] != "INDEX"]
    tickers = [f"{line['code']}.US" if line["market"] == "US" else line["code"] for line in lines]
    assert len(tickers) > 9000
    assert [ticker for ticker in tickers if by_ticker(ticker) is None] == []

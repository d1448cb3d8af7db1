"""Tables for a person: one line a row, aligned, cut around what matters."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import polars as pl
import pytest
from rich.cells import cell_len
from rich.console import Console

from flows.commands import cells
from flows.commands.screen import MOST_ROWS, Around, print_table, screen
from flows.store.tables import TABLES

QUOTE = "今年以来公司各项业务推进顺利，其中豆包的月活跃用户数达到5998万，环比增长16.92%，在国内同类产品里排在首位。"
DOCUMENTS = {
    "aaaaaaaa11": {"publisher": "远山证券", "title": "用户还在增长", "published_on": date(2024, 12, 1)},
    "bbbbbbbb22": {"publisher": "澄江证券", "title": "价格继续走低", "published_on": date(2024, 12, 9)},
}


def figure(**given: Any) -> dict[str, Any]:
    value_text = given.get("value_text", "5998万")
    start = QUOTE.find(value_text)
    row = {
        "document_id": "aaaaaaaa11", "entity": "豆包", "metric": "mau", "aspect": "level", "value": 59_980_000.0,
        "comparator": "eq", "unit": "person", "value_text": value_text, "period_start": date(2024, 11, 1),
        "period_end": date(2024, 11, 30), "modality": "actual", "quote": QUOTE, "char_start": start,
        "char_end": start + len(value_text), "page": 3,
    }  # fmt: skip
    return dict.fromkeys(TABLES["figures"]) | row | given


def drawn(rows: list[dict[str, Any]], width: int = 110, table: str = "figures", **options: Any) -> list[str]:
    out = io.StringIO()
    frame = pl.DataFrame(rows, schema=TABLES[table])
    around = Around(DOCUMENTS, dict.fromkeys(DOCUMENTS, QUOTE))
    print_table(table, frame, around, console=Console(file=out, width=width), **options)
    return out.getvalue().splitlines()


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ({}, "5998万"),
        ({"comparator": "over"}, ">5998万"),
        ({"comparator": "approx", "value": 1.6e8}, "~1.6亿"),
        ({"comparator": "under", "value": 4e12}, "<4万亿"),
        ({"aspect": "change", "value": 16.92, "unit": "%"}, "+16.92"),
        ({"aspect": "change", "value": -60.25, "unit": "%"}, "-60.25"),
        ({"aspect": "rank", "value": 2.0, "unit": "count"}, "#2"),
        (
            {"aspect": "change", "comparator": "range", "value": -5, "value_low": -6, "value_high": -4, "unit": "%"},
            "-6~-4",
        ),
        ({"value": 20000.0, "unit": "%"}, "20000"),
        ({"value": None}, ""),
    ],
)  # fmt: skip
def test_amounts_are_short_and_say_what_qualifies_them(given: dict[str, Any], shown: str) -> None:
    assert cells.amount(figure(**given)) == shown


@pytest.mark.parametrize(
    ("start", "end", "modality", "shown"),
    [
        (date(2025, 1, 1), date(2025, 3, 31), "actual", "2025Q1"),
        (date(2025, 4, 1), date(2025, 6, 30), "forecast", "2025Q2E"),
        (date(2024, 7, 1), date(2024, 12, 31), "actual", "2024H2"),
        (date(2024, 1, 1), date(2024, 12, 31), "actual", "2024"),
        (date(2025, 1, 1), date(2025, 12, 31), "forecast", "2025E"),
        (date(2025, 1, 1), date(2027, 12, 31), "forecast", "2025~2027E"),
        (date(2024, 2, 1), date(2024, 2, 29), "actual", "2024-02"),
        (date(2024, 1, 1), date(2024, 9, 30), "actual", "2024-01~09"),
        (date(2024, 8, 1), date(2025, 3, 31), "actual", "2024-08~2025-03"),
        (date(2024, 11, 30), date(2024, 11, 30), "actual", "2024-11-30"),
        (date(2025, 3, 17), date(2025, 3, 23), "actual", "2025-03-17~23"),
        (date(2024, 9, 23), date(2024, 12, 22), "actual", "2024-09-23~12-22"),
        (date(2024, 8, 15), None, "actual", "2024-08-15~"),
    ],
)
def test_periods_are_compact(start: date, end: date | None, modality: str, shown: str) -> None:
    assert cells.period(figure(period_start=start, period_end=end, modality=modality)) == shown


def test_a_period_that_is_not_resolved_stays_as_written() -> None:
    assert cells.period(figure(period_start=None, period_end=None, period_text="近期")) == "近期"


@pytest.mark.parametrize("width", [12, 20, 33, 34, 60, 61])
@pytest.mark.parametrize("value", ["5998万", "16.92%", "今年", "首位"])
def test_a_window_shows_the_value_and_fills_its_width(width: int, value: str) -> None:
    start = QUOTE.index(value)
    shown = cells.window(QUOTE, start, start + len(value), width, marked=True)
    assert width - 3 <= shown.cell_len <= width
    assert f"[{value}]" in shown.plain
    words = shown.plain.replace("…", "").replace(f"[{value}]", value)
    assert words in QUOTE
    assert shown.plain.startswith("…") is not QUOTE.startswith(words)
    assert shown.plain.endswith("…") is not QUOTE.endswith(words)


def test_a_window_of_colour_needs_no_brackets() -> None:
    shown = cells.window("同比增长12%。", 4, 7, 40, marked=False)
    assert shown.plain == "同比增长12%。"
    assert [shown.plain[span.start : span.end] for span in shown.spans] == ["12%"]


def test_a_row_of_a_table_keeps_its_label() -> None:
    row = "营业收入（亿元）\t452.50\t577.96\t669.80\t771.60\t874.20"
    start = row.index("874.20")
    shown = cells.window(row, start, start + 6, 50, marked=True).plain
    assert shown.startswith("营业收入（亿元） …")
    assert shown.endswith("771.60 | [874.20]")
    assert cells.window(row, start, start + 6, 90, marked=True).plain.count(" | ") == 5


def test_a_row_is_a_line_and_columns_are_aligned() -> None:
    lines = drawn([figure(), figure(entity="ChatGPT", value=-0.5, unit="%", char_start=0)])
    head, rule, first, second = lines[:4]
    assert set(rule) == {"─"}
    assert all(cell_len(line) <= 110 for line in lines)
    places = [cell_len(line[: line.index(word)]) for line, word in ((head, "period"), (first, "2024-11"))]
    assert places[0] == places[1]
    assert cell_len(first[: first.index(" person")]) == cell_len(second[: second.index(" %")])
    assert [line.split()[0] for line in (first, second)] == ["豆包", "ChatGPT"]


@pytest.mark.parametrize("width", [80, 100, 150, 220])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    long = figure(
        entity="一个名字很长很长的产品系列", metric="cumulative_users", basis="since:2024-05-01", modality="assumption"
    )
    lines = drawn([long, figure(document_id="bbbbbbbb22")], width)
    assert max(map(cell_len, lines)) == width
    assert sum("[5998万]" in line for line in lines) == 2


def test_documents_head_their_rows_newest_first() -> None:
    lines = drawn([figure(), figure(document_id="bbbbbbbb22"), figure(document_id="bbbbbbbb22", value=1.0)])
    assert lines[2].split() == ["澄江证券", "价格继续走低", "2024-12-09", "bbbbbbbb", "(2)"]
    assert lines[5] == ""
    assert lines[6].split() == ["远山证券", "用户还在增长", "2024-12-01", "aaaaaaaa", "(1)"]
    assert lines[-1] == "3 figures of 2 documents"
    alone = drawn([figure()])
    assert "远山证券" not in "".join(alone)
    assert alone[-1] == "1 figure"


def test_the_like_value_that_is_meant_stands_out() -> None:
    quote = "甲产品增长5%，乙产品也增长5%。"
    row = figure(quote=quote, value_text="5%", char_start=quote.rindex("5%"), char_end=quote.rindex("5%") + 2)
    out = io.StringIO()
    around = Around({}, {"aaaaaaaa11": quote})
    print_table("figures", pl.DataFrame([row], schema=TABLES["figures"]), around, console=Console(file=out, width=120))
    assert "甲产品增长5%，乙产品也增长[5%]。" in out.getvalue()


def test_modality_and_dimensions_are_shown() -> None:
    (line,) = drawn([figure(modality="forecast", dimensions={"segment": "国内"}, aspect="ratio")])[2:3]
    assert "mau ratio 国内" in line
    assert " forecast " in line


def test_a_long_result_is_cut_and_says_so() -> None:
    rows = [figure(value=float(n)) for n in range(MOST_ROWS + 7)]
    assert drawn(rows)[-2:] == ["… and 7 more (--limit 0 shows all)", f"{MOST_ROWS + 7} figures"]
    assert len(drawn(rows, limit=0)) == MOST_ROWS + 7 + 4
    assert drawn(rows, limit=2)[-2] == f"… and {MOST_ROWS + 5} more (--limit 0 shows all)"


def test_a_cut_result_shows_something_of_each_document() -> None:
    first = [figure(value=float(n)) for n in range(40)]
    rows = [*first, *(figure(document_id="bbbbbbbb22") for _ in range(3))]
    lines = drawn(rows, limit=10)
    assert [line.split()[-3:] for line in lines if line.startswith("远山")] == [["(7", "of", "40)"]]
    assert [line.split()[-1] for line in lines if line.startswith("澄江")] == ["(3)"]
    assert lines[-2] == "… and 33 more (--limit 0 shows all)"
    assert sum("person" in line for line in lines) == 10
    few = drawn([*first, *(figure(document_id="bbbbbbbb22") for _ in range(9))], limit=5)
    assert sum("person" in line for line in few) == 5
    assert not any(line.startswith("远山") for line in few), "too few to show something of both"


def test_off_a_terminal_there_is_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    for columns, width in (("80", 150), ("", 150), ("180", 180)):
        monkeypatch.setenv("COLUMNS", columns)
        assert screen().width == width

"""The evaluation's PDF suites: pdfplumber's own table cases, odd files, labelled values, what is tied to tables."""

from __future__ import annotations

import csv
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from extractors.documents.pdf import read_pdf
from extractors.records import Document, Table, Unreadable

pytestmark = [pytest.mark.eval, pytest.mark.slow]


def bare(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def rows(document: Document, table: Table) -> list[list[str]]:
    """All rows with all columns, "" where no cell starts."""
    width = max(cell.col + cell.col_span for cell in table.cells)
    found: dict[int, list[str]] = {}
    for cell in table.cells:
        found.setdefault(cell.row, [""] * width)[cell.col] = document.text[cell.start : cell.end]
    return [found[row] for row in sorted(found)]


def total(column: list[str]) -> int:
    return sum(int(re.sub(r"\D", "", text) or 0) for text in column)


def ca_warn(document: Document, tables: list[list[list[str]]], expected: dict[str, list[str]]) -> bool:
    return all(list(map(bare, tables[0][n])) == list(map(bare, expected[f"row{n}"])) for n in (0, 1))


def curves(document: Document, tables: list[list[list[str]]], expected: dict[str, object]) -> bool:
    return len(tables) == expected["n_tables"] and tables[0][-2][-2] == expected["cell[-2][-2]"]


def dedupe(document: Document, tables: list[list[list[str]]], expected: dict[str, str]) -> bool:
    words = expected["cell[1][1] last line after de-duplication"].split()
    return all(bare(word) in bare(document.text) for word in words) and "微微软软" not in document.text


def edges(document: Document, tables: list[list[list[str]]], expected: dict[str, list[str]]) -> bool:
    return [*tables[0][-1], ""][: len(expected["last_row"])] == expected["last_row"]


def mixed(document: Document, tables: list[list[list[str]]], expected: dict[str, dict[str, int]]) -> bool:
    sizes = [(len(table), {len(row) for row in table}) for table in tables]
    wanted = (expected["each_table"]["rows"], {expected["each_table"]["cols"]})
    return sizes == [wanted] * 4 and all("last" in cell for table in tables for cell in table[-1])


def nics(document: Document, tables: list[list[list[str]]], expected: dict[str, object]) -> bool:
    body = [row for row in tables[0] if row[0] and re.search(r"\d", row[-1])]
    sums = [total(column) == 2 * total([column[-1]]) for column in list(zip(*body, strict=True))[1:]]
    return all(sums) and len(sums) == expected["n_numeric_columns"] and str(expected["title"]) in document.text


def order(document: Document, tables: list[list[list[str]]], expected: dict[str, object]) -> bool:
    return [len(table) for table in tables] == expected["rows"]


def senate(document: Document, tables: list[list[list[str]]], expected: dict[str, list[str]]) -> bool:
    return expected["last_row"] in [row[:5] for row in tables[0]]


CASES: dict[str, Callable[..., bool]] = {
    "ca_warn": ca_warn,
    "curves_808": curves,
    "dedupe_chars_zh": dedupe,
    "edges_strict": edges,
    "mixed_466": mixed,
    "nics_2015_11": nics,
    "order_336": order,
    "senate_expenditures": senate,
}


@pytest.mark.parametrize("name", CASES)
def test_tables_of_pdfplumber(eval_dir: Path, name: str) -> None:
    folder = eval_dir / "suites" / "tables" / "pdfplumber" / name
    expected = json.loads((folder / "expected.json").read_text("utf-8"))
    page = json.loads((folder / "meta.json").read_text("utf-8"))["page"]
    for path in sorted(folder.glob("*.pdf")):
        document = read_pdf(path.read_bytes())
        tables = [rows(document, table) for table in document.tables if table.page == page]
        assert CASES[name](document, tables, expected), path.name


def test_odd_files_end_as_a_document_or_a_reason(eval_dir: Path) -> None:
    suite = eval_dir / "suites" / "badpdf"
    ends = {"encrypted", "damaged", "no_text_layer", "garbled_text", "too_large", "empty", "read"}
    found: Counter[str] = Counter()
    with (suite / "INDEX.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            password = (row["password"] or "").split(" ")[0]
            found[ending((suite / row["file"]).read_bytes(), password)] += 1
    assert found.total() == 134
    assert found.keys() <= ends
    assert found["read"] >= 84


def ending(raw: bytes, password: str) -> str:
    try:
        document = read_pdf(raw, passwords=(password,) if password else ())
    except Unreadable as problem:
        return problem.reason
    return "read" if document.text.strip() else "a document without text"


def labelled(eval_dir: Path, *folders: Path) -> Iterator[tuple[str, list[dict[str, str]], Document]]:
    for path in sorted(path for folder in (eval_dir / "gold", *folders) for path in folder.glob("*.doc.json")):
        source = json.loads(path.read_text("utf-8"))["source"]
        if source.endswith(".pdf"):
            facts = path.with_name(path.name.replace(".doc.json", ".facts.jsonl")).read_text("utf-8")
            document = read_pdf((eval_dir / "corpus" / source).read_bytes())
            yield path.name, [json.loads(line) for line in facts.splitlines()], document


def test_labelled_values_stand_whole_in_the_text(eval_dir: Path) -> None:
    seen = 0
    for name, facts, document in labelled(eval_dir):
        text = bare(document.text)
        whole = [bare(fact["value_text"]) in text for fact in facts]
        assert sum(whole) >= 0.98 * len(whole), name
        seen += len(whole)
    assert seen > 500


def test_no_labelled_value_stands_only_in_what_is_no_body(eval_dir: Path) -> None:
    for name, facts, document in labelled(eval_dir):
        body = bare("".join(document.text[b.start : b.end] for b in document.blocks if b.kind not in
                            ("title", "chart", "furniture", "boilerplate")))  # fmt: skip
        inside = [bare(fact["value_text"]) in body for fact in facts]
        assert sum(inside) >= 0.98 * len(inside), name


def test_labelled_values_of_tables_stand_whole_in_cells(eval_dir: Path) -> None:
    """A label is of a table unless its quote stands in a block with marks of a sentence: a table missed counts."""
    whole = seen = 0
    for name, facts, document in labelled(eval_dir, Path(__file__).parents[2] / "labelled"):
        sentences = "\n".join(
            text
            for text in (bare(document.text[b.start : b.end]) for b in document.blocks if b.kind != "table")
            if re.search("[,;:。、]", text) is not None
        )
        cells = "\n".join(bare(document.text[c.start : c.end]) for table in document.tables for c in table.cells)
        values = [bare(fact["value_text"]) for fact in facts if bare(fact["quote"]) not in sentences]
        # 109.50 of 109.50/41.00 is whole, 9.50 is not.
        found = [
            re.search(rf"(?<!\d)(?<!\d[.,]){re.escape(value)}(?!\d|[.,]\d)", cells) is not None for value in values
        ]
        assert sum(found) >= 0.98 * len(found), name
        whole, seen = whole + sum(found), seen + len(found)
    assert seen > 2000
    assert whole >= 0.998 * seen

"""`yanbao page`: what was read of a page, as lines and as a picture."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest
from PIL import Image
from typer.testing import CliRunner

from extractors import read
from extractors.records import Source
from flows import cli
from flows.page_picture import blocks_on, draw_page, label_of, render_page
from flows.settings import Settings
from flows.steps import Run

NOTE = Path(__file__).resolve().parents[2] / "samples" / "documents" / "chengjiang_smic_2025q1.pdf"


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(cli.app, ["page", *arguments], catch_exceptions=False)
    return result.exit_code, result.stdout, result.stderr


def test_blocks_come_in_reading_order_with_kinds_and_cells() -> None:
    code, shown, _ = run(str(NOTE), "1")
    document = read(NOTE.read_bytes(), Source("note"))
    assert code == 0
    orders = [int(line[1:].split()[0]) for line in shown.splitlines() if line.startswith("[")]
    assert orders == [block.order for block in blocks_on(document, 1)]
    assert document.metadata.title in shown
    table = next(table for table in document.tables if table.page == 1)
    assert f"table {table.table_id}" in shown
    cell = table.cells[-1]
    assert f"{cell.col}:{document.text[cell.start : cell.end]}" in shown


def test_the_picture_is_the_page_with_boxes_where_the_text_is(tmp_path: Path) -> None:
    code, shown, _ = run(str(NOTE), "1", "--png", str(tmp_path / "page.png"))
    assert (code, shown) == (0, "")
    raw = NOTE.read_bytes()
    bare, scale = render_page(raw, 1)
    drawn = Image.open(tmp_path / "page.png").convert("RGB")
    assert drawn.size == bare.size
    title = next(placed for placed in blocks_on(read(raw, Source("note")), 1) if placed.block.kind == "title")
    x0, top, _, bottom = (round(part * scale) for part in title.boxes[0])
    assert drawn.getpixel((x0 - 2, (top + bottom) // 2)) != bare.convert("RGB").getpixel((x0 - 2, (top + bottom) // 2))


def test_a_label_says_what_is_tied_to_a_table() -> None:
    document = read(NOTE.read_bytes(), Source("note"))
    (placed, *_) = (one for page in (1, 2) for one in blocks_on(document, page) if one.table is not None)
    assert placed.table is not None
    tied = "".join(
        letter if text else "-"
        for letter, text in zip(
            "cus", (placed.table.caption, placed.table.unit_text, placed.table.source_text), strict=True
        )
    )
    assert label_of(placed).endswith(f"{placed.table.table_id} {tied}")


def test_a_document_of_the_store_is_found_by_the_beginning_of_its_id(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(raw=tmp_path / "raw", curated=tmp_path / "curated")
    (tmp_path / "in").mkdir()
    shutil.copy(NOTE, tmp_path / "in")
    from flows.work import load_extractor, work

    class Silent:
        def planned(self, extract: int, resumed: int, unchanged: int) -> None: ...

        def done(self, outcome: object) -> None: ...

        def unfetched(self, source_uri: str, message: str) -> None: ...

        def waiting(self) -> None: ...

    with Run(settings, Silent()) as going:
        for job in going.land([tmp_path / "in" / NOTE.name]):
            work(job, settings, going.version, load_extractor(settings.extractor))
        going.publish()
    monkeypatch.setenv("YANBAO_RAW", str(settings.raw))
    monkeypatch.setenv("YANBAO_CURATED", str(settings.curated))
    document_id = hashlib.sha256(NOTE.read_bytes()).hexdigest()
    assert run(document_id[:10], "2") == run(str(NOTE), "2")
    assert run("ffffff", "1")[0] == 2


@pytest.mark.parametrize("page", ["99", "3000"])
def test_a_page_that_is_not_there_is_said(page: str) -> None:
    code, _, message = run(str(NOTE), page)
    assert code == 2
    assert page in message


def test_what_is_no_pdf_has_no_pages(tmp_path: Path) -> None:
    (tmp_path / "note.md").write_text("# 标题\n\n豆包月活跃用户5998万。\n", "utf-8")
    code, _, message = run(str(tmp_path / "note.md"), "1")
    assert (code, "no pages" in message) == (2, True)


def test_a_page_far_too_large_is_drawn_smaller() -> None:
    raw = NOTE.read_bytes()
    image = draw_page(raw, read(raw, Source("note")), 1)
    assert image.width * image.height <= 40_000_000

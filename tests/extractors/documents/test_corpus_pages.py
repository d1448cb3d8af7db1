"""Real pages of many sites against what a person read on them."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml

from extractors.documents import read
from extractors.records import NOT_BODY, Unreadable

PAGES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("corpus_pages.yaml").read_text("utf-8"))


@pytest.mark.eval
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page["file"])
def test_page(eval_dir: Path, page: dict[str, Any]) -> None:
    raw = (eval_dir / "corpus" / page["file"]).read_bytes()
    if "reject" in page:
        with pytest.raises(Unreadable) as caught:
            read(raw)
        assert caught.value.reason == page["reject"]
        return
    document = read(raw)
    metadata = document.metadata
    assert metadata.title == page["title"]
    assert metadata.publisher == page.get("site")
    assert metadata.original_source == page.get("source")
    assert list(metadata.authors) == page.get("authors", [])
    day, moment = metadata.published_on, metadata.published_at
    local = moment.astimezone(ZoneInfo("Asia/Shanghai")).strftime("%Y-%m-%d %H:%M") if moment is not None else day
    assert (str(local) if local is not None else None) == page.get("time")
    assert metadata.partial == page.get("partial", False)
    body = [document.text[block.start : block.end] for block in document.blocks if block.kind not in NOT_BODY]
    first, last = page["ends"]
    assert body[0].startswith(first)
    assert body[-1].endswith(last)


@pytest.mark.eval
def test_every_page_of_the_corpus_is_listed(eval_dir: Path) -> None:
    corpus = eval_dir / "corpus"
    files = [path for folder in ("news", "wechat") for path in (corpus / folder).rglob("*") if path.is_file()]
    assert {page["file"] for page in PAGES} == {str(path.relative_to(corpus)) for path in files}

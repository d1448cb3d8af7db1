"""`yanbao calibrate`: the scorecard behind `confidence`, from labelled documents, and the page on how it fares."""

from __future__ import annotations

import hashlib
import sys
import textwrap
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from extractors import extract
from extractors.figures.confidence import DATA, LEAST, Scorecard, every_reading
from extractors.records import Source
from flows.calibration import Sample, fit, leave_one_out
from flows.labels import LabelledDocument, judge, read_labels, read_reviews, still_published
from flows.reliability import SURE, Given, cut, reliability
from flows.schemas import metric_bounds, validate
from flows.store.rows import build_rows, figure_id

_PROJECT = Path(__file__).resolve().parents[2]
CARD = _PROJECT / "extractors" / "data" / DATA
PAGE = _PROJECT / "docs" / "confidence.md"
CUTS = (0.95, 0.9, 0.8, 0.7, LEAST)


def run_calibrate(
    folders: Sequence[Path], corpus: Path, unseen: Sequence[Path], reviewed: Path | None = None, *, write: bool
) -> int:
    """Fit on the labels of ``folders`` and the figures of ``reviewed`` that were read one by one, measure with one
    document left out at a time and on ``unseen`` labels, print the page; with ``write``, card and page are written. 1
    where a document cannot be read."""
    try:
        samples = [s for folder in folders for s in samples_of(read_labels(folder), corpus)]
        samples += reviewed_samples(reviewed, corpus) if reviewed is not None else []
        others = [s for folder in unseen for s in samples_of(read_labels(folder), corpus)]
        card = fit(samples)
    except (OSError, ValueError) as problem:
        sys.stderr.write(f"yanbao: {problem}\n")
        return 1
    content = card_text(card).encode()
    left_out = given(samples, leave_one_out(samples))
    page = page_text(version_of(content), left_out, given(others, [card.confidence(s.evidence) for s in others]))
    if write:
        CARD.write_bytes(content)
        PAGE.write_text(page, "utf-8")
    sys.stdout.write(page)
    return 0


def samples_of(labels: Iterable[LabelledDocument], corpus: Path) -> list[Sample]:
    """A sample for each distinct figure that is found in the labelled pages; raises ValueError for a document that
    cannot be read."""
    found = []
    for label in labels:
        rows, evidence = _every_figure(label.source, corpus)
        here = [row for row in rows if label.covers(row["page"])]
        found += [Sample(label.source, evidence[row["figure_id"]], right) for row, right in judge(here, label.facts)]
    return found


def reviewed_samples(folder: Path, corpus: Path) -> list[Sample]:
    """A sample for each figure that was read against its page and is still published as it was; raises ValueError for
    a document that cannot be read."""
    found = []
    for source, reviews in read_reviews(folder).items():
        rows, evidence = _every_figure(source, corpus)
        found += [Sample(source, evidence[row["figure_id"]], right) for row, right in still_published(rows, reviews)]
    return found


def _every_figure(source: str, corpus: Path) -> tuple[list[dict[str, Any]], dict[str, tuple[str, ...]]]:
    """A document's valid figures, unsure ones too, as rows of the table; and the evidence of each by its id."""
    with every_reading():
        extraction = extract((corpus / source).read_bytes(), Source(source))
    if extraction.document is None:
        raise ValueError(f"{source}: {extraction.rejects[0].message}")
    frames = build_rows(source, extraction, "")
    rows, _ = validate("figures", frames["figures"], {source: extraction.document.text}, metric_bounds())
    return rows.to_dicts(), {figure_id(source, figure): figure.evidence for figure in extraction.figures}


def given(samples: Sequence[Sample], confidences: Sequence[float]) -> list[Given]:
    """Samples with the confidence that each was given."""
    pairs = zip(samples, confidences, strict=True)
    return [Given(sample.document, confidence, sample.right) for sample, confidence in pairs]


def version_of(content: bytes) -> str:
    """Eight hexadecimal digits over the scorecard's file."""
    return hashlib.blake2b(content, digest_size=4).hexdigest()


def card_text(card: Scorecard) -> str:
    """The scorecard as its file holds it."""
    lines = [
        "# Written by `yanbao calibrate`: do not edit. How: docs/confidence.md.",
        "# Points that every figure starts with, points by tag of its evidence (extractors/figures/evidence.py), and",
        "# the share of figures that was right by points.",
        f"start: {card.start:g}",
        "points:",
        *(f'  "{tag}": {points:g}' for tag, points in sorted(card.points.items())),
        "steps:",
        *(f"- [{points:g}, {share:g}]" for points, share in card.steps),
    ]
    return "\n".join(lines) + "\n"


def page_text(version: str, left_out: Sequence[Given], unseen: Sequence[Given]) -> str:
    """docs/confidence.md."""
    sure = cut(left_out, SURE)
    elsewhere = f", {cut(unseen, SURE).right:.1%} in the documents at the end of this page" if unseen else ""
    lines = [
        "<!-- Written by `yanbao calibrate`: do not edit. -->",
        "# Confidence",
        "",
        *_filled(_WHAT),
        "",
        *_filled(_HOW),
        "",
        "```",
        *_COMMAND,
        "```",
        "",
        f"Scorecard `{version}`.",
        "",
        "## One document left out",
        "",
        *_filled(
            f"{_size(left_out)}: the figures of each document by a card that was fitted on all others. The expected "
            f"calibration error is {reliability(left_out).error:.3f}. The last two columns give every document the "
            "same weight, so that reports of long tables do not hide articles."
        ),
        "",
        *_bins(left_out),
        "",
        "## Where a feed cuts",
        "",
        *_filled(
            f"At {SURE} a feed keeps {sure.kept:.0%} of the figures, of which {sure.right:.1%} are right{elsewhere}. "
            f"Figures from 0.7 on are worth a look at their quote; those below are a hint where to read. `curated` "
            f"keeps those from {LEAST:g} on."
        ),
        "",
        *_cuts(left_out),
    ]
    if unseen:
        lines += [
            "",
            "## Documents that nothing is tuned on",
            "",
            *_filled(
                f"{_size(unseen)}, which neither rules nor points were made with: the expected calibration error is "
                f"{reliability(unseen).error:.3f}. Rules fare better on documents that they were made with than on "
                "these, and confidence is learned from the former."
            ),
            "",
            *_bins(unseen),
            "",
            *_cuts(unseen),
        ]
    return "\n".join(lines) + "\n"


_WHAT = """`confidence` is the share of figures that is right among those with like evidence. A figure is right where
value, unit, metric, aspect, entity and period agree with what a person read in the document; what the person did not
read there is wrong. Figures that were drawn at random and read one by one (`tests/reviewed`) count as their reader
judged them, who was stricter: a figure whose part or region is lost is wrong. A reading of too little confidence is
not published: its number stays an unclaimed quantity; the tables below count such readings too."""
_HOW = """Every figure carries tags of how its metric, entity, period and unit were found
(`extractors/figures/evidence.py`). A tag has points (`extractors/data/confidence.yaml`, a part of the extractor's
version), whose sum is turned into a share by steps that only rise. `yanbao explain` shows what raises and what lowers a
figure. The points are a logistic regression over these, in which a document weighs by the root of its
figures, and what is further off, vaguer or more contested may only lower; a step's share is the one that was met, less
a standard error. After a change of rules:"""
_COMMAND = (
    ".venv/bin/yanbao calibrate $YANBAO_EVAL_DIR/gold tests/labelled --corpus $YANBAO_EVAL_DIR/corpus \\",
    "    --unseen tests/heldout --reviewed tests/reviewed",
)
_WIDTH = 120


def _filled(text: str) -> list[str]:
    return textwrap.wrap(" ".join(text.split()), _WIDTH, break_on_hyphens=False, break_long_words=False)


def _size(items: Sequence[Given]) -> str:
    return f"{len({g.document for g in items})} documents, {len(items)} figures"


def _bins(items: Sequence[Given]) -> list[str]:
    alike, apart = reliability(items), reliability(items, by_document=True)
    rows = []
    for a, b in zip(alike.bins, apart.bins, strict=True):
        shares = " | ".join(f"{share:.3f}" for share in (a.confidence, a.right, b.confidence, b.right))
        rows.append(f"| {a.low:.1f} to {a.high:.1f} | {a.count} | {shares} |")
    return [
        "| confidence | figures | mean | right | mean by document | right by document |",
        "| --- | --- | --- | --- | --- | --- |",
        *rows,
        f"| all | {alike.count} |  | {alike.right:.3f} |  | {apart.right:.3f} |",
    ]


def _cuts(items: Sequence[Given]) -> list[str]:
    rows = []
    for least in CUTS:
        alike, apart = cut(items, least), cut(items, least, by_document=True)
        rows.append(f"| {least:.2f} | {alike.kept:.1%} | {alike.right:.1%} | {apart.kept:.1%} | {apart.right:.1%} |")
    return [
        "| at least | kept | right of these | kept by document | right by document |",
        "| --- | --- | --- | --- | --- |",
        *rows,
    ]

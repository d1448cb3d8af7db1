"""Running heads, feet and page numbers: what stands at the same place of several pages."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

import regex

from extractors.documents.boilerplate import is_running_line
from extractors.documents.patterns import is_caption, is_contents_line, is_note, is_source, is_unit_line
from extractors.documents.pdf.atoms import Segment
from extractors.documents.pdf.page import PageContent
from extractors.documents.values import is_value

EDGE_SHARE = 0.13
"""Running lines stand in this share of the page's height at its top or bottom."""
NUMBER_SHARE = 0.09
SAME_PLACE_POINTS = 6.0
MIN_PAGE_SHARE = 0.25
"""In a long document a running line stands on at least this share of the pages seen so far."""

SAME_LINE_POINTS = 2.5
_LEADER = regex.compile(r"[.…·・](?:\s?[.…·・]){4}|…{2}")
_DIGITS = regex.compile(r"[\d一二三四五六七八九十]+")
_WORDS = regex.compile(r"\p{L}")
_PAGE_NUMBER = regex.compile(
    r"[-—–~]?\s?\d{1,4}\s?[-—–~]?|第\s?\d{1,4}\s?页?(?:\s?[/|,，]?\s?共?\s?\d{0,4}\s?页?)|\d{1,4}\s?/\s?\d{1,4}(?:\s?页)?|"
    r"(?:Page|P\.?|page|PAGE)\s?\d{1,4}(?:\s?(?:of|/)\s?\d{1,4})?"
)


class RunningLines:
    """Learns page by page which lines run through a document."""

    def __init__(self) -> None:
        self._seen: dict[str, list[tuple[int, float]]] = {}
        self._pages = 0

    def learn(self, content: PageContent, segments: Sequence[Segment]) -> None:
        """Take note of a page; its turn to be split comes after its neighbours have been learnt too."""
        self._pages += 1
        for segment in segments:
            if self._at_edge(content, segment):
                self._seen.setdefault(_DIGITS.sub("#", segment.text), []).append((content.number, segment.base))

    def split(self, content: PageContent, segments: Sequence[Segment]) -> tuple[list[Segment], list[Segment]]:
        """The page's running segments, and the others."""
        running: list[Segment] = []
        others: list[Segment] = []
        bare: list[Segment] = []
        heads = _table_heads(segments)
        for segment in segments:
            if is_running_line(segment.text):
                running.append(segment)
            elif not self._at_edge(content, segment) or id(segment) in heads or _belongs_to_content(segment.text):
                others.append(segment)
            elif not _WORDS.search(segment.text) or _PAGE_NUMBER.fullmatch(segment.text):
                bare.append(segment)
            elif self._repeats(segment, content.number):
                running.append(segment)
            else:
                others.append(segment)
        # Numbers alone at an edge are a page's number where nothing but running lines stands on their line.
        for segment in bare:
            outer = segment.top < NUMBER_SHARE * content.height or segment.bottom > (1 - NUMBER_SHARE) * content.height
            alone = not any(abs(other.base - segment.base) < 3 for other in others)
            is_number = _PAGE_NUMBER.fullmatch(segment.text) is not None
            (running if outer and alone and is_number else others).append(segment)
        return running, others

    def _at_edge(self, content: PageContent, segment: Segment) -> bool:
        return segment.top < EDGE_SHARE * content.height or segment.bottom > (1 - EDGE_SHARE) * content.height

    def _repeats(self, segment: Segment, page: int) -> bool:
        places = self._seen.get(_DIGITS.sub("#", segment.text), ())
        pages = {number for number, base in places if abs(base - segment.base) <= SAME_PLACE_POINTS}
        needed = 2 if self._pages <= 6 else max(3, int(MIN_PAGE_SHARE * min(self._pages, 40)))
        return len(pages | {page}) >= needed


def contents_lines(segments: Sequence[Segment]) -> tuple[list[list[Segment]], list[Segment]]:
    """The lines of a table of contents, each with its number and its page, and the other segments.

    Lines between two of them, the first halves of long entries, go with them.
    """
    if not any(_LEADER.search(segment.text) for segment in segments):
        return [], list(segments)
    lines: list[list[Segment]] = []
    for segment in segments:
        if lines and segment.base - lines[-1][0].base <= SAME_LINE_POINTS:
            lines[-1].append(segment)
        else:
            lines.append([segment])
    for line in lines:
        line.sort(key=lambda segment: segment.x0)
    entries = [is_contents_line(" ".join(segment.text for segment in line)) for line in lines]
    for index in range(1, len(lines) - 1):
        gap = lines[index + 1][0].base - lines[index][0].base
        if entries[index - 1] and entries[index + 1] and gap <= 2.5 * lines[index][0].size:
            entries[index] = True
    found = [line for line, entry in zip(lines, entries, strict=True) if entry]
    return found, [segment for line, entry in zip(lines, entries, strict=True) if not entry for segment in line]


def _belongs_to_content(text: str) -> bool:
    return is_source(text) or is_note(text) or is_caption(text) or is_unit_line(text)


def _table_heads(segments: Sequence[Segment]) -> set[int]:
    """Segments on lines with several periods or numbers: a table's head may stand at one place of several pages."""
    values = sorted(segment.base for segment in segments if is_value(segment.text))
    return {
        id(segment)
        for segment in segments
        if bisect_left(values, segment.base + 5) - bisect_right(values, segment.base - 5) >= 2
    }

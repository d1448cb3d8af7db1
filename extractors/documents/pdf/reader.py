"""A page's content as parts in reading order."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.documents.joins import is_cjk
from extractors.documents.patterns import is_contents_line
from extractors.documents.pdf.aligned import find_aligned
from extractors.documents.pdf.atoms import Segment, place_of, render
from extractors.documents.pdf.banded import find_banded
from extractors.documents.pdf.cells import rows_of
from extractors.documents.pdf.charts import find_charts
from extractors.documents.pdf.columns import Item, Solid, regions_in_order
from extractors.documents.pdf.furniture import RunningLines, contents_lines
from extractors.documents.pdf.grid import GridTable
from extractors.documents.pdf.page import Box, PageContent
from extractors.documents.pdf.parting import part_cells
from extractors.documents.pdf.parts import ChartPart, Part, TablePart, joined, make_line, turn_back
from extractors.documents.pdf.ruled import find_ruled
from extractors.documents.text import CellText

WIDE_GAP_EMS = 2.5
LINES_AROUND = 5
MIN_PROSE_CHARS = 12


def read_parts(
    content: PageContent, segments: Sequence[Segment], running: RunningLines, first_region: int
) -> list[Part]:
    """The parts of a page. Regions are numbered from ``first_region``, the running lines' own being the first."""
    furniture, body = running.split(content, segments)
    contents, body = contents_lines(body)
    tables, rest = find_ruled(content, part_cells(body))
    banded, rest = find_banded(content.rules, rest)
    tables.extend(banded)
    charts = find_charts(content, rest)
    drawn = {id(segment) for _, labels in charts for segment in labels}
    items: list[Item] = [segment for segment in rest if id(segment) not in drawn]
    items.extend(Solid(table.box, table) for table in tables)
    items.extend(Solid(box, labels) for box, labels in charts)
    parts: list[Part] = []
    for group in (*([segment] for segment in furniture), *contents):
        line = make_line(group, content.number, first_region, group[0].x0, group[-1].x1)
        if line is not None:
            line.kind = "furniture"
            parts.append(line)
    first_region += 1
    for offset, region in enumerate(regions_in_order(items)):
        parts.extend(_read_region(region, content, first_region + offset))
    turn_back(parts, content.width, content.height, content.quarter)
    return parts


def _read_region(region: list[Item], content: PageContent, number: int) -> list[Part]:
    segments = [item for item in region if isinstance(item, Segment)]
    left = min((segment.x0 for segment in segments), default=0.0)
    right = max((segment.x1 for segment in segments), default=content.width)
    tables, rest = find_aligned(segments, content.rules)
    ruled = [item for item in region if isinstance(item, Solid)]
    tables, solids = join_continued(tables, ruled)
    placed: list[tuple[float, float, Part]] = []
    for table in tables:
        if table.caption:
            line = make_line(table.caption, content.number, number, left, right)
            if line is not None:
                line.kind = "caption"
                placed.append((line.base, line.box.x0, line))
        part = table_part(table, content.number, number)
        placed.append((table.box.top + 1, table.box.x0, part))
    placed.extend((item.box.top + 1, item.box.x0, _solid_part(item, content.number, number)) for item in solids)
    # Two tables beside each other are read one after the other, each whole.
    groups = [group for row in rows_of(rest) for group in _apart(row.cells)]
    prose = [sum(is_cjk(char) for part in group for char in part.text) >= MIN_PROSE_CHARS for group in groups]
    for index, group in enumerate(groups):
        line = make_line(group, content.number, number, *_edges(groups, prose, index))
        if line is not None:
            if is_contents_line(line.text):
                line.kind = "furniture"
            placed.append((line.base, line.box.x0, line))
    placed.sort(key=lambda entry: entry[:2])
    return [part for _, _, part in placed]


def join_continued(tables: list[GridTable], solids: list[Solid]) -> tuple[list[GridTable], list[Solid]]:
    """Tables of which lines rule the head alone come in two parts: the parts made one."""
    left = sorted(tables, key=lambda table: table.box.top)
    kept: list[GridTable] = []
    ruled = [solid.content for solid in solids if isinstance(solid.content, GridTable)]
    for table in left:
        whole = next((other for other in (*kept, *ruled) if other.goes_on_in(table)), None)
        if whole is None:
            kept.append(table)
        else:
            whole.append(table)
    return kept, solids


def _edges(groups: Sequence[Sequence[Segment]], prose: Sequence[bool], index: int) -> tuple[float, float]:
    """Left and right edge of the lines around one: how far running text reaches here."""
    around = range(max(0, index - LINES_AROUND), min(index + LINES_AROUND + 1, len(groups)))
    base, size = groups[index][0].base, groups[index][0].size
    near = [other for other in around if abs(groups[other][0].base - base) <= 2.6 * size * LINES_AROUND] or [index]
    # Formulas stand in running text and reach further than it does.
    text = [other for other in near if prose[other]]
    right = max(groups[other][-1].x1 for other in (text if len(text) >= 3 else near))
    return min(groups[other][0].x0 for other in near), right


def _solid_part(solid: Solid, page: int, region: int) -> Part:
    if isinstance(solid.content, GridTable):
        return table_part(solid.content, page, region)
    pieces = [render([cell]) for row in rows_of(solid.content) for cell in row.cells]
    text = " ".join(text for text, _ in pieces)
    glyphs = [glyph for index, (_, found) in enumerate(pieces) for glyph in ([None] if index else []) + list(found)]
    return ChartPart(text, place_of(glyphs, page), page, solid.box, region)


def _apart(cells: Sequence[Segment]) -> list[list[Segment]]:
    """Cells of one line parted where they stand so wide apart that they are lines of their own."""
    groups: list[list[Segment]] = []
    for cell in cells:
        if groups and cell.x0 - groups[-1][-1].x1 <= WIDE_GAP_EMS * cell.size:
            groups[-1].append(cell)
        else:
            groups.append([cell])
    return groups


def table_part(table: GridTable, page: int, region: int) -> TablePart:
    """The table with its cells as text."""
    cells = []
    for cell in sorted(table.cells, key=lambda cell: (cell.row, cell.col)):
        pieces = [render([segment]) for segment in _in_lines(cell.segments)]
        text, place = joined([text for text, _ in pieces], [place_of(glyphs, page) for _, glyphs in pieces], cell=True)
        cells.append(CellText(cell.row, cell.col, text, cell.row_span, cell.col_span, cell.is_header, place))
    caption = joined_caption(table.caption)
    return TablePart(cells, page, table.box, region, caption)


def joined_caption(segments: Sequence[Segment]) -> str | None:
    """A caption's text."""
    return "".join(segment.text for segment in segments) or None


def _in_lines(segments: Sequence[Segment]) -> list[Segment]:
    return [cell for row in rows_of(segments) for cell in row.cells]


def covers(box: Box, segment: Segment) -> bool:
    """Whether a segment's middle lies in a box."""
    return box.holds((segment.x0 + segment.x1) / 2, (segment.top + segment.bottom) / 2)

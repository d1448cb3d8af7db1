"""What a row of an industry's table is about, by its label and the rows above it."""

from __future__ import annotations

from dataclasses import replace

import regex

from extractors.figures.headers import Head
from extractors.figures.table_context import CellContext
from extractors.figures.table_sections import Section, Seen
from extractors.records import Name

_REGION = regex.compile(r"国内|全球|我国|中国|海外|欧洲|美国|北美|亚洲|本土|其他国家|其他地区|世界")
_MEASURED = regex.compile(r"量|额|率|数|值|价|成本|收入|利润|需求|规模|容量|占比|比例|增速|装机|单[车船机]")
"""Words that say what a row measures: without them a label with a unit (``叉车（GWh）``) names a thing."""
_EACH = regex.compile(r"(?:平均|均)?(?:单[车船机辆套]|每[车船机辆套台]|带电)|平均|单|每")
"""Words of measures of one piece: their row is about a thing that a row above counts."""
_MEASURE = regex.compile(
    r"(?:总|年|累计|新增|合计)?(?:需求量?|产量|销量|数量|总量|用量|装机量?|容量|规模|保有量|交付量|渗透率|单价|价格|成本|收入|利润)"
)
_KIND = regex.compile(r"(?:电动|智能|数字|国产|自主|新能源)化?|新增|累计|其中|总")
"""Words before a metric's name that tell a kind of what the rows above are about, and no thing of its own."""
_COUNTED = frozenset({"sales_volume", "shipments", "output"})
_INDENT = regex.compile(r"^[\s\-–—•·]+")


def follow(label: Head, section: Section) -> Head:
    """A row of changes (``同比``, ``YoY``) is of the row above; any other row is what the next may follow."""
    last = section.last_metric
    if label.only_change and last is not None:
        return replace(
            last, aspect="change", basis=label.basis or "yoy", unit=label.unit, text=label.text, label=last.label,
            only_change=False, of_measured=last.unit is not None,
        )  # fmt: skip
    if label.aspect == "level" and label.text and not label.period and not label.only_change:
        section.last_metric = label
    return label


def thing_of(label: Head | None, section: Section, cells: CellContext) -> Name | None:
    """What a row of an industry's table is about: the words before its metric's name, else what the row above was."""
    if label is None or cells.financial or cells.of_company:
        return None
    metric, part = label.metric, label.part
    if metric is not None and section.thing is not None and _KIND.fullmatch(part):
        section.row_thing = section.thing
        return section.thing
    if metric is not None and metric.code == "penetration" and _REGION.fullmatch(part):
        of_region = (s.name for s in reversed(section.seen) if s.counted and s.name.canonical.startswith(part))
        section.row_thing = next(of_region, Name(0, 0, part, "row"))
        return section.row_thing
    if part and metric is not None and (metric.amount or metric.about == "industry"):
        if cells.industry or _REGION.match(part):
            section.thing = Name(0, 0, part.rpartition("：")[2].rpartition(":")[2] or part, "row")
            _note(section, section.thing, label, counted=metric.code in _COUNTED)
        section.row_thing = section.thing
    elif metric is None and label.of_measured:
        return section.row_thing
    elif metric is None and label.unit is not None and cells.industry and label.aspect == "level":
        section.row_thing = _thing_of_line(label, section)
    else:
        section.row_thing = section.thing
    return section.row_thing


def _thing_of_line(label: Head, section: Section) -> Name | None:
    """The thing of a row whose label names no metric but has a unit of its own (``单车带电量（kWh）``)."""
    bare = _INDENT.sub("", label.label)
    if _MEASURED.search(bare) is None:
        section.thing = Name(0, 0, label.label, "row")
        section.region = bare if _REGION.fullmatch(bare) else section.region
        _note(section, section.thing, label, counted=False)
        return section.thing
    each = _EACH.search(bare)
    measure = each or _MEASURE.search(bare)
    if measure is None:
        return None
    own = bare[: measure.start()].strip("的：: ")
    if each is None:
        if own:
            section.thing = Name(0, 0, own, "row")
            _note(section, section.thing, label, counted=False)
        return section.thing
    if not own:
        level = _level(label)
        counted = (s.name for s in reversed(section.seen) if s.counted and s.level <= level)
        return next(counted, section.thing)
    alike = [s for s in reversed(section.seen) if own in s.name.canonical or s.name.canonical in own]
    return next((s.name for s in alike if s.counted), alike[0].name if alike else Name(0, 0, own, "row"))


def region_of(thing: Name | None, section: Section) -> str:
    """The region whose rows a thing is among (``海外（GWh）`` over ``叉车（GWh）``), where its name has none."""
    return "" if thing is None or _REGION.match(thing.canonical) else section.region


def kind_of(label: Head | None) -> str:
    """The kind that stands before a metric's name (``电动`` of 电动销量), where that is no thing of its own."""
    return label.part if label is not None and label.part and _KIND.fullmatch(label.part) else ""


def _note(section: Section, thing: Name, label: Head, *, counted: bool) -> None:
    section.seen.append(Seen(thing, counted, _level(label)))


def _level(label: Head) -> int:
    """How far in a row is set: 1 behind a dash (``-重卡销量``), else 0."""
    return int(_INDENT.match(label.text) is not None)

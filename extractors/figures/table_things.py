"""What a row of an industry's table is about, by its label and the rows above it."""

from __future__ import annotations

from dataclasses import replace

import regex

from extractors.figures.headers import Head
from extractors.figures.metrics import clean_label
from extractors.figures.table_captions import REGION as _REGION
from extractors.figures.table_context import CellContext
from extractors.figures.table_sections import Section, Seen
from extractors.records import Name

_HAN_ONLY = regex.compile(r"\p{Han}+")
_OTHERS = regex.compile(r"其他|其它")
_NO_THING = regex.compile(r"市场|全球|单位|项目|指标|类别|年|合计|预测|地区|区域")
"""Words of a corner that name no thing."""
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


def thing_of(label: Head | None, section: Section, cells: CellContext) -> tuple[Name | None, str]:
    """What a row of an industry's table is about: the words before its metric's name, else what the row above was; and
    the region that it is of, where its name has none."""
    if label is None or cells.financial or cells.of_company:
        return None, ""
    thing = _thing(label, section, cells)
    region = section.row_region
    if thing is not None and not region and label.text in section.recurring and not label.only_change:
        region = section.block
    return thing, "" if thing is None or _REGION.match(thing.canonical) else region


def _thing(label: Head, section: Section, cells: CellContext) -> Name | None:
    metric, part = label.metric, label.part
    if label.told_above:
        return _part_of_measured(label, section)
    if metric is not None and section.thing is not None and _KIND.fullmatch(part):
        return _row(section, section.thing, section.thing_region)
    if metric is not None and metric.code == "penetration" and _REGION.fullmatch(part):
        of_region = (s.name for s in reversed(section.seen) if s.counted and s.name.canonical.startswith(part))
        return _row(section, next(of_region, Name(0, 0, part, "row")), "")
    if part and metric is not None and (metric.amount or metric.about == "industry"):
        if cells.industry or _REGION.match(part):
            place, name = _placed(part)
            _begin(section, name or part, place, label, counted=metric.code in _COUNTED)
        return _row(section, section.thing, section.thing_region)
    if metric is None and label.of_measured:
        return section.row_thing
    if metric is None and label.aspect == "level" and cells.industry:
        if _REGION.fullmatch(clean_label(label.text)):
            return _region_row(label, section)
        if label.unit is not None:
            return _thing_of_line(label, section)
    return _row(section, section.thing, section.thing_region)


def _row(section: Section, thing: Name | None, region: str) -> Name | None:
    section.row_thing, section.row_region = thing, region
    return thing


def _begin(section: Section, name: str, region: str, label: Head, *, counted: bool) -> Name:
    """A thing of its own, which the rows below may be about too."""
    section.thing, section.thing_region = Name(0, 0, name, "row"), region or section.region
    leads = _REGION.match(name)
    section.block = region or (leads[0] if leads else section.block)
    section.seen.append(Seen(section.thing, counted, _level(label), section.thing_region))
    return section.thing


def _placed(part: str) -> tuple[str, str]:
    """Region and thing of ``海外：乘用车``; no region for words that are none."""
    place, colon, name = part.replace(":", "：").rpartition("：")
    return (place.strip(), name.strip()) if colon and _REGION.fullmatch(place.strip()) else ("", name.strip())


def _part_of_measured(label: Head, section: Section) -> Name | None:
    """A part of what the title over the rows measures: its thing in the row's region, else the row's own."""
    above, own = section.measured, label.label
    whole = above.part if above is not None else ""
    if whole and _REGION.fullmatch(own):
        section.thing, section.thing_region = Name(0, 0, whole, "row"), own
    else:
        section.thing, section.thing_region = Name(0, 0, own, "row"), section.region
    return _row(section, section.thing, section.thing_region)


def _region_row(label: Head, section: Section) -> Name:
    """A row that is labelled by a region alone (``海外（GWh）``) is of what the corner names, there."""
    place = clean_label(label.text)
    corner = clean_label(section.corner)
    told = 2 <= len(corner) <= 12 and _HAN_ONLY.fullmatch(corner) and not _NO_THING.search(corner)
    section.region = place
    thing = _begin(section, corner if told else place, place, label, counted=False)
    return _row(section, thing, place) or thing


def _rest_of(section: Section, name: str) -> str:
    """``其他`` of what the corner names."""
    corner = clean_label(section.corner)
    told = _OTHERS.fullmatch(name) and 2 <= len(corner) <= 12 and _HAN_ONLY.fullmatch(corner)
    return f"{corner}{name}" if told and not _NO_THING.search(corner) else name


def _thing_of_line(label: Head, section: Section) -> Name | None:
    """The thing of a row whose label names no metric but has a unit of its own (``单车带电量（kWh）``)."""
    bare = _INDENT.sub("", label.label)
    if _MEASURED.search(bare) is None:
        thing = _begin(section, _rest_of(section, label.label), "", label, counted=False)
        return _row(section, thing, section.thing_region)
    each = _EACH.search(bare)
    measure = each or _MEASURE.search(bare)
    if measure is None:
        return _row(section, None, "")
    own = bare[: measure.start()].strip("的：: ")
    if each is None:
        if own:
            place, name = _placed(own)
            _begin(section, name or own, place, label, counted=False)
        return _row(section, section.thing, section.thing_region)
    level = _level(label)
    counted = [s for s in reversed(section.seen) if s.counted and s.level <= level]
    if own and _REGION.fullmatch(own):
        there = next((s for s in counted if s.region == own or s.name.canonical.startswith(own)), None)
        return _row(section, there.name if there else Name(0, 0, own, "row"), own if there else "")
    if own:
        alike = [s for s in reversed(section.seen) if own in s.name.canonical or s.name.canonical in own]
        counted = [*(s for s in alike if s.counted), *alike, *counted]
    found = counted[0] if counted else None
    if found is not None:
        return _row(section, found.name, found.region)
    return _row(section, Name(0, 0, own, "row") if own else section.thing, "" if own else section.thing_region)


def kind_of(label: Head | None) -> str:
    """The kind that stands before a metric's name (``电动`` of 电动销量), where that is no thing of its own."""
    return label.part if label is not None and label.part and _KIND.fullmatch(label.part) else ""


def _level(label: Head) -> int:
    """How far in a row is set: 1 behind a dash (``-重卡销量``), else 0."""
    return int(_INDENT.match(label.text) is not None)

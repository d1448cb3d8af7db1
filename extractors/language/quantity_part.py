"""The working record of a number that is being read, and the small steps that every reader of numbers shares."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.language.numerals import BIG, SMALL
from extractors.language.units import Unit


@dataclass(slots=True)
class Part:
    """A number being read. ``start`` to ``end`` is its span; ``low`` and ``high`` are in the base unit once ``unit`` is
    known; ``scale`` is the multiplier word's worth (亿), which an item before it in a list may share."""

    start: int
    end: int
    low: float
    high: float
    scale: float = 1.0
    unit: Unit | None = None
    printed: str | None = None
    vague: bool = False
    signed: bool = False
    ordinal: bool = False
    chinese: bool = False
    infix: bool = False
    prefix: str | None = None
    comparator: str | None = None
    first: int = 0  # where the digits begin, after a sign
    label: str | None = None  # the kind of label that it proves to be: 一个 before what it introduces, 第三步
    bounded: bool = False
    tentative: bool = False  # 一到五个: a lone numeral that counts only as the lower bound of a range
    labelled: bool = False  # its unit comes from the label in front of it: 总股本(百万股)：

    @property
    def bare(self) -> bool:
        """No unit and no multiplier of its own: it may share those of what follows in a list or range."""
        return self.unit is None and self.scale == 1.0 and not self.ordinal


def united(part: Part, end: int, unit: Unit, printed: str | None) -> Part:
    """Give the part its unit: its span grows to ``end``, its bounds go to the base unit."""
    part.end, part.unit, part.printed = end, unit, printed
    part.low, part.high = part.low * unit.factor, part.high * unit.factor
    return part


def worth(word: str) -> float:
    """What a multiplier word is worth: 百万 is 1e6."""
    value = 1.0
    for letter in word.strip():
        value *= SMALL.get(letter) or BIG.get(letter) or 1
    return value

"""What stands on one page: glyphs and drawings with their boxes, before any reading."""

from __future__ import annotations

from dataclasses import dataclass, field

BULLET = "\ue000"
"""Stands for any glyph of the private use area: a symbol font's bullet at a line's start, noise elsewhere."""


@dataclass(slots=True)
class Glyph:
    """One code point on paper. Points, origin at the page's top left; ``base`` is the baseline's y, ``size`` the font's
    size in points as shown, ``upright`` false for turned text, ``order`` the place of its text among what the page
    draws (-1 where that is not known)."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    base: float
    size: float
    bold: bool = False
    upright: bool = True
    white: bool = False
    order: int = -1


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in points, origin at the page's top left."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def width(self) -> float:
        """Its width in points."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """Its height in points."""
        return self.bottom - self.top

    def holds(self, x: float, y: float, margin: float = 0.0) -> bool:
        """Whether a point lies in the box, widened by ``margin`` points."""
        return self.x0 - margin <= x <= self.x1 + margin and self.top - margin <= y <= self.bottom + margin

    def touches(self, other: Box, margin: float = 0.0) -> bool:
        """Whether two boxes overlap or come closer than ``margin`` points."""
        return (
            self.x0 - margin <= other.x1
            and other.x0 - margin <= self.x1
            and self.top - margin <= other.bottom
            and other.top - margin <= self.bottom
        )

    def join(self, other: Box) -> Box:
        """The smallest box around both."""
        return Box(
            min(self.x0, other.x0), min(self.top, other.top), max(self.x1, other.x1), max(self.bottom, other.bottom)
        )


@dataclass(slots=True)
class PageContent:
    """A page as drawn, in the frame in which most of its text reads upright: ``quarter`` clockwise quarter turns from
    the page as shown. ``rules`` are thin horizontal or vertical lines, ``fills`` coloured rectangles, ``drawings``
    other paths (curves, slanted lines, areas), ``images`` pictures, ``covers`` filled rectangles, white ones too, with
    their places in the order of drawing."""

    number: int
    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    rules: list[Box] = field(default_factory=list)
    fills: list[Box] = field(default_factory=list)
    drawings: list[Box] = field(default_factory=list)
    images: list[Box] = field(default_factory=list)
    covers: list[tuple[int, Box]] = field(default_factory=list)
    quarter: int = 0

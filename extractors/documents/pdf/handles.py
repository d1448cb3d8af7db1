"""PDFium's raw calls bound to plain integers, and the turn from its user space to the page as shown.

A page needs some ten thousand calls, and what ctypes does around each would cost more than the call: building typed
pointer objects, converting arguments, giving up the interpreter's lock for a tenth of a microsecond.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Callable
from typing import Any

from extractors.documents.pdf.page import Box

POINTER = ctypes.c_void_p
INT, FLOAT, DOUBLE, UINT = ctypes.c_int, ctypes.c_float, ctypes.c_double, ctypes.c_uint


class Handle(POINTER):
    """What a function gives back that is bound to it: an object to be given to functions that convert nothing."""


def bind(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    """A raw PDFium function that takes and gives handles as integers.

    Without ``arguments`` it converts none, which makes it twice as fast: handles are to be given as ``POINTER``
    objects then, since an integer is passed as C's ``int``.
    """
    address = ctypes.cast(function, POINTER).value
    if address is None:
        raise RuntimeError("PDFium lacks a function that this reader needs")
    bound: Callable[..., Any] = ctypes.PYFUNCTYPE(result, *arguments)(address)
    return bound


def answers(kind: Any, count: int) -> tuple[Any, tuple[Any, ...]]:
    """Room for so many numbers that PDFium writes, as an array, and a pointer to each. Made once for many calls."""
    numbers = (kind * count)()
    return numbers, tuple(ctypes.byref(numbers, place * ctypes.sizeof(kind)) for place in range(count))


def handle(pointer: Any) -> int:
    """A ctypes pointer as an integer."""
    return int(ctypes.cast(pointer, POINTER).value or 0)


class Frame:
    """From PDF user space to points from the top left of the page as shown, or turned by ``quarter`` clockwise."""

    def __init__(self, page: Any, quarter: int = 0) -> None:
        left, bottom, right, top = page.get_bbox()
        self.left, self.bottom, self.right, self.top = left, bottom, right, top
        self.turn = (int(page.get_rotation()) // 90 + quarter) % 4
        wide, high = right - left, top - bottom
        self.width, self.height = (high, wide) if self.turn % 2 else (wide, high)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point of user space on the page as shown."""
        if self.turn == 0:
            return x - self.left, self.top - y
        if self.turn == 1:
            return y - self.bottom, x - self.left
        if self.turn == 2:
            return self.right - x, y - self.bottom
        return self.top - y, self.right - x

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """A rectangle of user space on the page as shown."""
        if self.turn == 0 and x0 <= x1 and y0 <= y1:
            return Box(x0 - self.left, self.top - y1, x1 - self.left, self.top - y0)
        ax, ay = self.point(x0, y0)
        bx, by = self.point(x1, y1)
        return Box(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))

    def quarter_of(self, dx: float, dy: float) -> int | None:
        """How many quarter turns clockwise set text along a direction of user space upright; None for slanted text."""
        if dy == 0 and dx > 0:
            return -self.turn % 4
        angle = math.degrees(math.atan2(dy, dx)) - 90 * self.turn
        quarter = round(angle / 90)
        return quarter % 4 if abs(angle - 90 * quarter) < 10 else None

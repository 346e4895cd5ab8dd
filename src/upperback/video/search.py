"""Where in the picture to look when the whole of it shows the model no one.

The detector shrinks a picture to 224 pixels and offers one candidate, so a small person, or one beside another, is missed.
Looking into overlapping windows, for up to two people, finds them; the tracking model then works inside a square around the
person. One look a frame keeps a film of an empty room as quick as the bare model.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle
from typing import Final

import numpy as np
from numpy.typing import NDArray

from upperback.model.body import Floats

# Windows of half the longer side, half overlapping: on a film of people 15 to 30 % of the picture's height every frame was
# found, with the whole picture none (expert judgement, from the recordings used in the tests).
WINDOW_SHARE: Final = 0.5
# The square around a person, in heights of their landmarks: room for raised arms and a step to the side.
ROOM: Final = 1.8
# Re-centred when they have moved by this share of the square: before a hand leaves it, seldom enough to keep tracking.
DRIFT: Final = 0.18


@dataclass(frozen=True, slots=True)
class Window:
    """A rectangle of a picture, in pixels, inside its bounds."""

    left: int
    top: int
    width: int
    height: int

    def cut(self, rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """The part of `rgb` (height, width, 3) inside the window, contiguous."""
        part = rgb[self.top : self.top + self.height, self.left : self.left + self.width]
        return np.ascontiguousarray(part)

    def drifted(self, plane: Floats) -> bool:
        """True when the person, `plane` (33, 2) in pixels of the whole picture, has moved away from the middle."""
        middle = (plane.min(axis=0) + plane.max(axis=0)) / 2
        off_x = abs(middle[0] - self.left - self.width / 2) / self.width
        off_y = abs(middle[1] - self.top - self.height / 2) / self.height
        return bool(max(off_x, off_y) > DRIFT)


def whole(width: int, height: int) -> Window:
    return Window(0, 0, width, height)


def around(plane: Floats, width: int, height: int) -> Window:
    """The square around a person, cut at the picture's edges.

    >>> plane = np.zeros((33, 2)) + (900.0, 500.0); plane[0] = 900, 300
    >>> around(plane, 1920, 1080)
    Window(left=720, top=220, width=360, height=360)
    """
    low, high = plane.min(axis=0), plane.max(axis=0)
    side = min(float((high - low).max()) * ROOM, width, height)
    middle = (low + high) / 2
    left = min(max(middle[0] - side / 2, 0), width - side)
    top = min(max(middle[1] - side / 2, 0), height - side)
    return Window(int(left), int(top), int(side), int(side))


def windows(width: int, height: int) -> tuple[Window, ...]:
    """The whole picture, then half overlapping windows of half its longer side.

    >>> [(w.left, w.top) for w in windows(1768, 994)]
    [(0, 0), (0, 0), (442, 0), (884, 0), (0, 110), (442, 110), (884, 110)]
    """
    side_x, side_y = (min(int(max(width, height) * WINDOW_SHARE), length) for length in (width, height))
    places = [Window(x, y, side_x, side_y) for y in _steps(height, side_y) for x in _steps(width, side_x)]
    return (whole(width, height), *places)


def rotation(width: int, height: int) -> Iterator[Window]:
    """`windows`, for ever."""
    return cycle(windows(width, height))


def _steps(length: int, side: int) -> list[int]:
    if side >= length:
        return [0]
    return [int(start) for start in np.linspace(0, length - side, int(np.ceil((length - side) / (side / 2))) + 1)]

"""Whether a person stays in place: who walks about does none of these exercises."""

import math
from collections import deque
from typing import Final

from upperback.model.body import Frame, Landmark

WINDOW_S: Final = 1.0
LOOK_EVERY_S: Final = 0.1
TRAVEL: Final = 0.4  # body lengths within the window; exercises show up to 0.25, walking 0.45 and more; expert judgement
FEWEST: Final = 5  # looks before anything is said ...
IN_A_ROW: Final = 3  # ... and looks that say so, before it is believed
SHOWN: Final = 0.5  # a landmark less visible than this is a guess; expert judgement

LS, RS = int(Landmark.LEFT_SHOULDER), int(Landmark.RIGHT_SHOULDER)
LH, RH = int(Landmark.LEFT_HIP), int(Landmark.RIGHT_HIP)


class Footing:
    """Looks ten times a second at where the middle of the hips is in the picture.

    More than 0.4 body lengths within a second, across or up and down, is moving about. The furthest look to either end is left
    out, so that one wrong picture says nothing. Hips that are not shown say nothing either. Knees were tried and left out: in
    people who move them little, depth cameras see them jump.

    >>> import numpy as np
    >>> def frame(t_s: float, x: float) -> Frame:
    ...     plane = np.zeros((33, 2))
    ...     plane[[11, 12], 1] = -1.0
    ...     return Frame(t_s, plane + [x, 0], np.zeros((33, 3)), np.ones(33))
    >>> footing = Footing()
    >>> [footing.moving_about(frame(i / 10, 0.0)) for i in range(10)].count(True)
    0
    >>> [footing.moving_about(frame(1 + i / 8, 0.2 * i)) for i in range(9)]
    [False, False, False, False, False, False, True, True, True]
    """

    def __init__(self) -> None:
        self._looks: deque[tuple[float, float, float, float]] = deque()
        self._next_s = -math.inf
        self._far = 0

    def moving_about(self, frame: Frame) -> bool:
        """Whether the person was moving about within the last second, this frame included."""
        t_s = frame.t_s
        if t_s < self._next_s:
            return self._far >= IN_A_ROW
        self._next_s = t_s + LOOK_EVERY_S
        visible = frame.visibility.item
        if visible(LH) < SHOWN or visible(RH) < SHOWN:
            self._looks.clear()
            self._far = 0
            return False
        at = frame.plane.item
        hip_x, hip_y = (at(LH, 0) + at(RH, 0)) / 2, (at(LH, 1) + at(RH, 1)) / 2
        trunk = math.hypot((at(LS, 0) + at(RS, 0)) / 2 - hip_x, (at(LS, 1) + at(RS, 1)) / 2 - hip_y)
        looks = self._looks
        looks.append((t_s, max(trunk, math.hypot(at(LS, 0) - at(RS, 0), at(LS, 1) - at(RS, 1))), hip_x, hip_y))
        while t_s - looks[0][0] > WINDOW_S:
            looks.popleft()
        self._far = self._far + 1 if len(looks) >= FEWEST and self._travels() else 0
        return self._far >= IN_A_ROW

    def _travels(self) -> bool:
        _, lengths, xs, ys = (sorted(column) for column in zip(*self._looks, strict=True))
        return bool(max(xs[-2] - xs[1], ys[-2] - ys[1]) > TRAVEL * lengths[len(lengths) // 2])

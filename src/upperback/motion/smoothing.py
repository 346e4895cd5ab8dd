"""Smoothing that gets out of the way of fast movements: the one-euro filter."""

import math
from collections.abc import Iterable, Sequence
from typing import Final

MIN_CUTOFF_HZ: Final = 1.5  # calms a still body; expert judgement, below the 3 to 5 Hz asked for in motion
SPEED_COEFFICIENT: Final = 4.0  # Hz per body length a second: 1 length a second is smoothed at 5.5 Hz; expert judgement
SPEED_CUTOFF_HZ: Final = 1.0  # the value of the paper
GAP_S: Final = 0.5  # after a longer gap the past says nothing about the present; expert judgement


class OneEuro:
    """One low-pass filter per number, whose cut-off rises with the number's own speed, for points in the picture.

    `at[point]` is the smoothed x and y of the points that are followed, in body lengths; time in seconds. The first frame, and a
    frame after a gap of more than 0.5 s, passes unchanged. Source: Casiez, Roussel and Vogel, "1 euro filter", CHI 2012,
    doi:10.1145/2207676.2208639. Unlike there, the time step is measured at each frame, since cameras do not keep time. Plain
    numbers: an exercise needs 4 to 13 points, and for so few they are twice as quick as arrays.

    >>> smooth = OneEuro(1, [0], min_cutoff_hz=1.0, speed_coefficient=0.0)
    >>> [smooth.push(t / 30, [x, 0.0]) or round(smooth.at[0][0], 3) for t, x in enumerate([0.0, 1.0, 1.0, 1.0])]
    [0.0, 0.173, 0.316, 0.435]
    """

    def __init__(
        self,
        points: int,
        follow: Iterable[int],
        *,
        min_cutoff_hz: float = MIN_CUTOFF_HZ,
        speed_coefficient: float = SPEED_COEFFICIENT,
        speed_cutoff_hz: float = SPEED_CUTOFF_HZ,
    ) -> None:
        self._min_cutoff = min_cutoff_hz
        self._coefficient = speed_coefficient
        self._speed_cutoff = speed_cutoff_hz
        self._t_s = -math.inf
        self.at = [[0.0, 0.0] for _ in range(points)]
        self._followed: list[tuple[int, list[float], list[float]]] = []
        self._fresh: list[tuple[int, list[float], list[float]]] = []
        self.follow(follow)

    def follow(self, points: Iterable[int]) -> None:
        """Smooths these points too, from the next frame on, which they pass unchanged."""
        known = {x for x, _, _ in (*self._followed, *self._fresh)}
        self._fresh += [(2 * point, self.at[point], [0.0, 0.0]) for point in sorted(set(points)) if 2 * point not in known]

    def push(self, t_s: float, places: Sequence[float], origin: tuple[float, float] = (0.0, 0.0), scale: float = 1.0) -> None:
        """Takes in a frame at `t_s`, which must be later than the one before: x and y of every point, one after the other, in any
        unit; they are smoothed as `(place - origin) * scale`."""
        step_s = t_s - self._t_s
        self._t_s = t_s
        known = 0 < step_s <= GAP_S
        fresh, self._fresh = self._fresh, []
        for x, at, speeds in fresh if known else (*self._followed, *fresh):
            at[:] = (places[x] - origin[0]) * scale, (places[x + 1] - origin[1]) * scale
            speeds[:] = 0.0, 0.0
        if not known:
            self._followed += fresh
            return
        origin_x, origin_y = origin
        turn = 2 * math.pi * step_s
        # The paper differentiates against the smoothed past, as its reference code does.
        share = turn * self._speed_cutoff / (1 + turn * self._speed_cutoff)
        keep, take = 1 - share, share / step_s
        # g / (1 + g) of the change is the change less its (1 + g)th part.
        still, moving = 1 + turn * self._min_cutoff, turn * self._coefficient
        for x, at, speeds in self._followed:
            place = (places[x] - origin_x) * scale
            change = place - at[0]
            speeds[0] = speed = speeds[0] * keep + change * take
            at[0] = place - change / (still + moving * (speed if speed > 0 else -speed))
            place = (places[x + 1] - origin_y) * scale
            change = place - at[1]
            speeds[1] = speed = speeds[1] * keep + change * take
            at[1] = place - change / (still + moving * (speed if speed > 0 else -speed))
        self._followed += fresh

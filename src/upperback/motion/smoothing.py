"""Smoothing that gets out of the way of fast movements: the one-euro filter."""

import math
from typing import Final

import numpy as np

from upperback.model.body import Floats

MIN_CUTOFF_HZ: Final = 1.5  # calms a still body; expert judgement, below the 3 to 5 Hz asked for in motion
SPEED_COEFFICIENT: Final = 4.0  # Hz per body length a second: 1 length a second is smoothed at 5.5 Hz; expert judgement
SPEED_CUTOFF_HZ: Final = 1.0  # the value of the paper
GAP_S: Final = 0.5  # after a longer gap the past says nothing about the present; expert judgement


class OneEuro:
    """One low-pass filter per number, whose cut-off rises with the number's own speed.

    Numbers of any one shape, in body lengths; time in seconds. The first frame, and a frame after a gap of more than 0.5 s,
    passes unchanged. Source: Casiez, Roussel and Vogel, "1 euro filter", CHI 2012, doi:10.1145/2207676.2208639. Unlike there,
    the time step is measured at each frame, since cameras do not keep time.

    >>> import numpy as np
    >>> smooth = OneEuro(min_cutoff_hz=1.0, speed_coefficient=0.0)
    >>> [round(float(smooth.push(t / 30, np.array([x]))[0]), 3) for t, x in enumerate([0.0, 1.0, 1.0, 1.0])]
    [0.0, 0.173, 0.316, 0.435]
    """

    def __init__(
        self,
        *,
        min_cutoff_hz: float = MIN_CUTOFF_HZ,
        speed_coefficient: float = SPEED_COEFFICIENT,
        speed_cutoff_hz: float = SPEED_CUTOFF_HZ,
    ) -> None:
        self._min_cutoff = min_cutoff_hz
        self._coefficient = speed_coefficient
        self._speed_cutoff = speed_cutoff_hz
        self._t_s = -math.inf
        self._value: Floats | None = None
        self._speed: Floats | None = None

    def push(self, t_s: float, value: Floats) -> Floats:
        """The smoothed value at `t_s`, which must be later than the time before."""
        step_s = t_s - self._t_s
        self._t_s = t_s
        old, old_speed = self._value, self._speed
        if old is None or old_speed is None or not 0 < step_s <= GAP_S:
            self._value, self._speed = value, np.zeros_like(value)
            return value
        turn = 2 * math.pi * step_s
        change = value - old
        # The paper differentiates against the smoothed past, as its reference code does.
        share = turn * self._speed_cutoff / (1 + turn * self._speed_cutoff)
        speed = old_speed * (1 - share)
        speed += change * (share / step_s)
        # g / (1 + g) of the change is the change less its (1 + g)th part.
        damping = np.abs(speed)
        damping *= self._coefficient * turn
        damping += self._min_cutoff * turn + 1
        change /= damping
        smoothed: Floats = value - change
        self._value, self._speed = smoothed, speed
        return smoothed

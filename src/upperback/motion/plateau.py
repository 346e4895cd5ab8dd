"""The top of one movement, so that a single jumping frame is not a person's best."""

from typing import Final

import numpy as np

from upperback.model.body import Floats

SHORTEST_S: Final = 0.4  # how much of a movement is its top ...
LONGEST_S: Final = 1.0  # ... at most: people are asked to stay there for 2 s; expert judgement
SHARE: Final = 0.4  # and of how long they were out, so much
FEWEST: Final = 4  # frames; fewer are a flicker


class Plateau:
    """Where the mean over a stretch is highest, a parabola through that stretch, read in its middle.

    A stretch is 40 % of the time that the movement was out, within 0.4 to 1 s. The highest frame alone would be the
    luckiest: under noise it reads too much. The mean alone would read too little of someone who turns back at once.

    >>> top = Plateau()
    >>> for i, value in enumerate([0, 20, 40, 50, 50, 50, 50, 50, 50, 50, 40, 20, 0]): top.push(i / 10, value)
    >>> round(top.best)
    50
    """

    def __init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        """Forgets everything: the next movement begins."""
        self._t_s: list[float] = []
        self._value: list[float] = []
        self._beside: list[float] = []

    def push(self, t_s: float, value: float, beside: float | None = None) -> None:
        """One frame of the movement; `beside` is another value at that time."""
        self._t_s.append(t_s)
        self._value.append(value)
        self._beside.append(np.nan if beside is None else beside)

    @property
    def best(self) -> float | None:
        """The top; None of a flicker."""
        stretch = self._stretch()
        if stretch is None:
            return None
        t_s, value = np.array(self._t_s)[stretch], np.array(self._value)[stretch]
        middle = (t_s[0] + t_s[-1]) / 2
        return _at_zero(t_s - middle, value)

    @property
    def beside(self) -> float | None:
        """The mean of the other value over the same stretch."""
        stretch = self._stretch()
        known = np.array(self._beside)[stretch] if stretch is not None else np.empty(0)
        known = known[np.isfinite(known)]
        return float(known.mean()) if known.size else None

    @property
    def mean(self) -> float | None:
        """The mean of all frames, for values that have no top."""
        return float(np.mean(self._value)) if len(self._value) >= FEWEST else None

    def _stretch(self) -> slice | None:
        """The frames of the highest stretch."""
        if len(self._t_s) < FEWEST:
            return None
        t_s, sums = np.array(self._t_s), np.concatenate([[0.0], np.cumsum(self._value)])
        long_s = min(LONGEST_S, max(SHORTEST_S, SHARE * (t_s[-1] - t_s[0])))
        first = np.searchsorted(t_s, t_s - long_s - 1e-9)  # of the stretch that ends with each frame
        last = np.arange(len(t_s))
        whole = (t_s - t_s[0] >= long_s - 1e-9) & (last - first + 1 >= FEWEST)
        if not whole.any():
            return slice(0, len(t_s))
        mean = np.where(whole, (sums[last + 1] - sums[first]) / (last - first + 1), -np.inf)
        at = int(mean.argmax())
        return slice(int(first[at]), at + 1)


def _at_zero(x: Floats, y: Floats) -> float:
    """The parabola of least squares through the points, at x = 0."""
    return float(np.polynomial.polynomial.polyfit(x, y, 2)[0])

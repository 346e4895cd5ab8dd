"""The top of one movement, so that a single jumping frame is not a person's best."""

from collections import deque
from typing import Final

WINDOW_S: Final = 0.4  # a top is the mean over this long; people are asked to stay for 2 s; expert judgement
FULL: Final = 0.7  # share of the window that must be filled, or dropped frames would make one frame a top


class Plateau:
    """The highest mean over 0.4 s, and the mean of another value over the same frames.

    >>> top = Plateau()
    >>> for i, value in enumerate([0, 30, 50, 50, 50, 50, 90, 50, 30, 0]): top.push(i / 10, value, value / 10)
    >>> top.best, top.beside
    (58.0, 5.8)
    """

    def __init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        """Forgets everything: the next movement begins."""
        self.best: float | None = None
        self.beside: float | None = None
        self._window: deque[tuple[float, float, float | None]] = deque()

    def push(self, t_s: float, value: float, beside: float | None) -> None:
        """One frame of the movement."""
        window = self._window
        window.append((t_s, value, beside))
        while t_s - window[0][0] > WINDOW_S:
            window.popleft()
        if t_s - window[0][0] < FULL * WINDOW_S:
            return
        mean = sum(row[1] for row in window) / len(window)
        if self.best is None or mean > self.best:
            self.best = mean
            known = [row[2] for row in window if row[2] is not None]
            self.beside = sum(known) / len(known) if known else None

"""Positions kept still: entered, held, left."""

import math
from typing import Final

from upperback.model.body import Side
from upperback.model.events import Hold

MIN_HOLD_S: Final = 1.0  # shorter is passing through; expert judgement
CALM_S: Final = 0.5  # slow for this long is still, from its first moment; expert judgement
RESTLESS_S: Final = 1.0  # a fidget this long does not end a hold; expert judgement
STEADY_TAU_S: Final = 0.15  # a small part such as an ear trembles by degrees: the position is smoothed over about this long ...
SPEED_TAU_S: Final = 0.15  # ... and its speed over this long
BLIP_S: Final = 0.25  # faster for less than this is tremble; expert judgement
LAG_S: Final = 0.3  # by how much both come late; from posed holds


class HoldCounter:
    """In position beyond `enter`, out of it below `leave`, held from the moment it is still (slower than `still_per_s`).

    Deeper into the position is allowed; moving on for more than a second ends the hold, as leaving does. Each side is its own
    hold where the signal's sign tells sides. All in the signal's unit; durations in seconds.

    >>> hold = HoldCounter(enter=15, leave=10, still_per_s=5, unit="deg", sides=True)
    >>> events = [hold.push(t / 10, -20.0 if 5 < t < 45 else 0.0) for t in range(60)]
    >>> [(str(event.side), round(event.end_s - event.start_s), event.mean) for event in events if event]
    [('right', 3, 20.0)]
    """

    def __init__(self, *, enter: float, leave: float, still_per_s: float, unit: str, sides: bool) -> None:
        if not leave < enter:
            raise ValueError(f"leave {leave} must be less than enter {enter}")
        self._enter, self._leave, self._still_per_s = enter, leave, still_per_s
        self._unit, self._sides = unit, sides
        self._t_s, self._size, self._speed, self._steady = -math.inf, 0.0, 0.0, 0.0
        self.restart()

    def restart(self) -> None:
        """Forgets a hold under way."""
        self.inside = False
        self._start_s: float | None = None
        self._calm_since_s: float | None = None
        self._last_calm_s = self._last_still_s = 0.0
        self._sum, self._n = 0.0, 0
        self._side = Side.BOTH
        self.share = 0.0

    @property
    def held_s(self) -> float:
        """Seconds held so far, 0 when nothing is being held."""
        return 0.0 if self._start_s is None else self._last_still_s - self._start_s

    def push(self, t_s: float, value: float) -> Hold | None:
        """The hold that ended with this value, if any."""
        step_s, self._t_s = t_s - self._t_s, t_s
        known = 0 < step_s < 1
        self._steady += (value - self._steady) * (1 - math.exp(-step_s / STEADY_TAU_S) if known else 1.0)
        size = abs(self._steady) if self._sides else self._steady
        side = Side.BOTH if not self._sides else Side.LEFT if self._steady > 0 else Side.RIGHT
        if known:
            self._speed += ((size - self._size) / step_s - self._speed) * (1 - math.exp(-step_s / SPEED_TAU_S))
        self._size = size
        self.share = max(0.0, size / self._enter) if self._enter > 0 else 1.0
        if not self.inside:
            if size < self._enter:
                return None
            self.inside, self._side = True, side
        elif size < self._leave or side is not self._side:
            return self.end()
        return self._keep(t_s, abs(value) if self._sides else value)

    @property
    def so_far(self) -> Hold | None:
        """The hold under way, None when it is too short yet to be one."""
        start_s = self._start_s
        if start_s is None or self._last_still_s - start_s < MIN_HOLD_S:
            return None
        return Hold(self._t_s, start_s, self._last_still_s, self._side, self._sum / self._n, self._unit)

    def _keep(self, t_s: float, size: float) -> Hold | None:
        calm = abs(self._speed) < self._still_per_s
        if calm:
            self._last_calm_s = t_s
            if self._calm_since_s is None:
                self._calm_since_s = t_s
        elif t_s - self._last_calm_s > BLIP_S:
            self._calm_since_s = None
        if self._calm_since_s is None:
            if self._start_s is not None and t_s - self._last_still_s > RESTLESS_S:
                side, done = self._side, self.so_far
                self.restart()
                self.inside, self._side = True, side
                return done
            return None
        if not calm:
            return None
        self._sum += size
        self._n += 1
        # The turning point of a sway is calm too, for a moment.
        if t_s - self._calm_since_s >= CALM_S:
            self._start_s = self._calm_since_s - LAG_S if self._start_s is None else self._start_s
            self._last_still_s = t_s - LAG_S
        return None

    def end(self) -> Hold | None:
        """Ends a hold under way, for instance because the person went out of sight."""
        done, share = self.so_far, self.share
        self.restart()
        self.share = share
        return done

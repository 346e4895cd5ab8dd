"""Positions kept still: entered, held, left."""

import math
from collections import deque
from itertools import pairwise
from typing import Final

from upperback.model.body import Side
from upperback.model.events import Hold

MIN_HOLD_S: Final = 1.0  # shorter is passing through; expert judgement
WINDOW_S: Final = 1.0  # speed is the mean of half of this less the mean of the half before: tremble of degrees averages out
CALM_S: Final = 0.3  # slow for this long is still: the turning point of a sway is slow too, for a moment; expert judgement
RESTLESS_S: Final = 1.0  # a fidget this long does not end a hold; expert judgement
STEADY_TAU_S: Final = 0.15  # a small part such as an ear trembles by degrees: the position is smoothed over about this long ...
LAG_S: Final = 0.2  # ... and comes late by this, with the smoothing before it; where a way in ends smoothing rounds it off, ...
LAG_IN_S: Final = 0.27  # ... so that its end comes later still; both fitted to ways of 1 to 2 s, even and eased
HISTORY_S: Final = 5.0  # a way into a position is looked at this far back
SAMPLE_S: Final = 1 / 40  # and no finer than this
SHARES: Final = (0.5, 0.7, 0.9)  # of the way, from whose times its end is reckoned
EVEN, SLOWS, MOST = 0.5, 3.0, 1.5  # the last tenth in parts of the fifth before it: half for an even course, more as it slows
QUICK_S: Final = 0.13  # half to 70 % in less: a jump, rounded off by smoothing alone ...
QUICK_IN, QUICK_OUT = (
    5.0,
    2.0,
)  # ... so that its end is sooner by this many times what is missing; fitted to steps and ways of 0.3 s
LOW: Final = 0.2  # share of the way in that is still its beginning
LEVEL_TAU_S: Final = 1.0  # a stretch goes deeper: its level is that of about the last second
TREMBLE: Final = 3.0  # of its standard errors that tremble may add to the speed of what is still


class HoldCounter:
    """In position beyond `enter`, out of it below `leave`, held once it is still (slower than `still_per_s` over a second).

    The seconds run from where the way into the position ended to where the way out began. Both are eased into, so no moment
    shows them: they are reckoned from the moments at 50, 70 and 90 % of the way and how it slows there. Deeper into the
    position is allowed; moving on for more than a second ends the hold, as leaving does. Each side is its own hold where the
    signal's sign tells sides. All in the signal's unit; durations in seconds.

    >>> hold = HoldCounter(enter=15, leave=10, still_per_s=5, unit="deg", sides=True)
    >>> course = [0, -1, -5, -10, -15, -19] + [-20] * 40 + [-19, -15, -10, -5, -1, 0]
    >>> events = [hold.push(t / 10, deg) for t, deg in enumerate(course)]
    >>> [(str(event.side), round(event.end_s - event.start_s), round(event.mean)) for event in events if event]
    [('right', 4, 20)]
    """

    def __init__(self, *, enter: float, leave: float, still_per_s: float, unit: str, sides: bool) -> None:
        if not leave < enter:
            raise ValueError(f"leave {leave} must be less than enter {enter}")
        self._enter, self._leave, self._still_per_s = enter, leave, still_per_s
        self._unit, self._sides = unit, sides
        self._t_s, self._steady = -math.inf, 0.0
        self._course: deque[tuple[float, float]] = deque(maxlen=round(HISTORY_S / SAMPLE_S))
        self._now, self._before = _Mean(WINDOW_S / 2), _Mean(WINDOW_S / 2)
        self.restart()

    def restart(self) -> None:
        """Forgets a hold under way."""
        self.inside, self._from_first = False, False
        self._entered_s = math.inf
        self._home = 0.0
        self._start_s: float | None = None
        self._calm_since_s: float | None = None
        self._calm_s = self._last_s = 0.0
        self._level = 0.0
        self._sum, self._n = 0.0, 0
        self._side = Side.BOTH
        self.share = 0.0

    @property
    def held_s(self) -> float:
        """Seconds held so far, 0 when nothing is being held."""
        return 0.0 if self._start_s is None else max(0.0, self._last_s - self._start_s)

    @property
    def so_far(self) -> Hold | None:
        """The hold under way, None when it is too short yet to be one."""
        return self._hold(self._last_s)

    def push(self, t_s: float, value: float) -> Hold | None:
        """The hold that ended with this value, if any."""
        step_s, self._t_s = t_s - self._t_s, t_s
        if not 0 < step_s < 1:
            self._steady = value
            self._course.clear()
        self._steady += (value - self._steady) * (1 - math.exp(-step_s / STEADY_TAU_S))
        size = abs(self._steady) if self._sides else self._steady
        side = Side.BOTH if not self._sides else Side.LEFT if self._steady > 0 else Side.RIGHT
        if not self._course or t_s - self._course[-1][0] >= SAMPLE_S:
            self._course.append((t_s, size))
        self.share = max(0.0, size / self._enter) if self._enter > 0 else 1.0
        if not self.inside:
            if size < self._enter:
                return None
            self._come_in(t_s, side)
        elif size < self._leave or side is not self._side:
            return self._go_out()
        return self._keep(t_s, abs(value) if self._sides else value)

    def end(self) -> Hold | None:
        """Ends a hold under way, for instance because the person went out of sight."""
        done, share = self.so_far, self.share
        self.restart()
        self.share = share
        return done

    def _come_in(self, t_s: float, side: Side) -> None:
        self.inside, self._side, self._entered_s, self._from_first = True, side, t_s, len(self._course) == 1
        # The way in begins at the last low moment; before that it may have come from the other side.
        # Who is in the position when first seen has no way in; the way out then goes at least to where it is left.
        self._home = min(self._leave, min(size for _, size in self._course))
        low = self._home + LOW * (self._course[-1][1] - self._home)
        way: list[tuple[float, float]] = []
        for moment in reversed(self._course):
            way.append(moment)
            if moment[1] <= low:
                break
        self._course.clear()
        self._course.extend(reversed(way))
        self._now.clear()
        self._before.clear()

    def _go_out(self) -> Hold | None:
        done = self._hold(self._left_s()) if self._start_s is not None else None
        share = self.share
        self.restart()
        self.share = share
        return done

    def _hold(self, end_s: float) -> Hold | None:
        start_s = self._start_s
        if start_s is None or end_s - start_s < MIN_HOLD_S or not self._n:
            return None
        return Hold(self._t_s, start_s, end_s, self._side, self._sum / self._n, self._unit)

    def _keep(self, t_s: float, size: float) -> Hold | None:
        self._now.push(t_s, size, self._before)
        full = t_s - self._entered_s >= WINDOW_S
        speed = abs(self._now.mean - self._before.mean) / (WINDOW_S / 2)
        calm = full and speed < self._still_per_s + TREMBLE * math.hypot(self._now.error, self._before.error) / (WINDOW_S / 2)
        if not calm:
            self._calm_since_s = None
            if self._start_s is not None and t_s - self._calm_s > RESTLESS_S:
                return self._move_on()
            self._last_s = t_s - LAG_S
            return None
        if self._calm_since_s is None:
            self._calm_since_s = t_s
        self._last_s = t_s - LAG_S
        if t_s - self._calm_since_s < CALM_S:
            return None
        level = (self._now.mean + self._before.mean) / 2
        share = 1 - math.exp(-(t_s - self._calm_s) / LEVEL_TAU_S) if self._start_s is not None else 1.0
        self._calm_s, self._level = t_s, self._level + share * (level - self._level)
        if self._start_s is None:
            self._start_s = self._arrived_s()
        self._sum += self._before.mean  # the newer half may be on its way out already
        self._n += 1
        return None

    def _move_on(self) -> Hold | None:
        """Moving, though still in the position: what was held till then is over, and another hold may follow."""
        side, done = self._side, self._hold(self._calm_s - WINDOW_S / 2)
        entered_s, home = self._entered_s, self._home
        self.restart()
        self.inside, self._side, self._entered_s, self._home = True, side, max(entered_s, self._t_s - WINDOW_S), home
        self._course.clear()
        return done

    def _arrived_s(self) -> float:
        """When the way in ended."""
        if self._from_first:
            return self._entered_s
        ended_s = self._way_s(list(self._course), QUICK_IN)
        calm_s = self._calm_s - CALM_S
        return (calm_s - WINDOW_S / 2 if ended_s is None else min(ended_s, calm_s)) - LAG_IN_S

    def _left_s(self) -> float:
        """When the way out began: the way in, backwards."""
        began_s = self._way_s([(-t_s, size) for t_s, size in reversed(self._course)], QUICK_OUT)
        return (self._calm_s if began_s is None else -began_s) - LAG_S

    def _way_s(self, course: list[tuple[float, float]], quick: float) -> float | None:
        """When a way from home up to the level ends, None when the course does not hold it."""
        goals = [self._home + share * (self._level - self._home) for share in SHARES]
        times_s: list[float] = []
        for (before_s, before), (t_s, size) in pairwise(course):
            while times_s and before >= goals[len(times_s) - 1] > size:
                times_s.pop()  # it was no way up yet, or tremble
            if not times_s and before >= goals[0]:
                continue  # no way up: it was up already
            while len(times_s) < len(goals) and size >= goals[len(times_s)]:
                done = (goals[len(times_s)] - before) / (size - before) if size > before else 1.0
                times_s.append(before_s + (t_s - before_s) * max(0.0, done))
            if len(times_s) == len(goals):
                half_s, far_s, near_s = times_s
                slows = (near_s - far_s) / max(far_s - half_s, SAMPLE_S / 2)
                rest = min(MOST, max(EVEN, EVEN + SLOWS * (slows - 1)))
                return near_s + rest * (near_s - far_s) - quick * max(0.0, QUICK_S - (far_s - half_s))
        return None


class _Mean:
    """The mean of what came within the last `seconds`, and its standard error by how much neighbours differ.

    Neighbours are alike after smoothing, so half of them are taken to be worth something."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._of: deque[tuple[float, float, float]] = deque()
        self.clear()

    def clear(self) -> None:
        self._of.clear()
        self._sum = self._steps_2 = 0.0
        self._last: float | None = None

    def push(self, t_s: float, value: float, then: "_Mean | None" = None) -> None:
        """Takes in a value; what is older than the window goes on to `then`."""
        step_2 = (value - self._last) ** 2 if self._last is not None else 0.0
        self._last = value
        self._of.append((t_s, value, step_2))
        self._sum += value
        self._steps_2 += step_2
        while t_s - self._of[0][0] > self._seconds:
            old_s, old, step_2 = self._of.popleft()
            self._sum -= old
            self._steps_2 -= step_2
            if then is not None:
                then.push(old_s, old)

    @property
    def mean(self) -> float:
        return self._sum / len(self._of) if self._of else math.inf

    @property
    def error(self) -> float:
        n = len(self._of)
        return math.sqrt(max(0.0, self._steps_2)) / n if n else 0.0

"""Repetitions: out past one threshold, home below a lower one, both fitted to the person's own range."""

import math
from collections import deque
from enum import StrEnum
from statistics import median
from typing import Final

from upperback.model.body import Side
from upperback.model.events import Rep

HOME_SHARE: Final = 0.3  # home again below this share of the reach, where that is more than `rest`; expert judgement
OWN_SHARE: Final = 0.55  # short of this share of the person's own range is partial; expert judgement
PARTIAL_SHARE: Final = 0.5  # a reach beyond this share of a full one is worth reporting as partial; expert judgement
OWN_REPS: Final = 5  # the own range is the median reach of this many
LOPSIDED: Final = 3.0  # sides whose extremes differ by more than this factor say nothing of the middle; expert judgement
LEARNS_S: Final = 0.3  # what is neutral is not known well in a person's first moments; expert judgement
ONSET_S: Final = 1.5  # a movement is under way at most this long before it passes `rest`; expert judgement
RESETTLE_TAU_S: Final = 4.0  # how slowly a resting position moves up; down it moves at once; expert judgement


class Phase(StrEnum):
    """Where a movement is now."""

    HOME = "home"
    OUT = "out"


class RepCounter:
    """A repetition goes out past `peak` and comes home below `rest`; the gap keeps tremor at either one from counting.

    Both are floors in the signal's unit, counted from 0, or from the person's own resting position (`from_start`). A person
    with a large range has gone home at 30 % of the reach; one whose reach stays under 55 % of their own range (the median of the
    last five on that side), or under `peak`, made a partial repetition. `alternates`: left is above 0, right below; crossing 0 is
    home too, or the middle of the person's own extremes, up to `rest` off 0: few people stand square to the camera. `one_limb`:
    the sign only names the limb, the size is what moves. Shorter than `min_rep_s`, or beyond `most`, is no movement of this kind.
    Start: the last quiet moment,
    or the first frame if the whole of `peak` was still ahead then; end: the moment home. All shares are expert judgement.

    >>> count = RepCounter(rest=10, peak=30, unit="deg", min_rep_s=0.8)
    >>> [bool(count.push(t, deg)) for t, deg in enumerate([0, 20, 35, 33, 14, 5])]
    [False, False, False, False, False, True]
    """

    def __init__(
        self,
        *,
        rest: float,
        peak: float,
        unit: str,
        min_rep_s: float,
        alternates: bool = False,
        one_limb: bool = False,
        from_start: bool = False,
        most: float | None = None,
    ) -> None:
        if not 0 <= rest < peak:
            raise ValueError(f"rest {rest} must be at least 0 and less than peak {peak}")
        self._rest, self._peak = rest, peak
        self._unit, self._min_rep_s = unit, min_rep_s
        self._alternates, self._one_limb = alternates, one_limb
        self._by_size = alternates or one_limb
        self._from_start = from_start
        self._most = math.inf if most is None else most
        self._own: dict[Side, deque[float]] = {side: deque(maxlen=OWN_REPS) for side in Side}
        self._goal = dict.fromkeys(Side, peak)
        self._middle = _Middle(rest, peak) if alternates and not one_limb and not from_start else None
        self._t_s = -math.inf
        self.restart()

    def restart(self) -> None:
        """Forgets a repetition under way and where the resting position was, keeps the person's own range."""
        self.phase = Phase.HOME
        self._base: float | None = None if self._from_start else 0.0
        self._seen_home = False
        self._high, self._lowest, self._learnt_s = 0.0, math.inf, math.inf
        self._start_s = self._quiet_s = self._t_s
        self._low, self._top, self._side = math.inf, 0.0, Side.BOTH
        self.share = 0.0

    def push(self, t_s: float, value: float) -> Rep | None:
        """The repetition that came home with this value, if any."""
        before_s, self._t_s = self._t_s, t_s
        if self._middle is not None:
            before = self._middle.now
            value -= self._middle.of(value, self.phase)
            if self._middle.now != before:
                self._set_goals()
        size = abs(value) if self._by_size else value
        side = Side.BOTH if not self._by_size else Side.LEFT if value > 0 else Side.RIGHT
        reach = size - self._settle(size, t_s - before_s)
        self.share = max(0.0, reach / self._goal[side])
        if self.phase is Phase.OUT:
            crossed = self._alternates and not self._one_limb and side is not self._side
            if not crossed and reach > max(self._rest, HOME_SHARE * self._top):
                if reach > self._top:
                    self._top, self._side = reach, side
                return None
            done = self._come_home(t_s)
            self._at_home(t_s, reach, crossed)
            return done
        self._at_home(t_s, reach, False)
        # Home may be above `rest`, at 30 % of a large reach.
        above_home = self._low + self._rest / 2 if self._low > self._rest else 0.0
        leaves = max(self._rest, PARTIAL_SHARE * self._goal[side], above_home)
        # Whoever was already on the way when the first frame came has been seen to move if the whole of a peak is still ahead.
        seen = self._seen_home or reach > self._lowest + self._peak
        if seen and reach > leaves:
            self.phase, self._top, self._side = Phase.OUT, reach, side
        return None

    def _settle(self, size: float, step_s: float) -> float:
        """The resting position: sinks with the signal at once, rises slowly and only at home."""
        if not self._from_start:
            return 0.0
        base = self._base
        if base is None or size < base:
            base = size
        elif self.phase is Phase.HOME:
            base += (size - base) * (1 - math.exp(-step_s / RESETTLE_TAU_S))
        self._base = base
        return base

    def _at_home(self, t_s: float, reach: float, crossed: bool) -> None:
        self._high = max(self._high, reach)
        self._learnt_s = min(self._learnt_s, t_s + LEARNS_S)
        if t_s >= self._learnt_s:
            self._lowest = min(self._lowest, reach)
        if crossed or reach <= self._rest or (not self._seen_home and reach <= HOME_SHARE * self._high):
            self._seen_home = True
            self._start_s, self._low = t_s, max(reach, 0.0) if not crossed else 0.0
            if crossed or reach <= self._rest / 3:
                self._quiet_s = t_s
        elif reach < self._low:
            self._start_s, self._low = t_s, reach

    def _come_home(self, t_s: float) -> Rep | None:
        # A slow movement leaves its rest long before it leaves the threshold.
        start_s = self._quiet_s if self._start_s - self._quiet_s < ONSET_S else self._start_s
        top, side = self._top, self._side
        self.phase, self._low = Phase.HOME, math.inf
        if t_s - start_s < self._min_rep_s or self._home(side) + top > self._most:
            return None
        partial, home = top < self._goal[side], self._home(side)
        if top >= self._peak:
            self._own[side].append(home + top if self._middle is not None else top)
            self._set_goals()
        return Rep(t_s, start_s, t_s, side, home + top, self._unit, partial)

    def _set_goals(self) -> None:
        for side, own in self._own.items():
            if own:
                off = self._home(side) if self._middle is not None else 0.0
                self._goal[side] = max(self._peak, OWN_SHARE * (median(own) - off))

    def _home(self, side: Side) -> float:
        """What the signal's size is where a reach to this side is 0."""
        if self._middle is None:
            return self._base or 0.0
        return self._middle.now if side is Side.LEFT else -self._middle.now


class _Middle:
    """The middle between the person's own extremes to the left (above 0) and the right, at most `rest` from 0.

    0 until both sides have been passed by `rest` and together by twice `peak`. It moves only at home, so that no movement
    under way is cut."""

    def __init__(self, rest: float, peak: float) -> None:
        self._rest, self._peak = rest, peak
        self._extremes: dict[bool, deque[float]] = {True: deque(maxlen=OWN_REPS), False: deque(maxlen=OWN_REPS)}
        self._left: bool | None = None
        self._whole = False
        self._size, self._due = 0.0, 0.0
        self.now = 0.0

    def of(self, value: float, phase: Phase) -> float:
        """The middle to count this value from."""
        left = value > 0
        if left is not self._left:
            if self._left is not None and self._whole and self._size > self._rest:
                self._extremes[self._left].append(self._size)
                self._due = self._new()
            self._whole = self._left is not None  # what was under way at the first frame may have been past its extreme
            self._left, self._size = left, 0.0
        self._size = max(self._size, abs(value))
        if phase is Phase.HOME:
            self.now = self._due
        return self.now

    def _new(self) -> float:
        if not (self._extremes[True] and self._extremes[False]):
            return 0.0
        left, right = median(self._extremes[True]), median(self._extremes[False])
        if max(left, right) > LOPSIDED * min(left, right) or left + right < 2 * self._peak:
            return 0.0
        return min(self._rest, max(-self._rest, (left - right) / 2))

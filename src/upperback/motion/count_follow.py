"""Follows a movement that was recognised, and says when each repetition of it is over.

The direction stays as it was found; along it a repetition goes out by `OUT_SHARE` of the reach from the last low and comes
back by `HOME_SHARE` of its own height. Both count from the last turning point, so a slow drift of the pose changes nothing.
"""

from collections import deque
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final, assert_never

import numpy as np

from upperback.model.body import Floats
from upperback.motion.count_pose import History
from upperback.motion.count_search import (
    HIGH_SHARE,
    LOW_SHARE,
    MIDDLE_SHARES,
    STILL_PERIODS,
    STILL_SHARE,
    Pattern,
    difference,
    excursions,
    resample,
)

# All of these are expert judgement, tried out on KIMORE and UI-PRMD as recorded and as spoilt by noise, tempo and scaling; no
# recording has settings of its own.
OUT_SHARE: Final = 0.35
HOME_SHARE: Final = 0.5
ONSET_SHARE: Final = 0.2  # of the reach above the low: where the compared part of a repetition begins
FIRST_SHARE: Final = 0.6  # a recording that begins below this begins at home
EDGE_SHARE: Final = 0.06  # within this of the resting pose the person is at rest
TURNED_SHARE: Final = 0.2  # beyond rest by this, or by half of what there is, the other side's turn has been taken
MAX_DIFFERENCE: Final = 1.3  # once recognised a repetition may be sloppy; unrelated movement is at 1, mirrored at 2
MAX_DIFFERENCE_BEFORE: Final = 0.9  # of one that was done before: there may have been anything
REACH_RATE: Final = 0.3  # how quickly reach, period and template follow the person
TEMPLATE_RATE: Final = 0.15
SETTLED: Final = 4  # poses without getting any lower: the repetition is over
PAUSE: Final = 2  # poses after the lowest of them: a person who stays at rest has arrived
HELD_PERIODS: Final = 0.5  # still for so long on the other side: it was no other side, the recording began on the way out
SETTLE_SHARE: Final = 0.03
SILENT_PERIODS: Final = 2.0  # without a movement out: the set is over
MAX_REFUSED: Final = 2  # movements in a row that are not this one: it has changed
STOPPED: Final = 6  # poses without moving, back in the middle: the last of two sides ends there
STOPPED_SHARE: Final = 0.05
UNFINISHED_SHARE: Final = 0.25  # a recording that ends at rest so far from the middle ends before the repetition does
CLOSE_PERIODS: Final = 0.4  # a pause shorter than this, from level to level, is shared between the repetitions around it


class Rest(Enum):
    """Where the person stood before the first repetition, on the way from the lowest to the furthest pose."""

    LOW = auto()
    MIDDLE_OUT_FIRST = auto()  # left and right of a neutral pose: out, through the middle to the other side, back
    MIDDLE_BACK_FIRST = auto()


@dataclass(slots=True)
class Open:
    """A repetition that has been counted and whose end is being waited for, in pose numbers."""

    start: float
    turned: bool = False


class Follower:
    """Poses in, ended repetitions out, as pose numbers `(start, end)`.

    `counted_to`: poses before it belong to repetitions already counted.
    """

    def __init__(self, pattern: Pattern, history: History, since: int) -> None:
        self.counted_to = self._began_at = since
        self._history = history
        self._weights = pattern.weights
        self._axis = pattern.axis * pattern.weights
        self._zero = float(pattern.centre @ pattern.axis) + pattern.low
        self._reach = pattern.reach
        self._template = pattern.template
        self._cuts: list[Floats] | None = None
        self._period = float(pattern.period)
        self._since = max(since, history.start)
        self._to_beginning()
        self._rest, self._rest_level = self._find_rest()

    def _to_beginning(self) -> None:
        self._replaying = True
        self._begun = self._out = self._dipped = False
        self._level = self._low = self._peak = self._settled_low = 0.0
        self._low_at = self._onset = self._start = self._since
        self._moved_at = self._history.end
        self._last_end: float = self._since
        self._stopped: deque[float] = deque(maxlen=STOPPED)
        self._refused = 0
        self._open: Open | None = None

    @property
    def over(self) -> bool:
        """Nothing like it has happened for a while."""
        silent = self._history.end - self._moved_at > SILENT_PERIODS * self._period
        return (silent or self._refused >= MAX_REFUSED) and self._open is None

    def replay(self) -> list[tuple[float, float]]:
        """What had already happened when the movement was recognised; nothing where the direction found does not bear it out."""
        levels = (self._history.between(self._since, self._history.end) @ self._axis - self._zero).tolist()
        template = self._learned(levels)
        if template is None:
            return []
        self._template = template
        ended = [span for number, level in enumerate(levels, start=self._since) for span in self._step(number, level)]
        self._replaying = False
        return ended

    @property
    def followed(self) -> bool:
        """Whether there is anything to follow: the replay found repetitions."""
        return self.counted_to > self._began_at

    def _learned(self, levels: list[float]) -> Floats | None:
        """The mean of the last two times out, cut as all will be cut; None where there are no two."""
        self._cuts = []
        for number, level in enumerate(levels, start=self._since):
            self._step(number, level)
        cuts, self._cuts = self._cuts, None
        self.counted_to = self._began_at
        self._to_beginning()
        return None if len(cuts) < 2 else (cuts[-1] + cuts[-2]) / 2

    def push(self, number: int, pose: Floats) -> list[tuple[float, float]]:
        return self._step(number, float(pose @ self._axis) - self._zero)

    def _step(self, number: int, level: float) -> list[tuple[float, float]]:
        if not self._begun:
            first = number == self._since
            self._begun = level < (FIRST_SHARE if first else LOW_SHARE) * self._reach or (first and self._rest is not Rest.LOW)
            self._to_low(number, level)
            return []
        self._level = level
        ended = self._close(number, level)
        if self._out:
            self._peak = max(self._peak, level)
            if level < self._peak - HOME_SHARE * (self._peak - self._low) or self._stopped_in_the_middle(level):
                ended += self._came_home(number, level)
        else:
            self._low = min(self._low, level)
            if level < self._settled_low - SETTLE_SHARE * self._reach:
                self._settled_low, self._low_at = level, number
            if level < self._low + ONSET_SHARE * self._reach:
                self._onset = number
            if level > self._low + OUT_SHARE * self._reach:
                self._out, self._peak, self._moved_at = True, level, number
                self._stopped.clear()
        self._mark_start(number, level)
        return ended

    def finish(self) -> list[tuple[float, float]]:
        """The repetition whose way home the recording's end cut short; not one whose other side is still to come."""
        if self._open is None or (self._rest is Rest.MIDDLE_OUT_FIRST and not self._open.turned):
            return []
        resting = self._history.end - self._low_at > SETTLED
        if resting and self._rest is Rest.MIDDLE_OUT_FIRST and self._level < self._rest_level - UNFINISHED_SHARE * self._reach:
            return []
        return self._end(self._open, self._history.end - 1)

    def _stopped_in_the_middle(self, level: float) -> bool:
        if self._rest is Rest.LOW or self._peak <= self._rest_level + TURNED_SHARE * self._reach:
            return False
        self._stopped.append(level)
        still = len(self._stopped) == STOPPED and max(self._stopped) - min(self._stopped) < STOPPED_SHARE * self._reach
        return still and abs(level - self._rest_level) < TURNED_SHARE * self._reach

    def _find_rest(self) -> tuple[Rest, float]:
        """Where the person was one period before the first time out: at the low end, or in the middle between two sides."""
        levels = self._history.between(self._since, self._history.end) @ self._axis - self._zero
        outs = excursions(levels, LOW_SHARE * self._reach, HIGH_SHARE * self._reach, from_rest=True)
        if not outs:
            return Rest.LOW, 0.0
        before = levels[max(0, outs[0][0] - int(self._period)) : outs[0][0] + 1]
        level = float(before[0])
        if not MIDDLE_SHARES[0] < level / self._reach < MIDDLE_SHARES[1]:
            return Rest.LOW, 0.0
        if np.ptp(before[: 1 + int(STILL_PERIODS * self._period)]) > STILL_SHARE * self._reach:
            return Rest.LOW, 0.0  # passing through is no rest
        if before.min() < level - TURNED_SHARE * self._reach:
            return Rest.MIDDLE_BACK_FIRST, level
        return Rest.MIDDLE_OUT_FIRST, level

    def _to_low(self, number: int, level: float) -> None:
        self._out = self._dipped = False
        self._low = self._settled_low = level
        self._low_at = self._onset = number
        if self._rest is not Rest.MIDDLE_BACK_FIRST:
            self._start = number

    def _mark_start(self, number: int, level: float) -> None:
        """Moves the start along while the person rests before going out, or before going back first."""
        edge = EDGE_SHARE * self._reach
        match self._rest:
            case Rest.LOW:
                resting = not self._out and level < self._low + edge
            case Rest.MIDDLE_OUT_FIRST:
                resting = level < self._rest_level + edge and (not self._out or self._peak < self._rest_level + edge)
            case Rest.MIDDLE_BACK_FIRST:
                self._dipped |= level < self._rest_level - TURNED_SHARE * self._reach
                resting = not self._out and not self._dipped and level > self._rest_level - edge
            case _ as never:
                assert_never(never)
        if resting:
            self._start = number

    def _came_home(self, number: int, level: float) -> list[tuple[float, float]]:
        done = self._history.between(self._onset, number + 1)
        cycle = resample(done, 0, len(done) - 1) * self._weights
        height = self._peak - self._low
        ended: list[tuple[float, float]] = []
        limit = MAX_DIFFERENCE_BEFORE if self._replaying else MAX_DIFFERENCE
        if self._cuts is not None:
            self._cuts.append(cycle)
        if self._cuts is not None or difference(cycle, self._template) < limit:
            if self._open is not None:
                ended = self._end(self._open, self._start)
            self._open = Open(self._beginning())
            self.counted_to = self._moved_at = number
            self._refused = 0
            if not self._replaying:
                self._reach += REACH_RATE * (height - self._reach)
                self._template = self._template + TEMPLATE_RATE * (cycle - self._template)
        elif not self._replaying:
            self._refused += 1
        self._to_low(number, level)
        return ended

    def _beginning(self) -> float:
        """Where the person went out; after a short pause that another repetition came before, in its middle."""
        if self._rest is not Rest.LOW or self._last_end <= self._since:
            return self._start
        middle, pause = self._turn()
        return middle if pause < CLOSE_PERIODS * self._period else self._start

    def _turn(self) -> tuple[float, int]:
        """The middle of the pause before going out, and its length: from one level on the way home to the same on the way out."""
        first = max(self._since, self._start - int(self._period))
        levels = self._history.between(first, self._start + 1) @ self._axis - self._zero
        away = np.flatnonzero(levels >= self._low + EDGE_SHARE * self._reach)
        pause = len(levels) - 1 - (int(away[-1]) + 1 if len(away) else 0)
        return self._start - pause / 2, pause

    def _close(self, number: int, level: float) -> list[tuple[float, float]]:
        """The end of the repetition that was counted, once the person is back at rest."""
        if self._open is None:
            return []
        edge = EDGE_SHARE * self._reach
        waited = number - self._low_at
        match self._rest:
            case Rest.LOW:
                if level > self._low + edge:  # out again: the turn between the two is shared
                    return self._end(self._open, self._turn()[0])
                if waited >= SETTLED:
                    return self._end(self._open, self._low_at + PAUSE)
            case Rest.MIDDLE_OUT_FIRST:
                self._open.turned |= level < self._rest_level - min(TURNED_SHARE * self._reach, self._rest_level / 2)
                if self._open.turned and level >= self._rest_level - edge:
                    return self._end(self._open, number)
                if waited > HELD_PERIODS * self._period:
                    return self._end(self._open, self._low_at)
            case Rest.MIDDLE_BACK_FIRST:
                if level <= self._rest_level + edge or waited >= SETTLED:
                    return self._end(self._open, self._low_at)
            case _ as never:
                assert_never(never)
        return []

    def _end(self, done: Open, end: float) -> list[tuple[float, float]]:
        start = max(done.start, self._last_end)
        self._open, self._last_end = None, end
        self.counted_to = max(self.counted_to, self._low_at)
        return [(start, end)]

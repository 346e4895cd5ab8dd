"""Counts a movement that goes round, as a circling pelvis or arm does, by the angle: one turn is one repetition.

On a circle no direction has a home, so thresholds on one of them miss the first half circle, the last and every change of sense.
The two main directions of a cycle make a plane in which the pose runs round; the middle of the last turn and a half is where it
turns about, so that a drifting stance changes nothing. Turns either way count.
"""

import math
from collections import deque
from dataclasses import dataclass
from typing import Final

import numpy as np

from upperback.model.body import Floats
from upperback.motion.count_pose import History

# All of these are expert judgement, tried out on KIMORE's pelvis circles; next to no other movement passes for a circle.
MIN_ROUND: Final = 0.2  # variance along the second direction over that along the first: flatter is there and back
TURNS: Final = (0.8, 1.2)  # of one cycle
MAX_PATH: Final = 1.25  # way round over way gained: more is wavering
MAX_UNEVEN: Final = 0.22  # spread of the distance from the middle: a way out and home passes near its middle
CENTRE_PERIODS: Final = 1.6  # whose mean is the middle
ENOUGH_SHARE: Final = 0.5  # of them, before there is a middle
INNER_SHARE: Final = 0.3  # of the radius: nearer the middle the angle says nothing
BEGIN_SHARE: Final = 0.4  # a set begins on the circle, not on the way out to it
RADIUS_RATE: Final = 0.5  # a period: how quickly the radius follows
BACK_RAD: Final = 0.7  # so far back is a change of sense; less is wavering
REST_PERIODS: Final = 0.25  # without going on: the person rests
ROUNDED_SHARE: Final = 0.6  # of a turn, before a rest: people stop short of where they began
SILENT_PERIODS: Final = 2.0  # the set is over
TURN_RAD: Final = 2 * math.pi


@dataclass(frozen=True, slots=True)
class Circle:
    """A plane in which one cycle goes round.

    `plane` (2, 39) takes a pose there, with spread 1 in both directions; `radius` is the mean distance from the middle.
    """

    plane: Floats
    radius: float


def circle(poses: Floats, weights: Floats) -> Circle | None:
    """The circle that one cycle of `poses` (n, 39) makes, each number weighed by `weights` (39,), or None where it makes none.

    >>> turn = np.linspace(0, 2 * np.pi, 30)
    >>> round_about = np.column_stack([np.cos(turn), np.sin(turn), 0 * turn])
    >>> there_and_back = np.column_stack([np.cos(turn), 0.1 * np.sin(2 * turn), 0 * turn])
    >>> circle(round_about, np.ones(3)) is None, circle(there_and_back, np.ones(3)) is None
    (False, True)
    """
    moved = (poses - poses.mean(axis=0)) * weights
    _, sizes, directions = np.linalg.svd(moved, full_matrices=False)
    if sizes[1] ** 2 < MIN_ROUND * sizes[0] ** 2 or sizes[1] == 0:
        return None
    plane: Floats = directions[:2] / (sizes[:2, None] / math.sqrt(len(poses)))
    x, y = plane @ moved.T
    angles_rad = np.unwrap(np.arctan2(y, x))
    gained_rad = abs(float(angles_rad[-1] - angles_rad[0]))
    path_rad = float(np.abs(np.diff(angles_rad)).sum())
    radii = np.hypot(x, y)
    once_round = TURNS[0] < gained_rad / TURN_RAD < TURNS[1] and path_rad <= MAX_PATH * gained_rad
    if not once_round or radii.std() > MAX_UNEVEN * radii.mean():
        return None
    return Circle(plane * weights, float(radii.mean()))


class Circler:
    """Poses in, ended turns out, as pose numbers `(start, end)`.

    `counted_to`: poses before it belong to turns already counted.
    """

    def __init__(self, around: Circle, period: int, history: History, since: int) -> None:
        self.counted_to = self._began_at = since
        self._history = history
        self._since = max(since, history.start)
        self._plane = around.plane
        self._radius = around.radius
        self._period = float(period)
        self._xs: deque[float] = deque(maxlen=max(2, int(period * CENTRE_PERIODS)))
        self._ys: deque[float] = deque(maxlen=self._xs.maxlen)
        self._x_sum = self._y_sum = 0.0
        self._moved_at = history.end
        self._away = 0  # poses in a row off the circle
        self._start: int | None = None
        self._angle_rad: float | None = None
        self._sense = 0  # 1 or -1 once the person turns
        self._ahead_rad = 0.0  # of the furthest place in this sense; behind it is negative
        self._risen_rad = self._fallen_rad = 0.0  # since the lowest and the highest angle, until there is a sense
        self._way_rad = 0.0  # gained since `_start`

    @property
    def over(self) -> bool:
        """No way has been made for a while."""
        return self._history.end - self._moved_at > SILENT_PERIODS * self._period

    @property
    def followed(self) -> bool:
        """Whether there is anything to follow: a turn was found."""
        return self.counted_to > self._began_at

    def replay(self) -> list[tuple[float, float]]:
        """What had already happened when the movement was recognised."""
        places = (self._history.between(self._since, self._history.end) @ self._plane.T).tolist()
        return [turn for number, (x, y) in enumerate(places, start=self._since) for turn in self._step(number, x, y)]

    def push(self, number: int, pose: Floats) -> list[tuple[float, float]]:
        x, y = (self._plane @ pose).tolist()
        return self._step(number, x, y)

    def finish(self) -> list[tuple[float, float]]:
        """The turn that the recording's end cut short, if most of it is there."""
        return self._close()

    def _step(self, number: int, x: float, y: float) -> list[tuple[float, float]]:
        x, y = self._from_middle(x, y)
        if len(self._xs) < ENOUGH_SHARE * self._period * CENTRE_PERIODS:
            return []
        radius = math.hypot(x, y)
        inner = INNER_SHARE if self._start is not None else BEGIN_SHARE
        if radius <= inner * self._radius:
            self._away += 1
            self._angle_rad = None
            return self._close() if self._away > REST_PERIODS * self._period else []
        self._away = 0
        angle_rad, before_rad = math.atan2(y, x), self._angle_rad
        self._angle_rad = angle_rad
        if self._start is None:
            self._start = number
        if before_rad is None:
            return []
        gained_rad = self._gained((angle_rad - before_rad + math.pi) % TURN_RAD - math.pi)
        if gained_rad == 0:
            return self._close() if number - self._moved_at > REST_PERIODS * self._period else []
        self._moved_at = number
        self._radius += RADIUS_RATE / self._period * (radius - self._radius)
        self._way_rad += gained_rad
        if self._way_rad < TURN_RAD:
            return []
        ended: list[tuple[float, float]] = [(self._start, number)]
        self._way_rad -= TURN_RAD
        self._start = self.counted_to = number
        return ended

    def _from_middle(self, x: float, y: float) -> tuple[float, float]:
        """The place relative to the mean of the last `CENTRE_PERIODS`."""
        if len(self._xs) == self._xs.maxlen:
            self._x_sum -= self._xs[0]
            self._y_sum -= self._ys[0]
        self._xs.append(x)
        self._ys.append(y)
        self._x_sum += x
        self._y_sum += y
        return x - self._x_sum / len(self._xs), y - self._y_sum / len(self._ys)

    def _gained(self, turned_rad: float) -> float:
        """The way gained by turning so far; 0 while wavering; with a new sense, all that was turned in it."""
        if self._sense == 0:
            self._risen_rad = max(self._risen_rad + turned_rad, 0.0)
            self._fallen_rad = max(self._fallen_rad - turned_rad, 0.0)
            gained_rad = max(self._risen_rad, self._fallen_rad)
            if gained_rad <= BACK_RAD:
                return 0.0
            self._sense = 1 if self._risen_rad > self._fallen_rad else -1
            return gained_rad
        self._ahead_rad += self._sense * turned_rad
        if self._ahead_rad < -BACK_RAD:
            self._sense, self._ahead_rad = -self._sense, -self._ahead_rad
        gained_rad = max(self._ahead_rad, 0.0)
        self._ahead_rad -= gained_rad
        return gained_rad

    def _close(self) -> list[tuple[float, float]]:
        """At a rest: most of a turn is taken for a whole one, less for none."""
        ended: list[tuple[float, float]] = []
        if self._start is not None and self._way_rad >= ROUNDED_SHARE * TURN_RAD:
            ended.append((self._start, self._moved_at))
            self.counted_to = self._moved_at
        self._to_rest()
        return ended

    def _to_rest(self) -> None:
        self._start = self._angle_rad = None
        self._sense = 0
        self._ahead_rad = self._risen_rad = self._fallen_rad = self._way_rad = 0.0

"""Looks for a movement that has just been done twice, in the last seconds of poses, without knowing which movement.

The direction in which the poses vary most is cut into excursions by two thresholds, and two excursions in a row make a movement
when the whole body went the same way in both, not only along that direction. Left and right bends differ as whole poses, so
only a full cycle, left and right, can match.
"""

import math
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

import numpy as np

from upperback.model.body import Floats
from upperback.motion.count_pose import RATE_HZ, History

# From an exploration on KIMORE and UI-PRMD: a short window follows quick movements and drops what was before the set; a long one
# holds two slow ones. All of it expert judgement tuned on those recordings; figures for others stand in the accuracy notes.
WINDOWS_S: Final = (4, 6, 12, 25)
SEARCH_EVERY: Final = 12  # poses between two looks through the same window; the looks through the others lie between
STEP: Final = SEARCH_EVERY // len(WINDOWS_S)
LOW_SHARE: Final = 0.2  # of the window's range: back home
HIGH_SHARE: Final = 0.65  # and out; over 0.5, so that a neutral pose between left and right is neither
MAX_DIFFERENCE: Final = 0.28  # of two cycles; 0 is the same, 1 unrelated, 2 mirrored
MIN_RANGE: Final = 0.15  # of the trunk's length, all joints together: below it is tremor and noise of the pose model
MAX_ROUGHNESS: Final = 0.4  # a pure swing of 0.65 s; the noise of a pose model, smoothed as here, is at 1
MAX_RATIO: Final = 2.0  # of the two durations
MIN_OUT_S: Final = 0.2
MIN_CYCLE_S: Final = 0.5
MAX_AGE: Final = 1.5  # cycles since the second one ended
WILD_SHARE: Final = 0.05  # of the poses at either end: single wild ones don't set the range
NOISE_STEP: Final = 2.5  # mean squared second difference over variance, of white noise smoothed as here
MOST_NOISE: Final = 0.12  # a number with this share of noise or more is left out, one with half of it counts half
MOST_ROWS: Final = 128  # for the scatter; a larger product is shared among threads, which then wait for each other
SQUARINGS: Final = 7  # the direction of most variance to 1 % if the next one has 96 % of it
BEGUN_WEIGHT: Final = 0.5  # which end is home: where the set began, and where more time was spent, both from -1 to 1
DWELT_WEIGHT: Final = 0.5
MIN_OUTSIDE: Final = 0.2  # of the two together, to take the far end for home
MIDDLE_SHARES: Final = (0.25, 0.75)  # of the reach: a rest between the two is the middle of two sides
STILL_PERIODS: Final = 0.1  # of so little movement for so long: the set began at rest
STILL_SHARE: Final = 0.2
SIDE_SHARE: Final = 0.25  # so far from the middle the first side is known
SAME_END: Final = 2  # poses: an excursion that ends so near another is the same one, seen along a direction turned a little
PHASES: Final = 16


@dataclass(frozen=True, slots=True)
class Pattern:
    """A movement done twice.

    `axis` (39,) is the unit direction, positive outward, and `centre` (39,) its origin; `low` is where home lies on it and
    `reach` how far out it goes, in trunk lengths; `template` (16, 39) is one excursion; `period` is in poses,
    from pose number `first` to the one at which the second excursion began. All are of poses times `weights` (39,), by how little
    of each number is noise.
    """

    difference: float
    axis: Floats
    centre: Floats
    low: float
    reach: float
    template: Floats
    period: int
    first: int
    weights: Floats


class Search:
    """Looks through one window at a time, so that no frame pays for all, and takes the best of a round."""

    def __init__(self) -> None:
        self._turn = 0
        self._best: Pattern | None = None
        self._compared = [[-1, -1] for _ in WINDOWS_S]  # when the last excursion compared ended, outward and from the other end

    def push(self, history: History, since: int) -> Pattern | None:
        """A movement done twice, found among the poses from number `since` on: those before it belong to others."""
        place, between = divmod(self._turn, STEP)
        since = max(since, history.start)
        if not between:
            found = self._look(history, since, place)
            if found is not None and (self._best is None or found.difference < self._best.difference):
                self._best = found
        self._turn = (self._turn + 1) % SEARCH_EVERY
        if self._turn or self._best is None:
            return None
        best, self._best = self._best, None
        return from_home(best, history.between(since, history.end))

    def _look(self, history: History, since: int, place: int) -> Pattern | None:
        """The pair of excursions that ended last in the `place`-th window, if they are alike and were not compared before."""
        shorter = WINDOWS_S[place - 1] * RATE_HZ if place else 2 * MIN_CYCLE_S * RATE_HZ
        if history.end - since < shorter:
            return None
        start = max(since, history.end - WINDOWS_S[place] * RATE_HZ)
        poses = history.between(start, history.end)
        centre = np.full(len(poses), 1 / len(poses)) @ poses  # a product is much quicker than a mean down the columns
        moved = poses - centre
        weights = noise_weights(moved)
        moved *= weights
        compared = [end - start for end in self._compared[place]]
        found = _search_window(moved, centre * weights, compared, from_rest=start == since)
        self._compared[place] = [end + start for end in compared]
        return None if found is None else replace(found, first=start + found.first, weights=weights)


def from_home(pattern: Pattern, poses: Floats) -> Pattern:
    """The pattern from the end at which the person is at home; `poses`: all since the last repetition of another movement.

    Seen from the far end, a squat is a rise between two crouches, and a set of five holds four of them. Where the set begins at
    rest in the middle of two sides, the side taken first is outward.
    """
    moved = poses * pattern.weights - pattern.centre
    levels = (moved @ pattern.axis - pattern.low) / pattern.reach
    still = np.ptp(levels[: 1 + int(STILL_PERIODS * pattern.period)]) < STILL_SHARE
    if still and MIDDLE_SHARES[0] < levels[0] < MIDDLE_SHARES[1]:
        aside = np.flatnonzero(np.abs(levels - levels[0]) > SIDE_SHARE)
        outward = not len(aside) or levels[aside[0]] > levels[0]
    else:
        begun = 2 * min(max(float(levels[0]), 0.0), 1.0) - 1
        dwelt = float((levels > 1 - LOW_SHARE).mean() - (levels < LOW_SHARE).mean())
        outward = BEGUN_WEIGHT * begun + DWELT_WEIGHT * dwelt < MIN_OUTSIDE
    if outward:
        return pattern
    outs = excursions(1 - levels, LOW_SHARE, HIGH_SHARE, from_rest=True)
    if not outs:
        return pattern
    template = resample(moved, *outs[-1])
    return _pattern(pattern, template, -pattern.axis, moved)


def _search_window(moved: Floats, centre: Floats, compared: list[int], *, from_rest: bool) -> Pattern | None:
    """The best pair of excursions outward or from the other end; `compared` says, and is told, where the last one ended."""
    widest = widest_direction(moved)
    along = moved @ widest
    bottom, top = inner_range(along)
    reach = top - bottom
    if reach < MIN_RANGE or roughness(along) > MAX_ROUGHNESS:
        return None
    best: Pattern | None = None
    for side, (sign, low) in enumerate(((1.0, bottom), (-1.0, -top))):
        outs = excursions(sign * along, low + LOW_SHARE * reach, low + HIGH_SHARE * reach, from_rest=from_rest)
        if len(outs) < 2 or abs(outs[-1][1] - compared[side]) <= SAME_END or not _plausible(outs[-2], outs[-1], len(moved)):
            continue
        compared[side] = outs[-1][1]
        first, second = (resample(moved, *out) for out in outs[-2:])
        apart = difference(first, second)
        if apart < (best.difference if best is not None else MAX_DIFFERENCE):
            template, begun = (first + second) / 2, outs[-2][0]
            alike = Pattern(apart, widest, centre, low, reach, template, outs[-1][0] - begun, begun, np.ones(len(centre)))
            best = _pattern(alike, template, sign * widest, moved)
    return best


def noise_weights(moved: Floats) -> Floats:
    """For each number of the poses (n, 39), as they differ from their mean, from 1, no noise, to 0, `MOST_NOISE` of it or more.

    Movement is smooth at 15 poses a second; what the second difference holds is noise, most of all a single camera's depth and
    joints out of its sight.

    >>> swing, noise = np.sin(np.arange(150) * 2 * np.pi / 30), np.tile([0.1, -0.1], 75)
    >>> noise_weights(np.column_stack([swing, noise])).round(1)
    array([1., 0.])
    """
    steps = moved[1:] - moved[:-1]
    bends = steps[1:] - steps[:-1]
    once = np.ones(len(moved))
    noise = (once[2:] @ (bends * bends)) / (once @ (moved * moved) + 1e-12) / NOISE_STEP
    weights: Floats = np.minimum(np.maximum(1 - noise / MOST_NOISE, 0), 1)
    return weights


def _pattern(like: Pattern, template: Floats, outward: Floats, moved: Floats) -> Pattern:
    axis = main_axis(template, outward)
    home, _ = inner_range(moved @ axis)
    far = float(np.ptp(template @ axis)) / (1 - LOW_SHARE / 2)  # the template begins and ends a little way out
    return replace(like, axis=axis, low=home, reach=far, template=template + like.centre)


def widest_direction(moved: Floats) -> Floats:
    """The unit direction (39,) of most variance, by squaring the scatter: a tenth of the time of all eigenvectors.

    >>> float(abs(widest_direction(np.array([[3.0, 4.0, 0.1], [-3.0, -4.0, 0.1], [0.0, 0.0, -0.2]])) @ [0.6, 0.8, 0]).round(6))
    1.0
    """
    few = moved[:: 1 + len(moved) // MOST_ROWS]
    scatter = np.ascontiguousarray(few.T) @ few
    scatter /= np.trace(scatter) + 1e-300  # its largest eigenvalue is then at least 1/39: no power here comes near to 0
    for _ in range(SQUARINGS):
        scatter = scatter @ scatter
    column = scatter[:, int(np.argmax(scatter.diagonal()))]
    direction: Floats = column / (math.sqrt(column @ column) + 1e-300)
    return direction


def inner_range(levels: Floats) -> tuple[float, float]:
    """Lowest and highest level but for the `WILD_SHARE` at either end."""
    wild = int(WILD_SHARE * (len(levels) - 1))
    ordered = np.partition(levels, (wild, len(levels) - 1 - wild))
    return float(ordered[wild]), float(ordered[-1 - wild])


def roughness(signal: Floats) -> float:
    """Mean squared step over variance, after von Neumann (1941): 0 for a slow swing, 2 for white noise.

    >>> round(roughness(np.sin(np.arange(150) * 2 * np.pi / 30)), 2), round(roughness(np.tile([1.0, -1.0], 50)), 2)
    (0.04, 4.0)
    """
    steps, moved = signal[1:] - signal[:-1], signal - signal.sum() / len(signal)
    return float(steps @ steps) / len(steps) / (float(moved @ moved) / len(moved) + 1e-12)


def _plausible(first: tuple[int, int], second: tuple[int, int], now: int) -> bool:
    """Two of a kind in time, not too short, and not long over."""
    short, long = sorted((first[1] - first[0], second[1] - second[0]))
    return (
        long <= MAX_RATIO * short
        and short >= MIN_OUT_S * RATE_HZ
        and second[0] - first[0] >= MIN_CYCLE_S * RATE_HZ
        and now - second[1] <= MAX_AGE * (second[1] - first[0])
    )


def resample(poses: Floats, start: int, end: int) -> Floats:
    """`PHASES` poses, evenly from row `start` to row `end`: (16, 39)."""
    at = np.linspace(start, end, PHASES)
    row = np.minimum(at.astype(int), len(poses) - 2)
    share = (at - row)[:, None]
    resampled: Floats = poses[row] * (1 - share) + poses[row + 1] * share
    return resampled


def difference(first: Floats, second: Floats) -> float:
    """How unlike two cycles (16, 39) are as whole bodies, each seen from where both begin and end.

    0 is the same, about 1 unrelated, 2 mirrored, as a bend to the left is to one to the right.

    >>> left = np.outer(np.sin(np.linspace(0, np.pi, 16)), np.ones(39))
    >>> difference(left, left), round(difference(left, -left), 3)
    (0.0, 2.0)
    """
    home = (first[0] + first[-1] + second[0] + second[-1]) / 4
    apart = float(((first - second) ** 2).sum())
    return apart / (float(((first - home) ** 2).sum() + ((second - home) ** 2).sum()) + 1e-12)


def main_axis(template: Floats, outward: Floats) -> Floats:
    """The unit direction of most movement inside the cycle, on the side of `outward`. Taken from the repeated movement alone, it
    leaves out drift and whatever else moved in the window."""
    _, _, directions = np.linalg.svd(template - template.mean(axis=0), full_matrices=False)
    axis: Floats = directions[0]
    return axis if float(axis @ outward) > 0 else -axis


def excursions(signal: Floats, low: float, high: float, *, from_rest: bool) -> list[tuple[int, int]]:
    """The stretches `[i, j]` of `signal` from its last value below `low`, out past `high`, to the first below `low` again.

    `from_rest`: the set begins here, so a first value between the two counts as home.

    >>> excursions(np.array([0.0, 3, 9, 8, 5, 1, 0, 9, 9]), 2, 7, from_rest=False)
    [(0, 5)]
    """
    above = signal > high
    apart = above | (signal < low)
    if from_rest and not above[0]:
        apart[0] = True
    known = apart.nonzero()[0]
    if len(known) < 2:
        return []
    out = above[known]
    turns = (out[1:] != out[:-1]).nonzero()[0].tolist()
    return [(int(known[a]), int(known[b + 1])) for a, b in pairwise(turns) if out[a + 1]]

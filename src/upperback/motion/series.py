"""One signal over a recording, as it is read live; for laboratories and for measuring this program against them."""

from collections.abc import Iterable, Iterator

from upperback.model.body import Frame, View
from upperback.model.movement import Signal
from upperback.motion.mending import Mender
from upperback.motion.neutral import Body, Neutral, Points
from upperback.motion.ranges import SIDED
from upperback.motion.signals import SIGNALS, landmarks_of


def values(signal: Signal, frames: Iterable[Frame], view: View = View.FRONT) -> Iterator[tuple[float, float | None]]:
    """Time in seconds and the signal at each frame, None where its landmarks were not measured; units and signs as `Signal` says.

    Smoothed as live, without gate and thresholds. What is a change since the start counts from the first half second.

    >>> import numpy as np
    >>> world = np.zeros((33, 3)); world[11], world[12] = (0.2, 0, 0), (-0.2, 0, 0)
    >>> [(round(t, 1), value) for t, value in values(Signal.SHOULDER_TILT, [Frame(0.1, world[:, :2], world, np.ones(33))])]
    [(0.1, -0.0)]
    """
    number = SIGNALS[signal]
    for points, neutral in _read(frames, view, signal):
        yield neutral.t_s, number(points, neutral)


def arm_heights(frames: Iterable[Frame]) -> Iterator[tuple[float, float | None, float | None]]:
    """Time, left and right angle hip-shoulder-elbow in the picture, deg, from the front.

    >>> list(arm_heights([]))
    []
    """
    left, right = SIDED[Signal.ARM_HEIGHT]
    for points, neutral in _read(frames, View.FRONT, Signal.ARM_HEIGHT):
        yield neutral.t_s, left(points, neutral), right(points, neutral)


def _read(frames: Iterable[Frame], view: View, signal: Signal) -> Iterator[tuple[Points, Neutral]]:
    """The same steps as the tracker's, mended, in body lengths, smoothed."""
    mender, neutral, body = Mender(), Neutral(view), Body(landmarks_of({signal, Signal.TRUNK_TURN}), depth=True)
    for raw in frames:
        frame = mender.push(raw)
        body.push(frame)
        neutral.t_s = frame.t_s
        neutral.learn(body.points)
        yield body.points, neutral

"""Does the camera stand well for a measurement? Looked at once, while the person is still at the start."""

import math
from statistics import median
from typing import Final

from upperback.model.body import Floats, Frame, Landmark, View
from upperback.model.events import Unseen

LS, RS = int(Landmark.LEFT_SHOULDER), int(Landmark.RIGHT_SHOULDER)
LH, RH = int(Landmark.LEFT_HIP), int(Landmark.RIGHT_HIP)

LOOK_S: Final = 1.0  # this long at the start; expert judgement
ASKEW_DEG: Final = 15.0  # more roll than the measures are corrected for; people stand within 5; expert judgement
ASKEW_SIDE_DEG: Final = 25.0  # from the side the trunk alone tells, and people sit and stand leaning; expert judgement
PITCH_DEG: Final = 17.0  # depth shows the trunk tipped away: seen from below; people stood within 16 in 95 of 100 recordings
UPRIGHT_DEG: Final = 40.0  # a trunk that lies down says nothing of the camera; expert judgement
FACING_FROM: Final = 0.3  # shoulders' distance in trunk lengths; the gate's limit less its slack
HIPS_ABOVE: Final = 0.42  # hips higher than this in the picture: the camera is below them, or looks down at the feet


class Placement:
    """Collects the first second of judged frames, then `why` names what is wrong with the camera, None when nothing is.

    Roll: from the front the middle of shoulder line, hip line and trunk, which a person who leans or hangs a shoulder does not
    tip all at once; from the side the trunk. Too low: the trunk tips away in depth, or the hips lie in the upper part of the
    picture. Depth is used as this gate only, never for a value. All limits are expert judgement, set so that 179 recordings of
    people by depth camera mostly pass.

    >>> import numpy as np
    >>> world = np.zeros((33, 3)); world[[LS, RS, LH, RH]] = [[.2, -.5, .3], [-.2, -.5, .3], [.1, 0, 0], [-.1, 0, 0]]
    >>> look = Placement(View.FRONT)
    >>> for i in range(40): look.push(Frame(i / 30, world[:, :2].copy(), world, np.ones(33)))
    >>> str(look.why)
    'camera_low'
    """

    def __init__(self, view: View) -> None:
        self._facing = view in (View.FRONT, View.BACK)
        self.why: Unseen | None = None
        self._first_s: float | None = None
        self._done = False
        self._roll_deg: list[float] = []
        self._pitch_deg: list[float] = []
        self._hips: list[float] = []

    def push(self, frame: Frame) -> None:
        """Takes in a frame that can be judged and in which the person has not begun to move."""
        if self._done:
            return
        if self._first_s is None:
            self._first_s = frame.t_s
        if frame.t_s - self._first_s > LOOK_S:
            self._done = True
            self.why = self._verdict()
            return
        if frame.visibility[[LS, RS, LH, RH]].all():
            self._look(frame)

    def finish(self) -> None:
        """The person moves now: judge by what there is."""
        if not self._done and self._roll_deg:
            self._done, self.why = True, self._verdict()

    def _look(self, frame: Frame) -> None:
        at, world = frame.plane, frame.world_m
        up = at[LS] + at[RS] - at[LH] - at[RH]
        trunk_deg = math.degrees(math.atan2(up[0], -up[1]))
        if abs(trunk_deg) > UPRIGHT_DEG:
            return
        lines = (_slope(at[LS] - at[RS]), _slope(at[LH] - at[RH])) if self._facing else ()
        self._roll_deg.append(median((trunk_deg, *lines)))
        deep = world[LS] + world[RS] - world[LH] - world[RH]
        self._pitch_deg.append(math.degrees(math.atan2(deep[2], math.hypot(deep[0], deep[1]))))
        if frame.size_px is not None:
            self._hips.append(float(at[LH, 1] + at[RH, 1]) / 2 / frame.size_px[1])

    def _verdict(self) -> Unseen | None:
        if not self._roll_deg:
            return None
        if abs(median(self._roll_deg)) > (ASKEW_DEG if self._facing else ASKEW_SIDE_DEG):
            return Unseen.CAMERA_TILTED
        if median(self._pitch_deg) > PITCH_DEG or (self._hips and median(self._hips) < HIPS_ABOVE):
            return Unseen.CAMERA_LOW
        return None


def askance(frame: Frame) -> bool:
    """Whether someone is seen from the side or from behind, where the hips are seen at all.

    >>> import numpy as np
    >>> world = np.zeros((33, 3)); world[[LS, RS, LH, RH]] = [[.2, -.5, 0], [-.2, -.5, 0], [.1, 0, 0], [-.1, 0, 0]]
    >>> askance(Frame(0, world[:, :2], world, np.ones(33))), askance(Frame(0, -world[:, :2] * [1, -1], world, np.ones(33)))
    (False, True)
    """
    at = frame.plane.item
    if min(frame.visibility.item(i) for i in (LS, RS, LH, RH)) <= 0:
        return False
    trunk = math.hypot(at(LS, 0) + at(RS, 0) - at(LH, 0) - at(RH, 0), at(LS, 1) + at(RS, 1) - at(LH, 1) - at(RH, 1)) / 2
    return at(LS, 0) - at(RS, 0) < FACING_FROM * trunk


def _slope(line: Floats) -> float:
    """How far a line from right to left turns clockwise from the level, deg, whichever way the person faces."""
    x, y = float(line[0]), float(line[1])
    return math.degrees(math.atan2(y, x) if x >= 0 else math.atan2(-y, -x))

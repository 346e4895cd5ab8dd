"""What pose models get wrong between two frames: left and right exchanged, a point that jumps, a point that is stuck."""

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from upperback.model.body import N_LANDMARKS, Floats, Frame, Landmark

MAX_SPEED: Final = 20.0  # trunk lengths a second, about 10 m/s; hands in exercise reach 4 to 8 m/s at most; expert judgement
GAP_S: Final = 0.5  # after a gap this long anything may have happened
WAIT_S: Final = 0.2  # a jump that lasts longer was a movement, or the point was wrong before; expert judgement
SWAP_S: Final = 2.0  # left and right exchanged for longer: the model has settled, and may have been wrong before
SWAP_LEAST: Final = 0.3  # trunk lengths: closer together left and right can't be told apart by place; expert judgement
SWAP_RATIO: Final = 0.35  # exchanged, the points lie this much nearer to where they were; expert judgement
CUT: Final = 0.6  # share of the points that jump at once: another picture, not a fault
LOOK_S: Final = 0.25
MOST: Final = 0.6  # share of the points seen: above it the whole picture stands still; expert judgement
LOOKS: Final = 4  # a second: no camera gives the very same place for so long; expert judgement
LOOKS_ALL: Final = 20  # five seconds, for a whole picture that stands still; expert judgement
STUCK_VISIBILITY: Final = 0.05  # what a stuck point's visibility is worth: hardly anything, so that the gate says so

LS, RS = int(Landmark.LEFT_SHOULDER), int(Landmark.RIGHT_SHOULDER)
LH, RH = int(Landmark.LEFT_HIP), int(Landmark.RIGHT_HIP)


def _partners() -> tuple[int, ...]:
    other = {name: name.replace("LEFT", "#").replace("RIGHT", "LEFT").replace("#", "RIGHT") for name in Landmark.__members__}
    return tuple(int(Landmark[other[landmark.name]]) for landmark in Landmark)


PARTNER: Final = np.array(_partners())
"""Each landmark's own on the other side; the nose's is the nose."""

GROUPS: Final = tuple(np.array(group) for group in ((LS, RS, LH, RH), range(1, 11), range(13, 23), range(25, 33)))
"""What is exchanged together: trunk, face, arms, legs."""
TRUNK, FACE = 0, 1


class Mender:
    """Feed it frames in the order of time; gives each back, mended where something can't be.

    Exchanged: a group lies where its other side was a frame ago; it is put back, for 2 s at most. Jumped: a point is faster than
    a body can be; it stays where it was, for 0.2 s at most. If most points jump the picture was cut, and all are taken as they
    are. Stuck: while every point trembles from frame to frame, as a camera's do, one stands still to the last digit for a second;
    its visibility is lowered, so that the gate says what it must; after five seconds where the whole picture stands still.
    Recordings without any tremble are never called stuck.

    >>> place = np.random.default_rng(1).normal(size=(33, 3))
    >>> place[[LS, RS, LH, RH]] = [[1, 0, 0], [-1, 0, 0], [1, 2, 0], [-1, 2, 0]]
    >>> mender, right = Mender(), Frame(0.0, place[:, :2].copy(), place, np.ones(33))
    >>> wrong = Frame(1 / 30, place[PARTNER, :2], place[PARTNER], np.ones(33))
    >>> _ = mender.push(right)
    >>> bool(np.allclose(mender.push(wrong).plane, right.plane)), mender.swaps
    (True, 1)
    """

    def __init__(self) -> None:
        self._t_s = -math.inf
        self._last: Frame | None = None
        self._size = 0.0
        self._jumping_since = np.full(N_LANDMARKS, np.inf)
        self._jumping = False
        self._swapped_since_s: float | None = None
        self._checked: Floats = np.zeros((N_LANDMARKS, 2))
        self._checked_s = -math.inf
        self._looks_still = np.zeros(N_LANDMARKS)
        self._lively, self._was_lively = 0, False
        self._stuck: NDArray[np.bool_] | None = None
        self.swaps, self.jumps = 0, 0

    def push(self, frame: Frame) -> Frame:
        """The frame, mended."""
        last, t_s = self._last, frame.t_s
        step_s = t_s - self._t_s
        self._t_s = t_s
        if last is None or not 0 < step_s <= GAP_S:
            return self._begin(frame)
        if t_s - self._checked_s >= LOOK_S:
            self._look_for_stuck(frame)
            self._measure(frame)
        if self._stuck is not None:
            visibility = np.where(self._stuck, frame.visibility * STUCK_VISIBILITY, frame.visibility)
            frame = Frame(t_s, frame.plane, frame.world_m, visibility, frame.size_px)
        change = (frame.plane - last.plane).ravel()
        most = MAX_SPEED * self._size * step_s
        # If all steps together are shorter, each is.
        if change.dot(change) > most * most:
            frame = self._mend(frame, last, most)
        elif self._jumping or self._swapped_since_s is not None:
            self._jumping_since.fill(np.inf)
            self._jumping, self._swapped_since_s = False, None
        self._last = frame
        return frame

    def _begin(self, frame: Frame) -> Frame:
        self._last = frame
        self._jumping_since.fill(np.inf)
        self._jumping, self._swapped_since_s, self._stuck = False, None, None
        self._checked, self._checked_s, self._lively = frame.plane, frame.t_s, 0
        self._looks_still.fill(0)
        self._measure(frame)
        return frame

    def _measure(self, frame: Frame) -> None:
        at = frame.plane
        trunk, shoulders = (at[LS] + at[RS] - at[LH] - at[RH]) / 2, at[LS] - at[RS]
        hips = frame.visibility[LH] > 0 and frame.visibility[RH] > 0
        across = math.hypot(*shoulders)
        self._size = max(math.hypot(*trunk), across) if hips else 1.5 * across

    def _mend(self, frame: Frame, last: Frame, most: float) -> Frame:
        frame = self._swap_back(frame, last, most)
        step = np.hypot(*(frame.plane - last.plane).T)
        seen = (frame.visibility > 0) & (last.visibility > 0)
        far = (step > most) & seen
        if not far.any() or far.sum() > CUT * seen.sum():
            self._jumping_since.fill(np.inf)
            self._jumping = False
            return frame
        began = np.where(far, np.minimum(self._jumping_since, frame.t_s), np.inf)
        self.jumps += int((far & np.isinf(self._jumping_since)).sum())
        self._jumping_since = began
        wait = far & (frame.t_s - began < WAIT_S)
        self._jumping = bool(wait.any())
        if not self._jumping:
            return frame
        plane, world = frame.plane.copy(), frame.world_m.copy()
        plane[wait], world[wait] = last.plane[wait], last.world_m[wait]
        return Frame(frame.t_s, plane, world, frame.visibility, frame.size_px)

    def _swap_back(self, frame: Frame, last: Frame, most: float) -> Frame:
        if self._swapped_since_s is not None and frame.t_s - self._swapped_since_s > SWAP_S:
            return frame
        order = np.arange(N_LANDMARKS)
        trunk_too = False
        for number, group in enumerate(GROUPS):
            kept = group[(frame.visibility[group] > 0) & (last.visibility[group] > 0)]
            if not kept.size:
                continue
            as_named = np.hypot(*(frame.plane[kept] - last.plane[kept]).T).mean()
            exchanged = np.hypot(*(frame.plane[PARTNER[kept]] - last.plane[kept]).T).mean()
            # Limbs may cross each other by themselves, if they have the time or the trunk says that it was no crossing.
            least = 0.0 if trunk_too else SWAP_LEAST * self._size if number in (TRUNK, FACE) else most
            if as_named > least and exchanged < SWAP_RATIO * as_named:
                order[group] = PARTNER[group]
                trunk_too = trunk_too or number == TRUNK
        if (order == np.arange(N_LANDMARKS)).all():
            self._swapped_since_s = None
            return frame
        if self._swapped_since_s is None:
            self._swapped_since_s = frame.t_s
            self.swaps += 1
        return Frame(frame.t_s, frame.plane[order], frame.world_m[order], frame.visibility[order], frame.size_px)

    def _look_for_stuck(self, frame: Frame) -> None:
        """Four times a second: which points have not moved at all since the last look, and for how long by now."""
        seen = frame.visibility > 0
        still = (frame.plane == self._checked).all(axis=1) & seen
        self._checked, self._checked_s = frame.plane, frame.t_s
        if not still.any():
            # Where no one is nothing trembles either.
            self._lively = min(self._lively + 1, LOOKS) if seen.any() else 0
            self._looks_still.fill(0)
            self._stuck = None
            return
        # What was lively a second ago stays so while something is stuck.
        began = not self._looks_still.any()
        self._was_lively = self._lively >= LOOKS if began else self._was_lively
        self._lively = 0
        self._looks_still = np.where(still, self._looks_still + 1, 0)
        # Where most stand still at once it may be a film made of stills: that is given longer.
        most = still.sum() > MOST * seen.sum()
        stuck = self._looks_still >= (LOOKS_ALL if most else LOOKS)
        self._stuck = stuck if self._was_lively and stuck.any() else None

"""A person's pose on an even clock: frames of any rate in, 15 poses a second out, free of place and size.

A pose is 13 joints relative to the mid-hip over the trunk's length, frame by frame, so a table whose scale and origin change
from frame to frame gives the same poses. The hips themselves are seen from the ankles, or a squat would move the knees only.
Without hips the shoulders take over: relative to their middle, over their width.
"""

import math
from typing import Final

import numpy as np

from upperback.model.body import N_LANDMARKS, Floats, Frame, Landmark

RATE_HZ: Final = 15  # movements of people end near 5 Hz; every camera in use is at least this fast
SMOOTHING: Final = 0.5  # share of the new pose in the running mean: halves the noise for 1/15 s of delay
LAG_S: Final = 1.0 / RATE_HZ  # the delay of that mean, taken off every reported edge
MIN_VISIBILITY: Final = 0.1  # below it the pose model is guessing, and the joint stays where it was
LATE_S: Final = 0.1  # a frame that comes so late, or twice, is passed over; expert judgement
MAX_GAP_S: Final = 1.0  # a hole this long is not bridged: what came before is another recording
JOINTS: Final = np.array(
    [
        Landmark.NOSE,
        Landmark.LEFT_SHOULDER,
        Landmark.RIGHT_SHOULDER,
        Landmark.LEFT_ELBOW,
        Landmark.RIGHT_ELBOW,
        Landmark.LEFT_WRIST,
        Landmark.RIGHT_WRIST,
        Landmark.LEFT_HIP,
        Landmark.RIGHT_HIP,
        Landmark.LEFT_KNEE,
        Landmark.RIGHT_KNEE,
        Landmark.LEFT_ANKLE,
        Landmark.RIGHT_ANKLE,
    ]
)
SHOULDERS: Final = slice(1, 3)  # rows of `JOINTS`
HIPS: Final = slice(7, 9)
ANKLES: Final = slice(11, 13)
# Nobody is as deep as tall: in a box of equal sides each axis was scaled by itself, and depth, the smallest and least certain,
# was stretched most. Half of it is expert judgement: on KIMORE, scaled so, a quarter did no better.
BOXED_DEPTH: Final = 0.5
BOX_TOLERANCE: Final = 0.01
SPARE_ROWS: Final = 5 * RATE_HZ  # room to append, so that the rows move up only every 5 s
SMALLEST_M: Final = 1e-6  # a trunk of no length has no scale; metres, or whatever the table's unit is
POSE_SIZE: Final = 3 * len(JOINTS)


def _relative(*, hips: bool, ankles: bool) -> Floats:
    """Landmarks to joints in one product: (14, 33), each joint from its centre; the last row is what the size is taken from."""
    pick = np.zeros((len(JOINTS), N_LANDMARKS))
    pick[np.arange(len(JOINTS)), JOINTS] = 1
    shoulders, middle, ground = (pick[rows].mean(axis=0) for rows in (SHOULDERS, HIPS, ANKLES))
    centres = np.tile(middle if hips else shoulders, (len(JOINTS), 1))
    if ankles:
        centres[HIPS] = ground
    left, right = pick[SHOULDERS]
    return np.vstack((pick - centres, shoulders - middle if hips else right - left))


WHOLE_BODY: Final = _relative(hips=True, ankles=True)
DOWN_TO_HIPS: Final = _relative(hips=True, ankles=False)
SHOULDERS_ONLY: Final = _relative(hips=False, ankles=False)


class EvenClock:
    """Frames in, poses at `RATE_HZ` out: (39,), unitless.

    Each pose is the mean of the frames of its 1/15 s, smoothed; where no frame fell, it lies on the line between its neighbours.
    """

    def __init__(self) -> None:
        self._start_s: float | None = None
        self._last_s = 0.0
        self._slot = 0
        self._sum = np.zeros(POSE_SIZE)
        self._n = 0
        self._raw = np.zeros(POSE_SIZE)
        self._raw_slot = -1
        self._smooth = np.zeros(POSE_SIZE)
        self._joints = np.zeros((len(JOINTS), 3))
        self._hips_seen = False
        self._boxed: bool | None = None

    def time_s(self, number: float) -> float:
        """When the `number`-th pose was, with the smoothing's delay taken off; never before the start."""
        return (self._start_s or 0.0) + max(0.0, (number + 0.5) / RATE_HZ - LAG_S)

    def late(self, t_s: float) -> bool:
        """Whether a frame at `t_s` is the newest one again, or was overtaken by it on the way."""
        return self._start_s is not None and 0 <= self._last_s - t_s <= LATE_S

    def stopped(self, t_s: float) -> bool:
        """Whether a frame at `t_s` comes after a hole, or from well before the newest one."""
        return self._start_s is not None and not -LATE_S <= t_s - self._last_s <= MAX_GAP_S

    def push(self, frame: Frame) -> list[Floats]:
        """The poses that this frame completed; none from a frame in which no body can be made out."""
        pose = self._pose(frame)
        if pose is None:
            return []
        if self._start_s is None:
            self._start_s = frame.t_s
        self._last_s = frame.t_s
        slot = int((frame.t_s - self._start_s) * RATE_HZ + 1e-6)
        done = self.flush() if slot > self._slot else []
        self._slot = slot
        self._sum += pose
        self._n += 1
        return done

    def flush(self) -> list[Floats]:
        """The poses up to and with the one under way."""
        if self._n == 0:
            return []
        raw = self._sum / self._n
        done: list[Floats] = []
        if self._raw_slot < 0:
            self._smooth = raw.copy()
            done.append(self._smooth)
        else:
            gap = self._slot - self._raw_slot
            for step in range(1, gap + 1):
                between = raw if step == gap else self._raw + (raw - self._raw) * (step / gap)
                self._smooth = self._smooth + SMOOTHING * (between - self._smooth)
                done.append(self._smooth)
        self._raw, self._raw_slot = raw, self._slot
        self._sum = np.zeros(POSE_SIZE)
        self._n = 0
        return done

    def _pose(self, frame: Frame) -> Floats | None:
        """None where the frame can't give one: no shoulders, or no hips though they had been seen, or no size."""
        seen = frame.visibility.take(JOINTS) >= MIN_VISIBILITY
        every = np.count_nonzero(seen) == len(JOINTS)
        if not every and not seen[SHOULDERS].all():
            return None
        hips = every or bool(seen[HIPS].all())
        if self._hips_seen and not hips:
            return None
        self._hips_seen = hips
        ankles = every or (hips and bool(seen[ANKLES].all()))
        relative = (WHOLE_BODY if ankles else DOWN_TO_HIPS if hips else SHOULDERS_ONLY) @ frame.world_m
        if self._boxed is None:
            self._boxed = in_a_box(frame)
        if self._boxed:
            relative[:, 2] *= BOXED_DEPTH
        x, y, z = relative[-1].tolist()
        size = math.sqrt(x * x + y * y + z * z)
        if size < SMALLEST_M:
            return None
        joints = relative[:-1]
        joints /= size
        if not every:
            seen[HIPS] = ankles
            joints = np.where(seen[:, None], joints, self._joints)
        self._joints = joints
        return joints.ravel()


def in_a_box(frame: Frame) -> bool:
    """Whether the landmarks fill a box of equal sides, as they do where each axis of a frame was scaled by itself."""
    sides = np.ptp(frame.world_m[frame.visibility > 0], axis=0)
    return bool(np.ptp(sides) <= BOX_TOLERANCE * sides.max())


class History:
    """The last `length` poses, by their number since the clock began; older ones are forgotten."""

    def __init__(self, length: int) -> None:
        self._length = length
        self._rows = np.zeros((length + SPARE_ROWS, POSE_SIZE))
        self._first = 0  # number of row 0
        self.end = 0  # number of the next pose

    @property
    def start(self) -> int:
        return max(self._first, self.end - self._length)

    def append(self, pose: Floats) -> None:
        at = self.end - self._first
        if at == len(self._rows):
            self._rows[: self._length] = self._rows[SPARE_ROWS:].copy()
            self._first += SPARE_ROWS
            at = self._length
        self._rows[at] = pose
        self.end += 1

    def between(self, start: int, end: int) -> Floats:
        """Poses `[start, end)`, as a view; what is forgotten is left out."""
        return self._rows[max(start, self.start) - self._first : end - self._first]

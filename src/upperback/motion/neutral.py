"""The body in its own measure, and what is neutral for this person: spans while facing the camera, positions at the start."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from upperback.model.body import N_LANDMARKS, Floats, Frame, Landmark, View
from upperback.motion.smoothing import OneEuro

LS, RS = int(Landmark.LEFT_SHOULDER), int(Landmark.RIGHT_SHOULDER)
LE, RE = int(Landmark.LEFT_ELBOW), int(Landmark.RIGHT_ELBOW)
LW, RW = int(Landmark.LEFT_WRIST), int(Landmark.RIGHT_WRIST)
LH, RH = int(Landmark.LEFT_HIP), int(Landmark.RIGHT_HIP)

BEHIND: Final = N_LANDMARKS  # the row after the landmarks

START_S: Final = 0.5  # the mean of this long is the start position; expert judgement
FACING_DEG: Final = 10.0  # turned less than this, by depth, is facing; pose models show about half of a turn; expert judgement
WIDER_TAU_S: Final = 0.3  # a wider span is believed soon ...
NARROWER_TAU_S: Final = 8.0  # ... a narrower one slowly: it may be a turn that depth does not show; expert judgement
NO_DEPTH_TAU_S: Final = 60.0  # without any depth every frame looks facing, so narrower is believed very slowly
KEEPS_SIDE_DEG: Final = 35.0  # a turn this large can't change sides between two frames; expert judgement
ARMS_OUT: Final = 2.0  # wrist span in body lengths; straight arms give about 2.6, hands on hips 1.2; expert judgement
ARMS_IN: Final = 1.0  # wrist span of arms brought in again
LEARN_EVERY_S: Final = 0.05  # spans are followed over 0.3 s and more: no need to look at every frame
ARMS_DOWN: Final = 0.5  # body lengths the wrists hang below the shoulders when the arms are no longer out; expert judgement


@dataclass(slots=True)
class Points:
    """One smoothed instant: `at[landmark]` is x and y in body lengths, `at[BEHIND]` what `Body` says of depth; `visibility` 0 to
    1, 0 for not measured. The next frame writes over it."""

    at: list[list[float]]
    visibility: list[float]

    def measured(self, *landmarks: int) -> bool:
        """Whether all of these have columns at all."""
        visibility = self.visibility
        for landmark in landmarks:  # noqa: SIM110  a generator here costs more than all signals together
            if not visibility[landmark]:
                return False
        return True


class Body:
    """The person in their own measure: `points` after each frame, smoothed.

    x and y of each landmark in the picture in body lengths, origin between the shoulders; and in the last row how much further
    away than the right one the left shoulder and the left hip are, in body lengths too. A body length is the trunk where hips
    were measured, else the distance of the shoulders; so distance to the camera, scale and origin fall out, frame by frame. Depth
    is the world z over the world's body length; 0 where a table has no depth, and where `depth` is not asked for. Only what is
    followed is brought up to date.
    """

    def __init__(self, follow: Iterable[int], *, depth: bool) -> None:
        self._depth = depth
        self._smooth = OneEuro(N_LANDMARKS + 1, follow)
        self.points = Points(self._smooth.at, [0.0] * N_LANDMARKS)

    def follow(self, landmarks: Iterable[int]) -> None:
        """From the next frame on these are brought up to date too."""
        self._smooth.follow(landmarks)

    def push(self, frame: Frame) -> None:
        """Takes in a frame that is later than the one before."""
        places, seen = frame.plane.ravel().tolist(), frame.visibility.tolist()
        self.points.visibility = seen
        ax, ay, bx, by = places[2 * LS : 2 * RS + 2]
        mid_x, mid_y = (ax + bx) / 2, (ay + by) / 2
        length = math.hypot(ax - bx, ay - by)
        hips = seen[LH] > 0 and seen[RH] > 0
        if hips:
            cx, cy, dx, dy = places[2 * LH : 2 * RH + 2]
            trunk = math.hypot(mid_x - (cx + dx) / 2, mid_y - (cy + dy) / 2)
            length = trunk if trunk > length else length
        shoulders, hips_behind = _behind(frame.world_m, hips) if self._depth else (0.0, 0.0)
        # In the picture's unit and from its origin, as all other places, so that they come out as they are.
        places += mid_x + shoulders * length, mid_y + hips_behind * length
        self._smooth.push(frame.t_s, places, (mid_x, mid_y), 1 / length if length > 0 else 0.0)


def _behind(world_m: Floats, hips: bool) -> tuple[float, float]:
    """How much further away the left shoulder and the left hip are than the right ones, in the world's body lengths."""
    (ax, ay, az), (bx, by, bz) = world_m[LS : RS + 1].tolist()
    length = math.hypot(ax - bx, ay - by, az - bz)
    if not hips:
        return ((az - bz) / length if length > 0 else 0.0), 0.0
    (cx, cy, cz), (dx, dy, dz) = world_m[LH : RH + 1].tolist()
    trunk = math.hypot(ax + bx - cx - dx, ay + by - cy - dy, az + bz - cz - dz) / 2
    length = trunk if trunk > length else length
    return ((az - bz) / length, (cz - dz) / length) if length > 0 else (0.0, 0.0)


@dataclass(slots=True)
class Neutral:
    """What this person looks like facing the camera and at the start; learned as frames come, never from the future.

    Spans in body lengths, 0 until known. `t_s` is the time of the frame that is being looked at.
    """

    view: View = View.FRONT
    shoulder_span: float = 0.0
    hip_span: float = 0.0
    wrist_span: float = 0.0
    arm_length: float = 0.0
    arms_out: bool = False
    depth: bool = False
    t_s: float = 0.0
    turn_deg: float = 0.0  # the turn of the trunk in the frame at `turn_s`, since several signals ask for it
    turn_s: float = -math.inf
    _side: float = 1.0
    _size_deg: float = 0.0
    _learnt_s: float = -math.inf
    _starts: dict[str, tuple[float, float, int]] = field(default_factory=dict)

    def learn(self, points: Points) -> None:
        """Takes in one frame's spans, at `t_s`."""
        step_s = min(self.t_s - self._learnt_s, 1.0)  # infinite before the first frame
        if step_s < LEARN_EVERY_S:
            return
        self._learnt_s = self.t_s
        if self.view in (View.SIDE, View.OBLIQUE) or not points.measured(LS, RS):
            return
        at = points.at
        left, right = at[LS], at[RS]
        across, behind = abs(span(left, right)), at[BEHIND][0]
        self.depth = self.depth or behind != 0.0
        # Wider than ever is always more facing than before, whatever depth says.
        facing = not self.depth or abs(behind) <= across * _FACING
        if across == 0.0 or not (facing or across > self.shoulder_span):
            return
        wider = step_s / (step_s + WIDER_TAU_S)
        narrower = step_s / (step_s + (NARROWER_TAU_S if self.depth else NO_DEPTH_TAU_S))
        self.shoulder_span = _follow(self.shoulder_span, across, wider, narrower)
        if points.measured(LH, RH):
            self.hip_span = _follow(self.hip_span, abs(span(at[LH], at[RH])), wider, narrower)
        if points.measured(LW, RW):
            wrists = abs(span(at[LW], at[RW]))
            hanging = (at[LW][1] + at[RW][1]) / 2
            self.arms_out = hanging < ARMS_DOWN and wrists > (ARMS_IN if self.arms_out else ARMS_OUT)
            self.wrist_span = _follow(self.wrist_span, wrists, wider, narrower)
            if (self.arms_out or not self.arm_length) and points.measured(LE, RE):
                arm = (_bone(at[LS], at[LE]) + _bone(at[LE], at[LW]) + _bone(at[RS], at[RE]) + _bone(at[RE], at[RW])) / 2
                self.arm_length = _follow(self.arm_length, arm, wider, narrower)

    def turn_side(self, size_deg: float, side: float) -> float:
        """+1 left, -1 right: as `side` says for a small turn, as it was while a turn is large. Once a frame."""
        if size_deg < KEEPS_SIDE_DEG or self._size_deg < KEEPS_SIDE_DEG:
            self._side = math.copysign(1.0, side)
        self._size_deg = size_deg
        return self._side

    def since_start(self, name: str, value: float) -> float:
        """How far `value` is from its own mean over the first half second in which it was asked for."""
        return value - self.at_start(name, value)

    def at_start(self, name: str, value: float) -> float:
        """The mean of `name` over its first half second; until then the mean so far."""
        first_s, mean, n = self._starts.get(name, (self.t_s, 0.0, 0))
        if n == 0 or self.t_s - first_s < START_S:
            n += 1
            mean += (value - mean) / n
            self._starts[name] = (first_s, mean, n)
        return mean


_FACING = math.tan(math.radians(FACING_DEG))


def span(left: list[float], right: list[float]) -> float:
    """Distance of two points in the picture, so that a tilted line is no narrower; negative when left and right have crossed."""
    return math.copysign(math.hypot(left[0] - right[0], left[1] - right[1]), left[0] - right[0])


def _follow(old: float, new: float, wider: float, narrower: float) -> float:
    return old + (new - old) * (wider if new > old else narrower) if old else new


def _bone(a: list[float], b: list[float]) -> float:
    return math.hypot(a[0] - b[0], a[1] - b[1])

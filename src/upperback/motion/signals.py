"""One number a frame for each `Signal`, from image coordinates wherever they can give it.

Every function takes the smoothed points and the person's neutral, and gives None when its landmarks were not measured. Angles in
degrees. x to the right, y down, depth away from the camera, so a person who faces the camera has their left at larger x.
Which angle works from which view was tried on posed figures and on recordings of people; where a formula follows from that,
the docstring says so.
"""

import math
from collections.abc import Callable, Iterable
from typing import Final

from upperback.model.body import N_LANDMARKS, Landmark, View
from upperback.model.movement import Signal
from upperback.motion.neutral import BEHIND, LE, LH, LS, LW, RE, RH, RS, RW, Neutral, Points, span
from upperback.motion.ranges import RANGES, corner

NOSE = int(Landmark.NOSE)
LEFT_EAR, RIGHT_EAR = int(Landmark.LEFT_EAR), int(Landmark.RIGHT_EAR)
LEFT_EYE, RIGHT_EYE = int(Landmark.LEFT_EYE), int(Landmark.RIGHT_EYE)
LK, RK = int(Landmark.LEFT_KNEE), int(Landmark.RIGHT_KNEE)
LA, RA = int(Landmark.LEFT_ANKLE), int(Landmark.RIGHT_ANKLE)

SHOWN: Final = 0.5  # a landmark less visible than this gives way to a stand-in; expert judgement
FLAT_FROM, FLAT_UP_TO = 0.85, 0.95  # where the cosine of a turn gets too flat to read it; expert judgement
MOST_HIDDEN: Final = 4.0  # a turn is at most this many times what depth shows; more is leaning or coming closer ...
MOST_HIDDEN_SHOULDERS: Final = (
    2.5  # ... and less where shoulders alone, which also narrow when arms go up, say so; expert judgement
)
HANDS_ASIDE: Final = 0.2  # body lengths that both hands are to one side of the middle of the shoulders; expert judgement
HIP_SHARE_FROM_DEG: Final = 20.0  # below this turn of the shoulders a share of it means nothing; expert judgement

Point = list[float]


def trunk_turn(points: Points, neutral: Neutral) -> float | None:
    """Turn of the shoulders about the long axis, deg, + to the person's left (left shoulder goes back).

    Size: acos(span / neutral span), of the wrists while the arms are out to the sides, else of the shoulders; past 90 deg the
    wrists' span turns negative and still reads right. Where the cosine is flat (under about 25 deg) the shoulders' depth gives
    the size; nor is a turn ever more than a few times what depth shows, unless hands held before the body have gone to one side
    with it. Side: that of those hands; else the shoulder that is further away; without depth, the side the nose has gone to;
    kept while the turn is large, when trackers mix up the shoulders. On posed figures the span of the wrists read a true turn
    within 4.3 deg, world landmarks were 30 to 60 off.
    """
    if neutral.turn_s == neutral.t_s:
        return neutral.turn_deg
    at = points.at
    if not points.measured(LS, RS) or neutral.shoulder_span <= 0:
        return None
    across, behind = span(at[LS], at[RS]), at[BEHIND][0]
    ratio, hidden, hands = across / neutral.shoulder_span, MOST_HIDDEN_SHOULDERS, 0.0
    visibility = points.visibility
    if visibility[LW] >= SHOWN and visibility[RW] >= SHOWN:
        if neutral.arms_out and neutral.wrist_span > 0:
            ratio, hidden = span(at[LW], at[RW]) / neutral.wrist_span, MOST_HIDDEN
        left, right = at[LW][0], at[RW][0]  # mid-shoulder is the origin
        hands = left if min(left, right) > HANDS_ASIDE or max(left, right) < -HANDS_ASIDE else 0.0
    size = _turned(ratio, across, behind, math.inf if hands else hidden)
    neutral.turn_deg, neutral.turn_s = size * neutral.turn_side(size, hands or behind or _nose_side(points)), neutral.t_s
    return neutral.turn_deg


def _turned(ratio: float, across: float, behind: float, hidden: float) -> float:
    """Size of a turn, deg."""
    by_span = math.degrees(math.acos(min(1.0, max(-1.0, ratio))))
    if behind == 0.0:
        return by_span
    by_depth = math.degrees(math.atan2(abs(behind), abs(across)))
    flat = min(1.0, max(0.0, (ratio - FLAT_FROM) / (FLAT_UP_TO - FLAT_FROM)))
    return by_depth * flat + min(by_span, hidden * by_depth) * (1 - flat)


def _nose_side(points: Points) -> float:
    """+1 when the nose is to the person's left of mid-shoulder (the origin), else -1."""
    left_is_right = points.at[LS][0] >= points.at[RS][0]
    return 1.0 if (points.at[NOSE][0] >= 0) == left_is_right else -1.0


def hip_turn_share(points: Points, neutral: Neutral) -> float | None:
    """Turn of the hips over turn of the shoulders, 0 to about 1. None while the shoulders are turned less than 20 deg.

    Read from the spans and, where there is depth, from depth; the smaller counts, since each alone was seen to show turns of the
    hips that were not there: spans of depth cameras, depth of pose models."""
    shoulders = trunk_turn(points, neutral)
    if shoulders is None or abs(shoulders) < HIP_SHARE_FROM_DEG or not points.measured(LH, RH) or neutral.hip_span <= 0:
        return None
    at = points.at
    across, shoulders_across = abs(span(at[LH], at[RH])), abs(span(at[LS], at[RS]))
    shoulders_behind, behind = at[BEHIND]
    by_span = _turned(across / neutral.hip_span, across, 0.0, MOST_HIDDEN) / abs(shoulders)
    if shoulders_behind == 0.0:
        return by_span
    return min(by_span, math.atan2(behind, across) / math.atan2(shoulders_behind, shoulders_across))


def trunk_lean(points: Points, neutral: Neutral) -> float | None:
    """Mid-hip to mid-shoulder against the vertical, deg. From the front + to the person's left; from the side + forward,
    the way the nose points from the ears (from mid-shoulder where there are no ears)."""
    if not points.measured(LS, RS, LH, RH):
        return None
    at = points.at
    across = -(at[LH][0] + at[RH][0]) / 2  # mid-shoulder is the origin
    up = (at[LH][1] + at[RH][1]) / 2
    lean = math.degrees(math.atan2(across, up))
    return lean if _forward_or_left(points, neutral) > 0 else -lean


def _forward_or_left(points: Points, neutral: Neutral) -> float:
    """Whether larger x is the person's left (front, back) or front (side, oblique)."""
    at = points.at
    if neutral.view in (View.SIDE, View.OBLIQUE):
        ears = (at[LEFT_EAR][0] + at[RIGHT_EAR][0]) / 2 if points.measured(LEFT_EAR, RIGHT_EAR) else 0.0
        return at[NOSE][0] - ears
    return at[LS][0] - at[RS][0]


def head_tilt(points: Points, _: Neutral) -> float | None:
    """Ear line against shoulder line, deg, + to the person's left (left ear goes down). The eyes stand in for hidden ears.

    Pose models see about three quarters of a large tilt, so it is compared with the person's own range only.
    """
    head = _head_line(points)
    if head is None or not points.measured(LS, RS):
        return None
    return _fall(points.at[head[0]], points.at[head[1]]) - _fall(points.at[LS], points.at[RS])


def _head_line(points: Points) -> tuple[int, int] | None:
    visibility = points.visibility
    if visibility[LEFT_EAR] >= SHOWN and visibility[RIGHT_EAR] >= SHOWN:
        return LEFT_EAR, RIGHT_EAR
    if points.measured(LEFT_EYE, RIGHT_EYE):
        return LEFT_EYE, RIGHT_EYE
    return (LEFT_EAR, RIGHT_EAR) if points.measured(LEFT_EAR, RIGHT_EAR) else None


def _fall(left: Point, right: Point) -> float:
    """How far the left end hangs lower than the right, deg, seen from the front or the back alike."""
    return math.degrees(math.atan2(left[1] - right[1], abs(left[0] - right[0])))


def shoulder_tilt(points: Points, _: Neutral) -> float | None:
    """Shoulder line against the horizontal, deg, + left shoulder higher."""
    return -_fall(points.at[LS], points.at[RS]) if points.measured(LS, RS) else None


def arm_elevation(points: Points, _: Neutral) -> float | None:
    """Mean of both angles hip-shoulder-elbow, deg, 0 hanging, 180 overhead; one side alone where the other was not measured."""
    return _mean(corner(points, LH, LS, LE), corner(points, RH, RS, RE))


def arm_elevation_gap(points: Points, _: Neutral) -> float | None:
    """Angle hip-shoulder-elbow, left minus right, deg."""
    left, right = corner(points, LH, LS, LE), corner(points, RH, RS, RE)
    return None if left is None or right is None else left - right


def elbow_flexion(points: Points, _: Neutral) -> float | None:
    """Mean of both angles shoulder-elbow-wrist, deg: 180 is straight."""
    return _mean(corner(points, LS, LE, LW), corner(points, RS, RE, RW))


def hip_flexion(points: Points, _: Neutral) -> float | None:
    """180 minus shoulder-hip-knee of the more bent side, deg; + the left leg, - the right."""
    left, right = corner(points, LS, LH, LK), corner(points, RS, RH, RK)
    return _larger(None if left is None else 180 - left, None if right is None else 180 - right)


def leg_reach(points: Points, _: Neutral) -> float | None:
    """Angle shoulder-hip-ankle of the straighter side, deg, 180 in one line; + the left leg, - the right."""
    return _larger(corner(points, LS, LH, LA), corner(points, RS, RH, RA))


def arm_reach(points: Points, _: Neutral) -> float | None:
    """Angle hip-shoulder-wrist of the more raised side, deg, 180 in line with the trunk; + the left arm, - the right."""
    return _larger(corner(points, LH, LS, LW), corner(points, RH, RS, RW))


def wrist_drop(points: Points, neutral: Neutral) -> float | None:
    """How far the wrists hang below the shoulders, mean of both, as a share of the arm's length seen while facing the camera."""
    if not points.measured(LS, RS, LW, RW) or neutral.arm_length <= 0:
        return None
    at = points.at
    return (at[LW][1] + at[RW][1] - at[LS][1] - at[RS][1]) / 2 / neutral.arm_length


def wrist_height_gap(points: Points, _: Neutral) -> float | None:
    """Left wrist above right as a share of a body length, + left higher."""
    return points.at[RW][1] - points.at[LW][1] if points.measured(LW, RW) else None


def shrug(points: Points, neutral: Neutral) -> float | None:
    """Share by which shoulder and ear have come closer since the start: 0.3 means the distance is 70 % of what it was."""
    head = _head_line(points)
    if head is None or not points.measured(LS, RS):
        return None
    at = points.at
    gap = (at[LS][1] + at[RS][1] - at[head[0]][1] - at[head[1]][1]) / 2
    start = neutral.at_start("shrug", gap)
    return 1 - gap / start if start > 0 else None


def trunk_level_change(points: Points, neutral: Neutral) -> float | None:
    """Hip to shoulder against the horizontal, deg, change since the start, + chest higher. For a trunk that lies level."""
    rise = trunk_rise(points, neutral)
    if rise is None:
        return None
    return neutral.since_start("trunk_level", rise)


def trunk_rise(points: Points, _: Neutral) -> float | None:
    """Hip to shoulder against the horizontal, deg: 90 upright, 0 level."""
    if not points.measured(LS, RS, LH, RH):
        return None
    at = points.at
    return math.degrees(math.atan2(at[LH][1] + at[RH][1], abs(at[LH][0] + at[RH][0])))  # mid-shoulder is the origin


def head_pitch(points: Points, _: Neutral) -> float | None:
    """Ear to nose against the horizontal, deg, from the side, for a trunk that lies level: 0 looks ahead (from hips to
    shoulders), + up, -90 straight down, less is tucked in. On posed figures it followed a true head pitch with r 0.99, where
    ear-shoulder-hip failed."""
    if not points.measured(NOSE, LEFT_EAR, RIGHT_EAR, LH, RH):
        return None
    at = points.at
    ahead = -1.0 if at[LH][0] + at[RH][0] > 0 else 1.0  # mid-shoulder is the origin
    along = at[NOSE][0] - (at[LEFT_EAR][0] + at[RIGHT_EAR][0]) / 2
    up = (at[LEFT_EAR][1] + at[RIGHT_EAR][1]) / 2 - at[NOSE][1]
    pitch = math.degrees(math.atan2(up, along * ahead))
    return pitch if pitch < 90 else pitch - 360  # the seam lies where no neck goes: straight up


def nose_offset(points: Points, neutral: Neutral) -> float | None:
    """How far the nose has left the middle of the ears (eyes) along their line, as a share of their distance, since the start;
    + to the person's left. A head that tilts keeps it, a head that turns does not."""
    head = _head_line(points)
    if head is None or not points.measured(NOSE):
        return None
    left, right, nose = points.at[head[0]], points.at[head[1]], points.at[NOSE]
    along, down = left[0] - right[0], left[1] - right[1]
    length_2 = along * along + down * down
    if length_2 == 0:
        return None
    mid_x, mid_y = (left[0] + right[0]) / 2, (left[1] + right[1]) / 2
    return neutral.since_start("nose", ((nose[0] - mid_x) * along + (nose[1] - mid_y) * down) / length_2)


def _mean(left: float | None, right: float | None) -> float | None:
    if left is None or right is None:
        return right if left is None else left
    return (left + right) / 2


def _larger(left: float | None, right: float | None) -> float | None:
    """The larger of two sizes, as + for the left and - for the right."""
    if left is None or right is None:
        return left if right is None else -right
    return left if left >= right else -right


SIGNALS: Final[dict[Signal, Callable[[Points, Neutral], float | None]]] = {
    Signal.TRUNK_TURN: trunk_turn,
    Signal.TRUNK_LEAN: trunk_lean,
    Signal.HEAD_TILT: head_tilt,
    Signal.SHOULDER_TILT: shoulder_tilt,
    Signal.ARM_ELEVATION: arm_elevation,
    Signal.ARM_ELEVATION_GAP: arm_elevation_gap,
    Signal.ELBOW_FLEXION: elbow_flexion,
    Signal.HIP_FLEXION: hip_flexion,
    Signal.LEG_REACH: leg_reach,
    Signal.ARM_REACH: arm_reach,
    Signal.WRIST_DROP: wrist_drop,
    Signal.WRIST_HEIGHT_GAP: wrist_height_gap,
    Signal.SHRUG: shrug,
    Signal.HIP_TURN_SHARE: hip_turn_share,
    Signal.TRUNK_LEVEL_CHANGE: trunk_level_change,
    Signal.TRUNK_RISE: trunk_rise,
    Signal.HEAD_PITCH: head_pitch,
    Signal.NOSE_OFFSET: nose_offset,
    **RANGES,
}

ONE_LIMB: Final = frozenset({Signal.HIP_FLEXION, Signal.LEG_REACH, Signal.ARM_REACH, Signal.NEAR_ARM_REACH})
"""Signals whose sign only names the limb; their size is what moves."""

NEEDS_NEUTRAL: Final = frozenset({Signal.TRUNK_TURN, Signal.HIP_TURN_SHARE, Signal.WRIST_DROP, Signal.NEAR_ARM_REACH})
"""Signals that compare with the spans of a person who faces the camera, or ask depth which shoulder is nearer."""

SINCE_START: Final = frozenset({Signal.SHRUG, Signal.TRUNK_LEVEL_CHANGE, Signal.NOSE_OFFSET})
"""Signals that are a change since the start, which must be looked at there."""

_SHOULDERS, _ELBOWS, _WRISTS, _HIPS, _KNEES, _ANKLES = (LS, RS), (LE, RE), (LW, RW), (LH, RH), (LK, RK), (LA, RA)
_HEAD = (NOSE, LEFT_EAR, RIGHT_EAR, LEFT_EYE, RIGHT_EYE)
_FACING = (NOSE, LEFT_EAR, RIGHT_EAR)
_NEUTRAL = (*_SHOULDERS, *_ELBOWS, *_WRISTS, *_HIPS)

LANDMARKS: Final[dict[Signal, frozenset[int]]] = {
    Signal.TRUNK_TURN: frozenset((NOSE, *_NEUTRAL)),
    Signal.TRUNK_LEAN: frozenset((*_SHOULDERS, *_HIPS, *_FACING)),
    Signal.HEAD_TILT: frozenset((*_HEAD, *_SHOULDERS)),
    Signal.SHOULDER_TILT: frozenset(_SHOULDERS),
    Signal.ARM_ELEVATION: frozenset((*_SHOULDERS, *_ELBOWS, *_HIPS)),
    Signal.ARM_ELEVATION_GAP: frozenset((*_SHOULDERS, *_ELBOWS, *_HIPS)),
    Signal.ELBOW_FLEXION: frozenset((*_SHOULDERS, *_ELBOWS, *_WRISTS)),
    Signal.HIP_FLEXION: frozenset((*_SHOULDERS, *_HIPS, *_KNEES)),
    Signal.LEG_REACH: frozenset((*_SHOULDERS, *_HIPS, *_ANKLES)),
    Signal.ARM_REACH: frozenset((*_SHOULDERS, *_HIPS, *_WRISTS)),
    Signal.WRIST_DROP: frozenset(_NEUTRAL),
    Signal.WRIST_HEIGHT_GAP: frozenset(_WRISTS),
    Signal.SHRUG: frozenset((*_HEAD, *_SHOULDERS)),
    Signal.HIP_TURN_SHARE: frozenset((NOSE, *_NEUTRAL)),
    Signal.TRUNK_LEVEL_CHANGE: frozenset((*_SHOULDERS, *_HIPS)),
    Signal.TRUNK_RISE: frozenset((*_SHOULDERS, *_HIPS)),
    Signal.HEAD_PITCH: frozenset((*_FACING, *_HIPS)),
    Signal.NOSE_OFFSET: frozenset(_HEAD),
    Signal.TRUNK_BEND: frozenset((*_SHOULDERS, *_HIPS)),
    Signal.ARM_HEIGHT: frozenset((*_SHOULDERS, *_ELBOWS, *_HIPS)),
}
"""The landmarks that a signal, and the neutral it compares with, are made of: no others need smoothing. A signal that is not
named here may use all of them."""


def landmarks_of(signals: Iterable[Signal]) -> frozenset[int]:
    """The landmarks these signals are made of, and the rows that every reading needs: shoulders, hips, and depth."""
    everything = frozenset(range(N_LANDMARKS))
    return frozenset((*_SHOULDERS, *_HIPS, BEHIND)).union(*(LANDMARKS.get(signal, everything) for signal in signals))

"""Angles for self-tests of range and posture, from image coordinates, each free of the camera's roll.

Lines are compared with lines of the body, or with where they were at the start, never with the picture's edges. So a camera
that hangs askew by ten degrees changes nothing. Same shape as the signals beside them: points and neutral in, a number or None
out; those of `SIDED` come as a pair, left and right. Formulas: the project's test protocols (expert judgement where no source
is named); the angle hip-shoulder-elbow in the picture is the one that pose models were compared with, Fan 2022,
doi:10.1186/s12891-022-05826-4.
"""

import math
from collections.abc import Callable
from typing import Final

from upperback.model.body import Landmark
from upperback.model.movement import Signal
from upperback.motion.neutral import BEHIND, LE, LH, LS, LW, RE, RH, RS, RW, Neutral, Points

LEFT_EAR, RIGHT_EAR = int(Landmark.LEFT_EAR), int(Landmark.RIGHT_EAR)
NOSE = int(Landmark.NOSE)
LA, RA = int(Landmark.LEFT_ANKLE), int(Landmark.RIGHT_ANKLE)
FACE: Final = (*range(NOSE, LEFT_EAR), int(Landmark.MOUTH_LEFT), int(Landmark.MOUTH_RIGHT))
NEAR_BY_DEPTH: Final = 0.15  # body lengths between the shoulders' depths that tell near from far; expert judgement

UPPER_ARMS: Final = ((LH, LS, LE), (RH, RS, RE))
ARMS: Final = ((LH, LS, LW), (RH, RS, RW))

Number = Callable[[Points, Neutral], float | None]
Point = list[float]


def arm_height_left(points: Points, _: Neutral) -> float | None:
    """Angle hip-shoulder-elbow of the left arm, deg: about 10 hanging, about 170 straight up, since hips are narrower than
    shoulders."""
    return corner(points, *UPPER_ARMS[0])


def arm_height_right(points: Points, _: Neutral) -> float | None:
    """The same of the right arm."""
    return corner(points, *UPPER_ARMS[1])


def shoulder_rise_left(points: Points, neutral: Neutral) -> float | None:
    """How far the left shoulder has risen since the start, in trunk lengths, + up."""
    return _rise(points, neutral, LS, "rise_left")


def shoulder_rise_right(points: Points, neutral: Neutral) -> float | None:
    """The same of the right shoulder."""
    return _rise(points, neutral, RS, "rise_right")


def _rise(points: Points, neutral: Neutral, shoulder: int, name: str) -> float | None:
    """Height over the hips as a share of the ears' height over the hips: a shrug lifts the one, not the other. Heights along
    the line from the hips to the ears."""
    if not points.measured(LS, RS, LH, RH, LEFT_EAR, RIGHT_EAR):
        return None
    at = points.at
    hip_x, hip_y = (at[LH][0] + at[RH][0]) / 2, (at[LH][1] + at[RH][1]) / 2
    up_x = (at[LEFT_EAR][0] + at[RIGHT_EAR][0]) / 2 - hip_x
    up_y = (at[LEFT_EAR][1] + at[RIGHT_EAR][1]) / 2 - hip_y
    ears_2 = up_x * up_x + up_y * up_y
    if ears_2 == 0:
        return None
    share = ((at[shoulder][0] - hip_x) * up_x + (at[shoulder][1] - hip_y) * up_y) / ears_2
    mean = (-hip_x * up_x - hip_y * up_y) / ears_2  # mid-shoulder is the origin
    trunk = neutral.at_start("trunk_share", mean)
    return neutral.since_start(name, share) / trunk if trunk > 0 else None


def near_arm_reach(points: Points, _: Neutral) -> float | None:
    """Angle hip-shoulder-wrist of the arm nearer to the camera, deg, 180 in line with the trunk; + the left arm, - the right.

    From the side one arm hides the other. Near is the shoulder that is less deep; where depth says little, the side that a
    person shows who faces this way."""
    left = _left_is_near(points)
    if left is None:
        return None
    reach = corner(points, *ARMS[0 if left else 1])
    return None if reach is None else reach if left else -reach


def _left_is_near(points: Points) -> bool | None:
    at, behind = points.at, points.at[BEHIND][0]
    if abs(behind) >= NEAR_BY_DEPTH:
        return behind < 0
    if not points.measured(NOSE, LEFT_EAR, RIGHT_EAR):
        return behind < 0 if behind else None
    return at[NOSE][0] < (at[LEFT_EAR][0] + at[RIGHT_EAR][0]) / 2


def head_nod(points: Points, neutral: Neutral) -> float | None:
    """Ears to face (nose, eyes, mouth: their mean) against hips to shoulders, from the side, deg, change since the start; + looks
    up. Nodding with the whole trunk adds nothing."""
    if not points.measured(LEFT_EAR, RIGHT_EAR, NOSE, LS, RS, LH, RH):
        return None
    at, seen = points.at, points.visibility
    face = [at[i] for i in FACE if seen[i]]
    ear_x, ear_y = (at[LEFT_EAR][0] + at[RIGHT_EAR][0]) / 2, (at[LEFT_EAR][1] + at[RIGHT_EAR][1]) / 2
    ahead_x = sum(p[0] for p in face) / len(face) - ear_x
    ahead_y = sum(p[1] for p in face) / len(face) - ear_y
    up_x, up_y = -(at[LH][0] + at[RH][0]) / 2, -(at[LH][1] + at[RH][1]) / 2
    turned = math.degrees(math.atan2(up_x * ahead_y - up_y * ahead_x, up_x * ahead_x + up_y * ahead_y))
    # Seen from the person's right the face is clockwise of the trunk; looking up brings it nearer to straight up, 0.
    facing_right = neutral.at_start("faces_right", 1.0 if turned > 0 else -1.0) > 0
    pitch = 90 - (turned if facing_right else -turned)
    pitch = pitch if pitch > -180 else pitch + 360
    return neutral.since_start("head_nod", pitch)


def trunk_back(points: Points, neutral: Neutral) -> float | None:
    """Hips to shoulders, from the side, deg, change since the start; + leans back. It is the whole trunk's line: where the
    trunk bends can't be seen."""
    if not points.measured(LS, RS, LH, RH, NOSE):
        return None
    at = points.at
    lean = math.degrees(math.atan2(-(at[LH][0] + at[RH][0]), at[LH][1] + at[RH][1]))
    ears = (at[LEFT_EAR][0] + at[RIGHT_EAR][0]) / 2 if points.measured(LEFT_EAR, RIGHT_EAR) else 0.0
    forward = neutral.at_start("faces", 1.0 if at[NOSE][0] > ears else -1.0)
    return neutral.since_start("trunk_back", lean) * (-1.0 if forward > 0 else 1.0)


def trunk_bend(points: Points, neutral: Neutral) -> float | None:
    """Hips to shoulders, from the front, deg, change since the start; + to the person's left."""
    if not points.measured(LS, RS, LH, RH):
        return None
    at = points.at
    lean = math.degrees(math.atan2(-(at[LH][0] + at[RH][0]), at[LH][1] + at[RH][1]))
    return neutral.since_start("trunk_bend", lean if at[LS][0] >= at[RS][0] else -lean)


def shoulders_over_hips(points: Points, _: Neutral) -> float | None:
    """Shoulder line less hip line, deg, + left shoulder higher. Against the hips, since a camera is seldom quite level."""
    if not points.measured(LS, RS, LH, RH):
        return None
    at = points.at
    return _climb(at[LS], at[RS]) - _climb(at[LH], at[RH])


def _climb(left: Point, right: Point) -> float:
    return math.degrees(math.atan2(right[1] - left[1], abs(left[0] - right[0])))


def hands_uneven(points: Points, _: Neutral) -> float | None:
    """Left wrist above right along the trunk's line, as a share of a body length; + left higher."""
    if not points.measured(LW, RW, LS, RS, LH, RH):
        return None
    at = points.at
    up_x, up_y = -(at[LH][0] + at[RH][0]) / 2, -(at[LH][1] + at[RH][1]) / 2
    length = math.hypot(up_x, up_y)
    return ((at[LW][0] - at[RW][0]) * up_x + (at[LW][1] - at[RW][1]) * up_y) / length if length else None


def elbows_level(points: Points, _: Neutral) -> float | None:
    """1 with both elbows at shoulder height, less by what the lower one hangs below, in body lengths; along the trunk's line."""
    if not points.measured(LS, RS, LE, RE, LH, RH):
        return None
    at = points.at
    down_x, down_y = (at[LH][0] + at[RH][0]) / 2, (at[LH][1] + at[RH][1]) / 2
    length = math.hypot(down_x, down_y)
    if length == 0:
        return None
    drops = [((at[e][0] - at[s][0]) * down_x + (at[e][1] - at[s][1]) * down_y) / length for e, s in ((LE, LS), (RE, RS))]
    return 1 - max(0.0, *drops)


def one_leg(points: Points, neutral: Neutral) -> float | None:
    """One ankle above the other, in body lengths, change since both feet stood; + when the person stands on the left leg."""
    if not points.measured(LA, RA):
        return None
    return neutral.since_start("one_leg", points.at[LA][1] - points.at[RA][1])


def corner(points: Points, a: int, b: int, c: int) -> float | None:
    """The inner angle at b, deg, 0 to 180, in the picture."""
    if not points.measured(a, b, c):
        return None
    at_a, at_b, at_c = points.at[a], points.at[b], points.at[c]
    ux, uy, vx, vy = at_a[0] - at_b[0], at_a[1] - at_b[1], at_c[0] - at_b[0], at_c[1] - at_b[1]
    return math.degrees(math.atan2(abs(ux * vy - uy * vx), ux * vx + uy * vy))


RANGES: Final[dict[Signal, Number]] = {
    Signal.NEAR_ARM_REACH: near_arm_reach,
    Signal.HEAD_NOD: head_nod,
    Signal.TRUNK_BACK: trunk_back,
    Signal.TRUNK_BEND: trunk_bend,
    Signal.SHOULDERS_OVER_HIPS: shoulders_over_hips,
    Signal.HANDS_UNEVEN: hands_uneven,
    Signal.ELBOWS_LEVEL: elbows_level,
    Signal.ONE_LEG: one_leg,
}
"""One number a frame, as for every signal."""

SIDED: Final[dict[Signal, tuple[Number, Number]]] = {
    Signal.ARM_HEIGHT: (arm_height_left, arm_height_right),
    Signal.SHOULDER_RISE: (shoulder_rise_left, shoulder_rise_right),
}
"""A number for each side, left and right; only a measure with sides can read them."""

CORNERS: Final[dict[Signal, tuple[tuple[int, int, int], tuple[int, int, int]]]] = {
    Signal.ARM_HEIGHT: UPPER_ARMS,
    Signal.ARM_ELEVATION: UPPER_ARMS,
    Signal.NEAR_ARM_REACH: ARMS,
}
"""Signals that are the inner angle of three landmarks in the picture, left and right, with the joint in the middle."""

SHARES: Final = frozenset({Signal.SHOULDER_RISE, Signal.HANDS_UNEVEN, Signal.WRIST_HEIGHT_GAP})
"""Shares of a body length; a measure gives them in percent."""

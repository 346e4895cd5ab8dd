"""Joint angles to rotations.

Zero pose: standing, legs straight down, arms hanging, palms to the thighs, thumbs forward. In the zero pose every joint's
frame is the world's (y up, the figure faces +z, its left is +x) and the bones of arms and legs point along -y. So a body is
only a table of offsets, and the angles don't depend on it.

| key | values, degrees | positive means | local rotation (column vectors) |
|---|---|---|---|
| pelvis, lower, upper, neck, head | flex, side, turn | forward, to own left, to own left | Ry(turn) Rx(flex) Rz(-side) |
| clav | elevation, protraction | up, forward | Ry(-m protraction) Rz(m elevation) |
| shoulder | plane, elevation, twist | plane 0 sideways, 90 forward, over 90 across; twist internal | S Ry(-m twist) |
| elbow | flex, pronation | bend, palm turns back or down | Rx(-flex) Ry(-m pronation) |
| wrist | flex, radial | to the palm, to the thumb | Rz(-m flex) Rx(-radial) |
| hip | flex, abduction, rotation | forward, outward, internal | Rx(-flex) Rz(m abduction) Ry(-m rotation) |
| knee | flex | heel to the seat | Rx(flex) |
| ankle | dorsiflexion | toes up | Rx(-dorsiflexion) |

m is +1 on the left and -1 on the right, so the same numbers are a mirrored pose. S is the shortest turn that takes -y by
`elevation` towards the heading m cos(plane) x + sin(plane) z. "lower" is shared half and half by spine1 and spine2, "upper"
goes to spine3. The neck has two joints, or a chin tuck (neck back, head forward) could not be drawn. Known limits: keep
elevation at 170 or less; at elevation 0 `plane` has no effect, so give it the plane of the next key.
"""

import numpy as np

from upperback.model.body import Floats
from upperback.model.demo import ANGLE_COUNT, SIDED, Angles
from upperback.motion.anatomy import SIDES


def turn_x(deg: Floats) -> Floats:
    """Rotations (n, 3, 3) about x; positive takes y towards z."""
    return _about(deg, 1, 2)


def turn_y(deg: Floats) -> Floats:
    """Rotations (n, 3, 3) about y; positive takes z towards x."""
    return _about(deg, 2, 0)


def turn_z(deg: Floats) -> Floats:
    """Rotations (n, 3, 3) about z; positive takes x towards y."""
    return _about(deg, 0, 1)


def _about(deg: Floats, a: int, b: int) -> Floats:
    """The rotation in the plane of the axes a and b, from a towards b."""
    c, s = np.cos(np.radians(deg)), np.sin(np.radians(deg))
    r = np.zeros((len(deg), 3, 3))
    r[:, 3 - a - b, 3 - a - b] = 1
    r[:, a, a] = r[:, b, b] = c
    r[:, b, a], r[:, a, b] = s, -s
    return r


def turn_about(axis: Floats, deg: Floats) -> Floats:
    """Rotations (n, 3, 3) by `deg` (n,) about unit axes (n, 3), by Rodrigues' formula."""
    c, s = np.cos(np.radians(deg))[:, None, None], np.sin(np.radians(deg))[:, None, None]
    k = np.zeros((len(deg), 3, 3))
    k[:, 2, 1], k[:, 1, 2] = axis[:, 0], -axis[:, 0]
    k[:, 0, 2], k[:, 2, 0] = axis[:, 1], -axis[:, 1]
    k[:, 1, 0], k[:, 0, 1] = axis[:, 2], -axis[:, 2]
    return np.eye(3) + s * k + (1 - c) * (k @ k)


def complete(angles: Angles) -> dict[str, Floats]:
    """Every angle of the body, (count,) each: those given, "x_b" on both sides, zero for the rest.

    A one-sided key wins over "x_b" wherever it stands.

    >>> complete({"knee_b": (90,), "knee_l": (10,)})["knee_l"].tolist()
    [10.0]
    """
    whole = {key: np.zeros(n) for key, n in ANGLE_COUNT.items() if key not in SIDED}
    for key in SIDED:
        for s, _ in SIDES:
            given = angles.get(f"{key}_{s}", angles.get(f"{key}_b"))
            whole[f"{key}_{s}"] = np.zeros(ANGLE_COUNT[key]) if given is None else np.array(given, dtype=float)
    for key in angles:
        if key in whole:
            whole[key] = np.array(angles[key], dtype=float)
    return whole


def local_rotations(angles: dict[str, Floats]) -> dict[str, Floats]:
    """Each joint's rotation in its parent's frame, (n, 3, 3), from angles (n, count) a key."""
    lower = angles["lower"] / 2
    local = {
        "pelvis": _trunk(angles["pelvis"]),
        "spine1": _trunk(lower),
        "spine2": _trunk(lower),
        "spine3": _trunk(angles["upper"]),
        "neck": _trunk(angles["neck"]),
        "head": _trunk(angles["head"]),
    }
    for s, m in SIDES:
        clav, shoulder, elbow = angles[f"clav_{s}"].T, angles[f"shoulder_{s}"].T, angles[f"elbow_{s}"].T
        wrist, hip = angles[f"wrist_{s}"].T, angles[f"hip_{s}"].T
        local[f"clav_{s}"] = turn_y(-m * clav[1]) @ turn_z(m * clav[0])
        plane = np.radians(shoulder[0])
        # -y crossed with the heading (m cos, 0, sin)
        swing_axis = np.stack([-np.sin(plane), np.zeros_like(plane), m * np.cos(plane)], axis=1)
        local[f"uarm_{s}"] = turn_about(swing_axis, shoulder[1]) @ turn_y(-m * shoulder[2])
        local[f"farm_{s}"] = turn_x(-elbow[0]) @ turn_y(-m * elbow[1])
        local[f"hand_{s}"] = turn_z(-m * wrist[0]) @ turn_x(-wrist[1])
        local[f"thigh_{s}"] = turn_x(-hip[0]) @ turn_z(m * hip[1]) @ turn_y(-m * hip[2])
        local[f"shank_{s}"] = turn_x(angles[f"knee_{s}"][:, 0])
        local[f"foot_{s}"] = turn_x(-angles[f"ankle_{s}"][:, 0])
    return local


def _trunk(deg: Floats) -> Floats:
    return turn_y(deg[:, 2]) @ turn_x(deg[:, 0]) @ turn_z(-deg[:, 1])

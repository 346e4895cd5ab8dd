"""The figure that demonstrates: a demo posed at any instant, its 33 landmarks, and frames as a camera would see them.

World: metres, right-handed, y up, the figure faces +z, its own left is +x (`motion.angles` has the table of joint angles,
`motion.anatomy` the bones, `motion.contacts` what stays in place). Between key positions the joint angles follow the
minimum-jerk course u^3 (10 - 15 u + 6 u^2) (Flash and Hogan 1985, J Neurosci 5:1688, a model of unhurried human movement);
angles and not quaternions, since a quaternion's shortest way leads big shoulder movements through the body.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from upperback.model.body import N_LANDMARKS, Floats, Frame
from upperback.model.demo import JOINTS, Demo, KeyPosition
from upperback.motion.anatomy import PARENT, SIDES, Body, make_body
from upperback.motion.angles import complete, local_rotations
from upperback.motion.contacts import Posed, anchor, hold_pins

REFERENCE: Final = make_body()

_HEAD_LANDMARKS_M: Final = (
    (0, 0.042, 0.118), (0.017, 0.078, 0.088), (0.032, 0.079, 0.086), (0.046, 0.078, 0.078), (-0.017, 0.078, 0.088),
    (-0.032, 0.079, 0.086), (-0.046, 0.078, 0.078), (0.074, 0.055, -0.005), (-0.074, 0.055, -0.005),
    (0.022, -0.005, 0.093), (-0.022, -0.005, 0.093),
)  # fmt: skip
_PAIRED_LANDMARKS_M: Final = (
    ("uarm", (0, 0, 0)), ("farm", (0, 0, 0)), ("hand", (0, 0, 0)), ("hand", (0, -0.09, -0.032)), ("hand", (0, -0.098, 0.026)),
    ("hand", (-0.012, -0.065, 0.048)), ("thigh", (0, 0, 0)), ("shank", (0, 0, 0)), ("foot", (0, 0, 0)),
    ("foot", (0, -0.062, -0.055)), ("foot", (0, -0.062, 0.165)),
)  # fmt: skip
_LANDMARKS: Final[tuple[tuple[str, tuple[float, float, float]], ...]] = (
    *(("head", at) for at in _HEAD_LANDMARKS_M),
    *((f"{joint}_{s}", (m * at[0], at[1], at[2])) for joint, at in _PAIRED_LANDMARKS_M for s, m in SIDES),
)
"""Each landmark's joint and its place in that joint's frame, metres of the reference body, in the order of `Landmark`."""


def ease(u: Floats) -> Floats:
    """The minimum-jerk course from 0 to 1, (n,); speed and acceleration are 0 at both ends.

    >>> ease(np.array([0, 0.5, 1])).tolist()
    [0.0, 0.5, 1.0]
    """
    return u * u * u * (10 + u * (-15 + 6 * u))


def period_s(demo: Demo) -> float:
    """Seconds of one round through all key positions, holds included."""
    return sum(key.move_s + key.hold_s for key in demo.keys)


def keys_at(demo: Demo, t_s: Floats) -> tuple[npt.NDArray[np.int_], Floats]:
    """At the instants `t_s` (n,): the key position that is held or left, and the share of the time to the next one (0 in the
    hold), each (n,)."""
    phase = np.mod(t_s, period_s(demo))
    index, share = np.zeros(len(t_s), dtype=int), np.zeros(len(t_s))
    begin = 0.0
    for i, key in enumerate(demo.keys):
        move_s = demo.keys[(i + 1) % len(demo.keys)].move_s
        here = (phase >= begin) & (phase < begin + key.hold_s + move_s)
        index[here] = i
        share[here] = np.clip((phase[here] - begin - key.hold_s) / move_s, 0, 1)
        begin += key.hold_s + move_s
    return index, share


def pose(demo: Demo, t_s: Floats, body: Body = REFERENCE) -> Posed:
    """The body at the instants `t_s` (n,) of the demo, which repeats. At 0 the hold of the first key position begins."""
    keys = demo.keys
    index, share = keys_at(demo, t_s)
    posed = Posed(
        {j: np.zeros((len(t_s), 3, 3)) for j in JOINTS}, {j: np.zeros((len(t_s), 3)) for j in JOINTS}, np.zeros(len(t_s))
    )
    for i, key in enumerate(keys):
        here = index == i
        if not here.any():
            continue
        part = between(demo.anchor, key, keys[(i + 1) % len(keys)], ease(share[here]), body)
        for joint in JOINTS:
            posed.turn[joint][here] = part.turn[joint]
            posed.at_m[joint][here] = part.at_m[joint]
        posed.shortfall_m[here] = part.shortfall_m
    return posed


def pose_key(demo: Demo, index: int, body: Body = REFERENCE) -> Posed:
    """The body in one key position (n = 1)."""
    key = demo.keys[index]
    return between(demo.anchor, key, key, np.zeros(1), body)


def between(anchored: tuple[str, ...], start: KeyPosition, end: KeyPosition, u: Floats, body: Body = REFERENCE) -> Posed:
    """The body `u` (n,) of the way from one key position to another, `anchored` joints and pins in their places."""
    first, second = complete(start.angles), complete(end.angles)
    share = u[:, None]
    local = local_rotations({key: (1 - share) * first[key] + share * second[key] for key in first})
    posed = forward(local, body)
    anchor(posed, anchored, (1 - share) * body.place_m(start.anchor_at) + share * body.place_m(end.anchor_at))
    hold_pins(posed, body, local, start, end, u)
    return posed


def forward(local: dict[str, Floats], body: Body = REFERENCE) -> Posed:
    """Forward kinematics with the pelvis at the origin, from each joint's rotation (n, 3, 3) in its parent's frame."""
    n = len(local["pelvis"])
    turn, at_m = {"pelvis": local["pelvis"]}, {"pelvis": np.zeros((n, 3))}
    for joint in JOINTS[1:]:
        parent = PARENT[joint]
        turn[joint] = turn[parent] @ local[joint]
        at_m[joint] = at_m[parent] + turn[parent] @ body.offsets_m[joint]
    return Posed(turn, at_m, np.zeros(n))


def landmarks(posed: Posed, body: Body = REFERENCE) -> Floats:
    """The 33 BlazePose landmarks, (n, 33, 3), in metres of the y-up world."""
    places = [posed.at_m[joint] + posed.turn[joint] @ (np.array(at) * body.scale) for joint, at in _LANDMARKS]
    return np.stack(places, axis=1)


@dataclass(frozen=True, slots=True)
class Camera:
    """A pinhole camera that looks at `target_m` from `yaw_deg` round the figure (0 in front, 90 at its left, 180 behind) and
    `pitch_deg` above. `vertical_deg` is the angle the picture's height covers.

    >>> Camera().pixels(np.array([[[0.0, 1.0, 0.0]]])).round(6).tolist()
    [[[320.0, 240.0]]]
    """

    yaw_deg: float = 0.0
    pitch_deg: float = 4.0
    distance_m: float = 3.3
    target_m: tuple[float, float, float] = (0.0, 1.0, 0.0)
    vertical_deg: float = 38.0
    size_px: tuple[int, int] = (640, 480)

    def axes(self) -> Floats:
        """(3, 3): the rows are the picture's x (right), y (down) and z (away) in the world; those of `model.body`."""
        yaw, pitch = np.radians(self.yaw_deg), np.radians(self.pitch_deg)
        away = -np.array([np.sin(yaw) * np.cos(pitch), np.sin(pitch), np.cos(yaw) * np.cos(pitch)])
        right = np.array([np.cos(yaw), 0.0, -np.sin(yaw)])
        return np.stack([right, np.cross(away, right), away])

    def pixels(self, points_m: Floats) -> Floats:
        """World points (..., 3) in the picture, (..., 2)."""
        axes = self.axes()
        seen = (points_m - np.array(self.target_m)) @ axes.T
        focal_px = self.size_px[1] / 2 / np.tan(np.radians(self.vertical_deg / 2))
        middle = np.array(self.size_px) / 2
        pixels: Floats = middle + focal_px * seen[..., :2] / (seen[..., 2:] + self.distance_m)
        return pixels


def frames(demo: Demo, *, fps: float, seconds: float, camera: Camera | None = None, body: Body = REFERENCE) -> Iterator[Frame]:
    """The demo as a camera's frames, `fps` a second for `seconds`, every landmark fully visible.

    `plane` holds pixels, `world_m` metres in the camera's axes from the middle of the hips, as BlazePose gives them. The
    camera is by default in front of the figure. Raises ValueError for an fps that isn't positive.
    """
    if fps <= 0:
        raise ValueError(f"fps: {fps} is not above 0")
    camera = camera or Camera()
    t_s = np.arange(round(seconds * fps)) / fps
    points = landmarks(pose(demo, t_s, body), body)
    plane = camera.pixels(points)
    hips = points[:, 23:25].mean(axis=1, keepdims=True)
    world = (points - hips) @ camera.axes().T
    for i, t in enumerate(t_s):
        yield Frame(float(t), plane[i], world[i], np.ones(N_LANDMARKS), camera.size_px)

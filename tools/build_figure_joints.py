"""How the figure's surface is tied to the joints of `motion.skeleton`: the pose it is made in, the bones, the shares.

The figure is made with its arms 58 degrees out and its legs a little apart, so that armpits and crotch are open. Beside the
joints there are bones that follow them: at shoulder, elbow and hip one that swings but doesn't twist, so that a twist spreads
along the limb as skin does (the forearm's over its length, as radius and ulna turn), and two for the fingers.
"""

from typing import Any

import numpy as np
from build_figure_body import BODY, HAIR, Cone, Egg, Points, Tube

from upperback.motion.anatomy import PARENT
from upperback.motion.angles import complete, local_rotations
from upperback.motion.skeleton import forward

MADE_IN = {"shoulder_b": (0.0, 58.0, 0.0), "elbow_b": (10.0, 0.0), "hip_b": (0.0, 8.0, 0.0)}
PELVIS_M = np.array([0.0, 0.9275, 0.0])


def _made_in() -> dict[str, tuple[Points, Points]]:
    posed = forward(local_rotations({key: value[None] for key, value in complete(MADE_IN).items()}))
    return {joint: (posed.turn[joint][0], posed.at_m[joint][0] + PELVIS_M) for joint in posed.turn}


BIND = _made_in()
"""Each joint's frame (3, 3) and place (3,) in the pose the figure is made in."""

KNUCKLES = (0.001, -0.088, 0.0)
MIDDLE_JOINTS = (-0.005, -0.126, 0.0)


def _quaternion(turn: Points) -> list[float]:
    """x, y, z, w of a rotation of less than half a turn."""
    w = np.sqrt(max(1 + np.trace(turn), 1e-12)) / 2
    v = np.array([turn[2, 1] - turn[1, 2], turn[0, 2] - turn[2, 0], turn[1, 0] - turn[0, 1]]) / (4 * w)
    return [round(float(x), 6) for x in (*v, w)]


def _swing(joint: str) -> Points:
    """The joint's frame without its twist about its own bone: the shortest way its bone can point where it points."""
    parent = BIND[PARENT[joint]][0]
    down = -(parent.T @ BIND[joint][0])[:, 1]
    axis = np.cross([0, -1, 0], down)
    k = np.array([[0, -axis[2], axis[1]], [axis[2], 0, -axis[0]], [-axis[1], axis[0], 0]])
    return parent @ (np.eye(3) + k + k @ k / (1 - down[1]))


def _bones() -> list[dict[str, Any]]:
    """Every bone of the middle and the left, with its frame in the pose the figure is made in; the page mirrors the left."""
    rows: list[dict[str, Any]] = []
    for joint, (turn, place) in BIND.items():
        if not joint.endswith("_r"):
            rows.append({"name": joint, "joint": joint, "turn": _quaternion(turn), "at_m": place.round(5).tolist()})
    for joint in ("uarm_l", "farm_l", "thigh_l"):
        name = joint.replace("_", "_swing_")
        rows.append(
            {
                "name": name,
                "swing": joint,
                "under": PARENT[joint],
                "turn": _quaternion(_swing(joint)),
                "at_m": BIND[joint][1].round(5).tolist(),
            }
        )
    turn, place = BIND["hand_l"]
    for name, under, pivot in (("knuckles_l", "hand_l", KNUCKLES), ("fingers_l", "knuckles_l", MIDDLE_JOINTS)):
        offset = np.subtract(pivot, KNUCKLES if under == "knuckles_l" else (0, 0, 0))
        rows.append(
            {
                "name": name,
                "curl": under,
                "offset_m": offset.round(5).tolist(),
                "turn": _quaternion(turn),
                "at_m": (place + turn @ np.array(pivot)).round(5).tolist(),
            }
        )
    return rows


BONES = _bones()
NAMES = [bone["name"] for bone in BONES]


def local(joint: str, at: Points) -> Points:
    """World points in the frame of a joint."""
    turn, place = BIND[joint]
    return (at - place) @ turn


def _rise(value: Points, low: float, high: float) -> Points:
    """0 below `low`, 1 above `high`, smooth between."""
    u = np.clip((value - low) / (high - low), 0, 1)
    return u * u * (3 - 2 * u)


class _Shares:
    """How much each bone moves each point; what is handed on to one bone is taken from another."""

    def __init__(self, count: int) -> None:
        self.of = {name: np.zeros(count) for name in NAMES}
        self.of["pelvis"] += 1.0

    def hand_on(self, start: str, end: str, share: Points) -> None:
        self.of[end] += self.of[start] * share
        self.of[start] = self.of[start] * (1 - share)

    def gather(self, end: str, share: Points) -> None:
        """From all bones to one."""
        for name in self.of:
            self.of[name] = self.of[name] * (1 - share)
        self.of[end] = self.of[end] + share


_ARM = (
    Egg("uarm_l", (0.003, -0.022, 0), (0.057, 0.072, 0.063), 0.01),
    Cone("uarm_l", (0, -0.02, 0), (0, -0.285, 0), 0.058, 0.038, 0.01),
    Cone("farm_l", (0, 0, 0), (0, -0.25, 0), 0.04, 0.03, 0.01),
    Cone("hand_l", (0, 0, 0), (-0.01, -0.17, 0), 0.045, 0.045, 0.01),
)
_TRUNK = Tube(
    "pelvis", ((-0.1, 0, -0.01, 0.165, 0.115), (0.16, 0, 0, 0.14, 0.098), (0.41, 0, -0.006, 0.153, 0.111)), 0.01, power=2.35
)


def ties(at: Points) -> tuple[Points, Points]:
    """The four bones that move each point most (n, 4) and their shares out of 255, (n, 4)."""
    s = _Shares(len(at))
    y, z = at[:, 1], at[:, 2]
    height = {joint: BIND[joint][1][1] for joint in ("spine1", "spine2", "spine3", "neck", "head")}
    for start, end, low, high in (
        ("pelvis", "spine1", -0.065, 0.045), ("spine1", "spine2", -0.065, 0.045), ("spine2", "spine3", -0.065, 0.055),
    ):  # fmt: skip
        s.hand_on(start, end, _rise(y - height[end], low, high))
    s.hand_on("spine3", "neck", _rise(y - height["neck"] + 0.25 * z, -0.035, 0.045))
    s.hand_on("neck", "head", np.maximum(_rise(y - height["head"] + 0.75 * (z - 0.005), -0.045, 0.020), _of_head(at)))
    s.hand_on(
        "spine3", "clav_l", 0.85 * _rise(at[:, 0], 0.035, 0.125) * _rise(y, height["spine3"] + 0.07, height["spine3"] + 0.19)
    )
    _tie_leg(s, at)
    _tie_arm(s, at)
    table = np.stack([s.of[name] for name in NAMES], axis=1)
    most = np.argsort(-table, axis=1)[:, :4]
    weight = np.take_along_axis(table, most, axis=1)
    weight = np.round(weight / weight.sum(axis=1, keepdims=True) * 255).astype(np.int64)
    weight[:, 0] += 255 - weight.sum(axis=1)
    return np.where(weight > 0, most, most[:, :1]), weight


def _of_head(at: Points) -> Points:
    """1 on what is hair, skull or jaw, whatever its height; 0 from 15 mm on."""
    hard = [shape for shape in (*HAIR, *BODY) if shape.joint == "head" and isinstance(shape, Egg) and not shape.hollow]
    to_head = np.min([shape.distance(local("head", at)) for shape in hard], axis=0)
    return 1 - _rise(to_head, 0.002, 0.017)


def _tie_leg(s: _Shares, at: Points) -> None:
    hip, thigh, shank, foot = at - BIND["thigh_l"][1], local("thigh_l", at), local("shank_l", at), local("foot_l", at)
    crease = hip @ np.array([0.42, -0.88, 0.22])
    middle = _rise(at[:, 0] + 0.35 * np.maximum(0, -hip[:, 1] - 0.12), 0.0, 0.045)
    below = _rise(-hip[:, 1], -0.12, -0.02)
    s.gather("thigh_swing_l", _rise(crease, -0.055, 0.075) * middle * below)
    s.hand_on("thigh_swing_l", "thigh_l", _rise(-thigh[:, 1], 0.06, 0.38))
    bend = (thigh[:, 1] + 0.425 + shank[:, 1]) / 2
    s.hand_on("thigh_l", "shank_l", _rise(-bend, -0.055, 0.055))
    bend = (shank[:, 1] + 0.41 + foot[:, 1]) / 2
    s.hand_on("shank_l", "foot_l", _rise(-bend + 0.25 * foot[:, 2], -0.035, 0.035))


def _tie_arm(s: _Shares, at: Points) -> None:
    shoulder, upper, fore, hand = at - BIND["uarm_l"][1], local("uarm_l", at), local("farm_l", at), local("hand_l", at)
    outward = BIND["uarm_l"][0] @ np.array([0, -1.0, 0]) + np.array([1.0, 0, 0])
    outward /= np.linalg.norm(outward)
    to_arm = np.min([shape.distance(local(shape.joint, at)) for shape in _ARM], axis=0)
    to_trunk = _TRUNK.distance(local("pelvis", at))
    s.gather("uarm_swing_l", _rise(shoulder @ outward, -0.055, 0.06) * _rise(to_trunk - to_arm, -0.05, 0.015))
    s.hand_on("uarm_swing_l", "uarm_l", _rise(-upper[:, 1], 0.03, 0.24))
    bend = (upper[:, 1] + 0.285 + fore[:, 1]) / 2
    s.hand_on("uarm_l", "farm_swing_l", _rise(-bend, -0.045, 0.045))
    s.hand_on("farm_swing_l", "farm_l", _rise(-fore[:, 1], 0.04, 0.24))
    bend = (fore[:, 1] + 0.25 + hand[:, 1]) / 2
    s.hand_on("farm_l", "hand_l", _rise(-bend, -0.025, 0.025))
    # The thumb stays out of it: it lies in front of the palm and ends above the middle joints of the fingers.
    is_finger = _rise(-(hand[:, 1] - KNUCKLES[1]), -0.006, 0.012) * (
        1 - _rise(hand[:, 2] - 0.042 - 0.1 * (-hand[:, 1] - 0.088), -0.003, 0.003)
    )
    s.hand_on("hand_l", "knuckles_l", is_finger)
    s.hand_on("knuckles_l", "fingers_l", _rise(-(hand[:, 1] - MIDDLE_JOINTS[1]), -0.010, 0.010))

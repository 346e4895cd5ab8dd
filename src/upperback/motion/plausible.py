"""What a body can't do: a hand that doesn't reach its place, a limb through another, a foot under the floor, a joint too fast.

One list for authors (`upperback catalogue check`) and for the tests. The figure is looked at all through its movement, on
whatever body is asked for; each fault names the key position that the figure comes from, and the joint. Limits are expert
judgement; the angles that a key position may ask for are in `model.demo.ANGLE_LIMITS_DEG`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from typing import Final

import numpy as np

from upperback.model.body import Floats
from upperback.model.demo import JOINTS, PINNED, Demo
from upperback.motion.anatomy import PARENT, SIDES, Body
from upperback.motion.contacts import Posed
from upperback.motion.skeleton import REFERENCE, keys_at, landmarks, period_s, pose

REACH_M: Final = 0.01
FLOOR_M: Final = 0.01
SLIP_M: Final = 0.001
SPEED_DEG_S: Final = 250.0
ELBOW_DEG: Final = 150.0
KNEE_DEG: Final = 160.0
OVERLAP_M: Final = 0.03  # skin and clothes give way that far; grows with the body
FPS: Final = 30.0


class What(StrEnum):
    """What can't be."""

    OUT_OF_REACH = "out_of_reach"  # metres short
    UNDER_FLOOR = "under_floor"  # metres
    SLIPS = "slips"  # metres, of what is pinned to the world
    TOO_FAST = "too_fast"  # degrees a second
    TOO_BENT = "too_bent"  # degrees
    OVERLAPS = "overlaps"  # metres; `joint` names both limbs


@dataclass(frozen=True, slots=True)
class Implausible:
    """`what` is wrong with `joint` on the way from key position `key` (from 0): `value` where `limit` is allowed."""

    key: int
    joint: str
    what: What
    value: float
    limit: float


Ball = tuple[str, tuple[float, float, float], float]
"""A sphere of the body before posing: joint, place in its frame, radius, metres of the reference body."""


def implausible(demo: Demo, body: Body = REFERENCE, fps: float = FPS) -> tuple[Implausible, ...]:
    """Everything that `body` can't do of a demo, looked at `fps` times a second of one round; the worst of each joint.

    >>> from upperback.catalogue.loader import load
    >>> implausible(load().exercises["band_row"].demo)
    ()
    """
    t_s = np.arange(0, period_s(demo), 1 / fps)
    posed = pose(demo, t_s, body)
    key = [int(i) for i in keys_at(demo, t_s)[0]]
    found = [
        *_short(demo, posed, key),
        *_low(posed, body, key),
        *_slipping(demo, posed, key),
        *_fast(posed, key, fps),
        *_bent(posed, key),
        *_overlapping(posed, body, key),
    ]
    return tuple(sorted(found, key=lambda f: (f.key, f.what, f.joint)))


def _worst(what: What, joint: str, value: Floats, limit: float, key: list[int]) -> Iterator[Implausible]:
    i = int(value.argmax())
    if value[i] > limit:
        yield Implausible(key[i], joint, what, float(value[i]), limit)


def _short(demo: Demo, posed: Posed, key: list[int]) -> Iterator[Implausible]:
    short = posed.shortfall_m
    i = int(short.argmax())
    if short[i] > REACH_M:
        pinned = sorted(set(demo.keys[key[i]].pins) | set(demo.keys[(key[i] + 1) % len(demo.keys)].pins))
        yield Implausible(key[i], " or ".join(pinned), What.OUT_OF_REACH, float(short[i]), REACH_M)


def _low(posed: Posed, body: Body, key: list[int]) -> Iterator[Implausible]:
    yield from _worst(What.UNDER_FLOOR, "lowest point", -landmarks(posed, body)[:, :, 1].min(axis=1), FLOOR_M, key)


def _slipping(demo: Demo, posed: Posed, key: list[int]) -> Iterator[Implausible]:
    """Hands and feet that two key positions in a row pin to the same place in the world."""
    came_from = np.array(key)
    for i, start in enumerate(demo.keys):
        end = demo.keys[(i + 1) % len(demo.keys)]
        during = came_from == i
        for joint in PINNED:
            pin = start.pins.get(joint)
            if pin is None or pin.within or end.pins.get(joint) != pin or not during.any():
                continue
            slip = float(np.ptp(posed.at_m[joint][during], axis=0).max())
            if slip > SLIP_M:
                yield Implausible(i, joint, What.SLIPS, slip, SLIP_M)


def _fast(posed: Posed, key: list[int], fps: float) -> Iterator[Implausible]:
    for joint in JOINTS:
        turn = posed.turn[joint]
        own = turn if joint == "pelvis" else np.swapaxes(posed.turn[PARENT[joint]], 1, 2) @ turn
        step = np.swapaxes(own[:-1], 1, 2) @ own[1:]
        cos = (np.trace(step, axis1=1, axis2=2) - 1) / 2
        yield from _worst(What.TOO_FAST, joint, np.degrees(np.arccos(np.clip(cos, -1, 1))) * fps, SPEED_DEG_S, key)


def _bent(posed: Posed, key: list[int]) -> Iterator[Implausible]:
    for upper, lower, end, limit in (("uarm", "farm", "hand", ELBOW_DEG), ("thigh", "shank", "foot", KNEE_DEG)):
        for s, _ in SIDES:
            a = posed.at_m[f"{lower}_{s}"] - posed.at_m[f"{upper}_{s}"]
            b = posed.at_m[f"{end}_{s}"] - posed.at_m[f"{lower}_{s}"]
            cos = np.sum(a * b, axis=1) / np.linalg.norm(a, axis=1) / np.linalg.norm(b, axis=1)
            yield from _worst(What.TOO_BENT, f"{lower}_{s}", np.degrees(np.arccos(np.clip(cos, -1, 1))), limit, key)


# -- limbs through each other -----------------------------------------------------------------------------------------
_MIDDLE: Final[dict[str, tuple[Ball, ...]]] = {
    "trunk": (
        *((joint, (m * x, y, z), r) for _, m in SIDES for joint, x, y, z, r in (
            ("spine3", 0.062, 0.135, 0.016, 0.082), ("spine3", 0.050, 0.135, -0.028, 0.080),
            ("spine3", 0.066, 0.055, 0.002, 0.083), ("spine3", 0.060, 0.190, -0.005, 0.050),
            ("spine2", 0.060, 0.035, 0.0, 0.077), ("spine1", 0.060, 0.030, -0.002, 0.077),
            ("pelvis", 0.068, 0.045, -0.004, 0.085), ("pelvis", 0.070, 0.0, -0.008, 0.087),
        )),
        ("spine3", (0.0, 0.14, 0.0), 0.090),
        ("spine3", (0.0, 0.06, 0.0), 0.085),
    ),
    "head": (
        ("head", (0.0, 0.112, -0.012), 0.097), ("head", (0.0, 0.06, -0.036), 0.086), ("head", (0.0, 0.074, 0.018), 0.091),
        ("head", (0.0, 0.0, 0.042), 0.052), ("head", (0.0, 0.03, 0.03), 0.070),
    ),
}  # fmt: skip
# From joint to joint: the bone's length in metres, its radius at both ends, and the share of it that lies free: near the
# shoulder and the hip a limb is part of the trunk.
_BONES: Final = (
    ("uarm", 0.285, 0.045, 0.040, 0.5),
    ("farm", 0.250, 0.040, 0.028, 0.0),
    ("thigh", 0.425, 0.080, 0.054, 0.5),
    ("shank", 0.410, 0.052, 0.036, 0.125),
)
_HAND: Final = (
    (0.0, -0.005, 0.0, 0.024), (0.0, -0.040, 0.0, 0.017), (0.0, -0.075, 0.024, 0.015), (0.0, -0.070, -0.022, 0.015),
    (-0.012, -0.110, 0.0, 0.012), (-0.012, -0.150, 0.010, 0.011), (-0.012, -0.135, -0.016, 0.011),
)  # fmt: skip
_FOOT: Final = (
    (0.0, -0.050, -0.028, 0.030), (0.0, -0.030, 0.030, 0.033), (0.006, -0.056, 0.095, 0.027), (0.002, -0.063, 0.150, 0.020),
)  # fmt: skip
_ALONG: Final = 8  # spheres on a bone


def _limbs() -> dict[str, tuple[Ball, ...]]:
    limbs = dict(_MIDDLE)
    for s, m in SIDES:
        for bone, length_m, first_m, last_m, free in _BONES:
            shares = [k / _ALONG for k in range(round(free * _ALONG), _ALONG + 1)]
            limbs[f"{bone}_{s}"] = tuple(
                (f"{bone}_{s}", (0.0, -u * length_m, 0.0), first_m + u * (last_m - first_m)) for u in shares
            )
        limbs[f"hand_{s}"] = tuple((f"hand_{s}", (m * x, y, z), r) for x, y, z, r in _HAND)
        limbs[f"foot_{s}"] = tuple((f"foot_{s}", (m * x, y, z), r) for x, y, z, r in _FOOT)
    return limbs


_LIMBS: Final = _limbs()
_JOINED: Final = frozenset(
    (f"{a}_{s}", f"{b}_{s}")
    for s, _ in SIDES
    for a, b in (("uarm", "farm"), ("farm", "hand"), ("uarm", "hand"), ("thigh", "shank"), ("shank", "foot"))
)


def _overlapping(posed: Posed, body: Body, key: list[int]) -> Iterator[Implausible]:
    where = {
        name: np.stack([posed.at_m[j] + posed.turn[j] @ (np.array(at) * body.scale) for j, at, _ in balls], axis=1)
        for name, balls in _LIMBS.items()
    }
    radius_m = {name: np.array([r for _, _, r in balls]) * body.scale for name, balls in _LIMBS.items()}
    for one, other in combinations(_LIMBS, 2):
        if (one, other) in _JOINED:
            continue
        apart = np.linalg.norm(where[one][:, :, None] - where[other][:, None], axis=3)
        inside = (radius_m[one][:, None] + radius_m[other] - apart).max(axis=(1, 2))
        yield from _worst(What.OVERLAPS, f"{one} and {other}", inside, OVERLAP_M * body.scale, key)

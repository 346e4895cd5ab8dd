"""Contacts: the body stands on something, and hands and feet stay where they are put.

Solved after the angles are interpolated, at every instant, so that they hold for every body. An anchor moves the whole body;
a pin moves one limb by two-bone inverse kinematics in closed form. The limb bends in the plane and to the side to which its
angles would bend it (the shoulder's twist steers the elbow), so key positions give plausible angles for pinned limbs too.
Between a pinned and a free key position the hand travels from one place to the other.
"""

from dataclasses import dataclass

import numpy as np

from upperback.model.body import Floats
from upperback.model.demo import PINNED, KeyPosition, Pin
from upperback.motion.anatomy import Body
from upperback.motion.angles import turn_y

# A limb stretched to the last millimetre would snap: it is reached to this share.
_FULL_REACH = 0.9995
# The forearm takes 60 % of the hand's turn about its own axis, as radius and ulna do; the wrist takes the rest.
_FOREARM_SHARE = 0.6


@dataclass(slots=True, eq=False)
class Posed:
    """The body at n instants: each joint's frame `turn` (n, 3, 3) and place `at_m` (n, 3) in the world.

    `shortfall_m` (n,): how far the worst pinned hand or foot stays from its place because the limb is too short, 0 if none.
    """

    turn: dict[str, Floats]
    at_m: dict[str, Floats]
    shortfall_m: Floats

    def instant(self, i: int) -> "Posed":
        """The body at the i-th instant alone (n = 1)."""
        one = slice(i, i + 1)
        return Posed(
            {joint: turn[one] for joint, turn in self.turn.items()},
            {joint: at_m[one] for joint, at_m in self.at_m.items()},
            self.shortfall_m[one],
        )


@dataclass(frozen=True, slots=True)
class _Limb:
    upper: str
    lower: str
    end: str
    is_leg: bool
    sign: float  # +1 left, -1 right


def anchor(posed: Posed, joints: tuple[str, ...], at_m: Floats) -> None:
    """Move the whole body so that the middle of `joints` is at `at_m` (n, 3)."""
    middle = np.mean([posed.at_m[j] for j in joints], axis=0)
    for joint, place in posed.at_m.items():
        posed.at_m[joint] = place + (at_m - middle)


def hold_pins(posed: Posed, body: Body, local: dict[str, Floats], start: KeyPosition, end: KeyPosition, u: Floats) -> None:
    """Put the pinned hands and feet where the key positions say, `u` (n,) of the way from `start` to `end`."""
    for joint in PINNED:
        first, second = start.pins.get(joint), end.pins.get(joint)
        if first is None and second is None:
            continue
        side, is_leg = joint[-1], joint.startswith("foot")
        upper, lower = (f"thigh_{side}", f"shank_{side}") if is_leg else (f"uarm_{side}", f"farm_{side}")
        limb = _Limb(upper, lower, joint, is_leg, 1.0 if side == "l" else -1.0)
        share = u[:, None]
        target = (1 - share) * _place(posed, body, first, joint) + share * _place(posed, body, second, joint)
        free_turn = posed.turn[joint]
        posed.shortfall_m = np.maximum(posed.shortfall_m, _reach(posed, body, limb, target))
        own_turn = posed.turn[lower] @ local[joint]
        turns = [_turn(posed, limb, pin, free_turn if pin is None else own_turn) for pin in (first, second)]
        aim = _nearest_rotation((1 - share[:, :, None]) * turns[0] + share[:, :, None] * turns[1])
        if not is_leg and any(pin is not None and pin.direction for pin in (first, second)):
            between = np.swapaxes(posed.turn[lower], 1, 2) @ aim
            axial = np.arctan2(between[:, 0, 2] - between[:, 2, 0], between[:, 0, 0] + between[:, 2, 2])
            posed.turn[lower] = posed.turn[lower] @ turn_y(np.degrees(axial) * _FOREARM_SHARE)
        posed.turn[joint] = aim


def _place(posed: Posed, body: Body, pin: Pin | None, joint: str) -> Floats:
    if pin is None:
        return posed.at_m[joint]
    at = body.place_m(pin.at)
    if not pin.within:
        return np.broadcast_to(at, posed.at_m[joint].shape)
    return posed.at_m[pin.within] + posed.turn[pin.within] @ at


def _reach(posed: Posed, body: Body, limb: _Limb, target_m: Floats) -> Floats:
    """Two-bone inverse kinematics; writes the limb's frames and places, returns the shortfall (n,) in metres."""
    start = posed.at_m[limb.upper]
    a = float(np.linalg.norm(body.offsets_m[limb.lower]))
    b = float(np.linalg.norm(body.offsets_m[limb.end]))
    way = target_m - start
    length = np.maximum(np.linalg.norm(way, axis=1), 1e-6)
    way = way / length[:, None]
    reach = np.clip(length, abs(a - b) + 1e-4, (a + b) * _FULL_REACH)
    # A knee points along its thigh's z, an elbow against its upper arm's z; taken from the frame, not from where the joint
    # is now, the side doesn't flip when a limb is all but straight.
    side = _across(posed.turn[limb.upper][:, :, 2] * (1 if limb.is_leg else -1), way)
    side = side / np.maximum(np.linalg.norm(side, axis=1, keepdims=True), 1e-9)
    cos = (a * a + reach * reach - b * b) / (2 * a * reach)
    sin = np.sqrt(np.maximum(0.0, 1 - cos * cos))
    middle = start + a * (cos[:, None] * way + sin[:, None] * side)
    tip = start + way * reach[:, None]
    x = np.cross(way, side) * (-1 if limb.is_leg else 1)
    posed.turn[limb.upper] = _frame(x, (start - middle) / a)
    posed.turn[limb.lower] = _frame(x, (middle - tip) / b)
    posed.at_m[limb.lower], posed.at_m[limb.end] = middle, tip
    shortfall: Floats = length - reach
    return np.maximum(shortfall, 0.0)


def _across(v: Floats, unit: Floats) -> Floats:
    """The part of v (n, 3) that is square to unit vectors."""
    square: Floats = v - unit * np.sum(v * unit, axis=1, keepdims=True)
    return square


def _frame(x: Floats, y: Floats) -> Floats:
    """Frames (n, 3, 3) whose columns are x, y and x cross y; x is made square to y."""
    x = _across(x, y)
    x = x / np.linalg.norm(x, axis=1, keepdims=True)
    return np.stack([x, y, np.cross(x, y)], axis=2)


def _turn(posed: Posed, limb: _Limb, pin: Pin | None, otherwise: Floats) -> Floats:
    """The frame of a hand or foot whose fingers or toes point along the pin's direction."""
    if pin is None or not pin.direction:
        return otherwise
    n = len(otherwise)
    frame = posed.turn[pin.within] if pin.within else np.broadcast_to(np.eye(3), (n, 3, 3))
    direction = frame @ (np.array(pin.direction) / np.linalg.norm(pin.direction))
    normal = frame @ np.array(pin.normal or ((0, 1, 0) if limb.is_leg else (0, -1, 0)), dtype=float)
    if limb.is_leg:
        up = _across(normal, direction)
        up = up / np.linalg.norm(up, axis=1, keepdims=True)
        return np.stack([np.cross(up, direction), up, direction], axis=2)
    return _frame(-limb.sign * normal, -direction)


def _nearest_rotation(m: Floats) -> Floats:
    """The rotations nearest to a blend of rotations (n, 3, 3), by singular values."""
    u, _, v = np.linalg.svd(m)
    keep = np.broadcast_to(np.eye(3), m.shape).copy()
    keep[:, 2, 2] = np.sign(np.linalg.det(u @ v))
    rotation: Floats = u @ keep @ v
    return rotation

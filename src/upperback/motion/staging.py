"""What a demonstration's stage holds beside the figure, in three dimensions: the things it sits on, leans on or holds, the bands
between its hands, the lines that show where to measure.

Numbers only, for a renderer that knows no exercise. Metres and places as in `motion.drawing_props`, which draws the same things
on paper; a chair or a mat is a real one, not the body's size.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from upperback.model.body import Floats
from upperback.model.demo import Demo, KeyPosition, Prop
from upperback.motion.anatomy import SIDES
from upperback.motion.contacts import Posed
from upperback.motion.drawing_marks import COMPARED, PHONE_M, PHONES, SPOTS
from upperback.motion.drawing_props import WALL_Z_M
from upperback.motion.skeleton import pose_key

Spot = tuple[float, float, float]

_SEAT_M: Final = 0.46
_FACED_CHAIR_Z_M: Final = 0.70
_POST_M: Final = (1.16, 0.98, 1.12)  # its top, where the band is tied, and how far ahead it stands
_DOOR_M: Final = (0.43, 2.02)  # half of the clear width, and the height
_BALL_M: Final = 0.042
_HEAD_M: Final = 0.09  # from the middle of the head to where it lies, on its side or its back
_LYING: Final = ("hand_l", "hand_r", "foot_l", "foot_r", "shank_l", "shank_r", "pelvis", "head")


@dataclass(frozen=True, slots=True)
class Rod:
    """Round at both ends; a ball where both ends are one. In the frame of `joint`, or in the world without one."""

    tone: str
    start: Spot
    end: Spot
    radius_m: float
    joint: str = ""


@dataclass(frozen=True, slots=True)
class Slab:
    """A box with rounded edges: its middle, half of its sizes, and its axes' directions (across, up) in that frame."""

    tone: str
    middle: Spot
    half_m: Spot
    round_m: float = 0.0
    joint: str = ""
    across: Spot = (1.0, 0.0, 0.0)
    up: Spot = (0.0, 1.0, 0.0)


Solid = Rod | Slab


@dataclass(frozen=True, slots=True)
class Strap:
    """A band from one place to another, each in the frame of a joint ("" the world)."""

    start: tuple[str, Spot]
    end: tuple[str, Spot]
    radius_m: float


@dataclass(frozen=True, slots=True)
class Stage:
    """Everything one prop brings."""

    solids: tuple[Solid, ...] = ()
    straps: tuple[Strap, ...] = ()


def props_of(demo: Demo, key: KeyPosition) -> tuple[Prop, ...]:
    """The props of one key position."""
    return demo.props if key.props is None else key.props


def stages(demo: Demo) -> Iterator[tuple[Stage, tuple[int, ...]]]:
    """Each prop as it stands, with the key positions it belongs to."""
    rows = [props_of(demo, key) for key in demo.keys]
    for prop in dict.fromkeys(prop for row in rows for prop in row):
        places = tuple(i for i, row in enumerate(rows) if prop in row)
        yield _MAKERS[prop](_Scene(demo, places)), places


@dataclass(frozen=True, slots=True)
class Line:
    """Where to measure: from one place to another, each in the frame of a joint. One off the body has in place of the joint
    where it lies as seen from the other end: "wall", "level" or "upright". `ticks`: a length, not the side of an angle."""

    start: tuple[str, Spot]
    end: tuple[str, Spot]
    ticks: bool


def lines(key: KeyPosition) -> tuple[Line, ...]:
    """The lines of one key position that show where to measure."""
    nowhere = (0.0, 0.0, 0.0)
    return tuple(
        Line(SPOTS.get(start, (start, nowhere)), SPOTS.get(end, (end, nowhere)), ticks=not {start, end} & COMPARED)
        for start, end in key.measure
    )


def phone(key: KeyPosition) -> Slab | None:
    """The phone that lies on the body in this key position."""
    if not key.phone:
        return None
    (joint, middle), across, up = PHONES[key.phone]
    width, length, thick = PHONE_M
    return Slab("phone", middle, (width, length, thick / 2), 0.004, joint, across, up)


class _Scene:
    """The key positions that one prop belongs to. `posed` is the first of them."""

    def __init__(self, demo: Demo, places: tuple[int, ...]) -> None:
        self.all = [pose_key(demo, i) for i in places]
        self.posed = self.all[0]

    def at(self, joint: str, place: Spot = (0, 0, 0), posed: Posed | None = None) -> Floats:
        there = posed or self.posed
        return np.asarray(there.at_m[joint][0] + there.turn[joint][0] @ np.array(place))


def _chair_at(z_m: float, facing: float) -> Stage:
    """A plain chair whose seat is over x = 0, z = `z_m`; `facing` 1 looks ahead, -1 back."""

    def place(x: float, y: float, z: float) -> Spot:
        return (x, y, z_m + facing * z)

    ends = ((-0.18, -0.18), (0.18, -0.18), (-0.18, 0.18), (0.18, 0.18))
    legs = (Rod("prop", place(x, _SEAT_M - 0.04, z), place(x * 1.12, 0.014, z * 1.2), 0.015) for x, z in ends)
    posts = (Rod("prop", place(x, _SEAT_M - 0.03, -0.185), place(x * 0.96, _SEAT_M + 0.34, -0.235), 0.015) for x in (-0.18, 0.18))
    seat = Slab("prop_light", place(0, _SEAT_M - 0.022, 0), (0.205, 0.022, 0.205), 0.02)
    rail = Slab("prop_light", place(0, _SEAT_M + 0.285, -0.232), (0.185, 0.055, 0.014), 0.013, up=(0, 1, -0.12 * facing))
    return Stage((*legs, *posts, seat, rail))


def _chair(_: _Scene) -> Stage:
    return _chair_at(0.0, 1.0)


def _chair_front(_: _Scene) -> Stage:
    return _chair_at(_FACED_CHAIR_Z_M, -1.0)


def _doorway(_: _Scene) -> Stage:
    half, height = _DOOR_M
    posts = (Slab("prop", (m * (half + 0.045), height / 2, 0), (0.045, height / 2, 0.05), 0.01) for _, m in SIDES)
    return Stage((*posts, Slab("prop", (0, height + 0.045, 0), (half + 0.09, 0.045, 0.05), 0.01)))


def _wall(_: _Scene) -> Stage:
    return Stage((Slab("wall", (0, 1.08, WALL_Z_M - 0.05), (1.0, 1.08, 0.05)),))


def _wall_front(scene: _Scene) -> Stage:
    z = max(float(scene.at(f"hand_{s}", (0, -0.06, 0))[2]) for s, _ in SIDES) + 0.02
    return Stage((Slab("wall", (0, 1.03, z + 0.05), (0.8, 1.03, 0.05)),))


def _mat(scene: _Scene) -> Stage:
    """As long as the figure lies in any of its positions: along z, or along x on its side."""
    points = np.array([[scene.at(joint, posed=posed) for joint in _LYING] for posed in scene.all])
    x, _, z = (scene.at("head") - scene.at("pelvis")).tolist()
    if abs(x) > abs(z) + 0.2:
        body = points[:, 2:].reshape(-1, 3)
        ends = [(float(body[:, k].min()) - room, float(body[:, k].max()) + room) for k, room in ((0, 0.2), (2, 0.16))]
    else:
        flat = points.reshape(-1, 3)
        low = flat[flat[:, 1] < 0.45]
        ends = [(-0.33, 0.33), (float(low[:, 2].min()) - 0.26, float(low[:, 2].max()) + 0.26)]
    (x0, x1), (z0, z1) = ends
    return Stage((Slab("prop", ((x0 + x1) / 2, -0.006, (z0 + z1) / 2), ((x1 - x0) / 2, 0.006, (z1 - z0) / 2), 0.005),))


def _under_head(scene: _Scene, width: float, depth: float, low: float, high: float) -> Stage:
    """As thick as there is room below the head, between two limits."""
    x, y, z = scene.at("head", (0, 0.065, 0)).tolist()
    half = min(high, max(low, y - _HEAD_M)) / 2
    return Stage((Slab("prop_light", (x, half, z), (width, half, depth), half * 0.95),))


def _pillow(scene: _Scene) -> Stage:
    return _under_head(scene, 0.24, 0.18, 0.06, 0.18)


def _towel(scene: _Scene) -> Stage:
    return _under_head(scene, 0.17, 0.12, 0.03, 0.06)


def _towel_roll(_: _Scene) -> Stage:
    return Stage((Rod("prop_light", (-0.33, 0.066, -0.33), (0.33, 0.066, -0.33), 0.066),))


def _pillow_belly(scene: _Scene) -> Stage:
    x, y, z = scene.at("spine1").tolist()
    half = max(0.02, (y - 0.045) / 2)
    return Stage((Slab("prop_light", (x, half, z), (0.24, half, 0.15), half * 0.95),))


def _ball(scene: _Scene) -> Stage:
    x, y, _ = scene.at("spine3", (0.062, 0.13, -0.1)).tolist()
    middle = (x, y, WALL_Z_M + _BALL_M)
    return Stage((Rod("work", middle, middle, _BALL_M),))


def _bottles(_: _Scene) -> Stage:
    rows = []
    for s, m in SIDES:
        for (low, high), radius in (((-0.085, 0.065), 0.031), ((0.1, 0.125), 0.013)):
            rows.append(Rod("prop", (-m * 0.034, -0.078, low), (-m * 0.034, -0.078, high), radius, f"hand_{s}"))
    return Stage(tuple(rows))


def _bed(scene: _Scene) -> Stage:
    end, start = float(scene.at("pelvis")[2]) + 0.06, float(scene.at("head")[2]) - 0.32
    legs = (Rod("prop", (x, 0.34, z), (x, 0.03, z), 0.03) for x in (-0.38, 0.38) for z in (start + 0.06, end - 0.16))
    mattress = Slab("prop_light", (0, _SEAT_M - 0.08, (start + end) / 2), (0.46, 0.08, (end - start) / 2), 0.05)
    return Stage((mattress, *legs))


def _level_line(scene: _Scene) -> Stage:
    height = float(max(scene.at(f"uarm_{s}")[1] for s, _ in SIDES)) + 0.045
    return Stage((Rod("prop", (-0.42, height, WALL_Z_M), (0.42, height, WALL_Z_M), 0.006),))


def _water(scene: _Scene) -> Stage:
    ends = [float(scene.at(j)[2]) for j in ("hand_l", "hand_r", "foot_l", "foot_r", "head")]
    level, low, high = float(scene.at("spine2")[1]) + 0.01, min(ends) - 0.28, max(ends) + 0.28
    return Stage((Slab("water", (0, level - 0.21, (low + high) / 2), (0.6, 0.21, (high - low) / 2), 0.02),))


def _band_post(_: _Scene) -> Stage:
    top, tied, ahead = _POST_M
    post = Rod("prop", (0, 0.02, ahead), (0, top, ahead), 0.024)
    straps = (Strap((f"hand_{s}", (-m * 0.026, -0.076, 0.004)), ("", (0, tied, ahead)), 0.006) for s, m in SIDES)
    return Stage((post,), tuple(straps))


def _band_hands(_: _Scene) -> Stage:
    start, end = ((f"hand_{s}", (-m * 0.026, -0.076, 0.004)) for s, m in SIDES)
    return Stage((), (Strap(start, end, 0.007),))


def _band_feet(_: _Scene) -> Stage:
    straps = (Strap((f"hand_{s}", (-m * 0.026, -0.076, 0.004)), (f"foot_{s}", (0, -0.086, 0.03)), 0.006) for s, m in SIDES)
    return Stage((), tuple(straps))


_MAKERS: Final[dict[Prop, Callable[[_Scene], Stage]]] = {
    Prop.CHAIR: _chair,
    Prop.CHAIR_FRONT: _chair_front,
    Prop.DOORWAY: _doorway,
    Prop.WALL: _wall,
    Prop.WALL_FRONT: _wall_front,
    Prop.MAT: _mat,
    Prop.PILLOW: _pillow,
    Prop.TOWEL: _towel,
    Prop.TOWEL_ROLL: _towel_roll,
    Prop.PILLOW_BELLY: _pillow_belly,
    Prop.BALL: _ball,
    Prop.BAND_POST: _band_post,
    Prop.BAND_HANDS: _band_hands,
    Prop.BAND_FEET: _band_feet,
    Prop.BOTTLES: _bottles,
    Prop.BED: _bed,
    Prop.LEVEL_LINE: _level_line,
    Prop.WATER: _water,
}
GRIPPED: Final = frozenset({Prop.BAND_POST, Prop.BAND_HANDS, Prop.BAND_FEET, Prop.BOTTLES})
"""Props around which the hands close."""

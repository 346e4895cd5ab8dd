"""An exercise or a self-test as it looks: key positions in joint angles. Posed by `motion.skeleton`, drawn by `motion.drawing`.

World: metres, right-handed, y up, the figure faces +z, its own left is +x. Angles in degrees; the keys and their signs are
those of the table in `motion.angles`. "x_b" sets both sides.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

Angles = dict[str, tuple[float, ...]]
Place = tuple[float | str, ...]  # three numbers in metres of the 1.73 m body, or names of body sizes ("seat_height")

JOINTS: Final = (
    "pelvis", "spine1", "spine2", "spine3", "neck", "head",
    "clav_l", "uarm_l", "farm_l", "hand_l", "clav_r", "uarm_r", "farm_r", "hand_r",
    "thigh_l", "shank_l", "foot_l", "thigh_r", "shank_r", "foot_r",
)  # fmt: skip
"""The 20 joints, parents first."""

ANGLE_COUNT: Final = {
    "pelvis": 3, "lower": 3, "upper": 3, "neck": 3, "head": 3,
    "clav": 2, "shoulder": 3, "elbow": 2, "wrist": 2, "hip": 3, "knee": 1, "ankle": 1,
}  # fmt: skip
"""How many numbers each angle key has; from "clav" on a key ends in _l, _r or _b (both)."""

ANGLE_LIMITS_DEG: Final[dict[str, tuple[tuple[float, float], ...]]] = {
    "pelvis": ((-95, 120), (-95, 95), (-60, 60)), "lower": ((-30, 45), (-30, 30), (-20, 20)),
    "upper": ((-25, 40), (-25, 25), (-50, 50)), "neck": ((-35, 45), (-30, 30), (-45, 45)),
    "head": ((-30, 25), (-20, 20), (-45, 45)), "clav": ((-15, 40), (-30, 30)),
    "shoulder": ((-95, 140), (-60, 170), (-140, 90)), "elbow": ((0, 150), (-80, 80)), "wrist": ((-80, 80), (-30, 30)),
    "hip": ((-25, 155), (-30, 45), (-40, 40)), "knee": ((0, 160),), "ankle": ((-75, 30),),
}  # fmt: skip
"""Least and most of each number of an angle key: generous ranges of healthy adults, expert judgement. The pelvis also lies."""

SIDED: Final = ("clav", "shoulder", "elbow", "wrist", "hip", "knee", "ankle")
PINNED: Final = ("foot_l", "foot_r", "hand_l", "hand_r")
BODY_SIZES: Final = (
    "ankle_height", "knee_height", "wrist_height", "seat_height", "back_height",
    "stand_height", "all_fours_height", "trunk_length",
)  # fmt: skip
"""Lengths that depend on the body; `motion.anatomy.Body.sizes_m` gives each."""


class Part(StrEnum):
    """A part of the figure that can be drawn as working. Sided ones end in the figure's own left or right."""

    NECK = "neck"
    NECK_LEFT = "neck_left"
    NECK_RIGHT = "neck_right"
    SHOULDERS = "shoulders"
    UPPER_BACK = "upper_back"
    THORAX = "thorax"  # the whole of the upper trunk, all round
    BLADES = "blades"
    LOW_BACK = "low_back"
    CHEST = "chest"
    RIBS = "ribs"
    FLANK_LEFT = "flank_left"
    FLANK_RIGHT = "flank_right"
    BELLY = "belly"
    WAIST = "waist"  # the trunk between ribs and hips, all round
    ARMS = "arms"
    ARM_LEFT = "arm_left"
    ARM_RIGHT = "arm_right"
    SEAT = "seat"
    SEAT_LEFT = "seat_left"
    SEAT_RIGHT = "seat_right"
    HIP_LEFT = "hip_left"  # the front of the hip
    HIP_RIGHT = "hip_right"
    LEGS = "legs"
    LEG_LEFT = "leg_left"
    LEG_RIGHT = "leg_right"


class Prop(StrEnum):
    """What the figure sits on, leans on or holds."""

    CHAIR = "chair"
    CHAIR_FRONT = "chair_front"  # one that a kneeling figure faces
    DOORWAY = "doorway"  # one that the figure stands in
    WALL = "wall"
    WALL_FRONT = "wall_front"  # a wall that the hands of the figure touch
    MAT = "mat"
    PILLOW = "pillow"  # under the head
    TOWEL = "towel"  # folded, under the head
    TOWEL_ROLL = "towel_roll"  # across the floor, under the back of a figure that lies on it
    PILLOW_BELLY = "pillow_belly"  # under the belly of a figure that lies on its front
    BALL = "ball"  # between the upper back and the wall
    BAND_POST = "band_post"  # a band from both hands to a post in front
    BAND_HANDS = "band_hands"  # a band between the hands
    BAND_FEET = "band_feet"  # a band from both hands to under the feet
    BOTTLES = "bottles"  # a small one in each hand
    BED = "bed"  # its end under the seat of a figure that lies on its back
    LEVEL_LINE = "level_line"  # a level line behind the shoulders
    WATER = "water"  # the surface of a pool


_SIDED_PLACES: Final = ("ear", "shoulder_tip", "elbow", "wrist", "fingertips", "thumb", "toes", "hip", "knee")
ON_BODY: Final = ("neck_base", "chin", "breastbone", "forehead", *(f"{p}_{s}" for p in _SIDED_PLACES for s in "lr"))
"""Places of the body that a line can be measured from or to."""
BESIDE_BODY: Final = ("wall", "level", "upright")
"""Ends of such a line off the body: on the wall behind, level ahead, or straight up from the other end."""
PHONE_ON: Final = ("breastbone", "forehead", *(f"{p}_{s}" for p in ("head", "thigh", "upper_arm") for s in "lr"))
"""Where a phone can lie: on the side of the head, on the front of the thigh ..."""


@dataclass(frozen=True, slots=True)
class Pin:
    """A hand or foot held at `at`, in the world or in the frame of the joint `within`. `direction` is where fingers or toes
    point and `normal` where the palm looks (of a foot: up), in the same frame; without `direction` the hand keeps its own."""

    at: Place
    within: str = ""
    direction: tuple[float, ...] = ()
    normal: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class KeyPosition:
    """One position, complete: all angles and pins that differ from the zero pose. `move_s` to get here, `hold_s` to stay.

    `anchor_at` is where the demo's anchor stands. `caption` is a few words under the drawing; `breath` in, out or "".
    `works`: the parts drawn warm. `shown`: this position belongs in the printed strip. `measure`: lines that show where to
    measure, each from one place to another; `phone`: where one lies. `props`: in place of the demo's."""

    angles: Angles
    pins: dict[str, Pin]
    anchor_at: Place
    move_s: float
    hold_s: float
    caption: str
    breath: str = ""
    side: str = ""
    works: tuple[Part, ...] = ()
    shown: bool = True
    measure: tuple[tuple[str, str], ...] = ()
    phone: str = ""
    props: tuple[Prop, ...] | None = None  # None: those of the demo


@dataclass(frozen=True, slots=True, eq=False)
class Demo:
    """Key positions in the order of the movement; after the last the first follows. `anchor` names the joints whose middle
    is held in the world. `yaw_deg` and `pitch_deg` turn the viewer round the figure: 0 from the front, 90 from the figure's
    left, 180 from behind, -90 from its right, so that it faces the right of the picture. `around`: joints that the picture
    keeps to from top to bottom, for what is too small to see on the whole figure; empty shows all of it."""

    anchor: tuple[str, ...]
    keys: tuple[KeyPosition, ...]
    yaw_deg: float
    pitch_deg: float
    props: tuple[Prop, ...]
    around: tuple[str, ...] = ()

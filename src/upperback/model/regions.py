"""The places of the body a person can point at, and a mark on one of them.

There are two grains. `REGIONS` are the places of the map that can be pressed. `WHOLE` and `FINER` name larger parts: findings
speak of them, and so do records from before the finer places.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from upperback.model.body import Side


class Picture(StrEnum):
    """Which side of the body a picture shows."""

    FRONT = "front"
    BACK = "back"


SIDED: Final = (Side.LEFT, Side.RIGHT)

PARTS: Final = {
    "head": "Head",
    "neck": "Neck",
    "shoulder_top": "Top of the shoulder",
    "blade_corner": "Inner top corner of the shoulder blade",
    "between_blades": "Between spine and shoulder blade",
    "blade": "Shoulder blade",
    "mid_back": "Middle of the back",
    "low_back": "Low back",
    "hip": "Hip and seat",
    "shoulder_back": "Back of the shoulder",
    "shoulder_front": "Front of the shoulder",
    "chest_top": "Below the collarbone",
    "chest_front": "Chest",
    "upper_arm": "Upper arm",
    "forearm": "Forearm and hand",
    "thigh": "Thigh",
}
"""Part -> its name, in the order of the list beside the map."""

LARGER: Final = {"shoulder": "Shoulder", "upper_back": "Upper back", "chest": "Chest", "arm": "Arm"}
"""Parts of records from before the finer places -> their names."""

ONE: Final = frozenset({"head"})
"""Parts in the middle, without a left and a right."""


def regions_of(part: str) -> tuple[str, ...]:
    """The places of a part: left and right, or itself.

    >>> regions_of("neck"), regions_of("head")
    (('neck_left', 'neck_right'), ('head',))
    """
    return (part,) if part in ONE else tuple(f"{part}_{side}" for side in SIDED)


REGIONS: Final = tuple(region for part in PARTS for region in regions_of(part))
"""Each place that can be pressed, in the order of `PARTS`."""

FINER: Final = {
    "neck": regions_of("neck"),
    "low_back": regions_of("low_back"),
    **{f"shoulder_{side}": (f"shoulder_front_{side}", f"shoulder_back_{side}") for side in SIDED},
    **{f"upper_back_{side}": (f"blade_corner_{side}", f"between_blades_{side}", f"blade_{side}") for side in SIDED},
    **{f"chest_{side}": (f"chest_top_{side}", f"chest_front_{side}") for side in SIDED},
    **{f"arm_{side}": (f"upper_arm_{side}", f"forearm_{side}") for side in SIDED},
}
"""Regions as they were before the finer places -> what they are made of."""

WHOLE: Final = {
    "upper_back": ("upper_back_left", "upper_back_right"),
    "mid_back": ("mid_back_left", "mid_back_right"),
    "blades": ("upper_back_left", "upper_back_right"),
    "shoulders": ("shoulder_left", "shoulder_right"),
    "chest": ("chest_left", "chest_right"),
    "arms": ("arm_left", "arm_right"),
    "hips": ("hip_left", "hip_right"),
    "thighs": ("thigh_left", "thigh_right"),
}
"""Body parts of findings that are drawn as two regions."""


def fine(regions: Iterable[str]) -> tuple[str, ...]:
    """Regions and body parts as the places that can be pressed, each once; what is not known stays as it is.

    >>> fine(["neck", "neck_left", "left_ear"])
    ('neck_left', 'neck_right', 'left_ear')
    >>> fine(["blades"])[:3]
    ('blade_corner_left', 'between_blades_left', 'blade_left')
    """
    drawn = [one for region in regions for one in WHOLE.get(region, (region,))]
    return tuple(dict.fromkeys(place for one in drawn for place in FINER.get(one, (one,))))


def side_of(region: str) -> Side:
    """The side a region's name ends with; `BOTH` for one in the middle or on both sides.

    >>> side_of("neck_left").value, side_of("head").value
    ('left', 'both')
    """
    return next((side for side in SIDED if region.endswith(f"_{side}")), Side.BOTH)


def part_of(region: str) -> str:
    """A region without its side.

    >>> part_of("blade_corner_left"), part_of("neck")
    ('blade_corner', 'neck')
    """
    side = side_of(region)
    return region if side is Side.BOTH else region.removesuffix(f"_{side}")


@dataclass(frozen=True, slots=True)
class Mark:
    """A region or body part drawn on the body map. `number` is written beside it; `watched` is dashed instead of filled."""

    region: str
    number: int | None = None
    watched: bool = False

"""The places of the body a person can point at, and a mark on one of them."""

from dataclasses import dataclass
from typing import Final

REGIONS: Final = {
    "head": "Head",
    "neck": "Neck",
    "shoulder_left": "Left shoulder",
    "shoulder_right": "Right shoulder",
    "upper_back_left": "Upper back, left",
    "upper_back_right": "Upper back, right",
    "mid_back_left": "Middle of the back, left",
    "mid_back_right": "Middle of the back, right",
    "low_back": "Low back",
    "chest_left": "Chest, left",
    "chest_right": "Chest, right",
    "arm_left": "Left arm",
    "arm_right": "Right arm",
}
"""Region id -> its name, from head to hand."""

WHOLE: Final = {
    "upper_back": ("upper_back_left", "upper_back_right"),
    "blades": ("upper_back_left", "upper_back_right"),
    "chest": ("chest_left", "chest_right"),
    "arms": ("arm_left", "arm_right"),
    "hips": ("hip_left", "hip_right"),
    "thighs": ("thigh_left", "thigh_right"),
}
"""Body parts of findings that are drawn as several regions."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A region or body part drawn on the body map. `number` is written beside it; `watched` is dashed instead of filled."""

    region: str
    number: int | None = None
    watched: bool = False

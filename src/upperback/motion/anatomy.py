"""The body that poses: which joint hangs on which, how long the bones are, and the sizes that key positions name.

Lengths are metres. The reference body is an adult of 1.73 m; plain numbers in key positions are its metres and grow and
shrink with the height of another body, named sizes follow its proportions.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from upperback.model.body import Floats
from upperback.model.demo import Place

REFERENCE_HEIGHT_M: Final = 1.73
SIDES: Final = (("l", 1.0), ("r", -1.0))
"""Each side's letter and the sign of its x."""

PARENT: Final[dict[str, str]] = {
    "spine1": "pelvis", "spine2": "spine1", "spine3": "spine2", "neck": "spine3", "head": "neck",
    **{f"clav_{s}": "spine3" for s, _ in SIDES}, **{f"uarm_{s}": f"clav_{s}" for s, _ in SIDES},
    **{f"farm_{s}": f"uarm_{s}" for s, _ in SIDES}, **{f"hand_{s}": f"farm_{s}" for s, _ in SIDES},
    **{f"thigh_{s}": "pelvis" for s, _ in SIDES}, **{f"shank_{s}": f"thigh_{s}" for s, _ in SIDES},
    **{f"foot_{s}": f"shank_{s}" for s, _ in SIDES},
}  # fmt: skip
"""The joint each joint hangs on; the pelvis hangs on none."""

_SPINE_M: Final = {
    "spine1": (0.0, 0.075, -0.012), "spine2": (0.0, 0.10, 0.004), "spine3": (0.0, 0.105, -0.004),
    "neck": (0.0, 0.262, -0.014), "head": (0.0, 0.092, 0.022),
}  # fmt: skip
# The foot's own bones: from the ankle down to the sole, and forward to the ball of the foot.
_SOLE_BELOW_ANKLE_M: Final = 0.085
_KNEE_PADDING_M: Final = 0.058
_WRIST_PADDING_M: Final = 0.045
_CHAIR_M: Final = 0.46
_SEAT_PADDING_M: Final = 0.108


@dataclass(frozen=True, slots=True, eq=False)
class Body:
    """`offsets_m`: where each joint sits in its parent's frame in the zero pose. `scale` is the height over 1.73 m."""

    offsets_m: dict[str, Floats]
    sizes_m: dict[str, float]
    scale: float

    def place_m(self, place: Place) -> Floats:
        """A place of a key position, (3,) in metres for this body.

        >>> make_body().place_m((0.1, "ankle_height", 0.4)).round(3).tolist()
        [0.1, 0.085, 0.4]
        """
        return np.array([self.sizes_m[v] if isinstance(v, str) else v * self.scale for v in place])


def make_body(height_m: float = REFERENCE_HEIGHT_M, *, legs: float = 1.0, arms: float = 1.0) -> Body:
    """A body of this height; `legs` and `arms` lengthen those limbs beside the reference (0.9 to 1.1 is a wide range).

    Raises ValueError for a height outside 0.5 to 2.5 m.

    >>> round(make_body(1.9).sizes_m["stand_height"], 2)
    1.02
    """
    if not 0.5 <= height_m <= 2.5:
        raise ValueError(f"height: {height_m} m is not between 0.5 and 2.5")
    k = height_m / REFERENCE_HEIGHT_M
    offsets = {"pelvis": np.zeros(3), **{j: np.array(v) * k for j, v in _SPINE_M.items()}}
    for s, m in SIDES:
        offsets[f"clav_{s}"] = np.array([m * 0.025, 0.215, 0.010]) * k
        offsets[f"uarm_{s}"] = np.array([m * 0.155, -0.005, -0.018]) * k
        offsets[f"farm_{s}"] = np.array([0.0, -0.285, 0.0]) * k * arms
        offsets[f"hand_{s}"] = np.array([0.0, -0.25, 0.0]) * k * arms
        offsets[f"thigh_{s}"] = np.array([m * 0.092, -0.01, 0.0]) * k
        offsets[f"shank_{s}"] = np.array([0.0, -0.425, 0.0]) * k * legs
        offsets[f"foot_{s}"] = np.array([0.0, -0.41, 0.0]) * k * legs
    leg = -float(offsets["shank_l"][1] + offsets["foot_l"][1])
    sizes = {
        "ankle_height": _SOLE_BELOW_ANKLE_M * k,
        "knee_height": _KNEE_PADDING_M * k,
        "wrist_height": _WRIST_PADDING_M * k,
        "seat_height": (_CHAIR_M + _SEAT_PADDING_M) * k,
        "back_height": 0.115 * k,
        # A leg that is all but straight keeps its knee from snapping.
        "stand_height": -float(offsets["thigh_l"][1]) + leg * 0.997 + _SOLE_BELOW_ANKLE_M * k,
        "all_fours_height": (_KNEE_PADDING_M + 0.01) * k - float(offsets["shank_l"][1]),
        "trunk_length": float(sum(offsets[j][1] for j in ("spine1", "spine2", "spine3", "clav_l", "uarm_l"))),
    }
    return Body(offsets, sizes, k)

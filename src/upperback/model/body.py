"""The body as a pose model sees it: 33 landmarks, and one instant of them.

Axes, everywhere: x to the right of the picture, y down, z away from the camera. A person who faces the camera has
their left hand at larger x. Times are seconds since the start of the recording or session.
"""

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class Landmark(IntEnum):
    """The 33 landmarks of BlazePose, by their index in the model's answer."""

    NOSE = 0
    LEFT_EYE_INNER = 1
    LEFT_EYE = 2
    LEFT_EYE_OUTER = 3
    RIGHT_EYE_INNER = 4
    RIGHT_EYE = 5
    RIGHT_EYE_OUTER = 6
    LEFT_EAR = 7
    RIGHT_EAR = 8
    MOUTH_LEFT = 9
    MOUTH_RIGHT = 10
    LEFT_SHOULDER = 11
    RIGHT_SHOULDER = 12
    LEFT_ELBOW = 13
    RIGHT_ELBOW = 14
    LEFT_WRIST = 15
    RIGHT_WRIST = 16
    LEFT_PINKY = 17
    RIGHT_PINKY = 18
    LEFT_INDEX = 19
    RIGHT_INDEX = 20
    LEFT_THUMB = 21
    RIGHT_THUMB = 22
    LEFT_HIP = 23
    RIGHT_HIP = 24
    LEFT_KNEE = 25
    RIGHT_KNEE = 26
    LEFT_ANKLE = 27
    RIGHT_ANKLE = 28
    LEFT_HEEL = 29
    RIGHT_HEEL = 30
    LEFT_FOOT_INDEX = 31
    RIGHT_FOOT_INDEX = 32


N_LANDMARKS: Final = len(Landmark)


class Side(StrEnum):
    """The person's own left or right; `BOTH` where a value or an exercise has no side."""

    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"


class View(StrEnum):
    """How the person stands to the camera."""

    FRONT = "front"
    SIDE = "side"
    BACK = "back"
    OBLIQUE = "oblique"
    NONE = "none"


class NotFiniteError(ValueError):
    """A frame with NaN or infinity: `nan > rest` is False and would complete a repetition, so it is refused here."""


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One instant of one person.

    `plane` (33, 2): x right, y down, in pixels where a picture was analysed, else the metres of the table; only ratios and
    angles of it are ever used. `world_m` (33, 3): metres, origin anywhere. `visibility` (33,): 0 to 1, 0 for a landmark
    that was not measured (its coordinates are 0 then). `size_px` is the picture's width and height, None without a picture.
    """

    t_s: float
    plane: Floats
    world_m: Floats
    visibility: Floats
    size_px: tuple[int, int] | None = None

    def __post_init__(self) -> None:
        if self.plane.shape != (N_LANDMARKS, 2) or self.world_m.shape != (N_LANDMARKS, 3):
            raise ValueError(f"a frame has 33 landmarks, got {self.plane.shape} and {self.world_m.shape}")
        if self.visibility.shape != (N_LANDMARKS,):
            raise ValueError(f"a frame has 33 visibilities, got {self.visibility.shape}")
        # The sum of finite numbers is finite (up to overflow, which is nonsense too), so one test finds any NaN.
        total = self.t_s + float(self.plane.sum()) + float(self.world_m.sum()) + float(self.visibility.sum())
        if not np.isfinite(total):
            raise NotFiniteError(f"a landmark at {self.t_s} s is not a finite number")

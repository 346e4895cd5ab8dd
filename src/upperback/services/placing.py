"""Where to stand for the camera: the outline of the starting position as the camera should see it, from the same key positions
that the demonstration plays."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np

from upperback.model.body import Floats, View
from upperback.model.demo import Demo
from upperback.model.movement import CameraView
from upperback.motion.skeleton import Camera, landmarks, pose_key

YAW_DEG: Final = {View.FRONT: 0.0, View.OBLIQUE: 45.0, View.SIDE: 90.0, View.BACK: 180.0}
HEAD_M: Final = 0.11  # half the height of a head, and about what stands above and beside the outer landmarks
LIMBS: Final[tuple[tuple[str, tuple[int, ...], float], ...]] = (
    ("legs", (23, 25, 27, 31), 0.13),
    ("legs", (24, 26, 28, 32), 0.13),
    ("trunk", (11, 12, 24, 23, 11), 0.17),
    ("arms", (11, 13, 15, 19), 0.085),
    ("arms", (12, 14, 16, 20), 0.085),
)
"""Part of the outline, the landmarks its line runs through, and the line's width in metres; expert judgement by eye."""
LOWER: Final = frozenset({"hips", "knees", "ankles"})
"""Who needs one of these is shown whole; else head, arms and shoulders are enough, as behind a desk."""
UPPER: Final = tuple(range(25))


@dataclass(frozen=True, slots=True)
class Shape:
    """One line of the outline, in a part of the body (`head`, `arms`, `trunk` or `legs`): `points` (x, y) and `width`, in
    heights of the room; y down, (0, 0) in the middle of the room."""

    part: str
    points: tuple[tuple[float, float], ...]
    width: float


@dataclass(frozen=True, slots=True)
class Outline:
    """What to step into. `aspect` is the width of the room over its height; all key positions stay inside it."""

    aspect: float
    shapes: tuple[Shape, ...]


@lru_cache(maxsize=128)
def outline(demo: Demo, camera: CameraView) -> Outline | None:
    """The first key position seen by a level camera; None where no camera is asked for.

    >>> from upperback.services import knowledge
    >>> turns = knowledge.catalogue().exercises["standing_arms_wide_rotation"]
    >>> drawn = outline(turns.demo, turns.camera)
    >>> [shape.part for shape in drawn.shapes]
    ['legs', 'legs', 'trunk', 'arms', 'arms', 'head']
    >>> drawn.aspect > 0.9  # with the arms wide
    True
    """
    if camera.view not in YAW_DEG:
        return None
    seen = Camera(YAW_DEG[camera.view], pitch_deg=0.0).axes()[:2]
    keys: Floats = np.stack([landmarks(pose_key(demo, n))[0] @ seen.T for n in range(len(demo.keys))])  # (n, 33, 2), y down
    shown = keys if LOWER & set(camera.needs) else keys[:, UPPER]
    low, high = shown.min(axis=(0, 1)) - HEAD_M, shown.max(axis=(0, 1)) + HEAD_M
    middle, height = (low + high) / 2, float(high[1] - low[1])
    start = (keys[0] - middle) / height
    lines = [Shape(part, _points(start[list(through)]), width / height) for part, through, width in LIMBS]
    head = start[[7, 8]].mean(axis=0)
    lines.append(Shape("head", _points(np.stack([head, head + np.array([0.0, 0.02])])), 2 * HEAD_M / height))
    return Outline(float(high[0] - low[0]) / height, tuple(lines))


def _points(places: Floats) -> tuple[tuple[float, float], ...]:
    return tuple((round(float(x), 4), round(float(y), 4)) for x, y in places)

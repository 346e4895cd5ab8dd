"""A person made of numbers written by hand: an oracle that shares nothing with the project's own figure."""

import math
from collections.abc import Callable

import numpy as np
import pytest

from upperback.model.body import N_LANDMARKS, Floats, Frame, Landmark

# Metres, facing the camera, origin between the shoulders: x to the right of the picture (the person's left), y down, z away.
_STANDING: dict[Landmark, tuple[float, float, float]] = {
    Landmark.NOSE: (0, -0.20, -0.11),
    Landmark.LEFT_EYE: (0.03, -0.24, -0.09),
    Landmark.RIGHT_EYE: (-0.03, -0.24, -0.09),
    Landmark.LEFT_EAR: (0.075, -0.22, 0),
    Landmark.RIGHT_EAR: (-0.075, -0.22, 0),
    Landmark.LEFT_SHOULDER: (0.18, 0, 0),
    Landmark.RIGHT_SHOULDER: (-0.18, 0, 0),
    Landmark.LEFT_HIP: (0.10, 0.48, 0),
    Landmark.RIGHT_HIP: (-0.10, 0.48, 0),
    Landmark.LEFT_KNEE: (0.10, 0.90, 0),
    Landmark.RIGHT_KNEE: (-0.10, 0.90, 0),
    Landmark.LEFT_ANKLE: (0.10, 1.30, 0),
    Landmark.RIGHT_ANKLE: (-0.10, 1.30, 0),
}
_HEAD = (Landmark.NOSE, Landmark.LEFT_EYE, Landmark.RIGHT_EYE, Landmark.LEFT_EAR, Landmark.RIGHT_EAR)
_HIPS = (
    Landmark.LEFT_HIP,
    Landmark.RIGHT_HIP,
    Landmark.LEFT_KNEE,
    Landmark.RIGHT_KNEE,
    Landmark.LEFT_ANKLE,
    Landmark.RIGHT_ANKLE,
)
_UPPER_ARM_M, _FOREARM_M = 0.29, 0.25


def _person(
    t_s: float = 0.0,
    *,
    turn_deg: float = 0.0,
    hips_turn_deg: float = 0.0,
    head_tilt_deg: float = 0.0,
    arms_deg: tuple[float, float] = (90.0, 90.0),
    roll_deg: float = 0.0,
    scale: float = 1.0,
    shift: tuple[float, float] = (0.0, 0.0),
    depth: bool = True,
    missing: tuple[Landmark, ...] = (),
    visibility: float = 1.0,
    size_px: tuple[int, int] | None = None,
) -> Frame:
    """`turn_deg` + turns everything above the hips to the person's left, `head_tilt_deg` + tips the head to their left,
    `arms_deg` are the left and right arm: 0 hanging, 90 out to the side. `roll_deg` tips the trunk and all above the hips."""
    at = np.zeros((N_LANDMARKS, 3))
    for landmark, place in _STANDING.items():
        at[landmark] = place
    for side, deg, shoulder, elbow, wrist in (
        (1, arms_deg[0], Landmark.LEFT_SHOULDER, Landmark.LEFT_ELBOW, Landmark.LEFT_WRIST),
        (-1, arms_deg[1], Landmark.RIGHT_SHOULDER, Landmark.RIGHT_ELBOW, Landmark.RIGHT_WRIST),
    ):
        along = np.array([side * math.sin(math.radians(deg)), math.cos(math.radians(deg)), 0.0])
        at[elbow] = at[shoulder] + _UPPER_ARM_M * along
        at[wrist] = at[elbow] + _FOREARM_M * along
    at[list(_HEAD)] = _tipped(at[list(_HEAD)], head_tilt_deg)
    above = [landmark for landmark in Landmark if landmark not in _HIPS]
    at[above] = _turned(at[above], turn_deg)
    at[list(_HIPS)] = _turned(at[list(_HIPS)], hips_turn_deg)
    hip = np.array([0, 0.48, 0])
    at[above] = _tipped(at[above] - hip, roll_deg) + hip
    seen = np.zeros(N_LANDMARKS)
    for landmark in (*_STANDING, Landmark.LEFT_ELBOW, Landmark.RIGHT_ELBOW, Landmark.LEFT_WRIST, Landmark.RIGHT_WRIST):
        seen[landmark] = visibility
    for landmark in missing:
        seen[landmark] = 0
    at[seen == 0] = 0
    world = at.copy()
    if not depth:
        world[:, 2] = 0
    plane = at[:, :2] * scale + np.array(shift)
    plane[seen == 0] = 0
    return Frame(t_s, plane, world, seen, size_px)


def _turned(points: Floats, deg: float) -> Floats:
    """About the vertical, to the person's left: the left shoulder goes back, the nose to larger x."""
    c, s = math.cos(math.radians(deg)), math.sin(math.radians(deg))
    x, z = points[:, 0].copy(), points[:, 2].copy()
    return np.stack([x * c - z * s, points[:, 1], x * s + z * c], axis=1)


def _tipped(points: Floats, deg: float) -> Floats:
    """In the picture's plane, to the person's left: what is above moves to larger x."""
    c, s = math.cos(math.radians(deg)), math.sin(math.radians(deg))
    x, y = points[:, 0].copy(), points[:, 1].copy()
    return np.stack([x * c - y * s, x * s + y * c, points[:, 2]], axis=1)


@pytest.fixture(scope="session")
def person() -> Callable[..., Frame]:
    """Makes one frame of the person, see `_person`."""
    return _person


@pytest.fixture(scope="session")
def mirrored() -> Callable[[Frame], Frame]:
    """The frame as a mirror would show it: x negated and left and right exchanged, as a pose model would name them."""
    partner = [int(Landmark[_other(landmark.name)]) for landmark in Landmark]

    def mirror(frame: Frame) -> Frame:
        plane, world = frame.plane[partner].copy(), frame.world_m[partner].copy()
        plane[:, 0] = (frame.size_px[0] if frame.size_px else 0) - plane[:, 0]
        world[:, 0] *= -1
        return Frame(frame.t_s, plane, world, frame.visibility[partner].copy(), frame.size_px)

    return mirror


def _other(name: str) -> str:
    if "LEFT" in name:
        return name.replace("LEFT", "RIGHT")
    return name.replace("RIGHT", "LEFT")

"""The body that demonstrates, as rounded shapes: what is where, in metres, in the frames of the joints.

One calm person, no face, no gender, no skin colour. Half of it is described, the left; the right is its mirror. Four layers
lie on each other: the bare body, trousers, a shirt, hair. The surface is the outermost of them; which one that is gives the
colour. Sizes are those of the reference body (`motion.anatomy`), proportions those of an adult of 1.73 m, chosen by eye;
nose, ears, heels, toes and knuckles lie where `motion.skeleton.landmarks` says they are.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import PchipInterpolator

Points = NDArray[np.float64]
Spot = tuple[float, float, float]
FAR_M = 1.0
EDGE_M = 0.004  # how round a hem is


@dataclass(frozen=True)
class Cone:
    """A rod with round ends: from `a` with the radius `ra` to `b` with the radius `rb`."""

    joint: str
    a: Spot
    b: Spot
    ra: float
    rb: float
    blend: float

    def distance(self, at: Points) -> Points:
        a, way = np.array(self.a), np.subtract(self.b, self.a)
        along = np.clip((at - a) @ way / (way @ way), 0, 1)
        return np.linalg.norm(at - a - along[:, None] * way, axis=1) - (self.ra + (self.rb - self.ra) * along)


@dataclass(frozen=True)
class Egg:
    """An ellipsoid, turned about its frame's x by `tilt_deg`."""

    joint: str
    middle: Spot
    radii: Spot
    blend: float
    tilt_deg: float = 0.0
    hollow: bool = False

    def distance(self, at: Points) -> Points:
        c, s = np.cos(np.radians(self.tilt_deg)), np.sin(np.radians(self.tilt_deg))
        q = (at - np.array(self.middle)) @ np.array([[1, 0, 0], [0, c, -s], [0, s, c]])
        radii = np.array(self.radii)
        near, slope = np.linalg.norm(q / radii, axis=1), np.linalg.norm(q / radii**2, axis=1)
        return np.where(slope > 1e-9, near * (near - 1) / np.maximum(slope, 1e-9), -radii.min())


@dataclass(frozen=True)
class Tube:
    """A limb or the trunk: ellipses across its frame's y, one a row of `rows` (y, middle x, middle z, radius x, radius z), rising
    in y; between rows a smooth curve. `power` 2 is an ellipse, more is squarer. Its ends are flat with rounded edges."""

    joint: str
    rows: tuple[tuple[float, float, float, float, float], ...]
    blend: float
    power: float = 2.0
    grown: float = 0.0

    def distance(self, at: Points) -> Points:
        table = np.array(self.rows)
        low, high = table[0, 0], table[-1, 0]
        mx, mz, rx, rz = PchipInterpolator(table[:, 0], table[:, 1:], axis=0)(np.clip(at[:, 1], low, high)).T
        x, z, rx, rz = at[:, 0] - mx, at[:, 2] - mz, rx + self.grown, rz + self.grown
        share = (np.abs(x / rx) ** self.power + np.abs(z / rz) ** self.power) ** (1 / self.power)
        side = (share - 1) * np.where(share > 1e-3, np.hypot(x, z) / np.maximum(share, 1e-3), np.minimum(rx, rz))
        end = np.maximum(low - at[:, 1], at[:, 1] - high)
        side, end = side + EDGE_M, end + EDGE_M
        return np.where((side > 0) & (end > 0), np.hypot(side, end), np.maximum(side, end)) - EDGE_M


Shape = Cone | Egg | Tube

# The trunk, from between the legs to the pit of the neck, in the pelvis's frame.
_TRUNK = (
    (-0.105, 0, -0.012, 0.120, 0.080),
    (-0.045, 0, -0.012, 0.153, 0.101),
    (0.020, 0, -0.008, 0.151, 0.099),
    (0.090, 0, -0.002, 0.135, 0.089),
    (0.160, 0, 0.001, 0.126, 0.085),
    (0.240, 0, 0.000, 0.131, 0.091),
    (0.330, 0, 0.000, 0.142, 0.101),
    (0.410, 0, -0.006, 0.145, 0.103),
    (0.465, 0, -0.014, 0.134, 0.092),
    (0.510, 0, -0.022, 0.102, 0.072),
    (0.545, 0, -0.027, 0.060, 0.057),
)
_UPPER_ARM = (
    (-0.290, 0, 0, 0.0345, 0.0385),
    (-0.240, 0, 0.001, 0.0355, 0.0405),
    (-0.160, 0, 0.003, 0.0405, 0.0475),
    (-0.080, 0, 0.002, 0.0440, 0.0515),
    (-0.020, 0, 0, 0.0450, 0.0520),
)
_FOREARM = (
    (-0.255, 0, 0, 0.0200, 0.0285),
    (-0.205, 0, 0.001, 0.0235, 0.0295),
    (-0.140, 0, 0.002, 0.0310, 0.0350),
    (-0.065, 0, 0.002, 0.0375, 0.0425),
    (0.010, 0, -0.002, 0.0345, 0.0385),
)
_THIGH = (
    (-0.440, 0, 0.002, 0.0440, 0.0480),
    (-0.410, 0, 0.004, 0.0500, 0.0560),
    (-0.350, -0.002, 0.003, 0.0545, 0.0620),
    (-0.250, -0.004, 0.002, 0.0660, 0.0745),
    (-0.150, -0.006, 0.000, 0.0765, 0.0860),
    (-0.060, -0.006, -0.004, 0.0805, 0.0920),
    (0.020, -0.006, -0.006, 0.0790, 0.0920),
)
_SHANK = (
    (-0.415, 0, -0.003, 0.0290, 0.0345),
    (-0.360, 0, -0.004, 0.0300, 0.0335),
    (-0.290, 0, -0.007, 0.0350, 0.0390),
    (-0.200, 0, -0.013, 0.0465, 0.0525),
    (-0.120, 0, -0.013, 0.0520, 0.0580),
    (-0.050, 0, -0.003, 0.0485, 0.0550),
    (0.000, 0, 0.003, 0.0490, 0.0545),
    (0.035, 0, 0.003, 0.0420, 0.0460),
)


def _fingers() -> list[Shape]:
    """Four fingers, gently curved and a little apart, and a thumb."""
    shapes: list[Shape] = []
    rows = (
        (0.0285, 0.011, 0.074, 0.0088),
        (0.0095, 0.004, 0.082, 0.0090),
        (-0.0095, -0.003, 0.077, 0.0086),
        (-0.0270, -0.010, 0.061, 0.0076),
    )
    for z, spread, length, r in rows:
        top, half = -0.086 + (0.006 if z < -0.02 else 0), length / 2
        bend = (-0.005, top - half, z + spread * 0.5)
        shapes += [
            Cone("hand_l", (0.001, top + 0.012, z), bend, r + 0.0008, r, 0.006),
            Cone("hand_l", bend, (-0.017, top - length, z + spread), r, r - 0.0018, 0.004),
        ]
    return [
        *shapes,
        Cone("hand_l", (-0.004, -0.020, 0.024), (-0.012, -0.054, 0.050), 0.0150, 0.0112, 0.014),
        Cone("hand_l", (-0.012, -0.054, 0.050), (-0.017, -0.088, 0.060), 0.0108, 0.0086, 0.004),
    ]


def _foot() -> list[Shape]:
    toes = (
        (-0.021, 0.160, 0.0150),
        (0.0005, 0.160, 0.0112),
        (0.0165, 0.152, 0.0104),
        (0.0300, 0.142, 0.0098),
        (0.0415, 0.128, 0.0092),
    )
    return [
        Egg("foot_l", (0, -0.050, -0.030), (0.032, 0.036, 0.036), 0.02),
        Cone("foot_l", (0, 0.012, -0.006), (0, -0.020, -0.004), 0.034, 0.036, 0.03),
        Cone("foot_l", (-0.004, -0.020, 0.008), (-0.003, -0.054, 0.095), 0.036, 0.025, 0.03),
        Egg("foot_l", (0.008, -0.065, 0.100), (0.043, 0.021, 0.048), 0.02),
        Egg("foot_l", (0.016, -0.066, 0.030), (0.026, 0.020, 0.06), 0.02),
        *(Cone("foot_l", (x * 0.9, -0.064, z - 0.045), (x, -0.0855 + r, z), r + 0.001, r, 0.005) for x, z, r in toes),
    ]


BODY: list[Shape] = [
    Tube("pelvis", _TRUNK, 0.05, power=2.35),
    Egg("pelvis", (0.068, -0.050, -0.044), (0.072, 0.080, 0.062), 0.04),
    Egg("spine3", (0.062, 0.125, 0.058), (0.070, 0.062, 0.042), 0.05),
    Egg("spine3", (0.074, 0.120, -0.062), (0.066, 0.090, 0.040), 0.05),
    Cone("neck", (0, -0.045, -0.004), (0, 0.105, 0.012), 0.055, 0.051, 0.03),
    Cone("neck", (0.020, 0.045, -0.016), (0.105, -0.030, -0.014), 0.034, 0.036, 0.045),
    Cone("clav_l", (0.030, 0.002, -0.016), (0.135, -0.006, -0.020), 0.044, 0.048, 0.05),
    Egg("uarm_l", (0.001, -0.024, 0), (0.046, 0.068, 0.053), 0.045),
    Tube("uarm_l", _UPPER_ARM, 0.035),
    Tube("farm_l", _FOREARM, 0.02),
    Egg("hand_l", (0.0005, -0.048, -0.001), (0.0175, 0.052, 0.041), 0.016),
    Egg("hand_l", (-0.008, -0.032, 0.020), (0.015, 0.030, 0.017), 0.014),
    Egg("hand_l", (-0.008, -0.040, -0.020), (0.013, 0.036, 0.015), 0.014),
    *_fingers(),
    Tube("thigh_l", _THIGH, 0.045),
    Tube("shank_l", _SHANK, 0.03),
    *_foot(),
    # The head: skull, face, jaw, brow, nose, ears. Eyes and mouth are only hinted at, so that nobody looks at one.
    Egg("head", (0, 0.096, -0.012), (0.073, 0.090, 0.093), 0.02),
    Egg("head", (0, 0.048, 0.024), (0.058, 0.074, 0.065), 0.035),
    Egg("head", (0, -0.017, 0.050), (0.036, 0.027, 0.034), 0.04),
    Egg("head", (0.038, 0.036, 0.052), (0.022, 0.022, 0.022), 0.03),
    Egg("head", (0, 0.103, 0.063), (0.050, 0.018, 0.018), 0.03),
    Egg("head", (0.031, 0.077, 0.108), (0.020, 0.014, 0.014), 0.030, hollow=True),
    Cone("head", (0, 0.088, 0.087), (0, 0.047, 0.1035), 0.0085, 0.0115, 0.016),
    Egg("head", (0.010, 0.042, 0.097), (0.008, 0.007, 0.009), 0.01),
    Egg("head", (0.075, 0.056, -0.008), (0.0085, 0.029, 0.018), 0.008, tilt_deg=-12),
    Egg("head", (0.085, 0.058, -0.004), (0.006, 0.016, 0.010), 0.006, hollow=True),
]
TROUSERS: list[Shape] = [
    Tube("pelvis", tuple(row for row in _TRUNK if row[0] < 0.1), 0.05, power=2.35, grown=0.005),
    Egg("pelvis", (0.068, -0.050, -0.044), (0.077, 0.085, 0.067), 0.04),
    Tube("thigh_l", _THIGH, 0.06, grown=0.006),
    Tube(
        "shank_l",
        (
            (-0.335, 0, -0.005, 0.0440, 0.0490), (-0.220, 0, -0.010, 0.0500, 0.0560), (-0.120, 0, -0.011, 0.0560, 0.0620),
            (-0.050, 0, -0.002, 0.0545, 0.0610), (0.000, 0, 0.003, 0.0550, 0.0605), (0.035, 0, 0.003, 0.0480, 0.0520),
        ),
        0.03,
    ),
]  # fmt: skip
SHIRT: list[Shape] = [
    Tube(
        "pelvis",
        (
            (-0.120, 0, -0.012, 0.168, 0.120), (-0.045, 0, -0.012, 0.168, 0.119), (0.030, 0, -0.009, 0.161, 0.112),
            (0.100, 0, -0.004, 0.150, 0.104), (0.170, 0, 0, 0.145, 0.101), (0.240, 0, 0, 0.146, 0.103),
            (0.330, 0, 0, 0.152, 0.110),
            (0.410, 0, -0.006, 0.154, 0.112), (0.465, 0, -0.014, 0.143, 0.101), (0.510, 0, -0.022, 0.111, 0.081),
            (0.545, 0, -0.027, 0.070, 0.066),
        ),
        0.05,
        power=2.35,
    ),
    Egg("pelvis", (0.068, -0.050, -0.044), (0.084, 0.092, 0.075), 0.04),
    Tube("thigh_l", _THIGH, 0.06, grown=0.010),
    Egg("spine3", (0.062, 0.125, 0.058), (0.077, 0.069, 0.049), 0.05),
    Egg("spine3", (0.074, 0.120, -0.062), (0.073, 0.097, 0.047), 0.05),
    Cone("neck", (0, -0.080, -0.006), (0, -0.004, -0.004), 0.064, 0.064, 0.02),
    Cone("neck", (0.020, 0.030, -0.016), (0.105, -0.030, -0.014), 0.038, 0.043, 0.045),
    Cone("clav_l", (0.030, 0.002, -0.016), (0.135, -0.006, -0.020), 0.051, 0.055, 0.05),
    Egg("uarm_l", (0.001, -0.024, 0), (0.052, 0.070, 0.059), 0.045),
    Tube(
        "uarm_l",
        ((-0.160, 0.001, 0.002, 0.0540, 0.0610), (-0.080, 0.001, 0.002, 0.0530, 0.0600), (-0.010, 0, 0, 0.0510, 0.0580)),
        0.035,
    ),
]  # fmt: skip
HEM_M = -0.075  # where the shirt ends, above the hips' middle
NECKLINE = Cone("neck", (0, -0.060, 0.010), (0, 0.12, 0.020), 0.0595, 0.068, 0.006)
HAIR: list[Shape] = [
    Egg("head", (0, 0.102, -0.018), (0.085, 0.098, 0.102), 0.02),
    Egg("head", (0, 0.046, -0.052), (0.075, 0.080, 0.060), 0.03),
    Egg("head", (0, 0.149, -0.010), (0.061, 0.050, 0.072), 0.04),
]
_HAIRLINE = PchipInterpolator(
    (-0.20, -0.060, -0.034, -0.016, 0.010, 0.026, 0.048, 0.080, 0.20),
    (-0.026, -0.022, -0.006, 0.058, 0.080, 0.088, 0.112, 0.137, 0.150),
)


def hairline(at: Points) -> Points:
    """How far a point of the head's frame is below the hair, to be cut off."""
    return np.asarray(_HAIRLINE(np.clip(at[:, 2], -0.2, 0.2)) - 0.22 * np.abs(at[:, 0]) + 0.010 - at[:, 1]) * 0.7

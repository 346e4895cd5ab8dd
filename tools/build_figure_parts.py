"""Which part of the surface is drawn warm when a part works: for each `model.demo.Part`, rods in the pose the figure is made in.

What lies inside the rods belongs to the part, within its heights and on its side of the body. Chosen by eye, after the
patches of `motion.drawing_figure`, so that drawing and figure show the same.
"""

from typing import Any

import numpy as np
from build_figure_body import Spot
from build_figure_joints import BIND

from upperback.model.demo import Part

Rod = tuple[str, Spot, str, Spot, float, float]


def _world(joint: str, spot: Spot) -> list[float]:
    turn, place = BIND[joint]
    return [round(float(v), 4) for v in place + turn @ np.array(spot)]


def _height(joint: str, above: float) -> float:
    return round(float(BIND[joint][1][1]) + above, 4)


def _part(
    rods: tuple[Rod, ...], *, side: int = 0, heights: tuple[float, float] | None = None, facing: int = 0, layer: str = ""
) -> dict[str, Any]:
    """`side` 1 the figure's left, -1 its right, 0 both. `facing` 1: of the trunk only what looks ahead, -1 only the back.
    `layer`: only of this one."""
    return {
        "rods": [[*_world(a, at), *_world(b, to), ra, rb] for a, at, b, to, ra, rb in rods],
        "side": side,
        "heights": list(heights) if heights else None,
        "facing": facing,
        "layer": layer,
    }


def parts() -> dict[str, Any]:
    """Each part of `model.demo.Part` as numbers: rods as start, end and the radius at each."""
    neck = (("neck", (0.0, -0.03, 0.0), "neck", (0.0, 0.09, 0.004), 0.075, 0.070),)
    strand = (
        ("neck", (0.065, -0.030, -0.014), "head", (0.055, 0.015, -0.020), 0.040, 0.036),
        ("neck", (0.120, -0.040, -0.016), "neck", (0.065, -0.030, -0.014), 0.028, 0.040),
    )
    deltoid = (("uarm_l", (0.004, 0.0, 0.0), "uarm_l", (0.004, -0.14, 0.0), 0.078, 0.09),)
    arm = (
        ("uarm_l", (0.012, 0.0, 0.0), "farm_l", (0.0, 0.0, 0.0), 0.072, 0.055),
        ("farm_l", (0.0, 0.0, 0.0), "hand_l", (0.0, 0.0, 0.0), 0.06, 0.05),
        ("hand_l", (0.0, 0.0, 0.01), "hand_l", (-0.01, -0.16, 0.01), 0.06, 0.09),
    )  # fmt: skip
    leg = (
        ("thigh_l", (0.0, -0.09, 0.0), "shank_l", (0.0, 0.0, 0.0), 0.125, 0.085),
        ("shank_l", (0.0, 0.0, 0.0), "foot_l", (0.0, 0.09, 0.0), 0.085, 0.07),
    )  # fmt: skip
    seat = (("pelvis", (0.075, -0.045, -0.085), "pelvis", (0.075, -0.075, -0.085), 0.078, 0.078),)
    flank = (("pelvis", (0.155, 0.085, 0.0), "spine3", (0.160, 0.080, 0.0), 0.052, 0.056),)
    hip = (("pelvis", (0.085, 0.015, 0.085), "thigh_l", (0.0, -0.11, 0.080), 0.050, 0.048),)
    around = (("pelvis", (0.0, 0.0, 0.0), "spine3", (0.0, 0.22, 0.0), 0.185, 0.185),)
    named = {
        Part.NECK: _part(neck, layer="skin"),
        Part.SHOULDERS: _part(deltoid, layer="top"),
        Part.UPPER_BACK: _part(
            (
                ("spine3", (0.055, 0.010, -0.10), "spine3", (0.080, 0.165, -0.10), 0.070, 0.068),
                ("spine3", (0.0, 0.0, -0.10), "spine3", (0.0, 0.175, -0.10), 0.065, 0.065),
            ),
            facing=-1,
        ),
        Part.THORAX: _part(around, heights=(_height("spine3", 0.0), _height("spine3", 0.205))),
        Part.BLADES: _part(
            (
                ("clav_l", (0.040, -0.045, -0.095), "clav_l", (0.046, -0.115, -0.110), 0.050, 0.034),
                ("clav_l", (0.040, -0.040, -0.095), "clav_l", (0.075, -0.035, -0.085), 0.048, 0.042),
            ),
            facing=-1,
        ),
        Part.LOW_BACK: _part(
            (
                ("pelvis", (0.050, 0.060, -0.10), "spine2", (0.046, 0.040, -0.095), 0.048, 0.045),
                ("pelvis", (0.0, 0.060, -0.10), "spine2", (0.0, 0.040, -0.095), 0.048, 0.045),
            ),
            facing=-1,
        ),
        Part.CHEST: _part((("spine3", (0.060, 0.130, 0.10), "spine3", (0.125, 0.165, 0.075), 0.052, 0.045),), facing=1),
        Part.RIBS: _part(around, heights=(_height("spine3", -0.055), _height("spine3", 0.085))),
        Part.BELLY: _part(
            (
                ("pelvis", (0.045, 0.045, 0.10), "spine2", (0.042, 0.065, 0.10), 0.056, 0.050),
                ("pelvis", (0.0, 0.045, 0.10), "spine2", (0.0, 0.065, 0.10), 0.056, 0.050),
            ),
            facing=1,
        ),
        Part.WAIST: _part(around, heights=(_height("spine1", -0.02), _height("spine3", -0.03))),
    }
    for single, both, rods in (
        ("neck", None, strand), ("flank", None, flank), ("arm", Part.ARMS, arm), ("seat", Part.SEAT, seat), ("hip", None, hip),
        ("leg", Part.LEGS, leg),
    ):  # fmt: skip
        facing, layer = -1 if single == "seat" else 0, "leg" if single == "leg" else ""
        if both:
            named[both] = _part(rods, facing=facing, layer=layer)
        for side, sign in (("left", 1), ("right", -1)):
            named[Part(f"{single}_{side}")] = _part(rods, side=sign, facing=facing, layer=layer)
    return {part.value: named[part] for part in Part}

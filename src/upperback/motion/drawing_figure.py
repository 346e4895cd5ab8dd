"""The mannequin: which spheres sit on which joint, and which class each shape has.

No face, no gender, no skin colour: two tones of one colour; hair and clothes keep front and back apart. Proportions are those
of the reference body (`motion.anatomy`); radii are chosen by eye.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from upperback.model.body import Floats
from upperback.model.demo import Part
from upperback.motion.anatomy import SIDES
from upperback.motion.contacts import Posed
from upperback.motion.drawing_hulls import Group, Hull, Paint, View

_SIDE_NAME: Final = {"l": "left", "r": "right"}
# A limb folded further than this is painted as two parts, so that the fold is seen.
_FOLD_COS: Final = float(np.cos(np.radians(105)))

Spot = tuple[str, tuple[float, float, float], float]
"""A sphere before posing: joint, place in its frame, radius, metres."""


@dataclass(frozen=True, slots=True)
class _Patch:
    """A working part of the trunk: its spheres on the left (the right mirrors them), on the chest, on the back or (None) all
    round, one shape `across` the spine or one on each side."""

    part: Part
    front: bool | None
    across: bool
    left: tuple[Spot, ...]


_PATCHES: Final = (
    _Patch(
        Part.THORAX,
        None,
        True,
        (
            ("spine3", (0.067, 0.060, 0.001), 0.082),
            ("spine3", (0.070, 0.140, 0.010), 0.078),
            ("spine3", (0.062, 0.140, -0.028), 0.080),
        ),
    ),
    _Patch(
        Part.UPPER_BACK,
        False,
        True,
        (
            ("spine3", (0.075, 0.040, -0.030), 0.054),
            ("spine3", (0.070, 0.150, -0.050), 0.060),
            ("spine3", (0.078, 0.195, -0.040), 0.045),
        ),
    ),
    _Patch(
        Part.BLADES,
        False,
        False,
        (
            ("clav", (0.027, -0.020, -0.082), 0.026),
            ("clav", (0.080, -0.030, -0.072), 0.030),
            ("clav", (0.041, -0.120, -0.092), 0.022),
        ),
    ),
    _Patch(
        Part.LOW_BACK,
        False,
        True,
        (
            ("pelvis", (0.045, 0.055, -0.058), 0.034),
            ("spine1", (0.045, 0.040, -0.045), 0.036),
            ("spine2", (0.040, 0.030, -0.048), 0.034),
        ),
    ),
    _Patch(
        Part.CHEST,
        True,
        False,
        (
            ("spine3", (0.050, 0.145, 0.072), 0.036),
            ("spine3", (0.090, 0.165, 0.055), 0.036),
            ("spine3", (0.115, 0.185, 0.030), 0.030),
        ),
    ),
    _Patch(
        Part.BELLY,
        True,
        True,
        (
            ("spine2", (0.050, 0.055, 0.045), 0.040),
            ("spine1", (0.052, 0.020, 0.048), 0.040),
            ("pelvis", (0.045, 0.055, 0.052), 0.038),
        ),
    ),
    _Patch(Part.WAIST, None, True, (("spine2", (0.062, 0.035, 0.0), 0.079), ("spine1", (0.062, 0.030, -0.002), 0.079))),
    _Patch(Part.RIBS, None, True, (("spine3", (0.064, 0.0, 0.006), 0.082), ("spine3", (0.064, 0.05, 0.006), 0.082))),
)
_FLANK: Final[tuple[Spot, ...]] = (
    ("pelvis", (0.112, 0.075, 0.0), 0.034),
    ("spine2", (0.096, 0.035, 0.0), 0.040),
    ("spine3", (0.106, 0.075, 0.0), 0.044),
)
# How far a surface must look at the viewer (1 straight at, -1 away) for its near side, and for both sides, to be seen.
_HIDDEN: Final = -0.6
_BOTH_SEEN: Final = 0.1


def _both(tone: str, hulls: list[Hull]) -> Paint:
    """Hulls in both tones."""
    return Paint(tone, hulls, hulls)


class Mannequin:
    """One posed body seen from one direction, as groups of shapes.

    `works` are drawn warm. The figure's joints in the world are in `posed` (n = 1).
    """

    def __init__(self, posed: Posed, view: View, works: tuple[Part, ...] = ()) -> None:
        self._posed, self._view, self._works = posed, view, frozenset(works)

    def groups(self) -> list[Group]:
        """All groups of the figure, in no particular order."""
        out = [self._trunk(), self._head()]
        for s, m in SIDES:
            out += self._leg(s, m)
            out += self._arm(s, m)
        return out

    def at(self, joint: str, place: tuple[float, float, float] = (0, 0, 0)) -> Floats:
        """A place in a joint's frame, (3,) in the world."""
        return np.asarray(self._posed.at_m[joint][0] + self._posed.turn[joint][0] @ np.array(place))

    def hull(self, *spots: Spot) -> Hull:
        """Spheres on the joints of this pose."""
        return [(self.at(joint, place), radius) for joint, place, radius in spots]

    def _working(self, *parts: Part) -> bool:
        return any(part in self._works for part in parts)

    def _faces(self, joint: str, direction: tuple[float, float, float]) -> float:
        return self._view.faces(self._posed.turn[joint][0] @ np.array(direction))

    # -- trunk --------------------------------------------------------------------------------------------------------
    def _trunk(self) -> Group:
        def two(joint: str, x: float, y: float, z: float, r: float) -> list[Spot]:
            return [(joint, (m * x, y, z), r) for _, m in SIDES]

        girdle: list[Spot] = [(f"uarm_{s}", (0, 0, 0), 0.050) for s, _ in SIDES]
        top: list[Spot] = [("spine3", (m * 0.125, 0.205, -0.008), 0.052) for _, m in SIDES]
        chest = two("spine3", 0.062, 0.135, 0.016, 0.082) + two("spine3", 0.050, 0.135, -0.028, 0.080)
        ribs = two("spine3", 0.066, 0.055, 0.002, 0.083)
        waist = two("spine2", 0.060, 0.035, 0.0, 0.077)
        loin = two("spine1", 0.060, 0.030, -0.002, 0.077)
        hem = two("pelvis", 0.068, 0.045, -0.004, 0.085)
        seat = two("pelvis", 0.070, 0.0, -0.008, 0.089)
        collar: list[Spot] = [
            ("spine3", (0, 0.262, -0.022), 0.046),
            *(("spine3", (m * 0.115, 0.228, -0.012), 0.036) for _, m in SIDES),
        ]
        shoulders = top + girdle
        rows = [chest + shoulders, chest + ribs, ribs + waist, waist + loin, loin + hem, collar]
        paints = [
            _both("leg", [self.hull(*seat)]),
            _both("top", [self.hull(*row) for row in rows]),
            *self._patches(),
        ]
        return Group(paints)

    def _patches(self) -> list[Paint]:
        """The working parts of the trunk. They lie on the shirt, so only those that the viewer can see are painted."""
        paints = []
        for patch in _PATCHES:
            if not self._working(patch.part):
                continue
            towards = 1.0 if patch.front is None else self._faces("spine3", (0, 0, 1 if patch.front else -1))
            if towards < _HIDDEN:
                continue
            near = 1.0 if self._faces("spine3", (1, 0, 0)) > 0 else -1.0
            seen = [(s, m) for s, m in SIDES if towards > _BOTH_SEEN or m == near]
            halves = [
                self.hull(*((f"clav_{s}" if joint == "clav" else joint, (m * x, y, z), r) for joint, (x, y, z), r in patch.left))
                for s, m in seen
            ]
            hulls = [[ball for half in halves for ball in half]] if patch.across else halves
            paints += [_both("work", [hull]) for hull in hulls]
        for s, m in SIDES:
            if self._working(Part(f"flank_{_SIDE_NAME[s]}")) and self._faces("spine3", (m, 0, 0)) > _HIDDEN:
                paints.append(_both("work", [self.hull(*((joint, (m * x, y, z), r) for joint, (x, y, z), r in _FLANK))]))
        return paints

    # -- head ---------------------------------------------------------------------------------------------------------
    def _head(self) -> Group:
        neck = self.hull(
            ("neck", (0, -0.015, 0.006), 0.052), ("neck", (0, 0.06, 0.010), 0.049), ("head", (0, 0.02, -0.012), 0.050)
        )
        whole = self._working(Part.NECK)
        paints = [_both("work", [neck]) if whole else Paint("skin", [neck])]
        for s, m in SIDES:
            if not whole and self._working(Part(f"neck_{_SIDE_NAME[s]}")):
                strand = self.hull(
                    ("head", (m * 0.040, 0.012, -0.022), 0.020), ("neck", (m * 0.036, 0.02, -0.010), 0.024),
                    ("spine3", (m * 0.085, 0.248, -0.020), 0.026),
                )  # fmt: skip
                paints.append(_both("work", [strand]))
        skull = (0.0, 0.068, 0.006)

        def spot(x: float, y: float, z: float, r: float) -> Spot:
            return ("head", (skull[0] + x, skull[1] + y, skull[2] + z), r)

        hair = _both("hair", [self.hull(spot(0, 0.044, -0.018, 0.098), spot(0, -0.008, -0.042, 0.086))])
        nose = (spot(0, 0.020, 0.088, 0.010), spot(0, -0.024, 0.112, 0.012), spot(0, -0.038, 0.083, 0.010))
        face = Paint("face", [self.hull(spot(0, 0.006, 0.012, 0.091), spot(0, -0.068, 0.036, 0.054)), self.hull(*nose)])
        ears = {m: Paint("ear", [self.hull(spot(m * 0.090, -0.022, -0.010, 0.019))]) for _, m in SIDES}
        to_left = self._faces("head", (1, 0, 0))
        far, near = (ears[-1.0], ears[1.0]) if to_left > 0 else (ears[1.0], ears[-1.0])
        if abs(to_left) < 0.35:  # both ears stand out from the sides, behind the face
            paints += [far, near]
        from_behind = self._faces("head", (0, 0, -1)) > 0.25
        paints += [face, hair] if from_behind else [hair, face]
        if abs(to_left) >= 0.35:
            paints.append(near)
        return Group(paints, nearer_m=0.03)

    # -- limbs --------------------------------------------------------------------------------------------------------
    def _folded(self, upper: str, lower: str, end: str) -> bool:
        a = self.at(lower) - self.at(upper)
        b = self.at(end) - self.at(lower)
        return float(a @ b) / float(np.linalg.norm(a) * np.linalg.norm(b)) < _FOLD_COS

    def _arm(self, s: str, m: float) -> list[Group]:
        up, low, hand, name = f"uarm_{s}", f"farm_{s}", f"hand_{s}", _SIDE_NAME[s]
        works = self._working(Part.ARMS, Part(f"arm_{name}"))
        upper = self.hull((up, (0, 0, 0), 0.051), (up, (0, -0.12, 0), 0.048), (low, (0, 0, 0), 0.040))
        free = self.hull((up, (0, -0.06, 0), 0.049), (low, (0, 0, 0), 0.040))
        fore = self.hull((low, (0, 0, 0), 0.040), (low, (0, -0.07, 0), 0.042), (hand, (0, 0, 0), 0.028))
        palm = self.hull(
            (hand, (0, -0.005, 0), 0.027), (hand, (0, -0.075, 0.024), 0.019), (hand, (0, -0.070, -0.022), 0.018),
            (hand, (-m * 0.012, -0.150, 0.010), 0.012), (hand, (-m * 0.012, -0.135, -0.016), 0.011),
        )  # fmt: skip
        thumb = self.hull(
            (hand, (0, -0.015, 0.016), 0.017),
            (hand, (-m * 0.010, -0.060, 0.044), 0.012),
            (hand, (-m * 0.016, -0.090, 0.050), 0.009),
        )
        tone = "work" if works else "skin"
        sleeve = self.hull((up, (0, 0, 0), 0.055), (up, (0, -0.10, 0), 0.054))
        cap = [] if works else [_both("work" if self._working(Part.SHOULDERS) else "top", [sleeve])]
        if self._folded(up, low, hand):
            return [
                Group([Paint(tone, [free], gap=True), _both(tone, [upper]), *cap], nearer_m=0.03),
                Group([Paint(tone, [fore, palm, thumb], [fore, palm], gap=True)], nearer_m=0.04),
            ]
        rim = Paint(tone, [free, fore, palm, thumb], gap=True)
        return [Group([rim, Paint(tone, [upper], [upper, fore, palm]), *cap], nearer_m=0.03)]

    def _leg(self, s: str, m: float) -> list[Group]:
        up, low, foot, name = f"thigh_{s}", f"shank_{s}", f"foot_{s}", _SIDE_NAME[s]
        thigh = self.hull((up, (0, 0, 0), 0.087), (up, (0, -0.16, 0), 0.080), (low, (0, 0, 0), 0.054))
        calf = self.hull((low, (0, 0, 0), 0.054), (low, (0, -0.12, -0.014), 0.055), (low, (0, -0.33, 0), 0.037))
        ankle = self.hull((low, (0, -0.33, 0), 0.033), (foot, (0, -0.01, -0.004), 0.033), (foot, (0, -0.050, -0.028), 0.033))
        sole = self.hull((foot, (0, -0.050, -0.028), 0.034), (foot, (0, -0.030, 0.030), 0.036),
                         (foot, (m * 0.006, -0.056, 0.095), 0.029),
                         (foot, (m * 0.002, -0.063, 0.150), 0.021))  # fmt: skip
        tone = "work" if self._working(Part.LEGS, Part(f"leg_{name}")) else "leg"
        bare = Paint("skin", [ankle, sole], [sole])
        seat: list[Paint] = []
        if self._working(Part.SEAT, Part(f"seat_{name}")) and self._faces("pelvis", (0, 0, -1)) > -0.3:
            patch = self.hull(("pelvis", (m * 0.075, 0.0, -0.045), 0.058), (up, (0, -0.05, -0.035), 0.058))
            seat = [_both("work", [patch])]
        if self._working(Part(f"hip_{name}")) and self._faces("pelvis", (0, 0, 1)) > -0.3:
            front: tuple[Spot, ...] = (
                ("pelvis", (m * 0.085, 0.035, 0.046), 0.034), (up, (0, -0.03, 0.046), 0.044), (up, (0, -0.12, 0.042), 0.036),
            )  # fmt: skip
            seat.append(_both("work", [self.hull(*front)]))
        if self._folded(up, low, foot):
            return [Group([Paint(tone, [thigh], [thigh], gap=True), *seat]), Group([bare, Paint(tone, [calf], [calf], gap=True)])]
        return [Group([bare, Paint(tone, [thigh, calf], [thigh, calf], gap=True), *seat], nearer_m=0.025)]

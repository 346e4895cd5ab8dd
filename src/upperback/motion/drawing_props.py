"""What the figure sits on, leans on or holds. Sizes in metres; chairs and mats are real ones, not the body's."""

from collections.abc import Callable
from typing import Final

import numpy as np

from upperback.model.body import Floats
from upperback.model.demo import Prop
from upperback.motion.anatomy import SIDES
from upperback.motion.drawing_figure import Mannequin
from upperback.motion.drawing_hulls import UNITS_PER_M, Group, Hull, Paint, View

# Everything one sits or lies on is painted behind the body where both are as near.
_BEHIND_M: Final = -0.6
_SEAT_M: Final = 0.46
WALL_Z_M: Final = -0.13
_BALL_M: Final = 0.042
_POST_Z_M: Final = 1.12
_POST_TOP_M: Final = 1.16
_ANCHOR_HEIGHT_M: Final = 0.98
_FACED_CHAIR_Z_M: Final = 0.70
_DOOR_M: Final = (0.43, 2.02)  # half of the clear width, and the height
_JAMB_M: Final = 0.045
_ROLL_M: Final = (-0.33, 0.066)  # where it lies, and its radius


def _row(*points: tuple[float, float, float], radius_m: float) -> Hull:
    return [(np.array(point), radius_m) for point in points]


def chair(_: Mannequin) -> list[Group]:
    """A plain chair under a figure that sits at x = z = 0; its back is a group of its own, seen from behind it is nearer."""
    ends = ((-0.18, -0.18), (0.18, -0.18), (-0.18, 0.18), (0.18, 0.18))
    legs = [_row((x, _SEAT_M - 0.03, z), (x * 1.12, 0.012, z * 1.25), radius_m=0.016) for x, z in ends]
    seat = _row(*((x, _SEAT_M - 0.027, z) for x, z in ends), radius_m=0.027)
    posts = [_row((x, _SEAT_M - 0.03, -0.18), (x * 0.95, _SEAT_M + 0.33, -0.235), radius_m=0.016) for x in (-0.18, 0.18)]
    rail = _row(*((x, _SEAT_M + y, -0.22 - y * 0.06) for x in (-0.165, 0.165) for y in (0.25, 0.31)), radius_m=0.026)
    return [
        Group([Paint("prop", legs), Paint("prop", [seat], [seat])], nearer_m=_BEHIND_M),
        Group([Paint("prop", posts), Paint("prop", [rail], [rail])], nearer_m=-0.05),
    ]


def chair_front(figure: Mannequin) -> list[Group]:
    """The same chair in front of the figure, its seat towards it."""
    out = chair(figure)
    for group in out:
        for paint in group.paints:
            turned = [[(np.array([-x, y, _FACED_CHAIR_Z_M - z]), r) for (x, y, z), r in hull] for hull in paint.hulls]
            paint.hulls, paint.lit = turned, turned if paint.lit else []
    return out


def doorway(_: Mannequin) -> list[Group]:
    """A door frame round the figure: the right post, with the forearm behind it, and the left post with the lintel."""
    half, height = _DOOR_M
    x = half + _JAMB_M
    posts = {m: _row((m * x, 0.03, 0), (m * x, height, 0), radius_m=_JAMB_M) for m in (-1, 1)}
    lintel = _row((-x, height, 0), (x, height, 0), radius_m=_JAMB_M)
    right, left = [posts[-1]], [posts[1], lintel]
    return [Group([Paint("prop", right, right)], nearer_m=0.3), Group([Paint("prop", left, left)])]


def towel_roll(_: Mannequin) -> list[Group]:
    """A rolled towel on the floor, with its end."""
    z, radius_m = _ROLL_M
    roll = _row((-0.32, radius_m, z), (0.32, radius_m, z), radius_m=radius_m)
    rings = [
        Paint(tone, [_row((-0.36, radius_m, z), radius_m=radius_m * share)]) for tone, share in (("prop", 0.7), ("shadow", 0.42))
    ]
    return [Group([Paint("prop", [roll], [roll], gap=True), *rings], nearer_m=_BEHIND_M)]


def pillow(figure: Mannequin) -> list[Group]:
    """A flat pillow under the head."""
    x, _, z = figure.at("head", (0, 0.06, 0)).tolist()
    low = _row(*((x + dx, 0.035, z + dz) for dx in (-0.2, 0.2) for dz in (-0.12, 0.12)), radius_m=0.035)
    return [Group([Paint("prop", [low], [low])], nearer_m=_BEHIND_M)]


def towel(figure: Mannequin) -> list[Group]:
    """A towel folded flat under the head."""
    x, _, z = figure.at("head", (0, 0.07, 0)).tolist()
    folds = [_row(*((x + dx, y, z + dz) for dx in (-0.16, 0.16) for dz in (-0.11, 0.11)), radius_m=0.012) for y in (0.012, 0.03)]
    return [Group([Paint("prop", [fold], [fold], gap=True) for fold in folds], nearer_m=_BEHIND_M)]


def pillow_belly(figure: Mannequin) -> list[Group]:
    """A flat pillow between the floor and the belly, in one tone: it lies on a mat that has both."""
    x, y, z = figure.at("spine1").tolist()
    radius_m = (y - 0.045) / 2
    low = _row(*((x + dx, radius_m, z + dz) for dx in (-0.22, 0.22) for dz in (-0.13, 0.13)), radius_m=radius_m)
    return [Group([Paint("prop", [low], gap=True)], nearer_m=_BEHIND_M)]


def ball(figure: Mannequin) -> list[Group]:
    """A fist-sized ball between the wall and the muscle beside the left shoulder blade."""
    x, y, _ = figure.at("spine3", (0.062, 0.13, -0.1)).tolist()
    sphere = [(np.array([x, y, WALL_Z_M + _BALL_M]), _BALL_M)]
    return [Group([Paint("work", [sphere], [sphere])], nearer_m=-0.02)]


def bottles(figure: Mannequin) -> list[Group]:
    """A small bottle held upright in each hand, its neck past the thumb."""
    out = []
    for s, m in SIDES:
        body, neck = [
            [(figure.at(f"hand_{s}", (-m * 0.02, -0.065, z)), r) for z in ends]
            for ends, r in (((-0.09, 0.07), 0.032), ((0.1, 0.13), 0.013))
        ]
        out.append(Group([Paint("prop", [body, neck], [body], gap=True)], nearer_m=0.05))
    return out


GROUPS: Final[dict[Prop, Callable[[Mannequin], list[Group]]]] = {
    Prop.CHAIR: chair,
    Prop.CHAIR_FRONT: chair_front,
    Prop.DOORWAY: doorway,
    Prop.TOWEL_ROLL: towel_roll,
    Prop.PILLOW: pillow,
    Prop.TOWEL: towel,
    Prop.PILLOW_BELLY: pillow_belly,
    Prop.BALL: ball,
    Prop.BOTTLES: bottles,
}
"""Things with a depth among the limbs."""


def mat(figure: Mannequin) -> list[Group]:
    """An exercise mat under everything that touches the floor, as long as the figure lies: along z, or along x on its side."""
    points = np.array([figure.at(j) for j in ("hand_l", "hand_r", "foot_l", "foot_r", "shank_l", "shank_r", "pelvis", "head")])
    x, _, z = (figure.at("head") - figure.at("pelvis")).tolist()
    if abs(x) > abs(z) + 0.2:
        body = points[2:]
        ends = [(float(body[:, k].min()) - room, float(body[:, k].max()) + room) for k, room in ((0, 0.2), (2, 0.16))]
    else:
        low = points[points[:, 1] < 0.45]
        ends = [(-0.27, 0.27), (float(low[:, 2].min()) - 0.26, float(low[:, 2].max()) + 0.26)]
    flat = _row(*((x, -0.012, z) for x in ends[0] for z in ends[1]), radius_m=0.012)
    return [Group([Paint("prop", [flat], [flat])])]


def bed(figure: Mannequin) -> list[Group]:
    """A bed whose end is under the seat of a figure that lies on it, its head towards smaller z."""
    end, start = float(figure.at("pelvis")[2]) + 0.06, float(figure.at("head")[2]) - 0.32
    corners = [(x, z) for x in (-0.4, 0.4) for z in (start, end)]
    mattress = _row(*((x, y, z - 0.06) for x, z in corners for y in (_SEAT_M - 0.10, _SEAT_M - 0.06)), radius_m=0.06)
    legs = [_row((x * 0.9, 0.3, z), (x * 0.9, 0.03, z), radius_m=0.03) for x in (-0.4, 0.4) for z in (start + 0.04, end - 0.16)]
    return [Group([Paint("prop", legs), Paint("prop", [mattress], [mattress])])]


def wall(_: Mannequin) -> list[Group]:
    """A piece of wall behind the figure's back."""
    ends = (WALL_Z_M - 0.02, WALL_Z_M - 0.12)
    block = _row(*((x, y, z) for x in (-0.8, 0.8) for y in (0.0, 2.06) for z in ends), radius_m=0.02)
    return [Group([Paint("shadow", [block])])]


def wall_front(figure: Mannequin) -> list[Group]:
    """A piece of wall in front of the figure, where its palms are."""
    z = max(float(figure.at(f"hand_{s}", (0, -0.06, 0))[2]) for s, _ in SIDES) + 0.05
    block = _row(*((x, y, z + dz) for x in (-0.5, 0.5) for y in (0.0, 2.0) for dz in (0.0, 0.1)), radius_m=0.02)
    return [Group([Paint("shadow", [block])])]


def level_line(figure: Mannequin) -> list[Group]:
    """A level line behind the figure, as high as the tops of its shoulders."""
    height = float(max(figure.at(f"uarm_{s}")[1] for s, _ in SIDES)) + 0.045
    line = _row(*((x, height, WALL_Z_M) for x in (-0.42, 0.42)), radius_m=0.007)
    return [Group([Paint("prop", [line])])]


BACKDROPS: Final[dict[Prop, Callable[[Mannequin], list[Group]]]] = {
    Prop.MAT: mat,
    Prop.BED: bed,
    Prop.WALL: wall,
    Prop.WALL_FRONT: wall_front,
    Prop.LEVEL_LINE: level_line,
}
"""Things painted before everything else."""

IN_THE_ROOM: Final = frozenset(
    (Prop.CHAIR, Prop.CHAIR_FRONT, Prop.DOORWAY, Prop.TOWEL_ROLL, Prop.MAT, Prop.BED, Prop.WALL, Prop.WALL_FRONT)
)
"""Things that stay where they are while the figure moves."""


Box = tuple[float, float, float, float]
Overlay = tuple[str, Box]
"""Shapes and the box they fill (left, top, right, bottom)."""


def _line(view: View, css: str, width_m: float, *points: Floats) -> Overlay:
    seen = [view.at(p) for p in points]
    path = "L".join(f"{x:.0f} {y:.0f}" for x, y, _ in seen)
    half = width_m * UNITS_PER_M / 2
    xs, ys = [x for x, _, _ in seen], [y for _, y, _ in seen]
    shape = f'<path class="{css}" d="M{path}" stroke-width="{2 * half:.0f}"/>'
    return shape, (min(xs) - half, min(ys) - half, max(xs) + half, max(ys) + half)


def _together(*parts: Overlay) -> Overlay:
    boxes = [box for _, box in parts]
    low, high = [min(b[k] for b in boxes) for k in (0, 1)], [max(b[k] for b in boxes) for k in (2, 3)]
    return "".join(shape for shape, _ in parts), (low[0], low[1], high[0], high[1])


def band_post(figure: Mannequin, view: View) -> Overlay:
    """A post in front of the figure and a band from it to both hands."""
    hands = [figure.at(f"hand_{s}", (0, -0.07, 0)) for s in "lr"]
    knot = np.array([0.0, _ANCHOR_HEIGHT_M, _POST_Z_M])
    post = _line(view, "f-prop-line", 0.05, np.array([0, 0.02, _POST_Z_M]), np.array([0, _POST_TOP_M, _POST_Z_M]))
    return _together(post, *(_line(view, "f-band", 0.013, hand, knot) for hand in hands))


def band_hands(figure: Mannequin, view: View) -> Overlay:
    """A band from palm to palm."""
    return _line(view, "f-band", 0.022, *(figure.at(f"hand_{s}", (-m * 0.02, -0.06, 0.01)) for s, m in SIDES))


def band_feet(figure: Mannequin, view: View) -> Overlay:
    """A band from each hand to under the foot of its side."""
    ends = [(figure.at(f"hand_{s}", (0, -0.07, 0)), figure.at(f"foot_{s}", (0, -0.07, 0.03))) for s in "lr"]
    return _together(*(_line(view, "f-band", 0.013, hand, foot) for hand, foot in ends))


def water(figure: Mannequin, view: View) -> Overlay:
    """The surface of a pool at the height of a swimmer's spine, and pale water below it."""
    ends = [float(figure.at(j)[2]) for j in ("hand_l", "hand_r", "foot_l", "foot_r", "head")]
    level = float(figure.at("spine2")[1]) + 0.01
    z = np.linspace(min(ends) - 0.28, max(ends) + 0.28, 41)
    seen = [view.at(np.array([0.0, level + 0.012 * np.cos(k * np.pi / 2.5), at])) for k, at in enumerate(z)]
    top = "L".join(f"{x:.0f} {y:.0f}" for x, y, _ in seen)
    bottom = view.at(np.array([0.0, level - 0.42, 0.0]))[1]
    left, right = sorted((seen[0][0], seen[-1][0]))
    body = f'<path class="f-prop-hi f-ghost" d="M{top}L{seen[-1][0]:.0f} {bottom:.0f}L{seen[0][0]:.0f} {bottom:.0f}Z"/>'
    return body + f'<path class="f-prop-line" d="M{top}" stroke-width="6"/>', (left, seen[0][1] - 8, right, bottom)


OVERLAYS: Final[dict[Prop, Callable[[Mannequin, View], Overlay]]] = {
    Prop.BAND_POST: band_post,
    Prop.BAND_HANDS: band_hands,
    Prop.BAND_FEET: band_feet,
    Prop.WATER: water,
}
"""Things painted after everything else."""


def shadow(figure: Mannequin, view: View) -> Overlay:
    """The soft patch of floor under the figure."""
    points = np.array([figure.at(j) for j in ("hand_l", "hand_r", "foot_l", "foot_r", "shank_l", "shank_r", "pelvis")])
    low = points[points[:, 1] < 0.3] if (points[:, 1] < 0.3).any() else points
    seen = np.array([view.at(np.array([x, 0.0, z])) for x, _, z in low])
    cx, cy, _ = ((seen.min(axis=0) + seen.max(axis=0)) / 2).tolist()
    rx, ry = float(np.ptp(seen[:, 0])) / 2 + 0.2 * UNITS_PER_M, 0.055 * UNITS_PER_M
    return f'<ellipse class="f-shadow" cx="{cx:.0f}" cy="{cy:.0f}" rx="{rx:.0f}" ry="{ry:.0f}"/>', (
        cx - rx,
        cy - ry,
        cx + rx,
        cy + ry,
    )

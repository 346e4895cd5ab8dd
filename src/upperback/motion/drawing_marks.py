"""Where to measure, drawn on a key position: a line between two places, and a phone that lies on the body.

Places are named as in `model.demo`; sided ones end in the figure's own _l or _r. Sizes in metres, places chosen by eye.
"""

from collections.abc import Iterator
from typing import Final

import numpy as np

from upperback.model.body import Floats
from upperback.model.demo import KeyPosition
from upperback.motion.anatomy import SIDES
from upperback.motion.drawing_figure import Mannequin
from upperback.motion.drawing_hulls import UNITS_PER_M, Group, Paint, View, box, paint_all
from upperback.motion.drawing_props import WALL_Z_M, Overlay

_TICK_M: Final = 0.024
_LINE_M: Final = 0.016
_RIM_M: Final = 0.034  # the pale line under it
LEVEL_M: Final = 0.24  # how far a level or upright line of comparison reaches
COMPARED: Final = {"level", "upright"}  # what an angle is read against
PHONE_M: Final = (0.036, 0.074, 0.009)  # half of its width and length, and its thickness

Spot = tuple[str, tuple[float, float, float]]


def _spots() -> dict[str, Spot]:
    spots: dict[str, Spot] = {
        "neck_base": ("spine3", (0, 0.262, -0.070)),
        "chin": ("head", (0, -0.022, 0.092)),
        "breastbone": ("spine3", (0, 0.155, 0.098)),
        "forehead": ("head", (0, 0.125, 0.090)),
    }
    for s, m in SIDES:
        spots |= {
            f"ear_{s}": ("head", (m * 0.098, 0.046, -0.004)),
            f"shoulder_tip_{s}": (f"uarm_{s}", (m * 0.012, 0.020, 0.050)),
            f"elbow_{s}": (f"farm_{s}", (0, 0, 0)),
            f"wrist_{s}": (f"hand_{s}", (0, -0.010, 0)),
            f"fingertips_{s}": (f"hand_{s}", (-m * 0.012, -0.150, 0)),
            f"thumb_{s}": (f"hand_{s}", (-m * 0.016, -0.095, 0.052)),
            f"toes_{s}": (f"foot_{s}", (0, -0.055, 0.168)),
            f"hip_{s}": (f"thigh_{s}", (0, 0, 0)),
            f"knee_{s}": (f"shank_{s}", (0, 0, 0)),
        }
    return spots


SPOTS: Final = _spots()
# Where a phone lies, and the axes of its width and length in that joint's frame.
PHONES: Final[dict[str, tuple[Spot, tuple[float, float, float], tuple[float, float, float]]]] = {
    "breastbone": (("spine3", (0, 0.130, 0.112)), (1, 0, 0), (0, 1, 0.05)),
    "forehead": (("head", (0, 0.128, 0.100)), (0, 1, -0.45), (1, 0, 0)),
    **{f"head_{s}": (("head", (m * 0.108, 0.085, 0.0)), (0, 0.3, 1), (0, 1, -0.3)) for s, m in SIDES},
    **{f"thigh_{s}": ((f"thigh_{s}", (0, -0.24, 0.088)), (1, 0, 0), (0, 1, 0)) for s, _ in SIDES},
    **{f"upper_arm_{s}": ((f"uarm_{s}", (m * 0.058, -0.16, 0)), (0, 0, 1), (0, 1, 0)) for s, m in SIDES},
}  # fmt: skip


def marks(key: KeyPosition, figure: Mannequin, view: View) -> Iterator[Overlay]:
    """Everything that shows where to measure in this key position, to be painted last."""
    if key.phone:
        yield _phone(key.phone, figure, view)
    for start, end in key.measure:
        ticks = not {start, end} & COMPARED
        yield _line(_place(start, end, figure), _place(end, start, figure), view, ticks=ticks)


def _place(name: str, other: str, figure: Mannequin) -> Floats:
    """A named place; one that is no part of the body lies where `other` is: on the wall behind, ahead, above."""
    if name in SPOTS:
        return figure.at(*SPOTS[name])
    at = figure.at(*SPOTS[other]).copy()
    match name:
        case "wall":
            at[2] = WALL_Z_M
        case "level":
            at[2] += LEVEL_M
        case _:
            at[1] += LEVEL_M
    return at


def _line(start: Floats, end: Floats, view: View, *, ticks: bool) -> Overlay:
    """A line, with a tick across each end where it is a length and not the side of an angle."""
    (x0, y0, _), (x1, y1, _) = view.at(start), view.at(end)
    along = np.array([x1 - x0, y1 - y0])
    length = float(np.linalg.norm(along)) or 1.0
    tx, ty = (np.array([-along[1], along[0]]) / length * _TICK_M * UNITS_PER_M).tolist()
    path = f"M{x0:.1f} {y0:.1f}L{x1:.1f} {y1:.1f}" + "".join(
        f"M{x - tx:.1f} {y - ty:.1f}L{x + tx:.1f} {y + ty:.1f}" for x, y in (((x0, y0), (x1, y1)) if ticks else ())
    )
    rim, width = _RIM_M * UNITS_PER_M, _LINE_M * UNITS_PER_M
    shape = "".join(
        f'<path class="{css}" d="{path}" stroke-width="{wide:.1f}"/>' for css, wide in (("f-gap", rim), ("f-mark", width))
    )
    room = _TICK_M * UNITS_PER_M + rim
    return shape, (min(x0, x1) - room, min(y0, y1) - room, max(x0, x1) + room, max(y0, y1) + room)


def _phone(name: str, figure: Mannequin, view: View) -> Overlay:
    """A phone as a flat slab, its screen in the second tone."""
    (joint, middle), across, along = PHONES[name]
    half_width, half_length, thick = PHONE_M

    def slab(share: float) -> list[tuple[Floats, float]]:
        w, h = np.array(across, dtype=float) * half_width * share, np.array(along, dtype=float) * half_length * share
        corners = (np.array(middle) + i * w + j * h for i in (-1, 1) for j in (-1, 1))
        return [(figure.at(joint, (float(c[0]), float(c[1]), float(c[2]))), thick) for c in corners]

    group = Group([Paint("hair", [slab(1.0)], gap=True), Paint("prop-hi", [slab(0.7)])])
    return paint_all([group], view), box([group], view)

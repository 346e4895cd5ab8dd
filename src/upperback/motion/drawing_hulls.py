"""Rounded shapes: spheres of a body, wrapped in hulls, as SVG paths; and which of them is in front.

A limb is a row of spheres. Neighbours are wrapped in the convex hull of their discs, so it is round and tapered from any
side. The second tone is the same hull, smaller and moved towards the light. Shapes carry classes, never colours.
"""

from dataclasses import dataclass, field
from math import acos, atan2, cos, hypot, pi, sin
from typing import Final

import numpy as np

from upperback.model.body import Floats
from upperback.motion.skeleton import Camera

UNITS_PER_M: Final = 400.0  # a path is written in whole units: 2.5 mm
_GAP_M: Final = 0.016  # the pale line round a limb that keeps it apart from what is behind it
_LIGHT_SHRINK: Final = 0.66
_LIGHT_SHIFT: Final = (0.19, 0.24)  # to the left and up, in radii
_SHORT_ARC: Final = 3.2  # picture units; a shorter arc is left to the line beside it
_ANGLES: Final = np.linspace(0, 2 * pi, 180, endpoint=False)
_AROUND: Final = np.stack([np.cos(_ANGLES), np.sin(_ANGLES), np.ones(len(_ANGLES))])

Ball = tuple[Floats, float]
"""A sphere: its middle (3,) in the world and its radius, metres."""
Hull = list[Ball]
Disc = tuple[float, float, float]
"""x, y and radius in picture units."""


@dataclass(slots=True)
class Paint:
    """Hulls of one tone. `lit`: those that also get the second tone. `gap`: with the pale line round them, under the fill."""

    tone: str
    hulls: list[Hull]
    lit: list[Hull] = field(default_factory=list)
    gap: bool = False


@dataclass(slots=True)
class Group:
    """Paints that lie together, in their order. `nearer_m` is added to how near the group seems when groups are sorted."""

    paints: list[Paint] = field(default_factory=list)
    nearer_m: float = 0.0


class View:
    """From the world to the picture: parallel light, so that key positions of one exercise have one size."""

    def __init__(self, yaw_deg: float, pitch_deg: float) -> None:
        self._axes = Camera(yaw_deg=yaw_deg, pitch_deg=pitch_deg).axes()

    def at(self, point_m: Floats) -> tuple[float, float, float]:
        """x, y (down) in picture units, and how near the point is to the viewer, metres."""
        x, y, away = (self._axes @ point_m).tolist()
        return (x * UNITS_PER_M, y * UNITS_PER_M, -away)

    def discs(self, hull: Hull, *, lit: bool = False) -> list[Disc]:
        """The discs of a hull's spheres; `lit`: those of the second tone."""
        out = []
        for middle, radius_m in hull:
            x, y, _ = self.at(middle)
            r = radius_m * UNITS_PER_M
            out.append((x - _LIGHT_SHIFT[0] * r, y - _LIGHT_SHIFT[1] * r, r * _LIGHT_SHRINK) if lit else (x, y, r))
        return out

    def faces(self, direction: Floats) -> float:
        """How much a direction of the world points to the viewer: 1 straight at, 0 across, -1 away."""
        return -float(self._axes[2] @ direction) / float(np.linalg.norm(direction))


def hull_path(discs: list[Disc]) -> str:
    """The convex hull of discs as an SVG path of arcs and lines, clockwise in the picture, in relative coordinates.

    >>> hull_path([(0, 0, 5), (40, 0, 5)])
    'M0 5a5 5 0 0 1 0-10l40 0a5 5 0 0 1 0 10z'
    """
    reach = np.array([(x, y, r) for x, y, r in discs]) @ _AROUND
    winner = reach.argmax(axis=0)
    turns = (np.flatnonzero(winner[1:] != winner[:-1]) + 1).tolist()
    if winner[0] != winner[-1]:
        turns.insert(0, 0)
    if not turns:
        left, level, half = (round(v) for v in discs[int(winner[0])])
        arc = f"a{_n(half)}{_n(half, 1)} 0 1 1"
        return f"M{_n(left - half)}{_n(level, 1)}{arc}{_n(2 * half, 1)} 0{arc}{_n(-2 * half, 1)} 0z"
    # Each change of the outermost disc is a common tangent; between two tangents the hull follows the disc.
    tangents = []
    for k in turns:
        x0, y0, r0 = discs[int(winner[k - 1])]
        x1, y1, r1 = discs[int(winner[k])]
        far = hypot(x1 - x0, y1 - y0)
        tangents.append(atan2(y1 - y0, x1 - x0) - acos(max(-1.0, min(1.0, (r0 - r1) / far))))
    path: list[str] = []
    at_x = at_y = 0
    for i, k in enumerate(turns):
        x, y, r = discs[int(winner[k])]
        begin, end = tangents[i], tangents[(i + 1) % len(tangents)]
        to_x, to_y = round(x + r * cos(begin)), round(y + r * sin(begin))
        path.append(f"l{_n(to_x - at_x)}{_n(to_y - at_y, 1)}" if path else f"M{_n(to_x)}{_n(to_y, 1)}")
        at_x, at_y = to_x, to_y
        sweep = (end - begin) % (2 * pi)
        if sweep * r > _SHORT_ARC and sweep < 2 * pi - 0.02:
            to_x, to_y = round(x + r * cos(end)), round(y + r * sin(end))
            path.append(f"a{_n(round(r))}{_n(round(r), 1)} 0 {int(sweep > pi)} 1{_n(to_x - at_x, 1)}{_n(to_y - at_y, 1)}")
            at_x, at_y = to_x, to_y
    return "".join(path) + "z"


def _n(value: int, after: int = 0) -> str:
    """A number as short as SVG allows; `after` another number it needs a space unless it has a sign."""
    return f" {value}" if after and value >= 0 else f"{value}"


def back_to_front(groups: list[Group], view: View) -> list[Group]:
    """The groups in painting order: wherever two overlap in the picture, the nearer is painted later.

    Each pair is judged by its overlapping spheres; where that has no consistent answer the weakest objection gives way.
    """
    seen = [_samples(group, view) for group in groups]
    n = len(groups)
    over = np.zeros((n, n))  # over[i, j] > 0: i belongs over j
    for i in range(n):
        for j in range(i):
            over[i, j] = _nearer(seen[i], seen[j], groups[i].nearer_m - groups[j].nearer_m)
            over[j, i] = -over[i, j]
    left, order = list(range(n)), []
    while left:
        # The one with the least reason to be painted over another that is still waiting.
        pick = min(left, key=lambda i: (max(0.0, max(over[i, j] for j in left)), i))
        left.remove(pick)
        order.append(groups[pick])
    return order


def _samples(group: Group, view: View) -> Floats:
    """x, y, nearness in metres and radius of the group's spheres and of those half way between neighbours."""
    rows = []
    for paint in group.paints:
        for hull in paint.hulls:
            balls = np.array([(*view.at(middle), radius_m) for middle, radius_m in hull])
            rows += [balls, (balls[1:] + balls[:-1]) / 2]
    table = np.concatenate(rows)
    table[:, :2] /= UNITS_PER_M
    return table


def _nearer(a: Floats, b: Floats, head_start_m: float) -> float:
    """How much nearer a is than b where they overlap, weighted by the overlap; 0 where they don't."""
    apart = np.hypot(a[:, None, 0] - b[None, :, 0], a[:, None, 1] - b[None, :, 1])
    reach = a[:, None, 3] + b[None, :, 3]
    overlap = np.clip((reach - apart) / reach, 0, 1)
    total = float(overlap.sum())
    if total < 1e-9:
        return 0.0
    nearer = float((overlap * (a[:, None, 2] - b[None, :, 2] + head_start_m)).sum()) / total
    return nearer * min(1.0, total)


def paint_all(groups: list[Group], view: View) -> str:
    """The groups in their order, as SVG; the pale line of a limb lies under its fill."""
    shapes = "".join(_paint(group, view) for group in groups)
    return f'<g paint-order="stroke" stroke-width="{_GAP_M * UNITS_PER_M:.1f}">{shapes}</g>'


def _paint(group: Group, view: View) -> str:
    rows = []
    for p in group.paints:
        shape = "".join(hull_path(view.discs(h)) for h in p.hulls)
        rows.append(f'<path class="{"f-gap " if p.gap else ""}f-{p.tone}" d="{shape}"/>')
        if p.lit:
            lit = "".join(hull_path(view.discs(h, lit=True)) for h in p.lit)
            rows.append(f'<path class="f-{p.tone}-hi" d="{lit}"/>')
    return "".join(rows)


def box(groups: list[Group], view: View) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of everything painted, picture units."""
    discs = np.array([d for g in groups for p in g.paints for h in p.hulls for d in view.discs(h)])
    low, high = discs[:, :2] - discs[:, 2:], discs[:, :2] + discs[:, 2:]
    return (float(low[:, 0].min()), float(low[:, 1].min()), float(high[:, 0].max()), float(high[:, 1].max()))

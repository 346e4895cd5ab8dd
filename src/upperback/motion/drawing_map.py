"""The body from the front and from behind, with places marked on it: for findings and for where it hurts.

The same mannequin without clothes' colours (the class `bare` on a group). A place is a path with an id and `data-region`, so
that a page can make it pressable; a page shows a list beside the map that says the same.
"""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from html import escape
from typing import Final

import numpy as np

from upperback.model.body import Floats
from upperback.model.demo import KeyPosition
from upperback.model.regions import WHOLE, Mark
from upperback.motion.anatomy import SIDES
from upperback.motion.drawing_figure import Mannequin, Spot
from upperback.motion.drawing_hulls import View, back_to_front, hull_path, paint_all
from upperback.motion.skeleton import between

_SIZE: Final = (412, 410)
_MIDDLE: Final = {"front": 112.0, "back": 300.0}
_FLOOR: Final = 378.0
_PIN_RADIUS: Final = 13.0
_STANDING: Final = KeyPosition(
    angles={"shoulder_b": (4, 17, 0), "elbow_b": (10, 10), "hip_b": (0, 4, 0)},
    pins={},
    anchor_at=(0.0, "stand_height", 0.0),
    move_s=1,
    hold_s=0,
    caption="",
)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a region is on the figure: the pictures it is seen in, the spheres it covers."""

    pictures: tuple[str, ...]
    spots: tuple[Spot, ...]


def _places() -> dict[str, _Place]:
    both, front, back = ("front", "back"), ("front",), ("back",)

    def on(joint: str, *balls: tuple[float, float, float, float]) -> tuple[Spot, ...]:
        return tuple((joint, (x, y, z), r) for x, y, z, r in balls)

    sides = [m for _, m in SIDES]
    places = {
        "head": _Place(both, on("head", (0, 0.085, 0, 0.078), (0, 0.045, 0.01, 0.062))),
        "neck": _Place(both, on("neck", (0, -0.01, 0, 0.048), (0, 0.05, 0.005, 0.042))),
        "low_back": _Place(back, on("pelvis", *((m * 0.052, y, -0.05, 0.036) for m in sides for y in (0.07, 0.19)))),
        "belly": _Place(front, on("spine1", *((m * 0.05, y, 0.05, 0.045) for m in sides for y in (0.02, 0.12)))),
    }
    for s, m in SIDES:
        name = "left" if s == "l" else "right"
        upper = ((0.048, 0.205, 0.036), (0.105, 0.18, 0.038), (0.052, 0.10, 0.038), (0.095, 0.11, 0.036))
        middle = ((0.046, -0.02, 0.036), (0.092, -0.02, 0.036), (0.046, 0.035, 0.036), (0.092, 0.035, 0.036))
        breast = ((0.048, 0.17, 0.038), (0.100, 0.17, 0.038), (0.052, 0.09, 0.040), (0.090, 0.10, 0.036))
        upper_arm = on(f"uarm_{s}", (0, -0.17, 0, 0.046))
        forearm = on(f"farm_{s}", (0, 0, 0, 0.042), (0, -0.2, 0, 0.030))
        places |= {
            f"shoulder_{name}": _Place(both, on(f"uarm_{s}", (0, 0, 0, 0.055), (0, -0.06, 0, 0.052))),
            f"upper_back_{name}": _Place(back, on("spine3", *((m * x, y, -0.05, r) for x, y, r in upper))),
            f"mid_back_{name}": _Place(back, on("spine3", *((m * x, y, -0.05, r) for x, y, r in middle))),
            f"chest_{name}": _Place(front, on("spine3", *((m * x, y, 0.05, r) for x, y, r in breast))),
            f"arm_{name}": _Place(both, upper_arm + forearm),
            f"hip_{name}": _Place(both, on("pelvis", (m * 0.085, -0.01, 0, 0.075))),
            f"thigh_{name}": _Place(both, on(f"thigh_{s}", (0, -0.11, 0, 0.078), (0, -0.33, 0, 0.058))),
        }
    return places


_PLACES: Final = _places()


def body_map(marks: Collection[Mark], *, title: str, choose: Collection[str] = ()) -> str:
    """Front and back view with `marks`. Regions of `choose` that have no mark are there too, unpainted but pressable.

    A number stands beside the first picture that shows its region from behind, else from the front. Raises KeyError for a
    region that isn't one.
    """
    rows = [_figures()]
    drawn: set[str] = set()
    for mark in marks:
        regions = WHOLE.get(mark.region, (mark.region,))
        for region in regions:
            drawn.add(region)
            css = "area-watch" if mark.watched else "area"
            rows += [_area(region, picture, css, "") for picture in _PLACES[region].pictures]
    # Numbers last, so that no area covers one.
    rows += [_pin(mark, at) for at, mark in enumerate(m for m in marks if m.number is not None)]
    idle = ' fill="none" pointer-events="all"'
    for region in choose:
        if region not in drawn:
            rows += [_area(region, picture, "area-pick", idle) for picture in _PLACES[region].pictures]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_SIZE[0]} {_SIZE[1]}" '
        f'role="img" aria-label="{escape(title)}">{"".join(rows)}</svg>'
    )


@cache
def _figure(picture: str) -> tuple[Mannequin, View]:
    view = View(0 if picture == "front" else 180, 3)
    return Mannequin(between(("pelvis",), _STANDING, _STANDING, np.zeros(1)), view), view


@cache
def _figures() -> str:
    rows = []
    for picture, x in _MIDDLE.items():
        figure, view = _figure(picture)
        shapes = paint_all(back_to_front(figure.groups(), view), view)
        rows.append(f'<ellipse class="f-shadow" cx="{x:.0f}" cy="{_FLOOR:.0f}" rx="62" ry="8"/>')
        rows.append(f'<g class="bare" transform="translate({x:.0f} {_FLOOR:.0f})">{shapes}</g>')
        rows.append(f'<text x="{x:.0f}" y="{_FLOOR + 28:.0f}" text-anchor="middle">{picture.title()}</text>')
    return "".join(rows)


def _area(region: str, picture: str, css: str, more: str) -> str:
    figure, view = _figure(picture)
    x = _MIDDLE[picture]
    path = hull_path([(x + dx, _FLOOR + dy, r) for dx, dy, r in view.discs(figure.hull(*_PLACES[region].spots))])
    return f'<path class="{css}" id="{region}-{picture}" data-region="{region}" d="{path}"{more}/>'


def _pin(mark: Mark, at: int) -> str:
    """The number beside the figure and a line to the place. Pins of one side are set apart by their order."""
    regions = WHOLE.get(mark.region, (mark.region,))
    place = _PLACES[regions[at % len(regions)]]
    picture = "back" if "back" in place.pictures else "front"
    figure, view = _figure(picture)
    seen: Floats = np.array([view.at(middle)[:2] for middle, _ in figure.hull(*place.spots)]).mean(axis=0)
    x, y = _MIDDLE[picture] + float(seen[0]), _FLOOR + float(seen[1])
    side = 1.0 if x >= _MIDDLE[picture] else -1.0
    pin_x, pin_y = _MIDDLE[picture] + side * 88, y - 26 + 10 * (at % 3)
    return (
        f'<g class="pin"><line x1="{pin_x - side * _PIN_RADIUS:.0f}" y1="{pin_y:.0f}" x2="{x:.0f}" y2="{y:.0f}"/>'
        f'<circle cx="{pin_x:.0f}" cy="{pin_y:.0f}" r="{_PIN_RADIUS:.0f}"/>'
        f'<text x="{pin_x:.0f}" y="{pin_y + 6:.0f}">{mark.number}</text></g>'
    )

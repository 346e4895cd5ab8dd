"""The body from the front and from behind, with places marked on it or to be pressed.

The same mannequin without clothes' colours (the class `bare` on a group). A place is a path with `data-region`: one to look at,
one that a script may press, or a link that works without any. A page shows a list beside the map that says the same.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from html import escape
from typing import Final

import numpy as np

from upperback.model.body import Floats
from upperback.model.demo import KeyPosition
from upperback.model.regions import REGIONS, WHOLE, Mark, Picture
from upperback.motion.anatomy import SIDES
from upperback.motion.drawing_figure import Mannequin, Spot
from upperback.motion.drawing_hulls import View, back_to_front, hull_path, paint_all
from upperback.motion.skeleton import between

_SIZE: Final = (412, 410)
_MIDDLE: Final = {Picture.FRONT: 112.0, Picture.BACK: 300.0}
_FLOOR: Final = 378.0
_HALF_WIDTH: Final = 90.0  # of one picture
_TOP: Final = 366.0  # head, above the floor
_END: Final = 122.0  # where the picture to press ends, above the floor: its places are the larger
_PIN_RADIUS: Final = 13.0
_SCALE: Final = 0.5  # of a drawing of an exercise
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

    pictures: tuple[Picture, ...]
    spots: tuple[Spot, ...]


Ball = tuple[float, float, float, float]
"""x, y, z in a joint's frame and the radius, metres."""


def _on(joint: str, *balls: Ball) -> tuple[Spot, ...]:
    return tuple((joint, (x, y, z), r) for x, y, z, r in balls)


def _mirrored(m: float, *balls: Ball) -> tuple[Ball, ...]:
    return tuple((m * x, y, z, r) for x, y, z, r in balls)


def _places() -> dict[str, _Place]:
    both, front, back = tuple(Picture), (Picture.FRONT,), (Picture.BACK,)
    head = _on("head", (0, 0.085, 0, 0.078), (0, 0.045, 0.01, 0.062))
    neck = _on("neck", (0, -0.01, 0, 0.048), (0, 0.05, 0.005, 0.042))
    low_back = _on("pelvis", *((m * 0.052, y, -0.05, 0.036) for _, m in SIDES for y in (0.07, 0.19)))
    belly = _on("spine1", *((m * 0.05, y, 0.05, 0.045) for _, m in SIDES for y in (0.02, 0.12)))
    places = {
        "head": _Place(both, head), "neck": _Place(both, neck),
        "low_back": _Place(back, low_back), "belly": _Place(front, belly),
    }  # fmt: skip
    for s, m in SIDES:
        name = "left" if s == "l" else "right"

        def trunk(*balls: Ball, joint: str = "spine3", m: float = m) -> tuple[Spot, ...]:
            return _on(joint, *_mirrored(m, *balls))

        upper_arm = _on(f"uarm_{s}", (0, -0.17, 0, 0.046))
        forearm = _on(f"farm_{s}", (0, 0, 0, 0.042), (0, -0.2, 0, 0.030))
        shoulder = _on(f"uarm_{s}", (0, 0, 0, 0.055), (0, -0.06, 0, 0.052))
        blade = ((0.048, 0.205, 0.036), (0.105, 0.18, 0.038), (0.052, 0.10, 0.038), (0.095, 0.11, 0.036))
        breast = ((0.048, 0.17, 0.038), (0.100, 0.17, 0.038), (0.052, 0.09, 0.040), (0.090, 0.10, 0.036))
        places |= {
            # as findings and earlier records name them
            f"shoulder_{name}": _Place(both, shoulder),
            f"upper_back_{name}": _Place(back, trunk(*((x, y, -0.05, r) for x, y, r in blade))),
            f"chest_{name}": _Place(front, trunk(*((x, y, 0.05, r) for x, y, r in breast))),
            f"arm_{name}": _Place(both, upper_arm + forearm),
            # to be pressed
            f"neck_{name}": _Place(both, trunk((0.025, -0.006, 0, 0.026), (0.023, 0.05, 0.005, 0.024), joint="neck")),
            f"shoulder_top_{name}": _Place(both, trunk((0.066, 0.246, -0.02, 0.022), (0.124, 0.228, -0.02, 0.029))),
            f"blade_corner_{name}": _Place(back, trunk((0.080, 0.186, -0.05, 0.0265))),
            f"between_blades_{name}": _Place(back, trunk((0.026, 0.190, -0.05, 0.0235), (0.026, 0.072, -0.05, 0.0235))),
            f"blade_{name}": _Place(
                back, trunk((0.084, 0.124, -0.05, 0.0295), (0.130, 0.148, -0.05, 0.024), (0.092, 0.066, -0.05, 0.030))
            ),
            f"mid_back_{name}": _Place(
                back, trunk(*((x, y, -0.05, 0.036) for x in (0.040, 0.098) for y in (-0.042, -0.004)))
            ),
            f"low_back_{name}": _Place(
                back, trunk(*((x, y, -0.05, 0.038) for x in (0.042, 0.088) for y in (0.090, 0.172)), joint="pelvis")
            ),
            f"hip_{name}": _Place(both, trunk((0.085, -0.02, 0, 0.072), joint="pelvis")),
            f"shoulder_back_{name}": _Place(back, shoulder),
            f"shoulder_front_{name}": _Place(front, shoulder),
            f"chest_top_{name}": _Place(front, trunk((0.044, 0.185, 0.05, 0.024), (0.112, 0.190, 0.05, 0.024))),
            f"chest_front_{name}": _Place(
                front, trunk(*((x, y, 0.05, 0.042) for x in (0.047, 0.098) for y in (0.062, 0.112)))
            ),
            f"upper_arm_{name}": _Place(both, _on(f"uarm_{s}", (0, -0.158, 0, 0.047), (0, -0.225, 0, 0.042))),
            f"forearm_{name}": _Place(both, _on(f"farm_{s}", (0, -0.040, 0, 0.042), (0, -0.22, 0, 0.031))),
            f"thigh_{name}": _Place(both, _on(f"thigh_{s}", (0, -0.155, 0, 0.074), (0, -0.22, 0, 0.070))),
        }  # fmt: skip
    return places


_PLACES: Final = _places()


def body_map(marks: Collection[Mark], *, title: str, captions: Mapping[Picture, str]) -> str:
    """Front and back view with `marks`, to look at; `captions` stand under the two.

    A number stands beside the first picture that shows its region from behind, else from the front. Raises KeyError for a
    region that isn't one.
    """
    rows = [_whole_figure(picture) + _caption(picture, captions[picture]) for picture in Picture]
    painted: set[str] = set()
    for mark in marks:
        for region in WHOLE.get(mark.region, (mark.region,)):
            if region in painted:
                continue
            painted.add(region)
            css = "area-watch" if mark.watched else "area"
            rows += [_area(region, picture, css) for picture in _PLACES[region].pictures]
    # Numbers last, so that no area covers one.
    rows += [_pin(mark, at) for at, mark in enumerate(m for m in marks if m.number is not None)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_SIZE[0]} {_SIZE[1]}" '
        f'role="img" aria-label="{escape(title)}">{"".join(rows)}</svg>'
    )


def to_press(picture: Picture, *, title: str, regions: Collection[str] = REGIONS, chosen: Collection[str] = ()) -> str:
    """One picture with places that a script ticks in the list beside it; `chosen` are painted. Head to thighs.

    Raises KeyError for a region that isn't one.
    """
    rows = [
        _area(region, picture, "area-pick on" if region in chosen else "area-pick", ' fill="none" pointer-events="all"')
        for region in _seen(regions, picture)
    ]
    return _one(picture, f'role="img" aria-label="{escape(title)}"', "".join(rows))


def to_follow(picture: Picture, links: Mapping[str, tuple[str, str]], *, title: str, chosen: Collection[str] = ()) -> str:
    """One picture whose places are links: region -> its address and its name. Head to thighs.

    Raises KeyError for a region that isn't one.
    """
    rows = []
    for region in _seen(links, picture):
        address, name = links[region]
        css = "area-pick on" if region in chosen else "area-pick"
        now = ' aria-current="true"' if region in chosen else ""
        shape = _area(region, picture, css, ' fill="none" pointer-events="all"')
        rows.append(f'<a href="{escape(address)}" aria-label="{escape(name)}"{now}><title>{escape(name)}</title>{shape}</a>')
    return _one(picture, f'role="group" aria-label="{escape(title)}"', "".join(rows))


def _one(picture: Picture, role: str, rows: str) -> str:
    left, top = _MIDDLE[picture] - _HALF_WIDTH, _FLOOR - _TOP
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{left:.0f} {top:.0f} {2 * _HALF_WIDTH:.0f} {_TOP - _END:.0f}" '
        f"{role}>{_whole_figure(picture)}{rows}</svg>"
    )


def _seen(regions: Collection[str], picture: Picture) -> Iterator[str]:
    return (region for region in regions if picture in _PLACES[region].pictures)


@cache
def _figure(picture: Picture) -> tuple[Mannequin, View]:
    view = View(0 if picture is Picture.FRONT else 180, 3)
    return Mannequin(between(("pelvis",), _STANDING, _STANDING, np.zeros(1)), view), view


@cache
def _whole_figure(picture: Picture) -> str:
    figure, view = _figure(picture)
    x = _MIDDLE[picture]
    body = paint_all(back_to_front(figure.groups(), view), view)
    return (
        f'<ellipse class="f-shadow" cx="{x:.0f}" cy="{_FLOOR:.0f}" rx="62" ry="8"/>'
        f'<g class="bare" transform="translate({x:.0f} {_FLOOR:.0f}) scale({_SCALE})">{body}</g>'
    )


def _caption(picture: Picture, words: str) -> str:
    return f'<text x="{_MIDDLE[picture]:.0f}" y="{_FLOOR + 28:.0f}" text-anchor="middle">{escape(words)}</text>'


@cache
def _shape(region: str, picture: Picture) -> str:
    figure, view = _figure(picture)
    x = _MIDDLE[picture]
    discs = view.discs(figure.hull(*_PLACES[region].spots))
    return hull_path([(x + _SCALE * dx, _FLOOR + _SCALE * dy, _SCALE * r) for dx, dy, r in discs])


def _area(region: str, picture: Picture, css: str, more: str = "") -> str:
    return f'<path class="{css}" id="{region}-{picture}" data-region="{region}" d="{_shape(region, picture)}"{more}/>'


def _pin(mark: Mark, at: int) -> str:
    """The number beside the figure and a line to the place. Pins of one side are set apart by their order."""
    regions = WHOLE.get(mark.region, (mark.region,))
    place = _PLACES[regions[at % len(regions)]]
    picture = Picture.BACK if Picture.BACK in place.pictures else Picture.FRONT
    figure, view = _figure(picture)
    seen: Floats = np.array([view.at(middle)[:2] for middle, _ in figure.hull(*place.spots)]).mean(axis=0)
    x, y = _MIDDLE[picture] + _SCALE * float(seen[0]), _FLOOR + _SCALE * float(seen[1])
    side = 1.0 if x >= _MIDDLE[picture] else -1.0
    pin_x, pin_y = _MIDDLE[picture] + side * 88, y - 26 + 10 * (at % 3)
    return (
        f'<g class="pin"><line x1="{pin_x - side * _PIN_RADIUS:.0f}" y1="{pin_y:.0f}" x2="{x:.0f}" y2="{y:.0f}"/>'
        f'<circle cx="{pin_x:.0f}" cy="{pin_y:.0f}" r="{_PIN_RADIUS:.0f}"/>'
        f'<text x="{pin_x:.0f}" y="{pin_y + 6:.0f}">{mark.number}</text></g>'
    )

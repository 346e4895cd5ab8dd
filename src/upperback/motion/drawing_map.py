"""The body from the front and from behind, with places marked on it or to be pressed.

Drawn by hand as half an outline and half of each place, mirrored: a standing person of about seven and a half heads, arms a
little away from the trunk. A place is a path with `data-region`: one to look at, one that a script may press, or a link that
works without any. A page shows a list beside the map that says the same.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from html import escape
from math import hypot
from typing import Final

from upperback.model.regions import FINER, ONE, REGIONS, WHOLE, Mark, Picture, part_of

Point = tuple[float, float]
"""x to the side from the middle of the body, y down from the crown; units of the picture, about 5 mm of a person."""

_SIZE: Final = (412, 410)
_MIDDLE: Final = {Picture.FRONT: 112.0, Picture.BACK: 300.0}
_CROWN: Final = 12.0
_FLOOR: Final = 378.0
_HALF_WIDTH: Final = 84.0  # of the picture to press
_PRESS_HEIGHT: Final = 240.0  # of the picture to press: crown to thighs, so that its places are the larger
_PIN_RADIUS: Final = 13.0
_CORNER: Final = 3.2  # a place's corner is round from here on
_ROUND: Final = 1 / 6  # of the way to the neighbours' line: a curve through all points (Catmull and Rom)

# Half the outline, from the crown down the arm, up its inside, down the leg and up its inside.
_OUTLINE: Final[tuple[Point, ...]] = (
    (0, 2), (9.5, 4.5), (15.6, 13), (16.6, 24), (15.2, 35), (11.6, 44), (10.4, 49.5), (10.6, 57), (13, 62.5), (23, 67.5),
    (35.5, 72), (45, 77.5), (51, 87.5), (53.2, 101), (56.4, 118), (60.4, 135), (65.2, 150), (69.2, 168), (72.4, 186),
    (76.4, 197), (78.8, 209), (76.6, 218.5), (72.4, 220.5), (69.2, 214), (67.8, 203), (65, 188), (60, 170), (54.6, 154),
    (51, 140), (46.6, 124), (42, 107), (40.6, 116), (38, 134), (34.4, 152), (34.2, 164), (38.4, 178), (42.4, 192), (43.4, 206),
    (42, 226), (38.4, 250), (34.4, 272), (35.4, 288), (35, 304), (31, 324), (27.6, 341), (31, 352), (32.4, 359), (24, 362),
    (16.4, 359.5), (16.8, 348), (16.4, 330), (13.6, 308), (12.6, 290), (13.4, 274), (10.4, 252), (6, 230), (1.6, 209),
    (0, 206.5),
)  # fmt: skip
_HAIR: Final[dict[Picture, tuple[Point, ...]]] = {
    Picture.BACK: ((0, 0.6), (10, 3), (16.4, 12), (17.4, 24), (15.4, 36), (10, 44.5), (0, 46.5)),
    Picture.FRONT: ((0, 0.6), (10, 3), (16.6, 12), (17, 25), (15.6, 27), (13.4, 17.5), (7, 13), (0, 12.4)),
}
# What tells one side from the other besides the hair: creases, each mirrored.
_CREASES: Final[dict[Picture, tuple[tuple[Point, ...], ...]]] = {
    Picture.BACK: (
        ((0, 66), (0, 120), (0, 178)), ((11, 92), (13, 108), (17, 122), (24, 126)), ((40, 106), (37, 96), (38, 86)),
        ((0, 184), (0, 206)), ((4, 212), (16, 216), (28, 211)), ((53, 141), (57, 143), (61, 140)),
    ),
    Picture.FRONT: (
        ((3, 72), (16, 73), (33, 75)), ((40.6, 104), (37, 95), (38, 84)), ((2, 124), (14, 127), (27, 123), (34, 113)),
        ((0, 164), (0, 166)), ((36, 178), (26, 194), (8, 206)), ((53, 140), (57, 142), (61, 139)),
    ),
}  # fmt: skip

_HEAD: Final = ((0, 3.4), (9, 5.6), (14.2, 14), (15, 24), (13.6, 34), (9.6, 42.4), (0, 45.4))
_UPPER_ARM: Final = ((42.6, 107.5), (52.6, 105.5), (55.2, 118), (58.8, 133.5), (52, 136.5), (47.6, 122))
_FOREARM: Final = (
    (52.6, 139.5), (59.6, 136.5), (64, 150.5), (68, 168.5), (71.4, 187), (75.2, 198), (77.2, 209), (75, 217), (72.6, 218),
    (70.4, 212.5), (69, 202), (66.2, 187), (61.4, 170), (56, 154),
)  # fmt: skip
_SHOULDER: Final = ((38, 76), (44.4, 79.4), (49.8, 88.4), (51.8, 101.6), (46.6, 104.6), (41.6, 103), (38.2, 94), (36.6, 86))
_THIGH: Final = ((41.8, 207.6), (40.4, 226), (36.8, 250), (33.4, 268), (14.4, 268), (11.6, 252), (7.2, 230))
# Half of each place in each picture that shows it; a place in the middle is half of itself.
_PLACES: Final[dict[str, dict[Picture, tuple[Point, ...]]]] = {
    "head": {Picture.FRONT: _HEAD, Picture.BACK: _HEAD},
    "neck": {
        Picture.BACK: ((0.7, 49), (9.4, 48), (9.6, 56.5), (12, 63), (10.4, 68), (0.7, 69.4)),
        Picture.FRONT: ((0.7, 49), (9.2, 47.4), (9.6, 56.5), (12, 63), (9, 68.4), (0.7, 70)),
    },
    "shoulder_top": {
        Picture.BACK: ((13.6, 64.2), (23, 69), (35.4, 73.6), (34.6, 83.4), (23, 82.4), (12.2, 79.4), (11.6, 70)),
        Picture.FRONT: ((13.6, 64.2), (23, 69), (35.6, 73.6), (34.4, 82.6), (22, 80.4), (8, 78.6), (10.6, 70)),
    },
    "blade_corner": {Picture.BACK: ((13, 81.2), (24.6, 84), (25, 95.4), (13.2, 96.4))},
    "between_blades": {Picture.BACK: ((0.7, 71.4), (9.6, 70.4), (11.2, 82), (11.4, 100), (12, 128), (0.7, 129.4))},
    "blade": {
        Picture.BACK: (
            (26.6, 85), (34.8, 86), (37, 96), (39.6, 106), (38.2, 117), (30, 125), (13.8, 127.6), (13.2, 98.6), (26, 97),
        ),
    },
    "mid_back": {Picture.BACK: ((0.7, 131.6), (14, 130), (30, 127.6), (37.8, 120.6), (36.4, 134), (33.2, 150.4), (0.7, 152.4))},
    "low_back": {Picture.BACK: ((0.7, 154.6), (32.9, 152.6), (32.9, 164), (36.2, 175.2), (18, 178.4), (0.7, 180))},
    "hip": {
        Picture.BACK: ((0.7, 182.6), (37, 177.6), (41, 192), (42, 204.6), (30, 208), (14, 211.6), (2.4, 207), (0.7, 205)),
        Picture.FRONT: ((36.6, 177), (41, 192), (42, 204.6), (29, 209), (14.5, 206.6), (25, 195)),
    },
    "shoulder_back": {Picture.BACK: _SHOULDER},
    "shoulder_front": {Picture.FRONT: _SHOULDER},
    "chest_top": {Picture.FRONT: ((1, 77.4), (8, 81), (22, 82.8), (34.6, 85), (37, 96.4), (20, 97.4), (1, 96))},
    "chest_front": {
        Picture.FRONT: ((1, 98.4), (20, 99.8), (37.4, 98.8), (39.6, 107), (36.4, 117), (28, 123.4), (14, 126), (1, 123.6)),
    },
    "belly": {
        Picture.FRONT: (
            (0, 126.4), (14, 128.6), (28, 126.4), (37.6, 118.6), (36.4, 134), (32.8, 152), (32.8, 164), (35.2, 175), (22, 194),
            (7, 203.6), (0, 204.6),
        ),
    },
    "upper_arm": {Picture.FRONT: _UPPER_ARM, Picture.BACK: _UPPER_ARM},
    "forearm": {Picture.FRONT: _FOREARM, Picture.BACK: _FOREARM},
    "thigh": {
        Picture.BACK: ((3.6, 212), (14, 214.4), (31, 210.6), *_THIGH),
        Picture.FRONT: ((3, 210), (11, 208.4), (29, 211.6), *_THIGH),
    },
}  # fmt: skip
_IN_THE_MIDDLE: Final = ONE | {"belly"}


def body_map(marks: Collection[Mark], *, title: str, captions: Mapping[Picture, str]) -> str:
    """Front and back view with `marks`, to look at; `captions` stand under the two.

    A number stands beside the first picture that shows its region from behind, else from the front. Raises KeyError for a
    region that isn't one.
    """
    rows = [_figure(picture) + _caption(picture, captions[picture]) for picture in Picture]
    painted: set[str] = set()
    for mark in marks:
        for region in WHOLE.get(mark.region, (mark.region,)):
            if region in painted:
                continue
            painted.add(region)
            css = "area-watch" if mark.watched else "area"
            rows += [_area(region, picture, css) for picture in _pictures(region)]
    # Numbers last, so that no area covers one.
    rows += [_pin(mark, at) for at, mark in enumerate(m for m in marks if m.number is not None)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_SIZE[0]} {_SIZE[1]}" '
        f'role="img" aria-label="{escape(title)}">{"".join(rows)}</svg>'
    )


def to_press(
    picture: Picture,
    *,
    title: str,
    sides: Sequence[str] = ("", ""),
    regions: Collection[str] = REGIONS,
    chosen: Collection[str] = (),
) -> str:
    """One picture with places that a script ticks in the list beside it; `chosen` are painted. Crown to thighs; `sides` are the
    words for left and right, which stand on their side of the body.

    Raises KeyError for a region that isn't one.
    """
    rows = [
        _area(region, picture, "area-pick on" if region in chosen else "area-pick", ' fill="none" pointer-events="all"')
        for region in _seen(regions, picture)
    ]
    return _one(picture, f'role="img" aria-label="{escape(title)}"', sides, "".join(rows))


def to_follow(
    picture: Picture,
    links: Mapping[str, tuple[str, str]],
    *,
    title: str,
    sides: Sequence[str] = ("", ""),
    chosen: Collection[str] = (),
) -> str:
    """One picture whose places are links: region -> its address and its name; else as `to_press`.

    Raises KeyError for a region that isn't one.
    """
    rows = []
    for region in _seen(links, picture):
        address, name = links[region]
        css = "area-pick on" if region in chosen else "area-pick"
        now = ' aria-current="true"' if region in chosen else ""
        shape = _area(region, picture, css, ' fill="none" pointer-events="all"')
        rows.append(f'<a href="{escape(address)}" aria-label="{escape(name)}"{now}><title>{escape(name)}</title>{shape}</a>')
    return _one(picture, f'role="group" aria-label="{escape(title)}"', sides, "".join(rows))


def _one(picture: Picture, role: str, sides: Sequence[str], rows: str) -> str:
    left = _MIDDLE[picture] - _HALF_WIDTH
    # Facing us, the left is on the picture's right; from behind it is on the left.
    shown = sides if picture is Picture.BACK else tuple(reversed(sides))
    words = "".join(
        f'<text class="map-side" x="{_MIDDLE[picture] + m * 62:.0f}" y="{_CROWN + 40:.0f}">{escape(word)}</text>'
        for m, word in zip((-1, 1), shown, strict=True)
        if word
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" '
        f'viewBox="{left:.0f} {_CROWN - 2:.0f} {2 * _HALF_WIDTH:.0f} {_PRESS_HEIGHT:.0f}" '
        f"{role}>{_figure(picture)}{rows}{words}</svg>"
    )


def _seen(regions: Collection[str], picture: Picture) -> Iterator[str]:
    return (region for region in regions if picture in _pictures(region))


def _pictures(region: str) -> tuple[Picture, ...]:
    """The pictures that show a region, in their order. Raises KeyError for one that isn't known."""
    seen = {picture for one in _made_of(region) for picture in _PLACES[_part(one)]}
    return tuple(picture for picture in Picture if picture in seen)


def _made_of(region: str) -> tuple[str, ...]:
    return FINER.get(region, (region,))


def _part(region: str) -> str:
    """The part of a region to be pressed, which is in the middle or has a side. Raises KeyError for another."""
    part = part_of(region)
    if part not in _PLACES or (part == region) != (part in _IN_THE_MIDDLE):
        raise KeyError(region)
    return part


@cache
def _figure(picture: Picture) -> str:
    x = _MIDDLE[picture]
    creases = "".join(_open(picture, points) for points in _CREASES[picture])
    return (
        f'<ellipse class="f-shadow" cx="{x:.0f}" cy="{_FLOOR - 2:.0f}" rx="58" ry="7"/>'
        f'<g class="bare"><path class="f-skin" d="{_closed(picture, _whole(_OUTLINE))}"/>'
        f'<path class="map-crease" d="{creases}"/>'
        f'<path class="f-hair" d="{_closed(picture, _whole(_HAIR[picture]))}"/></g>'
    )


def _caption(picture: Picture, words: str) -> str:
    return f'<text x="{_MIDDLE[picture]:.0f}" y="{_FLOOR + 28:.0f}" text-anchor="middle">{escape(words)}</text>'


def _whole(half: Sequence[Point]) -> tuple[Point, ...]:
    """Half a shape that begins and ends in the middle, and its mirror image."""
    return (*half, *((-x, y) for x, y in reversed(half) if x))


@cache
def _outline(region: str, picture: Picture) -> tuple[Point, ...]:
    """The points of a place in the picture's own direction: from behind the left is on the left."""
    part = _part(region)
    half = _PLACES[part][picture]
    if part in _IN_THE_MIDDLE:
        return _whole(half)
    m = -1 if region.endswith("_left") == (picture is Picture.BACK) else 1
    return tuple((m * x, y) for x, y in half)


@cache
def _shape(region: str, picture: Picture) -> str:
    parts = [one for one in _made_of(region) if picture in _PLACES[_part(one)]]
    return "".join(_rounded(picture, _outline(one, picture)) for one in parts)


def _rounded(picture: Picture, points: Sequence[Point]) -> str:
    """A closed path with straight sides and round corners."""
    rows: list[str] = []
    at = (0.0, 0.0)
    for before, corner, after in zip((points[-1], *points), points, (*points[1:], points[0]), strict=False):
        begin, end = _towards(corner, before), _towards(corner, after)
        rows.append(_by("l", at, begin) if rows else _start(picture, begin))
        rows.append(_by("q", begin, corner, end))
        at = end
    return "".join(rows) + "z"


def _towards(corner: Point, other: Point) -> Point:
    """Where the corner's curve begins on the side that leads to `other`: the side's middle at most."""
    far = hypot(other[0] - corner[0], other[1] - corner[1])
    share = min(_CORNER / far, 0.5)
    return corner[0] + share * (other[0] - corner[0]), corner[1] + share * (other[1] - corner[1])


def _closed(picture: Picture, points: Sequence[Point]) -> str:
    """A smooth closed path through points."""
    around = [points[-1], *points, points[0], points[1]]
    return _start(picture, points[0]) + _curves(around) + "z"


def _open(picture: Picture, points: Sequence[Point]) -> str:
    """A smooth line through points, and its mirror image where it is not in the middle."""
    sides = (points, [(-x, y) for x, y in points]) if any(x for x, _ in points) else (points,)
    return "".join(_start(picture, side[0]) + _curves([side[0], *side, side[-1]]) for side in sides)


def _start(picture: Picture, point: Point) -> str:
    return f"M{_MIDDLE[picture] + point[0]:.1f} {_CROWN + point[1]:.1f}"


def _curves(around: Sequence[Point]) -> str:
    """Relative curves from the second of `around` to the last but one."""
    rows = []
    for before, here, there, after in zip(around, around[1:], around[2:], around[3:], strict=False):
        first = (here[0] + (there[0] - before[0]) * _ROUND, here[1] + (there[1] - before[1]) * _ROUND)
        second = (there[0] - (after[0] - here[0]) * _ROUND, there[1] - (after[1] - here[1]) * _ROUND)
        rows.append(_by("c", here, first, second, there))
    return "".join(rows)


def _by(command: str, at: Point, *points: Point) -> str:
    """A command of a path with points relative to where it begins."""
    return command + " ".join(f"{x - at[0]:.1f} {y - at[1]:.1f}" for x, y in points)


def _area(region: str, picture: Picture, css: str, more: str = "") -> str:
    return f'<path class="{css}" id="{region}-{picture}" data-region="{region}" d="{_shape(region, picture)}"{more}/>'


def _pin(mark: Mark, at: int) -> str:
    """The number beside the figure and a line to the place. Pins of one side are set apart by their order."""
    regions = WHOLE.get(mark.region, (mark.region,))
    region = regions[at % len(regions)]
    picture = Picture.BACK if Picture.BACK in _pictures(region) else Picture.FRONT
    parts = [one for one in _made_of(region) if picture in _PLACES[_part(one)]]
    points = [point for one in parts for point in _outline(one, picture)]
    x = _MIDDLE[picture] + sum(x for x, _ in points) / len(points)
    y = _CROWN + sum(y for _, y in points) / len(points)
    side = 1.0 if x >= _MIDDLE[picture] else -1.0
    pin_x, pin_y = _MIDDLE[picture] + side * 88, y - 26 + 10 * (at % 3)
    return (
        f'<g class="pin"><line x1="{pin_x - side * _PIN_RADIUS:.0f}" y1="{pin_y:.0f}" x2="{x:.0f}" y2="{y:.0f}"/>'
        f'<circle cx="{pin_x:.0f}" cy="{pin_y:.0f}" r="{_PIN_RADIUS:.0f}"/>'
        f'<text x="{pin_x:.0f}" y="{pin_y + 6:.0f}">{mark.number}</text></g>'
    )

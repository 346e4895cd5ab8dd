"""Drawings of a demo's key positions, as SVG for pages and paper.

A drawing knows classes and no colours: `f-skin`, `f-top`, `f-leg`, `f-hair`, `f-face`, `f-ear`, `f-work` (each with a `-hi`
second tone), `f-gap`, `f-prop`, `f-prop-line`, `f-band`, `f-shadow`. The working parts are warm. All key positions of one demo
have one scale and one floor, so they can stand side by side. Text is escaped; there is no style attribute.
"""

from collections.abc import Iterator
from functools import lru_cache
from html import escape
from math import ceil

import numpy as np

from upperback.model.demo import Demo, KeyPosition, Part, Prop
from upperback.motion.contacts import Posed
from upperback.motion.drawing_figure import Mannequin
from upperback.motion.drawing_hulls import UNITS_PER_M, View, back_to_front, box, paint_all
from upperback.motion.drawing_marks import marks
from upperback.motion.drawing_props import BACKDROPS, GROUPS, IN_THE_ROOM, OVERLAYS, Box, shadow
from upperback.motion.skeleton import keys_at, period_s, pose, pose_key

_MARGIN = 0.05 * UNITS_PER_M
_AROUND = 0.25 * UNITS_PER_M  # room above and below the joints a picture keeps to


def svg(demo: Demo, index: int, *, title: str, works: tuple[Part, ...] | None = None) -> str:
    """One key position. `title` becomes the accessible name; `works` replaces the parts the key position names.

    Raises IndexError for a key position the demo doesn't have.
    """
    parts = demo.keys[index].works if works is None else works
    return _wrap(_drawing(demo, index, parts)[0], _frame(demo), title)


def strip(demo: Demo, *, title: str, at_most: int = 4) -> str:
    """The shown key positions side by side on one floor, the first `at_most` of them, each as wide as it needs."""
    shown = [_drawing(demo, i, key.works) for i, key in enumerate(demo.keys) if key.shown][:at_most]
    _, top, _, bottom = _frame(demo)
    inside, width = "", 0.0
    for shapes, (left, _, right, _) in shown:
        inside += f'<g transform="translate({width + _MARGIN - left:.0f} 0)">{shapes}</g>'
        width += right - left + 2 * _MARGIN
    return _wrap(inside, (0.0, top, width, bottom), title)


def pictures_of(demo: Demo, fps: float) -> int:
    """How many pictures one round has."""
    return ceil(period_s(demo) * fps)


def moving(demo: Demo, *, title: str, fps: float) -> Iterator[str]:
    """One round of the movement, a drawing for every 1/fps s, all in one frame. Raises ValueError for an fps not above 0."""
    if fps <= 0:
        raise ValueError(f"fps: {fps} is not above 0")
    t_s = np.arange(pictures_of(demo, fps)) / fps
    posed, (index, share) = pose(demo, t_s), keys_at(demo, t_s)
    painted = []
    for i, (at, left) in enumerate(zip(index.tolist(), share.tolist(), strict=True)):
        # on the way, what works is what will work on arrival
        works = demo.keys[(at + (left > 0)) % len(demo.keys)].works
        painted.append(_painted(demo, demo.keys[at], posed.instant(i), works, room=posed.instant(0)))
    left_x, top, right, bottom = _around([box for _, box in painted])
    frame = (left_x - _MARGIN, top - _MARGIN, right + _MARGIN, bottom + _MARGIN)
    for shapes, _ in painted:
        yield _wrap(shapes, frame, title)


def _wrap(inside: str, frame: Box, title: str) -> str:
    left, top, right, bottom = frame
    size = f"{left:.0f} {top:.0f} {right - left:.0f} {bottom - top:.0f}"
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{size}" role="img" aria-label="{escape(title)}">{inside}</svg>'


def _frame(demo: Demo) -> Box:
    """The box that holds every shown key position, or what the demo keeps to of it."""
    left, top, right, bottom = _around([_drawing(demo, i, key.works)[1] for i, key in enumerate(demo.keys) if key.shown])
    if demo.around:
        view, poses = View(demo.yaw_deg, demo.pitch_deg), [pose_key(demo, i) for i, key in enumerate(demo.keys) if key.shown]
        heights = [view.at(posed.at_m[joint][0])[1] for posed in poses for joint in demo.around]
        top, bottom = max(top, min(heights) - _AROUND), min(bottom, max(heights) + _AROUND)
    return (left - _MARGIN, top - _MARGIN, right + _MARGIN, bottom + _MARGIN)


def _around(boxes: list[Box]) -> Box:
    """The smallest box round all of them."""
    return (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))


# A demo is compared by identity, and a catalogue is read once: the same drawing is asked for on many pages.
@lru_cache(maxsize=512)
def _drawing(demo: Demo, index: int, works: tuple[Part, ...]) -> tuple[str, Box]:
    """The shapes of one key position and the box they fill."""
    return _painted(demo, demo.keys[index], pose_key(demo, index), works)


def _painted(demo: Demo, key: KeyPosition, posed: Posed, works: tuple[Part, ...], room: Posed | None = None) -> tuple[str, Box]:
    """The shapes of a posed body (n = 1) with what `key` brings along, and the box they fill. What stands or lies in the room
    is placed for the body as it is in `room`, by default as it is now."""
    view = View(demo.yaw_deg, demo.pitch_deg)
    figure = Mannequin(posed, view, works)
    still = figure if room is None else Mannequin(room, view)
    props = demo.props if key.props is None else key.props
    behind = [group for prop in props if prop in BACKDROPS for group in BACKDROPS[prop](still if prop in IN_THE_ROOM else figure)]
    groups = figure.groups()
    for prop in props:
        if prop in GROUPS:
            groups += GROUPS[prop](still if prop in IN_THE_ROOM else figure)
    boxes = [box(groups + behind, view)]
    rows = [paint_all(behind, view)] if behind else []
    if not {Prop.WATER, Prop.MAT} & set(props):
        shape, filled = shadow(figure, view)
        rows.append(shape)
        boxes.append(filled)
    rows.append(paint_all(back_to_front(groups, view), view))
    for prop in props:
        if prop in OVERLAYS:
            shape, filled = OVERLAYS[prop](figure, view)
            rows.append(shape)
            boxes.append(filled)
    for shape, filled in marks(key, figure, view):
        rows.append(shape)
        boxes.append(filled)
    return "".join(rows), _around(boxes)

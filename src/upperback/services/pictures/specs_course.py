"""Pain by day and week with phases and flares, and under it each activity, on one time axis."""

from collections.abc import Mapping, Sequence
from typing import Final

import altair as alt

from upperback.model.texts import Texts
from upperback.services.pictures.facts import Course, Scored, Stretch
from upperback.services.pictures.frame import Frame, Layer, Plane, Row, days_from, labels_of
from upperback.services.pictures.ink import LIGHT
from upperback.services.pictures.periods import AT_LEAST_DAYS, Grain

TOP: Final = 10.0
MARKED: Final = {0.0: "0", 5.0: "5", 10.0: "10"}
LINE_PX: Final = 22  # of names over the scale
PAIN_PX: Final = 160
ACTIVITY_PX: Final = 76
RINGS_UP_TO: Final = 30
RINGS_UP_TO_NARROW: Final = 16


def course_spec(course: Course, frame: Frame, texts: Texts) -> Layer:
    window = course.window
    across = (0.0, float(max(window.days, AT_LEAST_DAYS) - 1))
    labels = labels_of(window, frame, texts)
    panels = [_pain(course, frame, texts, across, {} if course.activities else labels)] if course.parts else []
    last = len(course.activities) - 1
    panels += [
        _activity(course, activity, frame, texts, across, labels if n == last else {})
        for n, activity in enumerate(course.activities)
    ]
    return alt.vconcat(*panels, bounds="flush", spacing=16)


def _plane(frame: Frame, across: tuple[float, float], scale_px: float, head_px: float, labels: Mapping[float, str]) -> Plane:
    """0 to 10 over `scale_px`, and room for names above."""
    return Plane(across, (0.0, TOP * (1 + head_px / scale_px)), frame.plot_px, scale_px + head_px, labels, MARKED)


def _pain(course: Course, frame: Frame, texts: Texts, across: tuple[float, float], labels: Mapping[float, str]) -> Layer:
    lines = 1 + bool(course.phases) + bool(course.flares)
    plane = _plane(frame, across, PAIN_PX, lines * LINE_PX + 6, labels)
    first, monthly = course.window.first, course.window.grain is Grain.MONTH
    below = plane.up[1]
    title = texts("pictures.axis.pain_month" if monthly else "pictures.axis.pain")
    layers = [_title(plane, title, LIGHT["warm-ink"])]
    if course.phases:
        below -= LINE_PX * plane.y_per_px
        layers += _shades(course.phases[::2], course, plane, LIGHT["sunken"], opacity=0.6)
        layers += _names(course.phases, course, frame, plane, below, LIGHT["ink-2"], middle=False)
    if course.flares:
        below -= LINE_PX * plane.y_per_px
        layers += _shades(course.flares, course, plane, LIGHT["warm-soft"])
        layers += _names(course.flares, course, frame, plane, below, LIGHT["warm-ink"], middle=True)
    means: list[Row] = [
        {"x": days_from(first, p.first) + (p.last - p.first).days / 2, "y": p.mean, "low": p.low, "high": p.high}
        for p in course.parts
    ]
    if course.days:
        rows: list[Row] = [{"x": days_from(first, p.day), "y": p.value} for p in course.days]
        layers.append(plane.points(rows, size=30 if not frame.narrow else 18, color=LIGHT["warm"], opacity=0.5))
    else:
        # From the lowest day to the highest of each part.
        layers.append(_range(plane, means))
    layers.append(plane.line(means, color=LIGHT["warm"], strokeWidth=3.5 if len(means) < 2 * RINGS_UP_TO else 2.5))
    if course.days and len(means) <= (RINGS_UP_TO_NARROW if frame.narrow else RINGS_UP_TO):
        layers.append(plane.points(means, size=110, fill=LIGHT["surface"], stroke=LIGHT["warm"], strokeWidth=3))
    return plane.drawn(layers)


def _range(plane: Plane, means: Sequence[Row]) -> Layer:
    area = alt.Chart(alt.InlineData(values=[dict(row) for row in means])).mark_area(color=LIGHT["warm"], opacity=0.22)
    return area.encode(x=plane.x("x"), y=plane.y("low"), y2=alt.Y2("high"))


def _activity(
    course: Course, activity: Scored, frame: Frame, texts: Texts, across: tuple[float, float], labels: Mapping[float, str]
) -> Layer:
    plane = _plane(frame, across, ACTIVITY_PX, LINE_PX + 6, labels)
    rows: list[Row] = [{"x": days_from(course.window.first, p.day), "y": p.value} for p in activity.points]
    said = frame.shortened(texts("pictures.axis.activity", activity=activity.words), frame.plot_px)
    layers = [
        _title(plane, said, LIGHT["act"]),
        *_shades(course.flares, course, plane, LIGHT["warm-soft"]),
        plane.line(rows, color=LIGHT["act"], strokeWidth=3.5 if len(rows) < 2 * RINGS_UP_TO else 2.5),
    ]
    if len(rows) < 2 * RINGS_UP_TO:
        look = {"fill": LIGHT["act"], "stroke": LIGHT["surface"], "strokeWidth": 1.5}
        layers.append(plane.points(rows, shape="square", size=110, **look))
    return plane.drawn(layers)


def _title(plane: Plane, words: str, colour: str) -> Layer:
    """What a panel shows, over its scale."""
    rows: list[Row] = [{"x": plane.across[0], "y": plane.up[1], "words": words}]
    return plane.words(rows, align="left", baseline="top", dy=2, color=colour)


def _shades(stretches: Sequence[Stretch], course: Course, plane: Plane, colour: str, opacity: float = 1.0) -> list[Layer]:
    first = course.window.first
    rows: list[Row] = [
        {"x": days_from(first, s.first), "x1": min(plane.across[1], days_from(first, s.last) + 1), "y": 0.0, "y1": TOP}
        for s in stretches
    ]
    return [plane.boxes(rows, color=colour, opacity=opacity)] if rows else []


def _names(
    stretches: Sequence[Stretch], course: Course, frame: Frame, plane: Plane, at: float, colour: str, *, middle: bool
) -> list[Layer]:
    """The names that have room: one that would run into the one before is left out; the words beside the picture say it all."""
    first, free_px = course.window.first, 0.0
    rows: list[Row] = []
    for stretch in stretches:
        begins_px = days_from(first, stretch.first) / plane.x_per_px
        ends_px = (days_from(first, stretch.last) + 1) / plane.x_per_px
        wide_px = frame.text_width_px(stretch.words) + 6
        left_px = (begins_px + ends_px - wide_px) / 2 if middle else begins_px
        left_px = min(max(left_px, 0.0), frame.plot_px - wide_px)
        if left_px < free_px or (not middle and wide_px > ends_px - begins_px):
            continue
        free_px = left_px + wide_px + 6
        rows.append({"x": left_px * plane.x_per_px, "y": at, "words": stretch.words})
    look = {"align": "left", "baseline": "top", "color": colour, "dy": 2}
    return [plane.words(rows, fontWeight=600 if middle else 500, **look)] if rows else []

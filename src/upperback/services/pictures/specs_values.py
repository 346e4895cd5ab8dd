"""A value over its test days with its error and its target; left against right."""

import math
from collections.abc import Sequence
from typing import Final

from upperback.model.texts import Texts
from upperback.services.bands import Band
from upperback.services.pictures.facts import Sided, Sides, Values
from upperback.services.pictures.frame import Frame, Layer, Plane, Row, round_marks
from upperback.services.pictures.ink import LIGHT
from upperback.services.words import Words

HEIGHT_PX: Final = 220
HEAD_PX: Final = 26
BAR_PX: Final = 22
DAYS_SHOWN: Final = 6
SIDE_PX: Final = 66


def ends_of(bands: Sequence[Band]) -> tuple[float, float]:
    """What the axis shows: every value, error and target with some room, within what is possible at all; from nothing on where
    that is near.

    >>> ends_of([Band(31, 12, "deg", 0, 90, at_least=40)])
    (0.0, 48.16)
    """
    shown = [n for band in bands for n in (band.low, band.high, band.at_least, band.at_most) if n is not None]
    room = max((max(shown) - min(shown)) * 0.2, 0.12 * max(abs(n) for n in shown), 1.0)
    least, most = min(b.lower for b in bands), max(b.upper for b in bands)
    low, high = max(least, min(shown) - room), min(most, max(shown) + room)
    if low > 0 and low < (high - low) * 0.5:
        low = max(0.0, least)
    if bands[-1].whole:
        return float(math.floor(low)), float(math.ceil(high))
    return low, high if high > low else low + 1


def values_spec(values: Values, frame: Frame, texts: Texts) -> Layer:
    words = Words(texts)
    unit = values.tested[-1].band.unit
    labels = [_short(words, one.band.value, unit) for one in values.tested]
    beside_px = BAR_PX * 0.75 + 8 + max(frame.text_width_px(label) for label in labels)
    fit = max(2, min(DAYS_SHOWN, int(frame.plot_px / (BAR_PX * 0.75 + beside_px + 8))))
    if len(labels) > fit:  # the first stays: the words of the picture tell the change from there
        labels = [labels[0], *labels[1 - fit :]]
    tested = values.tested if len(values.tested) <= fit else (values.tested[0], *values.tested[1 - fit :])
    bands = [one.band for one in tested]
    low, high = ends_of(bands)
    across = (0.0, float(max(len(tested), 2)))
    per_px = across[1] / frame.plot_px
    # A bar and its number beside it stand in the middle of their place together.
    middles = [n + 0.5 - (beside_px - BAR_PX * 0.75) / 2 * per_px for n in range(len(tested))]
    up = (low, low + (high - low) * (1 + HEAD_PX / HEIGHT_PX))
    plane = Plane(
        across, up, frame.plot_px, HEIGHT_PX + HEAD_PX,
        {middle: texts.day(one.day, "month_day") for middle, one in zip(middles, tested, strict=True)},
        {at: _short(words, at, unit) for at in round_marks(low, high, 4)},
    )  # fmt: skip
    half = BAR_PX / 2 * per_px
    layers = _zone(bands[-1], (low, high), plane)
    error: list[Row] = []
    marks: list[Row] = []
    names: list[Row] = []
    for middle, band, label in zip(middles, bands, labels, strict=True):
        error.append({"x": middle - half, "x1": middle + half, "y": band.low, "y1": band.high})
        marks.append({"x": middle - 1.5 * half, "x1": middle + 1.5 * half, "y": band.value})
        names.append({"x": middle + 1.5 * half, "y": band.value, "words": label})
    if bands[-1].error_95:
        look = {"fill": LIGHT["warm"], "fillOpacity": 0.28, "stroke": LIGHT["warm"], "strokeWidth": 1.5}
        layers.append(plane.boxes(error, cornerRadius=BAR_PX / 2, **look))
    layers.append(plane.flat(marks, color=LIGHT["warm-ink"], strokeWidth=6, strokeCap="round"))
    layers.append(plane.words(names, align="left", baseline="middle", dx=8))
    return plane.drawn(layers)


def _short(words: Words, at: float, unit: str) -> str:
    """A number with its unit where that is a sign; longer units stand in the table and the words."""
    mark = words.unit_mark(unit)
    number = words.texts.number(round(at) if abs(at) >= 10 else at, 1)
    return f"{number}{mark}" if len(mark) <= 1 else number


def _zone(band: Band, shown: tuple[float, float], plane: Plane) -> list[Layer]:
    """The target behind, with its edge, and its name over the plot."""
    edge = band.at_least if band.at_least is not None else band.at_most
    if edge is None:
        return []
    edge = min(max(edge, shown[0]), shown[1])
    bottom, top = (edge, shown[1]) if band.at_least is not None else (shown[0], edge)
    left, right = plane.across
    return [
        plane.boxes([{"x": left, "x1": right, "y": bottom, "y1": top}], color=LIGHT["good-soft"], cornerRadius=6),
        plane.flat([{"x": left, "x1": right, "y": edge}], color=LIGHT["good"], strokeWidth=1.5),
        plane.words(
            [{"x": left, "y": plane.up[1], "words": band.zone_words}], align="left", baseline="top", dy=3, color=LIGHT["good-ink"]
        ),
    ]


def sides_spec(sides: Sides, frame: Frame, texts: Texts) -> Layer:
    """Two bars across, left over right, on one scale; each side has a colour, and its name beside it."""
    words = Words(texts)
    bands = [side.tested.band for side in sides.sides]
    low, high = ends_of(bands)
    name_px = max(frame.text_width_px(side.words) for side in sides.sides) + 14
    across = (low - name_px / (frame.plot_px - name_px) * (high - low), high)
    marks = {at: _short(words, at, bands[-1].unit) for at in round_marks(low, high, 3 if frame.narrow else 5)}
    count = len(sides.sides)
    up = (0.0, count + HEAD_PX / SIDE_PX)
    plane = Plane(across, up, frame.plot_px, SIDE_PX * count + HEAD_PX, marks)
    layers = _side_zone(bands, (low, high), plane, count)
    for n, side in enumerate(sides.sides):
        layers += _side(side, _short(words, side.tested.band.value, bands[-1].unit), count - n - 0.58, plane)
    return plane.drawn(layers)


def _side(side: Sided, label: str, at: float, plane: Plane) -> list[Layer]:
    ink = LIGHT["warm" if side.left else "act"]
    band, half = side.tested.band, BAR_PX / 2 * plane.y_per_px
    bar: list[Row] = [{"x": band.low, "x1": band.high, "y": at - half, "y1": at + half}]
    look = {"fill": ink, "fillOpacity": 0.28, "stroke": ink, "strokeWidth": 1.5}
    tick: list[Row] = [{"x": band.value, "y": at - 1.5 * half, "y1": at + 1.5 * half}]
    return [
        *([plane.boxes(bar, cornerRadius=BAR_PX / 2, **look)] if band.error_95 else []),
        plane.upright(tick, color=LIGHT["warm-ink" if side.left else "act"], strokeWidth=6, strokeCap="round"),
        plane.words([{"x": band.value, "y": at + 1.5 * half, "words": label}], baseline="bottom", dy=-4),
        plane.words([{"x": plane.across[0], "y": at, "words": side.words}], align="left", baseline="middle"),
    ]


def _side_zone(bands: Sequence[Band], shown: tuple[float, float], plane: Plane, count: int) -> list[Layer]:
    """Where both sides have the same target: the area from its edge on."""
    first = bands[0]
    edge = first.at_least if first.at_least is not None else first.at_most
    if edge is None or len({(band.at_least, band.at_most) for band in bands}) != 1:
        return []
    edge = min(max(edge, shown[0]), shown[1])
    left, right = (edge, shown[1]) if first.at_least is not None else (shown[0], edge)
    late = (edge - plane.across[0]) / (plane.across[1] - plane.across[0]) > 0.55
    return [
        plane.boxes([{"x": left, "x1": right, "y": 0.0, "y1": float(count)}], color=LIGHT["good-soft"], cornerRadius=6),
        plane.upright([{"x": edge, "y": 0.0, "y1": float(count)}], color=LIGHT["good"], strokeWidth=1.5),
        plane.words(
            [{"x": right if late else edge, "y": plane.up[1], "words": first.zone_words}],
            align="right" if late else "left", baseline="top", dy=2, color=LIGHT["good-ink"],
        ),
    ]  # fmt: skip

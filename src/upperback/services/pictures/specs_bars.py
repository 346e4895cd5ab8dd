"""Weeks of sessions as blocks, and minutes walked and swum as bars. Nothing in them is red, and nothing is missing."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from upperback.model.texts import Texts
from upperback.services.pictures.facts import Minutes, Weeks
from upperback.services.pictures.frame import Frame, Layer, Plane, Row, round_marks
from upperback.services.pictures.ink import LIGHT
from upperback.services.pictures.periods import Grain

HEIGHT_PX: Final = 180
KEY_PX: Final = 24  # a line of the key over the bars
BOX_PX: Final = 14
BLOCKS_UP_TO: Final = 30  # weeks; beyond, a block is thinner than the gap round it
PLACES_LEAST: Final = 4  # one week is no wall of colour
LEVEL: Final = "level"  # in the key: the dashed line

Key = Sequence[tuple[str, str]]  # how it is filled ("full", "edged", "level"), and the text that says what it means


def weeks_spec(weeks: Weeks, frame: Frame, texts: Texts) -> Layer:
    """Each day with a session is a block: filled for a whole one, edged for one of 2 minutes. Many weeks
    are bars, and where months are shown, a mean week of each is one."""
    most = max(weeks.wished, *(week.whole + week.short for week in weeks.weeks), 4)
    marks = {float(n): texts.number(n) for n in range(0, int(most) + 1, 1 if most <= 4 else 2)}
    key = (("full", "whole"), ("edged", "short"), (LEVEL, "wished"))
    plane = _plane([week.first for week in weeks.weeks], weeks.grain, most, marks, key, frame, texts)
    gap = _gap(plane)
    blocks: dict[str, list[Row]] = {"full": [], "edged": []}
    for n, week in enumerate(weeks.weeks):
        for kind, start, height in (("full", 0.0, week.whole), ("edged", week.whole, week.short)):
            for low, high in _units(start, height, single=len(weeks.weeks) <= BLOCKS_UP_TO):
                blocks[kind].append({"x": n + gap, "x1": n + 1 - gap, "y": low, "y1": high})
    return plane.drawn([*_bars(plane, blocks, 4.0), *_level(plane, weeks.wished), *_key(key, plane, frame, texts)])


def minutes_spec(minutes: Minutes, frame: Frame, texts: Texts) -> Layer:
    """A bar a week: walked below, filled; swum on top, edged; and a line where the usual advice lies."""
    most = max(minutes.advised * 1.1, *(week.walked + week.swum for week in minutes.weeks))
    marks = {at: texts.number(at) for at in round_marks(0.0, most, 3)}
    swam = any(week.swum for week in minutes.weeks)
    key = (("full", "walked"), *((("edged", "swum"),) if swam else ()), (LEVEL, "advised"))
    plane = _plane([week.first for week in minutes.weeks], minutes.grain, most, marks, key, frame, texts)
    gap = _gap(plane)
    bars: dict[str, list[Row]] = {"full": [], "edged": []}
    for n, week in enumerate(minutes.weeks):
        for kind, low, high in (("full", 0.0, week.walked), ("edged", week.walked, week.walked + week.swum)):
            if high > low:
                bars[kind].append({"x": n + gap, "x1": n + 1 - gap, "y": low, "y1": high})
    return plane.drawn([*_bars(plane, bars, 2.0), *_level(plane, minutes.advised), *_key(key, plane, frame, texts)])


def _plane(
    firsts: Sequence[date], grain: Grain, most: float, marks: Mapping[float, str], key: Key, frame: Frame, texts: Texts
) -> Plane:
    """One place a part; over the bars room for the key."""
    head_px = KEY_PX * (1 + max(line for line, _ in _placed(key, frame, texts))) + 8
    up = (0.0, most * (1 + head_px / HEIGHT_PX))
    return Plane(
        (0.0, float(max(len(firsts), PLACES_LEAST))),
        up,
        frame.plot_px,
        HEIGHT_PX + head_px,
        _labels(firsts, grain, frame, texts),
        marks,
    )


def _gap(plane: Plane) -> float:
    return min(0.12, 3 * plane.x_per_px)


def _units(start: float, height: float, *, single: bool) -> list[tuple[float, float]]:
    """Blocks of one each with a gap between them, or one bar."""
    if not single:
        return [(start, start + height)] if height else []
    return [(start + n + 0.06, start + n + 0.94) for n in range(round(height))]


def _labels(firsts: Sequence[date], grain: Grain, frame: Frame, texts: Texts) -> dict[float, str]:
    """Under every so many weeks their first day, under months their years."""
    if grain is Grain.MONTH:
        years = [(n, first) for n, first in enumerate(firsts) if first.month == 1]
        every = max(1, -(-len(years) // frame.ticks))
        return {n + 0.5: str(first.year) for n, first in years[::every]}
    every = max(1, -(-len(firsts) // frame.ticks))
    return {
        n + 0.5: texts.day(first, "month_day") for n, first in enumerate(firsts) if n % every == 0 and n + every / 3 < len(firsts)
    }


def _bars(plane: Plane, rows: Mapping[str, Sequence[Row]], radius_px: float) -> list[Layer]:
    radius = min(radius_px, 1 / plane.x_per_px / 5)
    look = {"stroke": LIGHT["act"], "strokeWidth": min(1.5, 1 / plane.x_per_px / 6), "cornerRadius": radius}
    fills = {"full": LIGHT["act"], "edged": LIGHT["act-soft"]}
    return [plane.boxes(rows[kind], fill=fill, **look) for kind, fill in fills.items() if rows[kind]]


def _level(plane: Plane, at: float) -> list[Layer]:
    """A dashed line that can be seen over bars and over the ground."""
    rows: list[Row] = [{"x": plane.across[0], "x1": plane.across[1], "y": at}]
    return [
        plane.flat(rows, color=LIGHT["surface"], strokeWidth=4),
        plane.flat(rows, color=LIGHT["ink-2"], strokeWidth=1.75, strokeDash=[6, 5]),
    ]


def _placed(key: Key, frame: Frame, texts: Texts) -> list[tuple[int, float]]:
    """Where each entry of the key stands: its line and its left edge."""
    found, line, left_px = [], 0, 0.0
    for _, name in key:
        wide_px = BOX_PX + 6 + frame.text_width_px(texts(f"pictures.axis.{name}"))
        if left_px and left_px + wide_px > frame.plot_px:
            line, left_px = line + 1, 0.0
        found.append((line, left_px))
        left_px += wide_px + 18
    return found


def _key(key: Key, plane: Plane, frame: Frame, texts: Texts) -> list[Layer]:
    """What the fillings and the line mean, over the bars."""
    layers: list[Layer] = []
    for (kind, name), (line, left_px) in zip(key, _placed(key, frame, texts), strict=True):
        x, x1 = left_px * plane.x_per_px, (left_px + BOX_PX) * plane.x_per_px
        top, middle, bottom = (plane.up[1] - (line * KEY_PX + px) * plane.y_per_px for px in (1, 1 + BOX_PX / 2, 1 + BOX_PX))
        if kind == LEVEL:
            layers.append(
                plane.flat([{"x": x, "x1": x1, "y": middle}], color=LIGHT["ink-2"], strokeWidth=1.75, strokeDash=[5, 4])
            )
        else:
            fill = LIGHT["act" if kind == "full" else "act-soft"]
            box: list[Row] = [{"x": x, "x1": x1, "y": bottom, "y1": top}]
            layers.append(plane.boxes(box, fill=fill, stroke=LIGHT["act"], strokeWidth=1.5, cornerRadius=3))
        words: list[Row] = [{"x": x1, "y": middle, "words": texts(f"pictures.axis.{name}")}]
        layers.append(plane.words(words, align="left", baseline="middle", dx=6, color=LIGHT["ink-2"], fontWeight=500))
    return layers

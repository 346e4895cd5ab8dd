"""Two charts, drawn on the server with classes only: scores over time, and one measured value over its test days.

Each is drawn wide and narrow, since a wide chart shrunk to a phone has letters nobody can read.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import fmean
from typing import Final

from markupsafe import Markup

from upperback.services.bands import Band
from upperback.services.words import Words
from upperback.web.bands import Axis, axis_ends, ticks

WIDE_PX: Final = 1040
HALF_PX: Final = 566
NARROW_PX: Final = 310
_LEFT: Final = 34.0


@dataclass(frozen=True, slots=True)
class Point:
    day: date
    value: float


Named = tuple[str, Sequence[Point]]
"""An activity in the person's own words, with its scores."""


@dataclass(frozen=True, slots=True)
class WeekMean:
    """The mean of a week's values; `week` counts from 0."""

    week: int
    value: float
    n: int


def weekly(points: Sequence[Point], start: date) -> list[WeekMean]:
    """Means of the weeks since `start` that hold a value.

    >>> from datetime import timedelta
    >>> day = date(2026, 1, 5)
    >>> weekly([Point(day, 4), Point(day + timedelta(days=1), 6), Point(day + timedelta(days=9), 3)], day)
    [WeekMean(week=0, value=5.0, n=2), WeekMean(week=1, value=3.0, n=1)]
    """
    weeks: dict[int, list[float]] = {}
    for point in points:
        weeks.setdefault((point.day - start).days // 7, []).append(point.value)
    return [WeekMean(week, fmean(values), len(values)) for week, values in sorted(weeks.items())]


def scores_chart(words: Words, pain: Sequence[Point], functions: Sequence[Named], today: date, *, width_px: int) -> Markup:
    """Pain by day (dots) and week (rings), and under it each activity, 0 to 10, on one time axis."""
    everything = [p.day for p in pain] + [p.day for _, points in functions for p in points]
    start = min(everything)
    days = max(7, (today - start).days)
    x = Axis(0, days, _LEFT, width_px - 16.0)
    svg = _Svg()
    y = Axis(0, 10, 196, 36)
    _rails(svg, y, width_px)
    svg.text("t-pain", _LEFT + 6, 22, words.texts("progress.chart.pain_title"))
    for point in pain:
        svg.add(f'<circle class="pain-day" cx="{x.at((point.day - start).days):.1f}" cy="{y.at(point.value):.1f}" r="3"/>')
    means = weekly(pain, start)
    ring_at = [(x.at(min((today - start).days, mean.week * 7 + 3)), y.at(mean.value)) for mean in means]
    svg.line("pain", ring_at)
    for cx, cy in ring_at:
        svg.add(f'<circle class="pain-dot" cx="{cx:.1f}" cy="{cy:.1f}" r="6"/>')
    top = 232.0
    for name, points in functions:
        y = Axis(0, 10, top + 108, top + 28)
        _rails(svg, y, width_px)
        svg.text(
            "t-fun", _LEFT + 6, top + 14, _short(words.texts("progress.chart.activity_title", activity=_capital(name)), width_px)
        )
        at = [(x.at((point.day - start).days), y.at(point.value)) for point in points]
        svg.line("fun", at)
        for cx, cy in at:
            svg.add(f'<rect class="fun-dot" x="{cx - 5:.1f}" y="{cy - 5:.1f}" width="10" height="10" rx="2"/>')
        top += 132
    _weeks_axis(svg, words, x, days, top, width_px)
    return svg.done(width_px, top + 14, summary_of_scores(words, pain, functions, start))


def values_chart(words: Words, bands: Sequence[tuple[date, Band]], *, width_px: int) -> Markup:
    """One value over its test days: a bar as long as the error, a mark, the target behind."""
    lows, highs = [], []
    for _, band in bands:
        low, high = axis_ends(band)
        lows.append(low)
        highs.append(high)
    marks = ticks(min(lows), max(highs), 3)
    y = Axis(min(lows), max(highs), 238, 14)
    svg = _Svg()
    last = bands[-1][1]
    if last.at_least is not None or last.at_most is not None:
        edge = y.at(last.at_least if last.at_least is not None else last.at_most or 0.0)
        above = last.at_least is not None
        zone_top, zone_bottom = (14.0, edge) if above else (edge, 238.0)
        tall = zone_bottom - zone_top
        svg.add(f'<rect class="zone" x="38" y="{zone_top:.1f}" width="{width_px - 44}" height="{tall:.1f}" rx="6"/>')
        svg.add(f'<line class="zone-l" x1="{_LEFT + 4}" y1="{edge:.1f}" x2="{width_px - 6}" y2="{edge:.1f}"/>')
        svg.text("zt", _LEFT + 14, zone_top + 20 if tall > 24 else zone_top - 6, last.zone_words)
    for mark in marks:
        svg.add(f'<line class="grid" x1="{_LEFT + 4}" y1="{y.at(mark):.1f}" x2="{width_px - 6}" y2="{y.at(mark):.1f}"/>')
        svg.text("", _LEFT - 2, y.at(mark) + 5, words.texts.number(mark, 2), "end")
    step = (width_px - _LEFT - 60) / max(1, len(bands))
    for n, (day, band) in enumerate(bands):
        cx = _LEFT + 4 + step * (n + 0.5)
        top, bottom = y.at(band.high), y.at(band.low)
        svg.add(f'<rect class="whisk" x="{cx - 12:.1f}" y="{top:.1f}" width="24" height="{max(6.0, bottom - top):.1f}" rx="12"/>')
        svg.add(f'<rect class="mark" x="{cx - 18:.1f}" y="{y.at(band.value) - 3:.1f}" width="36" height="6" rx="3"/>')
        svg.text("lab", cx + 24, y.at(band.value) + 5, _head(words.amount(band.value, band.unit)))
        svg.text("", cx, 262, words.texts.day(day, "month_day"), "middle")
    texts = words.texts
    said = ", ".join(texts("progress.chart.value_on", value=words.amount(band.value, band.unit), day=day) for day, band in bands)
    error = words.amount(last.error_95, last.unit)
    return svg.done(width_px, 272, texts("progress.chart.values", said=said, error=error, target=last.zone_words))


def summary_of_scores(words: Words, pain: Sequence[Point], functions: Sequence[Named], start: date) -> str:
    """The chart in a sentence: "Weekly pain went from about 5 to about 3 of 10."."""
    texts, tenth = words.texts, words.tenth
    said = []
    means = weekly(pain, start)
    if len(means) > 1:
        said.append(texts("progress.chart.pain_from_to", before=round(means[0].value), after=round(means[-1].value)))
    elif means:
        said.append(texts("progress.chart.pain_this_week", pain=round(means[0].value)))
    for name, points in functions:
        if len(points) > 1:
            before, after = tenth(points[0].value), tenth(points[-1].value)
            said.append(texts("progress.chart.activity_from_to", activity=_capital(name), before=before, after=after))
        elif points:
            said.append(texts("progress.chart.activity_now", activity=_capital(name), score=tenth(points[0].value)))
    return " ".join(said)


class _Svg:
    """Collects shapes; text goes through escaping, numbers are written by us alone."""

    def __init__(self) -> None:
        self._parts: list[Markup] = []

    def add(self, shape: str) -> None:
        self._parts.append(Markup(shape))

    def text(self, css: str, x: float, y: float, words: str, anchor: str = "start") -> None:
        self._parts.append(
            Markup('<text class="{}" x="{}" y="{}" text-anchor="{}">{}</text>').format(
                css, round(x, 1), round(y, 1), anchor, words
            )
        )

    def line(self, css: str, points: Sequence[tuple[float, float]]) -> None:
        if len(points) > 1:
            self.add(f'<polyline class="{css}" points="{" ".join(f"{px:.1f},{py:.1f}" for px, py in points)}"/>')

    def done(self, width_px: float, height_px: float, summary: str) -> Markup:
        css = "only-s" if width_px <= NARROW_PX else "hide-s"
        head = Markup('<svg class="chart {}" viewBox="0 0 {} {}" role="img" aria-label="{}">').format(
            css, round(width_px), round(height_px), summary
        )
        return head + Markup("").join(self._parts) + Markup("</svg>")


def _rails(svg: _Svg, y: Axis, width_px: float) -> None:
    for value in (0, 5, 10):
        svg.add(f'<line class="grid" x1="{_LEFT}" y1="{y.at(value):.1f}" x2="{width_px - 16}" y2="{y.at(value):.1f}"/>')
        svg.text("", _LEFT - 8, y.at(value) + 5, str(value), "end")


def _weeks_axis(svg: _Svg, words: Words, x: Axis, days: int, top: float, width_px: float) -> None:
    weeks = days // 7
    every = max(1, -(-weeks // (12 if width_px > NARROW_PX else 5)))
    for week in range(0, weeks + 1, every):
        at = x.at(week * 7)
        svg.text(
            "", at, top, words.texts("progress.chart.week_0") if week == 0 else str(week), "start" if week == 0 else "middle"
        )


def _short(words: str, width_px: float) -> str:
    most = int(width_px / 8)
    return words if len(words) <= most else words[: most - 1].rstrip(" ,") + "…"


def _capital(name: str) -> str:
    return f"{name[:1].upper()}{name[1:]}"


def _head(said: str) -> str:
    """The number of an amount, without a unit that stands apart."""
    return said.split(" ")[0]

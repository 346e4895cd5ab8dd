"""The paper a picture is laid out on: its width, margins and letters, and the marks all pictures share."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

import altair as alt

from upperback.model.texts import Texts
from upperback.services.pictures.facts import WIDTH_PX
from upperback.services.pictures.ink import FAMILY, LIGHT
from upperback.services.pictures.periods import Tick, Window, time_ticks

LETTER: Final = 0.54  # of its size: how wide a letter of the family is on average

Row = Mapping[str, str | float | None]
Layer = Any  # Altair's charts: its own types are not narrow enough to be worth naming


@dataclass(frozen=True, slots=True)
class Frame:
    """`left_px` and `right_px` are kept free beside the plot, for the numbers of its axis. `ticks`: marks of time that fit."""

    width_px: int
    left_px: float
    right_px: float
    text_px: float
    ticks: int

    @property
    def plot_px(self) -> float:
        return self.width_px - self.left_px - self.right_px

    @property
    def narrow(self) -> bool:
        return self.width_px == WIDTH_PX["narrow"]

    def text_width_px(self, words: str) -> float:
        """About how wide words are."""
        return len(words) * self.text_px * LETTER

    def shortened(self, words: str, room_px: float) -> str:
        """Words that fit, cut with an ellipsis where they must be."""
        most = max(3, int(room_px / (self.text_px * LETTER)))
        return words if len(words) <= most else words[: most - 1].rstrip(" ,") + "…"

    def finished(self, chart: Layer) -> dict[str, Any]:
        """The spec with the look all pictures share."""
        axis = {
            "domain": False, "ticks": False, "gridColor": LIGHT["line"], "gridWidth": 1, "labelColor": LIGHT["ink-3"],
            "labelFontSize": self.text_px, "labelFontWeight": 500, "labelPadding": 8, "labelLimit": 0, "labelOverlap": False,
            "title": None,
        }  # fmt: skip
        spec: dict[str, Any] = chart.to_dict(validate=False)
        spec["config"] = {
            "font": FAMILY, "background": None, "view": {"stroke": None}, "axis": axis, "axisX": {"grid": False},
            "text": {"fontSize": self.text_px, "fontWeight": 600, "color": LIGHT["ink"]}, "concat": {"spacing": 12},
        }  # fmt: skip
        spec["padding"] = {"left": 5, "right": 5, "top": 4, "bottom": 4}
        return spec


FRAMES: Final = {
    "wide": Frame(WIDTH_PX["wide"], 40, 16, 15, 12),
    "half": Frame(WIDTH_PX["half"], 40, 14, 15, 7),
    "narrow": Frame(WIDTH_PX["narrow"], 34, 10, 14, 4),
}
# On A4 these are 516 and 247 points wide, so their letters come out at 8.5 points and more.
PAPER_FRAMES: Final = {"wide": Frame(980, 44, 16, 16.5, 12), "half": Frame(520, 46, 8, 18, 6)}


def layer(rows: Sequence[Row]) -> Layer:
    return alt.Chart(alt.InlineData(values=[dict(row) for row in rows]))


@dataclass(frozen=True, slots=True)
class Plane:
    """The scales of a plot: `across` and `up` are its ends, `under` and `beside` the words of its axes by their place."""

    across: tuple[float, float]
    up: tuple[float, float]
    width_px: float
    height_px: float
    under: Mapping[float, str] = field(default_factory=dict)
    beside: Mapping[float, str] = field(default_factory=dict)

    def x(self, name: str) -> Layer:
        return alt.X(
            name, type="quantitative", scale=alt.Scale(domain=list(self.across), nice=False, zero=False), axis=_axis(self.under)
        )

    def y(self, name: str) -> Layer:
        return alt.Y(
            name, type="quantitative", scale=alt.Scale(domain=list(self.up), nice=False, zero=False), axis=_axis(self.beside)
        )

    @property
    def x_per_px(self) -> float:
        return (self.across[1] - self.across[0]) / self.width_px

    @property
    def y_per_px(self) -> float:
        return (self.up[1] - self.up[0]) / self.height_px

    def boxes(self, rows: Sequence[Row], **look: Any) -> Layer:
        """Rectangles from (`x`, `y`) to (`x1`, `y1`) of each row."""
        return layer(rows).mark_rect(**look).encode(x=self.x("x"), x2=alt.X2("x1"), y=self.y("y"), y2=alt.Y2("y1"))

    def flat(self, rows: Sequence[Row], **look: Any) -> Layer:
        """Level lines from `x` to `x1` at `y`."""
        return layer(rows).mark_rule(**look).encode(x=self.x("x"), x2=alt.X2("x1"), y=self.y("y"))

    def upright(self, rows: Sequence[Row], **look: Any) -> Layer:
        """Upright lines from `y` to `y1` at `x`."""
        return layer(rows).mark_rule(**look).encode(x=self.x("x"), y=self.y("y"), y2=alt.Y2("y1"))

    def line(self, rows: Sequence[Row], **look: Any) -> Layer:
        """One line through (`x`, `y`) of each row."""
        return layer(rows).mark_line(strokeCap="round", strokeJoin="round", **look).encode(x=self.x("x"), y=self.y("y"))

    def points(self, rows: Sequence[Row], **look: Any) -> Layer:
        return layer(rows).mark_point(filled=True, **{"opacity": 1, **look}).encode(x=self.x("x"), y=self.y("y"))

    def words(self, rows: Sequence[Row], **look: Any) -> Layer:
        """The `words` of each row at (`x`, `y`)."""
        return layer(rows).mark_text(**look).encode(x=self.x("x"), y=self.y("y"), text=alt.Text("words", type="nominal"))

    def drawn(self, layers: Sequence[Layer]) -> Layer:
        return alt.layer(*layers).properties(width=self.width_px, height=self.height_px)


def _axis(labels: Mapping[float, str]) -> Layer:
    if not labels:
        return None
    # A place is found by its number as text: rounded, so that both sides write it alike.
    placed = {round(at, 4): words for at, words in labels.items()}
    said = json.dumps({f"{at:.12g}": words for at, words in placed.items()}, ensure_ascii=False)
    return alt.Axis(values=list(placed), labelExpr=f"({said})[datum.value] || ''")


def labels_of(window: Window, frame: Frame, texts: Texts) -> dict[float, str]:
    """The words under a time axis, by the day of the window, counted from 0."""
    return {float((tick.day - window.first).days): _tick_words(tick, frame, texts) for tick in time_ticks(window, frame.ticks)}


def _tick_words(tick: Tick, frame: Frame, texts: Texts) -> str:
    match tick.kind:
        case "week":
            return texts("pictures.axis.week_0") if tick.number == 0 else texts.number(tick.number)
        case "year":
            return str(tick.day.year)
        case _:
            return texts.day(tick.day, "month" if frame.width_px > WIDTH_PX["half"] else "month_day")


def days_from(first: date, day: date) -> float:
    return float((day - first).days)


def round_marks(low: float, high: float, about: int) -> list[float]:
    """About so many round numbers within [low, high].

    >>> round_marks(0, 90, 4), round_marks(0, 7, 4)
    ([0.0, 20.0, 40.0, 60.0, 80.0], [0.0, 2.0, 4.0, 6.0])
    """
    span = max(high - low, 1e-9)
    raw = span / max(1, about)
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(m * power for m in (1, 2, 5, 10) if m * power >= raw * 0.8)
    first = -(-low // step)
    return [round((first + n) * step, 9) for n in range(int((high - first * step) / step + 1e-9) + 1)]

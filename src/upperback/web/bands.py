"""The small band of a card: a range with a mark on a rail, and its target. A component of the look, with classes only; what
is drawn over time is a picture (`services.pictures`)."""

import math
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from upperback.services.bands import Band, Tone
from upperback.services.words import Words

_TONES: Final = {"out": "", "ok": " ok", "unsure": " unsure"}
WIDE_PX: Final = 600
NARROW_PX: Final = 330
_PAD: Final = 8.0


@dataclass(frozen=True, slots=True)
class Axis:
    """Maps [low, high] onto [start_px, end_px], straight.

    >>> Axis(0, 10, 200, 0).at(2.5)
    150.0
    """

    low: float
    high: float
    start_px: float
    end_px: float

    def at(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low) if self.high > self.low else 0.5
        return self.start_px + share * (self.end_px - self.start_px)


def ticks(low: float, high: float, about: int) -> list[float]:
    """About so many round numbers within [low, high], at least two for a span above zero.

    >>> ticks(0, 90, 4)
    [0.0, 20.0, 40.0, 60.0, 80.0]
    >>> ticks(0, 4, 4)
    [0.0, 1.0, 2.0, 3.0, 4.0]
    """
    if not high > low:
        return [low, low + 1.0]
    raw = (high - low) / max(1, about)
    scale = 10.0 ** math.floor(math.log10(raw))
    step = next((m * scale for m in (1, 2, 5, 10) if m * scale >= raw * 0.8), 10 * scale)
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    if last <= first:
        return [low, high]
    return [round(n * step, 9) for n in range(first, last + 1)]


def axis_ends(band: Band) -> tuple[float, float]:
    """What to show: value, error and target with some room, on round numbers, within what is possible."""
    shown = [band.low, band.high, *(x for x in (band.at_least, band.at_most) if x is not None)]
    if band.whole:
        return band.lower, min(band.upper, math.ceil(max(shown)) + 1.0)
    # Room on both sides, so that a narrow error does not look wide: at least 0.6 of the largest number shown.
    span = max(max(shown) - min(shown), 0.6 * max(abs(x) for x in shown), 1.0)
    first, second, *_ = ticks(min(shown) - span / 2, max(shown) + span / 2, 4)
    step = second - first
    low = max(band.lower, (min(shown) - span / 2) // step * step)
    high = min(band.upper, -(-(max(shown) + span / 2) // step) * step)
    return low, high


def band_svg(words: Words, band: Band, *, width_px: int = NARROW_PX, tone: Tone | None = None, css: str = "") -> Markup:
    """The band as SVG, 102 px high. `tone` overrules the band's own, e.g. for a finding established on two days."""
    low, high = axis_ends(band)
    axis = Axis(low, high, _PAD, width_px - _PAD)
    kind = _TONES[tone or band.tone]
    parts = [f'<rect class="rail" x="0" y="30" width="{width_px}" height="20" rx="10"/>']
    zone = _zone(band, axis, width_px)
    if zone is not None:
        x0, x1 = zone
        parts.append(f'<rect class="zone" x="{x0:.1f}" y="30.75" width="{max(0.0, x1 - x0):.1f}" height="18.5" rx="9.25"/>')
    e0, e1 = axis.at(max(band.low, low)), axis.at(min(band.high, high))
    mark = axis.at(min(max(band.value, low), high))
    parts.append(f'<rect class="err{kind}" x="{e0:.1f}" y="26" width="{max(6.0, e1 - e0):.1f}" height="28" rx="14"/>')
    parts.append(f'<rect class="val{kind}" x="{mark - 3:.1f}" y="22" width="6" height="36" rx="3"/>')
    over = min(max(mark, 50.0), width_px - 50.0)
    parts.append(f'<text class="v" x="{over:.1f}" y="13" text-anchor="middle">{{}}</text>')
    mark_of_unit = words.unit_mark(band.unit)
    said: list[str] = [band.range_words(words)]
    for at in ticks(low, high, 4 if width_px < 400 else 5):
        if band.whole and at != int(at):
            continue
        x = min(max(axis.at(at), 14.0), width_px - 14.0)
        parts.append(f'<text x="{x:.1f}" y="76" text-anchor="middle">{{}}</text>')
        number = words.texts.number(at, 2)
        said.append(f"{number}{mark_of_unit}" if len(mark_of_unit) <= 2 else number)
    if zone is not None and band.zone_words:
        room = len(band.zone_words) * 3.8
        x = min(max((zone[0] + zone[1]) / 2, room), width_px - room)
        parts.append(f'<text class="z" x="{x:.1f}" y="96" text-anchor="middle">{{}}</text>')
        said.append(band.zone_words)
    head = Markup('<svg class="band{}" viewBox="0 0 {} 102" role="img" aria-label="{}">').format(
        f" {css}" if css else "", width_px, band.summary(words)
    )
    return head + Markup("".join(parts)).format(*said) + Markup("</svg>")


def _zone(band: Band, axis: Axis, width_px: int) -> tuple[float, float] | None:
    """The target's ends in pixels; it runs to the end of the rail on its open side."""
    if band.at_least is not None:
        return axis.at(band.at_least), width_px - 1.0
    if band.at_most is not None:
        return 1.0, axis.at(band.at_most)
    return None

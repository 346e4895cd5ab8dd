"""The band: every measured value is a range with a mark and its target, never a bare point. Classes only, no colour."""

import math
from dataclasses import dataclass
from typing import Final, Literal

from markupsafe import Markup

from upperback.services.words import Words
from upperback.web.axis import Axis, ticks

Tone = Literal["out", "ok", "unsure"]
_TONES: Final = {"out": "", "ok": " ok", "unsure": " unsure"}
WIDE_PX: Final = 600
NARROW_PX: Final = 330
_PAD: Final = 8.0


@dataclass(frozen=True, slots=True)
class Band:
    """A value with its 95 % error in `unit`, and where the target lies: from `at_least` up, to `at_most` down, or neither.
    `lower` and `upper` are what is possible at all. `zone_words` stands under the target."""

    value: float
    error_95: float
    unit: str
    lower: float
    upper: float
    at_least: float | None = None
    at_most: float | None = None
    zone_words: str = ""

    @property
    def whole(self) -> bool:
        """A count of points, such as "of 4": nothing lies between two of them."""
        return self.unit.startswith("of ")

    @property
    def low(self) -> float:
        return max(self.lower, self.value - self.error_95)

    @property
    def high(self) -> float:
        return min(self.upper, self.value + self.error_95)

    @property
    def tone(self) -> Tone:
        """Inside only with the whole error, outside only with the whole error, else too close to call. The best value there
        can be is inside: a hold that ends at its limit, or a yes, has nothing left to be sure of.

        >>> [Band(v, 8, "deg", 0, 180, at_least=150).tone for v in (163, 148, 120)]
        ['ok', 'unsure', 'out']
        >>> Band(10, 4, "s", 0, 10, at_least=10).tone
        'ok'
        """
        if self.at_least is not None:
            best = self.value >= self.upper >= self.at_least
            return "ok" if best or self.low >= self.at_least else "out" if self.high < self.at_least else "unsure"
        if self.at_most is not None:
            best = self.value <= self.lower <= self.at_most
            return "ok" if best or self.high <= self.at_most else "out" if self.low > self.at_most else "unsure"
        return "unsure"

    def range_words(self, words: Words) -> str:
        """The range as it is written over the band: "19 to 43°", "up to 52 s"."""
        if self.error_95 == 0:
            return words.amount(self.value, self.unit)
        high = words.amount(self.high, self.unit)
        if self.value - self.error_95 <= self.lower:
            return words.texts("common.band.up_to", high=high)
        return words.texts("common.band.range", low=words.amount(self.low, ""), high=high)

    def summary(self, words: Words) -> str:
        """The band in words, for who does not see it."""
        key = "common.band.summary_target" if self.zone_words else "common.band.summary"
        value = words.amount(self.value, self.unit)
        return words.texts(key, value=value, range=self.range_words(words), target=self.zone_words)

    @property
    def axis_ends(self) -> tuple[float, float]:
        """What to show: value, error and target with some room, on round numbers, within what is possible."""
        shown = [self.low, self.high, *(x for x in (self.at_least, self.at_most) if x is not None)]
        if self.whole:
            return self.lower, min(self.upper, math.ceil(max(shown)) + 1.0)
        # Room on both sides, so that a narrow error does not look wide: at least 0.6 of the largest number shown.
        span = max(max(shown) - min(shown), 0.6 * max(abs(x) for x in shown), 1.0)
        first, second, *_ = ticks(min(shown) - span / 2, max(shown) + span / 2, 4)
        step = second - first
        low = max(self.lower, (min(shown) - span / 2) // step * step)
        high = min(self.upper, -(-(max(shown) + span / 2) // step) * step)
        return low, high


def band_svg(words: Words, band: Band, *, width_px: int = NARROW_PX, tone: Tone | None = None, css: str = "") -> Markup:
    """The band as SVG, 102 px high. `tone` overrules the band's own, e.g. for a finding established on two days."""
    low, high = band.axis_ends
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

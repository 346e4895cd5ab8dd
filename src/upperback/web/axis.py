"""Numbers to pixels, and round numbers to write beside them."""

import math
from dataclasses import dataclass


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

"""Range within a session: do the last repetitions go further than the first? The articles say so of turning."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt
from statistics import fmean
from typing import Final

LEAST: Final = 6  # repetitions on a side: fewer have no thirds to speak of; expert judgement
T95: Final = 2.571  # Student's t, 95 %, 5 degrees of freedom: as for six repetitions, so too wide rather than too narrow for more


@dataclass(frozen=True, slots=True)
class Within:
    """Mean reach of the first and of the last third, and how far their difference may be off by chance (95 %), in the unit of
    the reach. `clear`: they differ by more than that."""

    first: float
    last: float
    error_95: float
    clear: bool


def within(peaks: Sequence[float]) -> Within | None:
    """The first third of the repetitions against the last, None with fewer than `LEAST`.

    How much one repetition differs from the next is read from the differences of neighbours, so that a steady rise does not
    count as unsteadiness (mean square successive difference: von Neumann 1941 [M]). An offset of the camera is in both ends
    and falls out.

    >>> within((30, 31, 33, 35, 36, 38))
    Within(first=30.5, last=37.0, error_95=3.04, clear=True)
    >>> within((30, 38, 31, 36, 30, 37)).clear
    False
    """
    if len(peaks) < LEAST:
        return None
    third = len(peaks) // 3
    first, last = fmean(peaks[:third]), fmean(peaks[-third:])
    steps = sum((b - a) ** 2 for a, b in pairwise(peaks)) / (2 * (len(peaks) - 1))
    error_95 = T95 * sqrt(steps) * sqrt(2 / third)
    return Within(round(first, 2), round(last, 2), round(error_95, 2), abs(last - first) > error_95)

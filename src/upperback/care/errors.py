"""How far off a value can be, and when two values differ.

error_95 of one value = MDC95 / sqrt 2; two values differ clearly only beyond MDC95 (the smallest change that is not noise).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

from upperback.model.catalogue import Measure
from upperback.model.limits import Limits
from upperback.model.record import Test

MDC_PER_SEM: Final = 1.96 * sqrt(2)  # MDC95 = 2.77 SEM
EXPERT: Final = "expert judgement"


@dataclass(frozen=True, slots=True)
class Mdc:
    """The smallest change that counts, in the measure's unit, and where it is from."""

    mdc95: float
    error_from: str

    @property
    def error_95(self) -> float:
        return self.mdc95 / sqrt(2)


def changed(before: float, after: float, mdc95: float) -> bool:
    """Two values differ only beyond the error of a difference; at the limit they don't.

    >>> changed(30, 37, 7), changed(30, 37.5, 7)
    (False, True)
    """
    return abs(after - before) > mdc95


def mdc_of(measure: Measure, method: str, tests: Sequence[Test], limits: Limits) -> Mdc:
    """The MDC95 of `measure` by `method`: from the person's own trials where there are three or more on two baseline days,
    else from the catalogue. `tests` are this person's, in any order; other measures and methods in it are passed over.

    Own: SEM^2 is the larger of the day-to-day part (squared difference of the two days' scores / 2) and the within-day part
    (variance of the trials / number of trials), each averaged over the sides; MDC95 = 2.77 SEM. We differ from the usual
    pooled SEM in that it is one person's and rests on one or two pairs of days, so it never falls under three quarters of the
    catalogue's figure (expert judgement).
    """
    known = measure.mdc95.get(method, max(measure.mdc95.values(), default=0.0))
    literature = Mdc(known, EXPERT if measure.source_of(method) == EXPERT else "literature")
    if measure.score == "sum":
        return literature
    own = _own_sem(measure, method, tests, limits)
    return literature if own is None else Mdc(max(MDC_PER_SEM * own, limits.own_error_floor * known), "own trials")


def _own_sem(measure: Measure, method: str, tests: Sequence[Test], limits: Limits) -> float | None:
    between: list[float] = []
    within: list[float] = []
    mine = [t for t in tests if t.measure == measure.id and t.method == method and len(t.trials) >= limits.own_error_trials]
    for side in dict.fromkeys(t.side for t in mine):
        days = {t.day: t for t in sorted((t for t in mine if t.side is side), key=lambda t: t.day)}
        first, *later = days.values()
        low, high = limits.baseline_from_days, limits.baseline_to_days
        second = next((t for t in later if low <= (t.day - first.day).days <= high), None)
        if second is None:
            return None
        between.append((score(measure, first.trials) - score(measure, second.trials)) ** 2 / 2)
        within += [_variance(t.trials) / (len(t.trials) if measure.score == "mean" else 1) for t in (first, second)]
    if not between:
        return None
    return sqrt(max(sum(between) / len(between), sum(within) / len(within)))


def _variance(trials: Sequence[float]) -> float:
    """Of a sample. In plain numbers: the exact fractions of `statistics` take twenty times as long."""
    mean = sum(trials) / len(trials)
    return sum((trial - mean) ** 2 for trial in trials) / (len(trials) - 1)


def score(measure: Measure, trials: Sequence[float]) -> float:
    """What the trials of one side and day come to: their mean, the best (highest) or their sum, as the measure says.

    Rounded to a millionth of the unit, so that the mean of three times 35 lies at a limit of 35 and not a hair under it.
    """
    match measure.score:
        case "best":
            value = max(trials)
        case "sum":
            value = sum(trials)
        case _:
            value = sum(trials) / len(trials)
    return round(value, 6)

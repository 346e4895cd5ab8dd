"""What a cohort shows under a policy: figures with their intervals, and the paired difference to another policy."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

import numpy as np
from numpy.random import Generator

from upperback.simulation.tally import Outcome

Z95: Final = 1.959964
RESAMPLES: Final = 1000
LATE_DAYS: Final = 28  # a warning sign that nobody was told to see to for so long is missed; screening.yaml asks every 4 weeks

Score = Callable[[Outcome], float]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure with its 95 % interval over `n` people (or findings, warnings). None where there was nothing to count."""

    name: str
    unit: str
    n: int
    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Difference:
    """How much more `policy` has of `name` than `against`, the same people under both, with its 95 % interval."""

    name: str
    unit: str
    policy: str
    against: str
    value: float
    low: float
    high: float


def wilson(hits: int, n: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson 1927).

    >>> [round(limit, 3) for limit in wilson(3, 20)]
    [0.052, 0.36]
    """
    if n == 0:
        return 0.0, 1.0
    p, z2 = hits / n, Z95**2
    middle = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = Z95 / (1 + z2 / n) * sqrt(p * (1 - p) / n + z2 / (4 * n * n))
    return max(0.0, middle - half), min(1.0, middle + half)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to a cohort. `share`: each person is a yes or a no; else a mean over people."""

    name: str
    unit: str
    score: Score
    share: bool = False


ASKED: Final = (
    Asked("unchanged_or_worse", "share of people", lambda o: o.unchanged_or_worse, share=True),
    Asked("pain_after", "points of 10", lambda o: o.pain_last),
    Asked("corrective_weeks", "weeks", lambda o: o.corrective_weeks),
    Asked("held_without_review", "share of people", lambda o: o.held, share=True),
    Asked("given_against_told", "share of people", lambda o: o.against_told > 0, share=True),
    Asked("given_against_untold", "share of people", lambda o: o.against_untold > 0, share=True),
    Asked("load_jumps", "a year", lambda o: o.load_jumps),
    Asked("minutes_a_week", "minutes", lambda o: o.minutes_a_week),
    Asked("kept_out_days", "days", lambda o: o.kept_out_days),
)


def figures(outcomes: Sequence[Outcome], rng: Generator) -> tuple[Figure, ...]:
    """The figures of one policy."""
    found = [_of_people(one, outcomes, rng) for one in ASKED]
    gone = sum(o.called_gone for o in outcomes)
    found.append(_share("wrongly_gone", "share of findings called gone", sum(o.wrongly_gone for o in outcomes), gone))
    found.append(_share("wrongly_gone_far", "share of findings called gone", sum(o.wrongly_gone_far for o in outcomes), gone))
    found.append(_share("came_back", "share of findings called gone", sum(o.turned for o in outcomes), gone))
    given = sum(o.given for o in outcomes)
    found.append(_share("items_against_told", "share of items given", sum(o.against_told for o in outcomes), given))
    kept, new = sum(o.kept_items for o in outcomes), sum(o.new_items for o in outcomes)
    found.append(_share("changed_items", "share of items, week to week", new, kept + new))
    return (*found, *_warned(outcomes, rng))


def difference(asked: Asked, mine: Sequence[Outcome], theirs: Sequence[Outcome], rng: Generator) -> Difference:
    """Person by person, bootstrapped over people. Both in the same order of people."""
    apart = np.array([asked.score(a) - asked.score(b) for a, b in zip(mine, theirs, strict=True)], dtype=float)
    low, high = _bootstrap(apart, rng)
    return Difference(asked.name, asked.unit, mine[0].policy, theirs[0].policy, float(apart.mean()), low, high)


def _of_people(asked: Asked, outcomes: Sequence[Outcome], rng: Generator) -> Figure:
    scores = np.array([asked.score(o) for o in outcomes], dtype=float)
    if asked.share:
        return _share(asked.name, asked.unit, int(scores.sum()), len(scores))
    low, high = _bootstrap(scores, rng)
    return Figure(asked.name, asked.unit, len(scores), float(scores.mean()), low, high)


def _share(name: str, unit: str, hits: int, n: int) -> Figure:
    if n == 0:
        return Figure(name, unit, 0, None, None, None)
    return Figure(name, unit, n, hits / n, *wilson(hits, n))


def _bootstrap(values: np.ndarray, rng: Generator) -> tuple[float, float]:
    """The 95 % percentile interval of the mean."""
    means = values[rng.integers(0, len(values), (RESAMPLES, len(values)))].mean(axis=1)
    low, high = np.percentile(means, [2.5, 97.5])
    return float(low), float(high)


def _warned(outcomes: Sequence[Outcome], rng: Generator) -> tuple[Figure, ...]:
    """Warning signs that appeared midway: days until the person was told to see to it (those never told count to the year's
    end), the share for which that took four weeks or more, and the share the app told first."""
    days, late, by_app = [], 0, 0
    for outcome in outcomes:
        for _, appeared, referred, app in outcome.warnings:
            until = (outcome.days if referred is None else referred) - appeared
            if referred is None and until < LATE_DAYS:
                continue  # the year ended first
            days.append(until)
            late += until >= LATE_DAYS
            by_app += app
    n = len(days)
    low, high = _bootstrap(np.array(days, dtype=float), rng) if days else (None, None)
    mean = float(np.mean(days)) if days else None
    return (
        Figure("warning_days", "days to a refer", n, mean, low, high),
        _share("warnings_missed", "share of warning signs", late, n),
        _share("warnings_by_app", "share of warning signs", by_app, n),
    )

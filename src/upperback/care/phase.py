"""Which part of the way: corrective, maintenance or a flare."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from upperback.care.pain import WEEK_DAYS, first_day, in_flare, mean_7d
from upperback.model.care import Cleared, Finding, Status, Trend
from upperback.model.catalogue import Phase
from upperback.model.limits import Limits
from upperback.model.record import Case

SETTLED: Final = (Status.GONE, Status.PLATEAU_ACCEPTED)
OPEN: Final = (Status.PRESENT, Status.IMPROVING, Status.WATCH, Status.REFER)


def phase_of(case: Case, cleared: Cleared, findings: Sequence[Finding], limits: Limits) -> Phase:
    """Flare on a day of high pain or in a flare; maintenance once the corrective work is complete; else corrective."""
    if cleared.flare or in_flare(case, limits):
        return Phase.FLARE
    return Phase.MAINTENANCE if corrective_complete(case, findings, limits) else Phase.CORRECTIVE


def corrective_complete(case: Case, findings: Sequence[Finding], limits: Limits) -> bool:
    """Every finding gone or accepted, pain low, function at its goal, better in the person's own word, some weeks on.

    Rule `complete`. A week with too few noted days says nothing against it, and once maintenance has begun only the newest
    week does. Without a finding that was worked on there is nothing to complete.
    """
    began = first_day(case)
    if began is None or began > case.today - timedelta(days=limits.complete_held_days):
        return False
    if any(f.status in OPEN for f in findings) or not any(f.status in SETTLED for f in findings):
        return False
    kept = [p.phase for p in case.programmes if p.phase != Phase.FLARE.value]
    held_days = 1 if kept and kept[-1] == Phase.MAINTENANCE.value else limits.complete_held_days
    weeks = [mean_7d(case, case.today - timedelta(days=back)) for back in range(0, held_days, WEEK_DAYS)]
    means = [mean for mean, n in weeks if mean is not None and n >= limits.pain_days_needed]
    now, n_now = weeks[0]
    low = now is not None and n_now >= limits.pain_days_needed and max(means) <= limits.complete_pain
    return low and function_reached(case, limits) and bool(case.change) and case.change[-1].pgic >= limits.complete_change


def function_reached(case: Case, limits: Limits) -> bool:
    """Every named activity is at its goal, or the mean is clearly up (rule `function_change`). True where none was named."""
    scored = [f for f in case.function if f.scores]
    trend = function_trend(case, limits)
    at_goal = all(f.scores[-1].score >= f.goal for f in scored)
    return at_goal or (trend.change is not None and trend.change >= limits.function_change)


def function_trend(case: Case, limits: Limits) -> Trend:
    """Mean of the newest scores of the named activities and its change from their first ones; clear from `function_change` on.

    >>> from datetime import date
    >>> from upperback.catalogue.loader import load
    >>> from upperback.model.record import Function, Score
    >>> typing = Function("typing", 8, (Score(date(2026, 1, 1), 4), Score(date(2026, 2, 1), 7)))
    >>> function_trend(Case(today=date(2026, 2, 1), function=(typing,)), load().rules.limits)
    Trend(mean=7.0, n=1, change=3.0, clear=True)
    """
    scored = [f for f in case.function if f.scores]
    if not scored:
        return Trend(None, 0, None, clear=False)
    now = sum(f.scores[-1].score for f in scored) / len(scored)
    before = [f for f in scored if len(f.scores) > 1]
    if not before:
        return Trend(round(now, 2), len(scored), None, clear=False)
    change = round(sum(f.scores[-1].score - f.scores[0].score for f in before) / len(before), 2)
    return Trend(round(now, 2), len(scored), change, clear=abs(change) >= limits.function_change)

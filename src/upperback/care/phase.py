"""Which part of the way: corrective, maintenance or a flare."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from upperback.care.pain import MIN_DAYS, first_day, in_flare, mean_7d
from upperback.model.care import Cleared, Finding, Status, Trend
from upperback.model.catalogue import Phase
from upperback.model.record import Case

SETTLED: Final = (Status.GONE, Status.PLATEAU_ACCEPTED)
OPEN: Final = (Status.PRESENT, Status.IMPROVING, Status.WATCH, Status.REFER)
LOW_PAIN: Final = 2.0  # 7-day mean; expert judgement
FUNCTION_CHANGE: Final = 2.0  # points of the mean; expert judgement (MCID 2.0 [M])
BETTER: Final = 5  # the person's own word, 5 of 7 "a little better" and up; expert judgement
HELD_DAYS: Final = 28  # held four weeks; expert judgement


def phase_of(case: Case, cleared: Cleared, findings: Sequence[Finding]) -> Phase:
    """Flare on a day of high pain or in a flare; maintenance once the corrective work is complete; else corrective."""
    if cleared.flare or in_flare(case):
        return Phase.FLARE
    return Phase.MAINTENANCE if corrective_complete(case, findings) else Phase.CORRECTIVE


def corrective_complete(case: Case, findings: Sequence[Finding]) -> bool:
    """Every finding gone or accepted, pain 2 or less, function at its goal, better in the person's own word, four weeks on.

    Expert judgement, progress rules section 6. Without a finding that was worked on there is nothing to complete.
    """
    began = first_day(case)
    if began is None or began > case.today - timedelta(days=HELD_DAYS):
        return False
    if any(f.status in OPEN for f in findings) or not any(f.status in SETTLED for f in findings):
        return False
    mean, n = mean_7d(case, case.today)
    low = mean is not None and n >= MIN_DAYS and mean <= LOW_PAIN
    return low and function_reached(case) and bool(case.change) and case.change[-1].pgic >= BETTER


def function_reached(case: Case) -> bool:
    """Every named activity is at its goal, or the mean is 2 points up. True where none was named."""
    scored = [f for f in case.function if f.scores]
    trend = function_trend(case)
    at_goal = all(f.scores[-1].score >= f.goal for f in scored)
    return at_goal or (trend.change is not None and trend.change >= FUNCTION_CHANGE)


def function_trend(case: Case) -> Trend:
    """Mean of the newest scores of the named activities and its change from their first ones; clear from 2 points on.

    >>> from datetime import date
    >>> from upperback.model.record import Function, Score
    >>> typing = Function("typing", 8, (Score(date(2026, 1, 1), 4), Score(date(2026, 2, 1), 7)))
    >>> function_trend(Case(today=date(2026, 2, 1), function=(typing,)))
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
    return Trend(round(now, 2), len(scored), change, clear=abs(change) >= FUNCTION_CHANGE)

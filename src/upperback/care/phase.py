"""Which part of the way: corrective, maintenance or a flare."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from upperback.care.block import Block, block_of, relapse_of, score_on, waits_for_review
from upperback.care.pain import WEEK_DAYS, baseline_mean, improved, in_flare, mean_7d
from upperback.model.care import Cleared, Finding, Status, Trend
from upperback.model.catalogue import Phase
from upperback.model.limits import Limits
from upperback.model.record import Case

OPEN: Final = (Status.PRESENT, Status.IMPROVING, Status.REFER)  # a watch is no finding yet, and nothing is done for it


def phase_of(case: Case, cleared: Cleared, findings: Sequence[Finding], limits: Limits) -> Phase:
    """Flare on a day of high pain or in a flare. Maintenance once the corrective work is complete, and from then on until a
    relapse; also while corrective work waits for a person to look at it. Else corrective."""
    if cleared.flare or in_flare(case, limits):
        return Phase.FLARE
    block = block_of(case)
    if relapse_of(case, block, limits) is not None:
        return Phase.MAINTENANCE if waits_for_review(case, block, limits) else Phase.CORRECTIVE
    if block.maintenance_since is not None or corrective_complete(case, findings, limits):
        return Phase.MAINTENANCE
    return Phase.MAINTENANCE if waits_for_review(case, block, limits) else Phase.CORRECTIVE


def pausing(case: Case, findings: Sequence[Finding], limits: Limits) -> bool:
    """Corrective work waits, since twelve weeks are over and nobody has looked at it: maintenance, but not for good."""
    return waits_for_review(case, block_of(case), limits) and not corrective_complete(case, findings, limits)


def waits(case: Case, limits: Limits) -> bool:
    """Twelve weeks of corrective work are over and nobody has looked at it. Rule `review`."""
    return waits_for_review(case, block_of(case), limits)


def easing_in(case: Case, limits: Limits) -> bool:
    """The first two weeks after a relapse, at a smaller dose. Rule `relapse`."""
    return relapse_of(case, block_of(case), limits) is not None


def corrective_complete(case: Case, findings: Sequence[Finding], limits: Limits) -> bool:
    """Every finding gone or accepted, pain low, function at its goal, better in the person's own word, and all of it for weeks.

    Rule `complete`. A week with too few noted days says nothing against it, a finding the person accepted or that stayed the same
    through weeks of work has waited long enough. After a relapse the two weeks of its block are enough. A person without any
    finding completes the core work in the same way, so that nobody stays in it for want of one.
    """
    block = block_of(case)
    held_days = limits.complete_held_days if block.back_since is None else limits.relapse_block_days
    since = case.today - timedelta(days=held_days)
    if block.began is None or block.began > since:
        return False
    if any(f.status in OPEN for f in findings):
        return False
    if any(f.status is Status.GONE and f.settled_on is not None and f.settled_on > since for f in findings):
        return False
    return (
        _better_said(case, since, limits) and _function_held(case, since, limits) and _pain_held(case, block, held_days, limits)
    )


def _better_said(case: Case, since: date, limits: Limits) -> bool:
    """The person has said "better" by `since` and has not said less after it."""
    before = [change for change in case.change if change.day <= since]
    said = [*([max(before, key=lambda c: c.day)] if before else []), *(c for c in case.change if c.day > since)]
    return bool(before) and all(change.pgic >= limits.complete_change for change in said)


def _function_held(case: Case, since: date, limits: Limits) -> bool:
    """What was named has been reached on `since` and on every day it was asked after."""
    days = {since, *(s.day for f in case.function for s in f.scores if s.day > since)}
    return all(function_reached(as_of(case, day), limits) for day in days)


def as_of(case: Case, day: date) -> Case:
    """The activities of the case with their scores as they stood on `day`, and nothing else of it."""
    scored = (replace(f, scores=tuple(s for s in f.scores if s.day <= day)) for f in case.function)
    return Case(today=case.today, function=tuple(scored))


def _pain_held(case: Case, block: Block, held_days: int, limits: Limits) -> bool:
    """Every week of them low, or clearly lower than at first for a person who says that it is much better."""
    weeks = [mean_7d(case, case.today - timedelta(days=back)) for back in range(0, held_days, WEEK_DAYS)]
    means = [mean for mean, n in weeks if mean is not None and n >= limits.pain_days_needed]
    if weeks[0][0] is None or weeks[0][1] < limits.pain_days_needed:
        return False
    if max(means) <= limits.complete_pain:
        return True
    first = baseline_mean(case, limits, block.back_since)
    content = bool(case.change) and max(case.change, key=lambda c: c.day).pgic >= limits.complete_content
    return content and first is not None and all(improved(first, mean, limits) for mean in means)


def function_reached(case: Case, limits: Limits) -> bool:
    """Every named activity is at its goal, or the mean is clearly up (rule `function_change`). True where none was named."""
    scored = [f for f in case.function if f.scores]
    trend = function_trend(case, limits)
    at_goal = all((score_on(f.scores, case.today) or 0.0) >= f.goal for f in scored)
    return at_goal or (trend.change is not None and trend.change >= limits.function_change)


def function_trend(case: Case, limits: Limits) -> Trend:
    """Mean of the newest scores of the named activities and its change from their first ones; clear from `function_change` on.

    >>> from upperback.catalogue.loader import load
    >>> from upperback.model.record import Function, Score
    >>> typing = Function("typing", 8, (Score(date(2026, 1, 1), 4), Score(date(2026, 2, 1), 7)))
    >>> function_trend(Case(today=date(2026, 2, 1), function=(typing,)), load().rules.limits)
    Trend(mean=7.0, n=1, change=3.0, clear=True)
    """
    scored = [sorted(f.scores, key=lambda s: s.day) for f in case.function if f.scores]
    if not scored:
        return Trend(None, 0, None, clear=False)
    now = sum(scores[-1].score for scores in scored) / len(scored)
    before = [scores for scores in scored if len(scores) > 1]
    if not before:
        return Trend(round(now, 2), len(scored), None, clear=False)
    change = round(sum(scores[-1].score - scores[0].score for scores in before) / len(before), 2)
    return Trend(round(now, 2), len(scored), change, clear=abs(change) >= limits.function_change)

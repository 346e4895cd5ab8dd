"""The blocks of the way: corrective work from its first day, maintenance, and the way back in after a relapse."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from upperback.care.pain import first_day, flares, pains
from upperback.care.remembering import remembered
from upperback.model.catalogue import Phase
from upperback.model.limits import Limits
from upperback.model.record import HUMAN_REVIEW, Case, Score

_LOOK_BACK: Final = timedelta(weeks=26)  # good weeks longer ago than half a year begin nothing anew; expert judgement


@dataclass(frozen=True, slots=True)
class Block:
    """`began`: the first day of the present block of work, None before any. `counted_from`: its first session, or the
    newest look of a person at the course since: the twelve weeks run from here, None before the first session.
    `maintenance_since`: None in corrective work. `back_since`: `began` where maintenance came before it."""

    began: date | None
    counted_from: date | None
    reviewed_on: date | None
    maintenance_since: date | None
    back_since: date | None


@remembered(lambda case: (case,))
def block_of(case: Case) -> Block:
    """Read from the programmes that were kept, whatever their order; flares in between change nothing.

    >>> from upperback.model.record import KeptProgramme
    >>> kept = [KeptProgramme(date(2026, month, 1), phase, "1", ()) for month, phase in ((1, "corrective"), (3, "maintenance"))]
    >>> block_of(Case(today=date(2026, 4, 1), programmes=tuple(kept))).maintenance_since
    datetime.date(2026, 3, 1)
    """
    began, back, maintenance = first_day(case), None, None
    for programme in sorted(case.programmes, key=lambda programme: programme.day):
        if programme.phase == Phase.MAINTENANCE.value and maintenance is None:
            maintenance = programme.day
        elif programme.phase == Phase.CORRECTIVE.value and maintenance is not None:
            began = back = programme.day
            maintenance = None
    reviewed = max((c.day for c in case.clearances if c.question == HUMAN_REVIEW), default=None)
    worked = min((s.day for s in case.sessions if began is not None and s.day >= began), default=None)
    counted = worked if worked is None or reviewed is None else max(worked, reviewed)
    return Block(began, counted, reviewed, maintenance, back)


def review_by(block: Block, limits: Limits) -> date | None:
    """The day from which corrective work waits until a person has looked at it. Rule `review`."""
    if block.counted_from is None or block.maintenance_since is not None:
        return None
    return block.counted_from + timedelta(weeks=limits.weeks_to_review)


def waits_for_review(case: Case, block: Block, limits: Limits) -> bool:
    """Twelve weeks of corrective work are over and nobody has looked at it; those after a relapse count from its first day."""
    by = review_by(block, limits)
    back = relapse_of(case, block, limits)
    if back is not None:
        since = back.since if block.reviewed_on is None else max(back.since, block.reviewed_on)
        by = since + timedelta(weeks=limits.weeks_to_review)
    return by is not None and case.today >= by


@dataclass(frozen=True, slots=True)
class Relapse:
    """It has come back after maintenance. `since`: the day that showed it; `until`: the last day of the smaller dose, None while
    the days of more pain last or the work has not begun again."""

    since: date
    until: date | None = None


@remembered(lambda case, block, limits: (case, block, limits))
def relapse_of(case: Case, block: Block, limits: Limits) -> Relapse | None:
    """The relapse under way, its weeks of a smaller dose included. Rule `relapse`.

    In maintenance: what was named fell clearly since it began, or a flare of a week came after good weeks. Where no programme
    of maintenance was kept, the good weeks are read from the record itself (`_well_since`). Once corrective work has begun again
    (`back_since`), and after a flare that is over, the smaller dose lasts `relapse_block_days`.
    """
    length = timedelta(days=limits.relapse_block_days)
    if block.back_since is not None:
        last = block.back_since + length - timedelta(days=1)
        return Relapse(block.back_since, last) if case.today <= last else None
    since = block.maintenance_since or _well_since(case, block, limits)
    if since is None:
        return None
    if (lost_on := _lost_on(case, since, limits)) is not None:
        return Relapse(lost_on)
    for flare in reversed(flares(case, limits)):
        over = flare.ended or case.today
        long = (over - flare.began).days >= limits.relapse_flare_days
        if long and since <= flare.began - timedelta(days=limits.relapse_after_days):
            until = None if flare.ended is None else flare.ended + length - timedelta(days=1)
            shown = flare.began + timedelta(days=limits.relapse_flare_days)
            return Relapse(shown, until) if until is None or case.today <= until else None
    return None


def doing_well(case: Case, limits: Limits) -> bool:
    """Hardly any pain on every noted day, all named activities near full, no flare, for twelve weeks. Rule `recovered`."""
    since = case.today - timedelta(weeks=limits.recovered_weeks)
    noted = pains(case.diary, since, case.today)
    scored = [f for f in case.function if f.scores]
    able = all(s.score >= limits.recovered_function for f in scored for s in _from(f.scores, since))
    enough = len(noted) >= limits.recovered_weeks * limits.pain_days_needed
    long_enough = min((d.day for d in case.diary if d.pain is not None), default=case.today) <= since
    calm = all(flare.ended is not None and flare.ended <= since for flare in flares(case, limits))
    return enough and long_enough and max(noted, default=0.0) <= limits.recovered_pain and able and calm


def _well_since(case: Case, block: Block, limits: Limits) -> date | None:
    """The newest day from which the person was doing well for `relapse_after_days`, by the diary and the activities alone: hardly
    any pain on each noted day, noted often enough, and everything that was named at its goal. None without such weeks in the
    last half year."""
    if block.began is None:
        return None
    good = timedelta(days=limits.relapse_after_days)
    enough = limits.relapse_after_days / 7 * limits.pain_days_needed
    from_day = max(block.began, case.today - _LOOK_BACK)
    noted = sorted((d.day, d.pain) for d in case.diary if d.pain is not None and d.day >= from_day)
    days = [day for day, _ in noted]
    for at in range(bisect_right(days, case.today - good) - 1, -1, -1):
        start = days[at]
        weeks = [pain for _, pain in noted[at : bisect_left(days, start + good)]]
        if len(weeks) >= enough and max(weeks) <= limits.recovered_pain and _able(case, start, start + good):
            return start
    return None


def _able(case: Case, since: date, until: date) -> bool:
    """Everything that was named is at its goal on `since` and whenever it was asked after before `until`."""
    days = {since, *(s.day for f in case.function for s in f.scores if since <= s.day < until)}
    return all((score_on(f.scores, day) or 0.0) >= f.goal for f in case.function if f.scores for day in days)


def score_on(scores: tuple[Score, ...], day: date) -> float | None:
    """The newest score up to `day`; None without one."""
    until = [s for s in scores if s.day <= day]
    return max(until, key=lambda s: s.day).score if until else None


def _from(scores: tuple[Score, ...], since: date) -> list[Score]:
    """The score that held on `since` and those after it."""
    before = [s for s in scores if s.day <= since]
    return [*([max(before, key=lambda s: s.day)] if before else []), *(s for s in scores if s.day > since)]


def _lost_on(case: Case, since: date, limits: Limits) -> date | None:
    """The day from which the named activities have been clearly below what they were when maintenance began, until today."""
    scored = [f for f in case.function if f.scores]
    first = [min(f.scores, key=lambda s: s.day).score for f in scored]

    def able(day: date) -> float:
        return sum(first[i] if (was := score_on(f.scores, day)) is None else was for i, f in enumerate(scored))

    lost: date | None = None
    for day in sorted({s.day for f in scored for s in f.scores if s.day > since}):
        if able(since) - able(day) < limits.function_change * len(scored):
            lost = None
        elif lost is None:
            lost = day
    return lost

"""What a review shows beside its state: goals, the person's own word, sessions, walks, ranges with their error, the weeks."""

from collections.abc import Sequence
from datetime import date, timedelta
from math import sqrt
from typing import Final

from upperback.care.block import Block, Relapse, doing_well, review_by, score_on, waits_for_review
from upperback.care.lights import Light, light
from upperback.care.load import week_load
from upperback.care.remembering import remembered
from upperback.model.body import Side
from upperback.model.care import Finding, Value
from upperback.model.catalogue import Catalogue
from upperback.model.limits import Limits
from upperback.model.progress import ByChance, Checkpoint, Goal, Lights, Moved, OwnWord, Walked, Way, WeekDone
from upperback.model.record import Case
from upperback.model.texts import Texts

WEEK: Final = timedelta(days=7)
WALKING_WEEKS: Final = 4
WEEKS_SHOWN: Final = 4


def way_of(case: Case, block: Block, relapse: Relapse | None, limits: Limits) -> Way:
    """Where the person is on the way."""
    return Way(
        began=block.began,
        weeks=0 if block.began is None else (case.today - block.began).days // 7,
        review_by=review_by(block, limits),
        reviewed_on=block.reviewed_on,
        waits=waits_for_review(case, block, limits),
        maintenance_since=block.maintenance_since,
        easing_in_until=None if relapse is None else relapse.until,
        doing_well=doing_well(case, limits),
        back_since=block.back_since,
    )


def goals_of(case: Case) -> tuple[Goal, ...]:
    """The named activities in the order they were named.

    >>> from upperback.model.record import Function, Score
    >>> typing = Function("typing", 8, (Score(date(2026, 1, 1), 4), Score(date(2026, 2, 1), 7)))
    >>> goals_of(Case(today=date(2026, 2, 1), function=(typing,)))
    (Goal(activity='typing', goal=8, now=7, change=3, reached=False),)
    """
    goals = []
    for named in case.function:
        now = score_on(named.scores, case.today)
        first = min(named.scores, key=lambda s: s.day).score if named.scores else None
        change = now - first if now is not None and first is not None and len(named.scores) > 1 else None
        goals.append(Goal(named.activity, named.goal, now, change, now is not None and now >= named.goal))
    return tuple(goals)


def own_word(case: Case, limits: Limits) -> OwnWord | None:
    """The newest one."""
    newest = max(case.change, key=lambda change: change.day, default=None)
    return None if newest is None else OwnWord(newest.day, newest.pgic, newest.pgic >= limits.complete_change)


def walked(case: Case) -> Walked:
    """Minutes walked and swum, from the diary."""
    month = [d for d in case.diary if d.day > case.today - WALKING_WEEKS * WEEK]
    week = sum(d.minutes_walked + d.minutes_swum for d in month if d.day > case.today - WEEK)
    total = sum(d.minutes_walked + d.minutes_swum for d in month)
    return Walked(week, round(total / WALKING_WEEKS, 1), len({d.day for d in month}))


def lights_seen(case: Case, limits: Limits) -> Lights:
    """The traffic lights of the last weeks that count for "few sessions"."""
    since = case.today - limits.few_sessions_weeks * WEEK
    done = [(session, item) for session in case.sessions if session.day > since for item in session.items if not item.skipped]
    seen = [light(session, item, limits) for session, item in done]
    return Lights(limits.few_sessions_weeks, *(seen.count(one) for one in (Light.GREEN, Light.AMBER, Light.RED, Light.UNKNOWN)))


def weeks_done(catalogue: Catalogue, case: Case) -> tuple[WeekDone, ...]:
    """What was done in each of the last four weeks, the newest first: the work of desk breaks too, which are no sessions."""
    found = []
    for back in range(WEEKS_SHOWN):
        until = case.today - back * WEEK
        sessions = [session for session in case.sessions if until - WEEK < session.day <= until]
        worked = sessions + [one for one in case.breaks if until - WEEK < one.day <= until]
        load = week_load(catalogue, (item for session in worked for item in session.items if not item.skipped))
        found.append(WeekDone(until, round(load.work_s), round(load.minutes, 1), len({session.day for session in sessions})))
    return tuple(found)


@remembered(lambda findings: tuple(finding.values for finding in findings))
def moved(findings: Sequence[Finding]) -> tuple[Moved, ...]:
    """Every measure that a finding looks at and that was taken on two days or more: first and newest by the same method."""
    series: dict[tuple[str, str, Side, str], dict[date, Value]] = {}
    for finding in findings:
        for value in finding.values:
            series.setdefault((value.test, value.measure, value.side, value.method), {})[value.day] = value
    return tuple(_moved(series[key]) for key in sorted(series) if len(series[key]) > 1)


def _moved(by_day: dict[date, Value]) -> Moved:
    first, now = by_day[min(by_day)], by_day[max(by_day)]
    mdc95 = now.error_95 * sqrt(2)
    change = round(now.value - first.value, 6)
    return Moved(
        test=now.test,
        measure=now.measure,
        side=now.side,
        method=now.method,
        unit=now.unit,
        first_on=first.day,
        first=first.value,
        now_on=now.day,
        now=now.value,
        n=len(by_day),
        change=change,
        error_95=now.error_95,
        mdc95=round(mdc95, 3),
        clear=abs(change) > mdc95,
        error_from=now.error_from,
    )


def checkpoints(catalogue: Catalogue, case: Case, block: Block) -> tuple[Checkpoint, ...]:
    """The weeks at which the course of this block is looked at: few sessions, first change, change or none, a person's look.
    None in maintenance, none before any work."""
    if block.began is None or block.maintenance_since is not None:
        return ()
    limits = catalogue.rules.limits
    began = block.began
    asks = {
        limits.few_sessions_weeks: "few",
        limits.weeks_to_first_change: "first",
        limits.weeks_to_judge: "judge",
        limits.weeks_to_review: "review",
    }
    days = {week: began + timedelta(weeks=week) for week in asks}
    return tuple(
        Checkpoint(week, days[week], case.today >= days[week], catalogue.texts(f"care.checkpoint.{key}"))
        for week, key in sorted(asks.items())
    )


def by_chance(texts: Texts, case: Case, limits: Limits) -> ByChance:
    """How likely a healthy person has at least one of the tests taken so far outside: 1 - (1 - rate) ^ tests. Rule `chance`.

    The rate is that of a limit one standard deviation out, on one side. The tests are taken as independent, which they are not:
    those of one area go together, so the true share lies lower.

    >>> from upperback.catalogue.loader import load
    >>> from upperback.model.record import Test
    >>> tests = tuple(Test(f"t{n}", "x", Side.BOTH, (1.0,), "", "self", date(2026, 2, 1)) for n in range(15))
    >>> by_chance(load().texts, Case(today=date(2026, 2, 1), tests=tests), load().rules.limits).share
    0.93
    """
    tests = len({test.test for test in case.tests})
    share = round(1 - (1 - limits.chance_rate) ** tests, 2)
    per_cent = round(100 * share)
    words = texts("care.chance.said", n=tests, share=per_cent) if tests else texts("care.chance.none")
    return ByChance(tests, limits.chance_rate, share, words)

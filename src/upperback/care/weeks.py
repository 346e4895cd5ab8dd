"""Weeks, counted kindly: rule `kind_week`. A week counts when part of the days one wished for was done; a week of illness, of a
flare or away breaks nothing."""

from bisect import bisect_left
from collections.abc import Set
from datetime import date, timedelta
from math import ceil

from upperback.care.pain import flares
from upperback.care.remembering import remembered
from upperback.model.catalogue import Phase
from upperback.model.habits import Week, Weeks, WeekState
from upperback.model.limits import Limits
from upperback.model.record import Case, Session

WEEK = timedelta(days=7)
DAY = timedelta(days=1)


@remembered(
    lambda case, limits: (case.today, case.sessions, case.diary, case.programmes, case.wishes, case.away, limits),
)
def weeks_of(case: Case, limits: Limits) -> Weeks:
    """The weeks from the first session to the one under way. Nothing before the first session.

    >>> from upperback.catalogue.loader import load
    >>> from upperback.model.record import DiaryDay
    >>> done = tuple(Session(date(2026, 2, d)) for d in (2, 4, 17))
    >>> ill = tuple(DiaryDay(date(2026, 2, d), ill=True) for d in (9, 10, 11, 12))
    >>> found = weeks_of(Case(today=date(2026, 2, 19), sessions=done, diary=ill), load().rules.limits)
    >>> [(week.done, str(week.state)) for week in found.weeks], found.in_a_row
    ([(2, 'kept'), (0, 'spared'), (1, 'open')], 1)
    """
    trained = trained_days(case)
    if not trained:
        return Weeks((), 0, 0)
    spared, wished = spared_days(case, limits), Wished(case)
    first, last = monday_of(min(trained)), monday_of(case.today)
    weeks = tuple(
        _week(first + n * WEEK, trained, spared, wished, limits, under_way=first + n * WEEK == last)
        for n in range((last - first).days // 7 + 1)
    )
    in_a_row = 0
    for week in reversed(weeks):
        if week.state is WeekState.QUIET:
            break
        in_a_row += week.state is WeekState.KEPT
    return Weeks(weeks, sum(week.state is WeekState.KEPT for week in weeks), in_a_row)


def _week(monday: date, trained: Set[date], spared: Set[date], wished: "Wished", limits: Limits, *, under_way: bool) -> Week:
    days = {monday + n * DAY for n in range(7)}
    done, hard = len(days & trained), len(days & spared)
    # What is wished for shrinks with the days that were not free.
    enough = max(1, ceil(limits.kind_week_share * wished.days_in(monday) * (7 - hard) / 7 - 1e-9))
    if done >= enough:
        state = WeekState.KEPT
    elif hard >= limits.spared_days:
        state = WeekState.SPARED
    else:
        state = WeekState.OPEN if under_way else WeekState.QUIET
    return Week(monday, done, enough, state)


class Wished:
    """How many days were wished for, week by week, over the programmes of a record."""

    def __init__(self, case: Case) -> None:
        self._now = case.wishes.days_per_week
        self._programmes = sorted(case.programmes, key=lambda programme: programme.day)
        self._days = [programme.day for programme in self._programmes]

    def days_in(self, monday: date) -> int:
        """As many as the week's programme had, where one was kept, and never more than are wished for now. A wish of today makes
        no week of the past too small."""
        until = bisect_left(self._days, monday + WEEK)
        last = bisect_left(self._days, self._days[until - 1]) if until else 0  # the newest, which that week may have had before
        had = self._programmes[min(last, bisect_left(self._days, monday)) : until]
        return min([self._now, *(n for n in (sum(bool(items) for _, items in one.items) for one in had) if n)])


@remembered(lambda case: (case.sessions,))
def trained_days(case: Case) -> frozenset[date]:
    """The days on which something of a session was done; two minutes are a session, a desk break is none."""
    return frozenset(session.day for session in case.sessions if trained_in(session))


def trained_in(session: Session) -> bool:
    """Whether something was done: a session that was opened and left alone is none; one from a file that lists nothing may have
    been.

    >>> from upperback.model.body import Side
    >>> from upperback.model.record import Done
    >>> skipped = Done("band_row", Side.BOTH, 1, sets=0, reps=0, skipped=True)
    >>> [trained_in(Session(date(2026, 2, 2), items=items)) for items in ((), (skipped,))]
    [True, False]
    """
    return not session.items or any(item.sets and not item.skipped for item in session.items)


def spared_days(case: Case, limits: Limits) -> frozenset[date]:
    """Days that nobody counts: ill by the diary, a flare by the pain or by the programme of then, away by the person's word."""
    days = {entry.day for entry in case.diary if entry.ill}
    for flare in flares(case, limits):
        days |= _span(flare.began, (flare.ended or case.today + DAY) - DAY)
    programmes = sorted(case.programmes, key=lambda p: p.day)
    for programme, after in zip(programmes, [*(p.day for p in programmes), case.today + DAY][1:], strict=True):
        if programme.phase == Phase.FLARE.value:
            days |= _span(programme.day, min(after - DAY, programme.day + WEEK - DAY))
    for away in case.away:
        days |= _span(away.first, min(away.last, case.today + WEEK))
    return frozenset(days)


def monday_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - day.weekday() * DAY


def _span(first: date, last: date) -> set[date]:
    return {first + n * DAY for n in range((last - first).days + 1)}

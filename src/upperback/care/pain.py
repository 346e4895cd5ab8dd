"""Pain over days: the mean of a week, and a flare from its first day to its last."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from upperback.care.remembering import remembered
from upperback.model.care import Trend
from upperback.model.limits import Limits
from upperback.model.record import Case, DiaryDay

WEEK_DAYS: Final = 7
FLARES_BACK_DAYS: Final = 84  # flares older than that matter to no rule; expert judgement


@dataclass(frozen=True, slots=True)
class Flare:
    """A flare: its first day, the usual pain before it, and the day it was over (None while it lasts)."""

    began: date
    usual: float
    ended: date | None = None


def pains(diary: Sequence[DiaryDay], after: date, until: date) -> list[float]:
    """The pain of the days in (after, until], days without one passed over.

    >>> days = [DiaryDay(date(2026, 2, n), pain) for n, pain in ((1, 5.0), (2, None), (3, 2.0))]
    >>> pains(days, after=date(2026, 1, 31), until=date(2026, 2, 3))
    [5.0, 2.0]
    """
    return [entry.pain for entry in diary if after < entry.day <= until and entry.pain is not None]


def mean_7d(case: Case, until: date) -> tuple[float | None, int]:
    """Mean pain of the seven days up to `until` and the number of days in it; None without a day."""
    found = pains(case.diary, until - timedelta(days=WEEK_DAYS), until)
    return (sum(found) / len(found) if found else None), len(found)


@remembered(lambda case: (case.programmes, case.sessions, case.diary))
def first_day(case: Case) -> date | None:
    """The day the work began: the first programme or session, else the first diary day. An imported record may have
    sessions from before its first programme here."""
    return min([*(p.day for p in case.programmes), *(s.day for s in case.sessions)] or [d.day for d in case.diary], default=None)


def baseline_mean(case: Case, limits: Limits, since: date | None = None) -> float | None:
    """The mean of the first week of notes, from `since` on where that is given; None with too few noted days in it."""
    first_until = _first_until(case, since)
    base, n = (None, 0) if first_until is None else mean_7d(case, first_until)
    return base if n >= limits.pain_days_needed else None


def _first_until(case: Case, since: date | None) -> date | None:
    noted = (d.day for d in case.diary if d.pain is not None and (since is None or d.day >= since))
    first = min(noted, default=None)
    return None if first is None else first + timedelta(days=WEEK_DAYS - 1)


def improved(before: float, after: float, limits: Limits) -> bool:
    """Clearly less pain: by `pain_change` points, or by `pain_share` of what it was and at least `pain_share_least`.

    >>> from upperback.catalogue.loader import load
    >>> limits = load().rules.limits
    >>> improved(8, 6, limits), improved(4, 2.8, limits), improved(2, 1.4, limits)
    (True, True, False)
    """
    less = round(before - after, 6)
    return less >= limits.pain_change or less >= max(limits.pain_share * before, limits.pain_share_least)


def pain_trend(case: Case, limits: Limits, since: date | None = None) -> Trend:
    """The 7-day mean and its change from the first week (of the notes from `since` on); clear only from `limits.pain_change`
    points on.

    The two weeks must not share days, and each needs `limits.pain_days_needed` of them.
    """
    mean, n = mean_7d(case, case.today)
    base, first_until = baseline_mean(case, limits, since), _first_until(case, since)
    if mean is None:
        return Trend(None, n, None, clear=False)
    apart = first_until is not None and first_until <= case.today - timedelta(days=WEEK_DAYS)
    if base is None or not apart or n < limits.pain_days_needed:
        return Trend(round(mean, 2), n, None, clear=False)
    change = round(mean - base, 2)
    return Trend(round(mean, 2), n, change, clear=abs(change) >= limits.pain_change)


@remembered(lambda case, limits: (case.today, case.diary, limits))
def flares(case: Case, limits: Limits) -> tuple[Flare, ...]:
    """The flares of the last twelve weeks, oldest first. Rules `flare_begins` and `flare_ends`.

    One begins when the 7-day mean has risen above the week before, or pain was well above that on days in a row. It is over
    when pain is back near its usual for some noted days, when nothing was noted for a week, or when it is the usual pain now.
    """
    return flares_between(case.diary, case.today - timedelta(days=FLARES_BACK_DAYS), case.today, limits)


def flares_between(diary: Sequence[DiaryDay], first: date, last: date, limits: Limits) -> tuple[Flare, ...]:
    """The flares that began, or were under way, from `first` to `last`, oldest first: the same rules, for a history of any
    length. `ended` is None only where it lasts on `last`.

    >>> from upperback.catalogue.loader import load
    >>> pain = [3.0] * 14 + [7.0] * 4 + [3.0] * 10
    >>> diary = [DiaryDay(date(2024, 2, 1) + timedelta(days=n), value) for n, value in enumerate(pain)]
    >>> [(str(one.began), str(one.ended)) for one in flares_between(diary, diary[0].day, diary[-1].day, load().rules.limits)]
    [('2024-02-15', '2024-02-20')]
    """
    earliest = first - timedelta(days=2 * WEEK_DAYS + limits.flare_jump_days)
    # Days as plain numbers: this looks at every day of twelve weeks, and is asked often.
    noted = {entry.day.toordinal(): entry.pain for entry in diary if entry.day > earliest and entry.pain is not None}
    found: list[Flare] = []
    for day in range(first.toordinal(), last.toordinal() + 1) if noted else ():
        if found and found[-1].ended is None:
            if _over(noted, found[-1], day, limits):
                found[-1] = replace(found[-1], ended=date.fromordinal(day))
        elif (begun := _begins(noted, day, limits)) is not None and not _back(noted, begun.usual, day, limits):
            found.append(begun)
    return tuple(found)


def in_flare(case: Case, limits: Limits) -> bool:
    """Does a flare last today?"""
    found = flares(case, limits)
    return bool(found) and found[-1].ended is None


def settling(case: Case, limits: Limits) -> bool:
    """A flare was over within the last week and there is none today: work comes back with a smaller dose first."""
    found = flares(case, limits)
    ended = found[-1].ended if found else None
    return ended is not None and ended > case.today - timedelta(days=WEEK_DAYS)


Noted = Mapping[int, float]  # pain by the day's number


def _span(noted: Noted, until: int, days: int) -> list[float]:
    """The pain of the `days` days up to `until`, newest first."""
    return [noted[day] for day in range(until, until - days, -1) if day in noted]


def _begins(noted: Noted, day: int, limits: Limits) -> Flare | None:
    days, needed = limits.flare_jump_days, limits.pain_days_needed
    now = _span(noted, day, WEEK_DAYS)
    if not now:
        return None
    last, before = _span(noted, day, days), _span(noted, day - days, WEEK_DAYS)
    if len(last) == days and len(before) >= needed and min(last) - _mean(before) >= limits.flare_jump:
        return Flare(date.fromordinal(day - days + 1), _mean(before))
    usual = _span(noted, day - WEEK_DAYS, WEEK_DAYS)
    if min(len(now), len(usual)) >= needed and _mean(now) - _mean(usual) >= limits.flare_mean_rise:
        return Flare(date.fromordinal(day), _mean(usual))
    return None


def _over(noted: Noted, flare: Flare, day: int, limits: Limits) -> bool:
    long = day - flare.began.toordinal() >= limits.flare_usual_after_days
    return long or not _span(noted, day, WEEK_DAYS) or _back(noted, flare.usual, day, limits)


def _back(noted: Noted, usual: float, day: int, limits: Limits) -> bool:
    newest = _span(noted, day, WEEK_DAYS)[: limits.flare_back_days]
    return len(newest) == limits.flare_back_days and max(newest) <= usual + limits.flare_back_within


def _mean(found: Sequence[float]) -> float:
    return sum(found) / len(found)

"""Pain over days: the mean of a week, and what a flare is."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from upperback.model.care import Trend
from upperback.model.record import Case, DiaryDay

WEEK_DAYS: Final = 7
CLEAR_CHANGE: Final = 2.0  # points of the 7-day mean: MDC 2.1 [M], changes under 2 are noise; Cleland 2008 [V]
MIN_DAYS: Final = 3  # fewer days make no mean to judge by: pain is noted daily or 3 times a week; expert judgement
FLARE_MEAN: Final = 2.0  # the 7-day mean this much higher; expert judgement
FLARE_JUMP: Final = 3.0  # or so much above usual ...
FLARE_JUMP_DAYS: Final = 2  # ... for more than 24 hours; expert judgement


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


def first_day(case: Case) -> date | None:
    """The day the work began: the first programme, else the first session, else the first diary day."""
    return min(
        [p.day for p in case.programmes[:1]] or [s.day for s in case.sessions[:1]] or [d.day for d in case.diary[:1]],
        default=None,
    )


def pain_trend(case: Case) -> Trend:
    """The 7-day mean and its change from the first week; clear only from `CLEAR_CHANGE` points on.

    The two weeks must not share days, and each needs `MIN_DAYS` of them.
    """
    mean, n = mean_7d(case, case.today)
    entries = [entry.day for entry in case.diary if entry.pain is not None]
    if mean is None or not entries:
        return Trend(None, n, None, clear=False)
    first_until = min(entries) + timedelta(days=WEEK_DAYS - 1)
    base, n_base = mean_7d(case, first_until)
    if base is None or first_until > case.today - timedelta(days=WEEK_DAYS) or min(n, n_base) < MIN_DAYS:
        return Trend(round(mean, 2), n, None, clear=False)
    change = round(mean - base, 2)
    return Trend(round(mean, 2), n, change, clear=abs(change) >= CLEAR_CHANGE)


def in_flare(case: Case, on: date | None = None) -> bool:
    """Is pain flaring on that day (today when none is given)? The 7-day mean is 2 above the week before it, or pain was 3
    above that on each of the last two noted days. Expert judgement, progress rules section 4."""
    day = on or case.today
    usual_until = day - timedelta(days=WEEK_DAYS)
    usual, n_usual = mean_7d(case, usual_until)
    now, n_now = mean_7d(case, day)
    if usual is not None and now is not None and min(n_usual, n_now) >= MIN_DAYS and now - usual >= FLARE_MEAN:
        return True
    last = pains(case.diary, day - timedelta(days=FLARE_JUMP_DAYS), day)
    before = pains(case.diary, day - timedelta(days=WEEK_DAYS + FLARE_JUMP_DAYS), day - timedelta(days=FLARE_JUMP_DAYS))
    if len(last) < FLARE_JUMP_DAYS or len(before) < MIN_DAYS:
        return False
    return min(last) - sum(before) / len(before) >= FLARE_JUMP


def settling(case: Case) -> bool:
    """The diary shows a flare within the last week and none today: work comes back with a smaller dose first."""
    # Only the weeks that can matter: years of diary would be read again for each day otherwise.
    recent = replace(case, diary=tuple(d for d in case.diary if d.day > case.today - timedelta(weeks=4)))
    days = [case.today - timedelta(days=n) for n in range(WEEK_DAYS + 1)]
    return not in_flare(recent) and any(in_flare(recent, day) for day in days[1:])

"""A missed day moves: when the rest of a week's sessions would fit into the days that are left."""

from collections.abc import Iterable, Sequence, Set
from datetime import date
from itertools import combinations

from upperback.care.weeks import DAY
from upperback.model.habits import Ahead
from upperback.model.limits import Limits


def ahead(
    first: date,
    wished: Set[date],
    wanted: int,
    trained: Set[date],
    away: Set[date],
    limits: Limits,
    *,
    today: date,
    open_today: bool = True,
) -> Ahead:
    """The days of the week from `first` on, and not before `today`, that the rest of it would fit into. `wished`: the days it was
    meant for, `wanted`: how many sessions it has; `open_today` False: nothing more is asked of today.

    A day that is meant for a session stays. One that was missed moves to a free day, never two to one; with few days a week
    only to one that has no session beside it (rule `day_between`). What has no room is let go: no day is doubled. Days away
    are not made up for.

    >>> from upperback.catalogue.loader import load
    >>> monday, tuesday, wednesday, friday, sunday = (date(2026, 2, day) for day in (16, 17, 18, 20, 22))
    >>> meant, limits = {monday, wednesday, friday}, load().rules.limits
    >>> left = ahead(monday, meant, 3, frozenset(), frozenset(), limits, today=tuesday)
    >>> left.days == (wednesday, friday, sunday), left.moved == ((monday, sunday),)
    (True, True)
    """
    week = [first + n * DAY for n in range(7)]
    meant = {day for day in week if day in wished}
    wanted = (min(wanted, len(meant)) if meant else wanted) - len(meant & away)
    done = {day for day in week if day in trained}
    free = [day for day in week if day not in done and day not in away and (day > today or (day == today and open_today))]
    days = _best(free, meant, done, max(0, wanted - len(done)), apart=wanted <= limits.rest_day_up_to_days)
    given_up = [day for day in sorted(meant - away - done) if day not in days]
    # The missed ones first: a day that has passed moves rather than one that was given up for a day of rest.
    missed = sorted(given_up, key=lambda day: (day >= today, day))
    stand_in = [day for day in days if day not in meant]
    return Ahead(tuple(days), tuple(zip(missed, stand_in, strict=False)) if meant else ())


def _best(free: Sequence[date], meant: Set[date], done: Set[date], wanted: int, *, apart: bool) -> list[date]:
    """As many of the free days as are wanted and fit: those meant for it stay, others come in beside them; those with the fewest
    sessions beside them, then the next to come."""
    stay = [day for day in free if day in meant]
    if wanted <= len(stay):
        return list(min(combinations(stay, wanted), key=lambda days: (_beside(days, done), days)))
    others = [day for day in free if day not in meant]
    for n in range(min(wanted - len(stay), len(others)), 0, -1):
        fitting = [sorted((*stay, *more)) for more in combinations(others, n)]
        fitting = [days for days in fitting if not apart or not any(_crowds(day, days, meant, done) for day in days)]
        if fitting:
            return min(fitting, key=lambda days: (_beside(days, done), days))
    return stay


def _crowds(day: date, days: Sequence[date], meant: Set[date], done: Set[date]) -> bool:
    """A day that was not meant for a session, right beside another one."""
    return day not in meant and any(near in days or near in done for near in (day - DAY, day + DAY))


def _beside(days: Iterable[date], done: Set[date]) -> int:
    taken = {*days, *done}
    return sum(near in taken for day in days for near in (day - DAY, day + DAY))

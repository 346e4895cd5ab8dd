"""Days put together: a stretch of the record to look at, and its days as weeks or months once there are many.

No day is lost or counted twice: the parts of a window hold each of its points in exactly one of them.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from statistics import fmean
from typing import Final

WEEK: Final = timedelta(days=7)
DAYS_UP_TO: Final = 182  # single days can be told apart on a page for half a year
WEEKS_UP_TO: Final = 728  # two years of weeks; beyond, months
AT_LEAST_DAYS: Final = 14  # a record of one day is drawn with the room its first two weeks will need


class Span(StrEnum):
    """How far back to look."""

    WEEKS = "12w"
    YEAR = "year"
    ALL = "all"


LENGTH: Final = {Span.WEEKS: timedelta(days=84), Span.YEAR: timedelta(days=364)}


class Grain(StrEnum):
    """What one mark stands for."""

    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Point:
    day: date
    value: float


@dataclass(frozen=True, slots=True)
class Part:
    """The points of a week or a month: their mean, the lowest and the highest, and how many."""

    first: date
    last: date
    mean: float
    low: float
    high: float
    n: int


@dataclass(frozen=True, slots=True)
class Window:
    """The days looked at, both included. `offered`: the spans that would show something else. `whole`: it begins with the
    record."""

    first: date
    last: date
    span: Span
    offered: tuple[Span, ...]
    whole: bool

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def grain(self) -> Grain:
        return Grain.WEEK if self.days <= WEEKS_UP_TO else Grain.MONTH

    @property
    def single_days(self) -> bool:
        """Whether every day can have a mark of its own."""
        return self.days <= DAYS_UP_TO

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


def window_of(began: date, today: date, asked: Span | None = None) -> Window:
    """The stretch to look at: what was asked for; else all of a record of half a year, and the last year of a longer one.
    A span longer than the record is the whole of it.

    >>> window_of(date(2026, 1, 5), date(2026, 3, 1)).offered
    ()
    >>> long = window_of(date(2020, 1, 5), date(2026, 3, 1))
    >>> long.span.value, str(long.first), [span.value for span in long.offered]
    ('year', '2025-03-03', ['12w', 'year', 'all'])
    """
    length = today - began + timedelta(days=1)
    shorter = [span for span, most in LENGTH.items() if length > most]
    offered = (*shorter, Span.ALL) if shorter else ()
    usual = Span.ALL if length.days <= DAYS_UP_TO or Span.YEAR not in shorter else Span.YEAR
    span = asked if asked in offered else usual
    first = began if span is Span.ALL else today - LENGTH[span] + timedelta(days=1)
    return Window(first, today, span, offered, whole=first == began)


def parts(points: Iterable[Point], window: Window) -> tuple[Part, ...]:
    """The points of the window by week (counted from its first day) or calendar month, those that hold one; oldest first.

    >>> days = [Point(date(2026, 1, 5 + n), v) for n, v in ((0, 4), (1, 6), (9, 3))]
    >>> [(str(p.first), str(p.last), p.mean, p.n) for p in parts(days, window_of(days[0].day, days[-1].day))]
    [('2026-01-05', '2026-01-11', 5.0, 2), ('2026-01-12', '2026-01-14', 3.0, 1)]
    """
    begins = beginning(window)
    found: dict[date, list[float]] = {}
    for point in points:
        if window.holds(point.day):
            found.setdefault(begins(point.day), []).append(point.value)
    return tuple(
        Part(first, _last(first, window), fmean(values), min(values), max(values), len(values))
        for first, values in sorted(found.items())
    )


def beginning(window: Window) -> Callable[[date], date]:
    """For a day, the first day of the part it belongs to; the first part of a window begins with it."""
    if window.grain is Grain.MONTH:
        return lambda day: max(window.first, day.replace(day=1))
    return lambda day: window.first + (day - window.first) // WEEK * WEEK


def all_parts(window: Window) -> Sequence[tuple[date, date]]:
    """First and last day of every part of the window, also of those without a point."""
    found = []
    first = window.first
    while first <= window.last:
        last = _last(first, window)
        found.append((first, last))
        first = last + timedelta(days=1)
    return found


def _last(first: date, window: Window) -> date:
    if window.grain is Grain.MONTH:
        after = (first.replace(day=1) + timedelta(days=32)).replace(day=1)
        return min(window.last, after - timedelta(days=1))
    return min(window.last, first + WEEK - timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark of the time axis."""

    day: date
    kind: str  # "week", "day", "month", "year"
    number: int = 0  # of a week, from 0


def time_ticks(window: Window, most: int) -> tuple[Tick, ...]:
    """At most so many round marks: numbered weeks where a window of half a year begins with the record, else the first days
    of months or years.

    >>> [tick.number for tick in time_ticks(window_of(date(2026, 1, 5), date(2026, 3, 30)), 5)]
    [0, 3, 6, 9, 12]
    """
    if window.whole and window.single_days:
        weeks = max(window.days, AT_LEAST_DAYS) // 7
        step = next(n for n in (1, 2, 3, 4, 6, 8, 13, 26) if weeks // n < most)
        return tuple(Tick(window.first + n * WEEK, "week", n) for n in range(0, weeks + 1, step))
    months = [first for first, _ in _months(window)]
    for kind, step in (("month", 1), ("month", 2), ("month", 3), ("month", 4), ("month", 6)):
        chosen = [first for first in months if (first.month - 1) % step == 0]
        if len(chosen) <= most:
            return tuple(Tick(first, kind) for first in chosen)
    years = [first for first in months if first.month == 1]
    step = -(-len(years) // most)
    return tuple(Tick(first, "year") for first in years[::-1][::step][::-1])


def _months(window: Window) -> list[tuple[date, date]]:
    """Calendar months that begin within the window."""
    first = window.first.replace(day=1)
    found = []
    while first <= window.last:
        after = (first + timedelta(days=32)).replace(day=1)
        if first >= window.first:
            found.append((first, after - timedelta(days=1)))
        first = after
    return found

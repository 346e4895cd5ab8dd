"""How the person wishes to be reminded, and the weeks as they count. Times of day are on the person's own clock; days of the week
are numbers, Monday is 0."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from upperback.model.body import Side
from upperback.model.catalogue import Dose

WEEK_DAYS = tuple(range(7))


@dataclass(frozen=True, slots=True)
class Habits:
    """`zone`: an IANA name, e.g. Europe/Berlin. `remind_on` empty: no reminders. `remind_from`: the day they began, so that the
    series keeps its start. `says_what`: titles and notifications may name what it is about. `break_every_min` 0: no desk breaks.
    `quiet_from` to `quiet_until` (over midnight where it is the later one): nothing is shown; both None: no quiet hours."""

    zone: str
    remind_on: tuple[int, ...] = ()
    remind_at: time = time(18, 0)
    remind_from: date = date.min
    remind_here: bool = False
    says_what: bool = False
    break_every_min: int = 0
    break_on: tuple[int, ...] = (0, 1, 2, 3, 4)
    work_from: time = time(9, 0)
    work_until: time = time(17, 0)
    quiet_from: time | None = None
    quiet_until: time | None = None
    break_notify: bool = False
    break_full_screen: bool = False


@dataclass(frozen=True, slots=True)
class DeskDay:
    """Where the rhythm stands. `counted_from`: when the last break was done or put off. `offered`: what was put aside for another
    one since the last break."""

    counted_from: datetime | None = None
    meeting_until: datetime | None = None
    offered: tuple[str, ...] = ()


class Pace(StrEnum):
    """Why a break comes when it comes."""

    OFF = "off"
    MEETING = "meeting"
    QUIET = "quiet"
    OUTSIDE = "outside"  # outside the working hours, or no working day
    COMING = "coming"
    DUE = "due"


@dataclass(frozen=True, slots=True)
class Rhythm:
    """The next break. `at`: None when there is none. `restart`: nobody has answered for so long (the laptop slept, or its owner
    was elsewhere) that the time counts anew from now."""

    pace: Pace
    at: datetime | None = None
    restart: bool = False


@dataclass(frozen=True, slots=True)
class DeskBreak:
    """One small exercise for the desk: one set of `dose`, `seconds` in all."""

    exercise: str
    side: Side
    level: int
    dose: Dose
    seconds: int


@dataclass(frozen=True, slots=True)
class Ahead:
    """What is left of a week. `days`: when the rest of the sessions would fit, today among them perhaps. `moved`: the days of it
    that stand in for a missed one, each with the day it was meant for."""

    days: tuple[date, ...]
    moved: tuple[tuple[date, date], ...] = ()  # (meant for, now on)


class WeekState(StrEnum):
    KEPT = "kept"
    SPARED = "spared"  # ill, a flare, or away: it breaks nothing
    OPEN = "open"  # the week under way
    QUIET = "quiet"


@dataclass(frozen=True, slots=True)
class Week:
    """A week from `monday`. `done`: days with a session; `enough`: how many days let it count."""

    monday: date
    done: int
    enough: int
    state: WeekState


@dataclass(frozen=True, slots=True)
class Weeks:
    """The weeks since the first session, oldest first. `kept`: how many count; `in_a_row`: how many of the newest do, where a
    spared week and the one under way break nothing."""

    weeks: tuple[Week, ...]
    kept: int
    in_a_row: int

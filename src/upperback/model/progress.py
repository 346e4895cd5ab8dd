"""What a review says besides its state: the parts of progress as data, each with its days, its error and its rule."""

from dataclasses import dataclass
from datetime import date

from upperback.model.body import Side


@dataclass(frozen=True, slots=True)
class Cited:
    """A rule or a safety question that a decision rests on, in words, with its source."""

    rule: str
    words: str
    source: str


@dataclass(frozen=True, slots=True)
class Way:
    """Where the person is on the way. `began`: the first day of this block of work; `weeks`: whole weeks since; `review_by`: the
    day by which a person looks at it too, None in maintenance; `reviewed_on`: the day one last did; `waits`: that day is past, so
    the work on findings waits; `maintenance_since`: None outside maintenance; `easing_in_until`: the last day of the smaller
    dose after a relapse, None without one; `doing_well`: well for long, rule `recovered`. `back_since`: `began` where maintenance
    came before it; pain is then compared with its first week."""

    began: date | None
    weeks: int
    review_by: date | None
    reviewed_on: date | None
    waits: bool
    maintenance_since: date | None
    easing_in_until: date | None
    doing_well: bool
    back_since: date | None = None


@dataclass(frozen=True, slots=True)
class Goal:
    """An activity the person named, 0 (can't) to 10 (as before). `change`: newest minus first score, None with one score."""

    activity: str
    goal: float
    now: float | None
    change: float | None
    reached: bool


@dataclass(frozen=True, slots=True)
class OwnWord:
    """The person's own word on the change since the start, 1 (very much worse) to 7 (very much better)."""

    day: date
    pgic: int
    better: bool


@dataclass(frozen=True, slots=True)
class Adherence:
    """Days with a session out of the days wished for, over `weeks` weeks. `share` is at most 1."""

    weeks: int
    days_done: int
    days_wished: int
    share: float
    enough: bool


@dataclass(frozen=True, slots=True)
class Walked:
    """Minutes walked and swum: in the last 7 days, and a week on average over 28 days; `noted_days` of those 28 have an entry."""

    minutes_7d: float
    minutes_a_week: float
    noted_days: int


@dataclass(frozen=True, slots=True)
class Moved:
    """A test value over time by one method: first and newest with their error, and if they differ beyond it.

    Each value is `error_95` wide to both sides; the two differ clearly only beyond `mdc95` (error_95 times the root of 2)."""

    test: str
    measure: str
    side: Side
    method: str
    unit: str
    first_on: date
    first: float
    now_on: date
    now: float
    n: int
    change: float
    error_95: float
    mdc95: float
    clear: bool
    error_from: str


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A week of the block at which the course is looked at, and what is asked of it then."""

    week: int
    on: date
    passed: bool
    asks: str


@dataclass(frozen=True, slots=True)
class ByChance:
    """How likely at least one of `tests` tests lies outside in a healthy person, each with `rate`, taken as independent."""

    tests: int
    rate: float
    share: float
    words: str


@dataclass(frozen=True, slots=True)
class Lights:
    """How many exercises of the last `weeks` weeks showed which light; `unknown`: no pain was noted."""

    weeks: int
    green: int
    amber: int
    red: int
    unknown: int


@dataclass(frozen=True, slots=True)
class WeekDone:
    """The work of the seven days up to `until`: seconds of moving and holding, minutes of session, days with a session."""

    until: date
    work_s: float
    minutes: float
    days: int

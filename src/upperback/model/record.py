"""One person's record: what they answered, did, tested and felt. The case file of the contracts is this, as JSON.

Scales: pain 0 to 10, effort 0 to 10, function 0 (can't) to 10 (as before), pgic 1 (very much worse) to 7 (very much better).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Protocol

from upperback.model.body import Side

PAIN_MAX: Final = 10
HUMAN_REVIEW: Final = "human_review"
"""In the place of a question in a `Clearance`: a clinician has looked at the whole course of the work."""
PAUSED: Final = "paused"
"""In the place of a phase in a `KeptProgramme`: maintenance while the work on findings waits for such a look."""


class RecordError(ValueError):
    """A value that can't be; the message names the field and what is possible, never who."""


def check_scale(name: str, value: float | None, low: float, high: float) -> None:
    """Refuse a value outside `low` to `high` (NaN included); None passes.

    >>> check_scale("pain", 11, 0, 10)
    Traceback (most recent call last):
    upperback.model.record.RecordError: pain: 11 is not between 0 and 10
    """
    if value is not None and not low <= value <= high:
        raise RecordError(f"{name}: {value} is not between {low} and {high}")


@dataclass(frozen=True, slots=True)
class About:
    age: int | None = None
    sex: str | None = None  # "female", "male", "other"
    since_weeks: int | None = None
    onset: str | None = None  # "gradual", "sudden"
    regions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        check_scale("about.age", self.age, 0, 120)
        check_scale("about.since_weeks", self.since_weeks, 0, 6000)


@dataclass(frozen=True, slots=True)
class Screen:
    """One run of the safety questions. A question absent from `answers` was not answered. `short`: only the short form."""

    day: date
    answers: dict[str, bool]
    short: bool = False


@dataclass(frozen=True, slots=True)
class Clearance:
    """A clinician has looked at the yes to `question`; `blocked_tags` are the limits they set."""

    question: str
    day: date
    by: str
    blocked_tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DiaryDay:
    day: date
    pain: float | None = None
    worst: float | None = None
    minutes_walked: float = 0
    minutes_swum: float = 0
    slept_badly: bool = False
    ill: bool = False

    def __post_init__(self) -> None:
        check_scale("diary.pain", self.pain, 0, PAIN_MAX)
        check_scale("diary.worst", self.worst, 0, PAIN_MAX)
        check_scale("diary.minutes_walked", self.minutes_walked, 0, 1440)
        check_scale("diary.minutes_swum", self.minutes_swum, 0, 1440)


@dataclass(frozen=True, slots=True)
class Score:
    day: date
    score: float

    def __post_init__(self) -> None:
        check_scale("function.score", self.score, 0, 10)


@dataclass(frozen=True, slots=True)
class Function:
    """An activity the person named, with its goal and scores."""

    activity: str
    goal: float
    scores: tuple[Score, ...] = ()

    def __post_init__(self) -> None:
        check_scale("function.goal", self.goal, 0, 10)


@dataclass(frozen=True, slots=True)
class Change:
    """The person's own word on the change since the start."""

    day: date
    pgic: int

    def __post_init__(self) -> None:
        check_scale("change.pgic", self.pgic, 1, 7)


@dataclass(frozen=True, slots=True)
class Wishes:
    minutes_per_session: float = 15
    days_per_week: int = 4
    equipment: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    avoid_positions: tuple[str, ...] = ()
    likes: tuple[str, ...] = ()
    dislikes: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        check_scale("wishes.minutes_per_session", self.minutes_per_session, 2, 60)
        check_scale("wishes.days_per_week", self.days_per_week, 1, 7)


@dataclass(frozen=True, slots=True)
class Test:
    """One measure of one self-test on one day: its trials, how it was taken, the pain at the end."""

    __test__ = False  # not one of pytest's

    test: str
    measure: str
    side: Side
    trials: tuple[float, ...]
    unit: str
    method: str  # camera, gyro, tape, timer, self
    day: date
    pain: float | None = None
    familiar: bool | None = None
    stopped_because: str | None = None

    def __post_init__(self) -> None:
        if not self.trials:
            raise RecordError("tests.trials: at least one trial is needed")
        for trial in self.trials:
            check_scale("tests.trials", trial, -1e5, 1e5)
        check_scale("tests.pain", self.pain, 0, PAIN_MAX)


@dataclass(frozen=True, slots=True)
class Done:
    """One exercise of a session as it was done. `hold_s` as in `Dose`."""

    exercise: str
    side: Side
    level: int
    sets: int
    reps: int
    hold_s: float = 0
    pain: float | None = None
    effort: float | None = None
    skipped: bool = False
    stopped_because: str | None = None
    form_ok: bool | None = None
    peak: float | None = None

    def __post_init__(self) -> None:
        check_scale("sessions.items.level", self.level, 1, 20)
        check_scale("sessions.items.sets", self.sets, 0, 100)
        check_scale("sessions.items.reps", self.reps, 0, 10_000)
        check_scale("sessions.items.hold_s", self.hold_s, 0, 86_400)
        check_scale("sessions.items.pain", self.pain, 0, PAIN_MAX)
        check_scale("sessions.items.effort", self.effort, 0, 10)


@dataclass(frozen=True, slots=True)
class Session:
    """A session as it was done. `routine`: the id of the article's routine that it was, where it was one."""

    day: date
    pain_before: float | None = None
    pain_after: float | None = None
    pain_next_morning: float | None = None
    items: tuple[Done, ...] = ()
    routine: str | None = None

    def __post_init__(self) -> None:
        check_scale("sessions.pain_before", self.pain_before, 0, PAIN_MAX)
        check_scale("sessions.pain_after", self.pain_after, 0, PAIN_MAX)
        check_scale("sessions.pain_next_morning", self.pain_next_morning, 0, PAIN_MAX)


@dataclass(frozen=True, slots=True)
class KeptItem:
    """An item of a programme as it was given: a copy, so that a later catalogue doesn't change history."""

    exercise: str
    side: Side
    level: int
    sets: int
    reps: int
    hold_s: float
    rest_s: float


@dataclass(frozen=True, slots=True)
class KeptProgramme:
    """A programme that was in force from `day`."""

    day: date
    phase: str
    catalogue: str
    items: tuple[tuple[int, tuple[KeptItem, ...]], ...]  # (day number 1 to 7, items)


@dataclass(frozen=True, slots=True)
class Accepted:
    """A finding the person accepted as their build."""

    finding: str
    day: date


@dataclass(frozen=True, slots=True)
class Away:
    """Days away from it all, `first` to `last`, both included. They may be still to come."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise RecordError(f"away.last: {self.last} is before {self.first}")


class _OfADay(Protocol):
    @property
    def day(self) -> date: ...


@dataclass(frozen=True, slots=True)
class Case:
    """Everything known of one person on the day `today`. Lists are in the order of their days. `breaks`: the desk breaks, each of
    one exercise; they are work, but no sessions."""

    today: date
    about: About = field(default_factory=About)
    screens: tuple[Screen, ...] = ()
    clearances: tuple[Clearance, ...] = ()
    diary: tuple[DiaryDay, ...] = ()
    function: tuple[Function, ...] = ()
    change: tuple[Change, ...] = ()
    wishes: Wishes = field(default_factory=Wishes)
    tests: tuple[Test, ...] = ()
    sessions: tuple[Session, ...] = ()
    programmes: tuple[KeptProgramme, ...] = ()
    accepted: tuple[Accepted, ...] = ()
    breaks: tuple[Session, ...] = ()
    away: tuple[Away, ...] = ()

    def __post_init__(self) -> None:
        dated: tuple[tuple[str, Iterable[_OfADay]], ...] = (
            ("screens", self.screens),
            ("clearances", self.clearances),
            ("diary", self.diary),
            ("change", self.change),
            ("tests", self.tests),
            ("sessions", self.sessions),
            ("function", (score for named in self.function for score in named.scores)),
            ("accepted", self.accepted),
        )
        for name, entries in dated:
            late = next((entry.day for entry in entries if entry.day > self.today), None)
            if late is not None:
                raise RecordError(f"{name}: {late} is after today, {self.today}")

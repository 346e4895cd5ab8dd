"""What care answers: the screen's verdict, findings with their error, the programme, the review."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from upperback.model.body import Side
from upperback.model.catalogue import Action, Kind, Phase
from upperback.model.progress import Adherence, ByChance, Checkpoint, Cited, Goal, Lights, Moved, OwnWord, Walked, Way, WeekDone


# -- the screen -------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Cleared:
    """The screen allows exercise (`action` is MODIFY or GO). Made in `care.screening` alone; `care.programme` takes nothing else.

    `because`: the yes answers that modify. `blocked_tags` exclude exercises, `blocked_by` says which answer blocks which tag.
    `released`: the answers a clinician has looked at since."""

    action: Action
    because: tuple[str, ...]
    blocked_tags: frozenset[str]
    blocked_by: dict[str, tuple[str, ...]]
    limit_tags: dict[str, str]
    prefer: tuple[str, ...]
    answered_yes: frozenset[str]  # unanswered cautions included
    flare: bool  # high pain today: the flare plan, no tests
    screened_on: date
    expires: date
    text: str
    released: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Refer:
    """The screen does not allow exercise now (`action` is EMERGENCY_NOW or CLINICIAN_FIRST)."""

    action: Action
    because: tuple[str, ...]
    blocked_tags: frozenset[str]
    text: str


@dataclass(frozen=True, slots=True)
class Incomplete:
    """Red-flag questions without an answer: ask them again. No programme, and no emergency text for them."""

    missing: tuple[str, ...]
    because: tuple[str, ...]
    blocked_tags: frozenset[str]
    text: str


Verdict = Cleared | Refer | Incomplete


# -- findings ---------------------------------------------------------------------------------------------------------
class Status(StrEnum):
    NOT_TESTED = "not_tested"
    ABSENT = "absent"
    WATCH = "watch"
    PRESENT = "present"
    IMPROVING = "improving"
    GONE = "gone"
    PLATEAU_ACCEPTED = "plateau_accepted"
    REFER = "refer"


@dataclass(frozen=True, slots=True)
class Value:
    """A score with its 95 % error (MDC95 / sqrt 2)."""

    test: str
    measure: str
    side: Side
    day: date
    value: float
    unit: str
    method: str
    error_95: float
    error_from: str  # "own trials", "literature", "expert judgement"
    target: float | None
    target_words: str
    flagged: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """Where one area stands today. `rank` counts active findings from 1, 0 for the rest. `side`: where it was found.
    `looked_on`: the day of the clinician's look that settled a plateau that still hurts."""

    finding: str
    status: Status
    rank: int
    side: Side
    values: tuple[Value, ...]
    why: str
    settled_on: date | None
    sources: tuple[str, ...]
    looked_on: date | None = None


@dataclass(frozen=True, slots=True)
class Modified:
    """A modifier that holds today (or only asks for a clinician, `holds` False then).

    `seen`: what says so, in sentences; `because`: the questions, tests and facts ("about.age") it comes from; `changes`: what
    the programme does differently, "" where a safety answer says it already; `refer`: what to show to a clinician, or ""."""

    modifier: str
    holds: bool
    seen: tuple[str, ...]
    because: tuple[str, ...]
    changes: str
    refer: str
    sources: tuple[str, ...]


# -- the programme ----------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Given:
    """A dose as given today."""

    sets: int
    reps: int
    hold_s: float
    rest_s: float


@dataclass(frozen=True, slots=True)
class Item:
    """An exercise of a day. `why`, `why_now`, `why_dose` and `instead` answer why this, why now, why this dose, what instead;
    `rules`: the ids of the rules these rest on; `dose_source`: where the ladder is from. `days`: on how many days it is this
    week, `days_meant`: on how many it should be. `extra_side`: the side that has the last set to itself, both where neither has.
    What has a default may be absent from a programme that was kept by an earlier version."""

    exercise: str
    side: Side
    level: int
    dose: Given
    minutes: float
    kind: Kind
    purposes: tuple[str, ...]  # "core" or finding ids; the JSON key is "for"
    why: str
    eased: str  # the caution spelled out where the item starts easier, else ""
    instead: tuple[str, ...]
    sources: tuple[str, ...]
    why_now: str = ""
    why_dose: str = ""
    rules: tuple[str, ...] = ()
    dose_source: str = ""
    days: int = 0
    days_meant: int = 0
    extra_side: Side = Side.BOTH


@dataclass(frozen=True, slots=True)
class PlanDay:
    day: int  # 1 to 7 from today
    minutes: float
    two_minute_version: tuple[str, ...]
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Activity:
    exercise: str
    minutes: float
    days: int
    why: str
    sources: tuple[str, ...]
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """`rule`: the rule, question or trait behind it."""

    exercise: str
    because: str
    rule: str = ""


@dataclass(frozen=True, slots=True)
class WeekLoad:
    """The work of the week's sessions: minutes under work, minutes of session, and the most that either may be (rule
    `weekly_load`), None without a week before."""

    work_minutes: float
    minutes: float
    most_work_minutes: float | None
    most_minutes: float | None


@dataclass(frozen=True, slots=True)
class Programme:
    phase: Phase
    catalogue: str
    relaxed: tuple[str, ...]
    eased_for: tuple[str, ...]
    changed: tuple[str, ...]  # one sentence per modify answer: what the programme does differently
    week: tuple[PlanDay, ...]
    activity: tuple[Activity, ...]
    left_out: tuple[LeftOut, ...]
    modifiers: tuple[Modified, ...] = ()
    load: WeekLoad | None = None
    rules: tuple[Cited, ...] = ()  # every rule that an item or a left-out exercise names, in words, with its source
    paused: bool = False  # maintenance while the work on findings waits for a person to look at it: rule `review`


@dataclass(frozen=True, slots=True)
class NothingAllowed:
    """Nothing is allowed that fits; the reasons, one an exercise."""

    left_out: tuple[LeftOut, ...]


class Standing(StrEnum):
    """How an exercise stands for a person today."""

    IN_WEEK = "in_week"  # in the week's programme, or beside it
    ADDED = "added"  # the person added it, and this week has no room
    CAN_ADD = "can_add"
    REMOVED = "removed"  # the person took it out and can put it back
    BLOCKED = "blocked"  # an answer, a flare, the first weeks, or two hard reactions rule it out
    LACKS = "lacks"  # something it needs is not at hand
    AVOIDED = "avoided"  # in a position the person would rather avoid
    CLOSED = "closed"  # the safety questions come first


@dataclass(frozen=True, slots=True)
class Choice:
    """An exercise as a person may choose it. `why`: why it stands where it does; `eased`: how and why it would start easier,
    or ""; `guarded`: why it never comes by itself, or ""; `questions`: the answers behind what blocks or eases it."""

    exercise: str
    standing: Standing
    why: str
    eased: str = ""
    guarded: str = ""
    questions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RoutineStep:
    """One exercise of an article's routine today: `dose` is the article's own, smaller where something eases it; `may` False
    with the reason in `why`."""

    exercise: str
    may: bool
    dose: Given
    why: str
    eased: str
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RoutineToday:
    """A whole routine today: every step in its order. `allowed`: the exercises that may be done."""

    routine: str
    steps: tuple[RoutineStep, ...]

    @property
    def allowed(self) -> tuple[str, ...]:
        return tuple(step.exercise for step in self.steps if step.may)


# -- the review -------------------------------------------------------------------------------------------------------
class Sure(StrEnum):
    """How sure an estimate is: its 95 % interval is above nothing, or its 80 % one, or neither, or the 95 % one is below."""

    FAIRLY = "fairly"
    MAYBE = "maybe"
    OPEN = "open"
    WORSE = "worse"


@dataclass(frozen=True, slots=True)
class Helped:
    """What an exercise seems to do for this person. `effect`, with its 95 % interval `low` to `high`, is in changes that
    count: 1 is the smallest change of pain or of a test that is not noise, positive is better. `n`: sessions with it whose
    pain is known; `tests`: pairs of test days; `pain`: how much lower pain was after the sessions, plain mean, and
    `others`: after the sessions without it, None where there are none; points of 10. `words`: how much and how sure;
    `caveat`: what it can't tell."""

    exercise: str
    effect: float
    low: float
    high: float
    n: int
    tests: int
    pain: float
    others: float | None
    sure: Sure
    words: str
    caveat: str


class State(StrEnum):
    STARTING = "starting"
    RESPONDING = "responding"
    NO_RESPONSE = "no_response"
    LOW_ADHERENCE = "low_adherence"
    FLARE = "flare"
    PLATEAU = "plateau"
    HUMAN_REVIEW = "human_review"
    WELL_BUT_FINDINGS = "well_but_findings"
    GRADUATED = "graduated"
    MAINTENANCE = "maintenance"
    RELAPSE = "relapse"
    REFER = "refer"


@dataclass(frozen=True, slots=True)
class Trend:
    """A mean of `n` values and its change from baseline; `clear` only beyond error."""

    mean: float | None
    n: int
    change: float | None
    clear: bool


@dataclass(frozen=True, slots=True)
class Next:
    exercise: str
    level: int
    change: str  # "up", "same", "down", "out"
    why: str
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Due:
    """`rule`: the rule that asks for it."""

    what: str
    on: date
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """What is known so far. `because`: why this state, `rules`: what that rests on. `adherence`: over the last weeks that count
    for "few sessions", and over those that count for "does it help". What has a default may be absent from one made by hand."""

    state: State
    phase: Phase
    because: tuple[str, ...]
    pain_7d: Trend
    function: Trend
    findings: tuple[Finding, ...]
    next: tuple[Next, ...]
    due: tuple[Due, ...]
    modifiers: tuple[Modified, ...] = ()
    rules: tuple[Cited, ...] = ()
    way: Way | None = None
    goals: tuple[Goal, ...] = ()
    own_word: OwnWord | None = None
    adherence: tuple[Adherence, ...] = ()
    walked: Walked | None = None
    ranges: tuple[Moved, ...] = ()
    helped: tuple[Helped, ...] = ()
    checkpoints: tuple[Checkpoint, ...] = ()
    by_chance: ByChance | None = None
    lights: Lights | None = None
    weeks_done: tuple[WeekDone, ...] = ()

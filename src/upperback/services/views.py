"""What the services hand to the pages: small frozen values, ready to be shown, no SQL rows and no rules in them."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from upperback.model.body import Side
from upperback.model.care import Given, PlanDay, Programme, Refer
from upperback.model.catalogue import Question, QuestionGroup
from upperback.model.habits import Ahead
from upperback.services.sets import reps_in, reps_of


# -- screening --------------------------------------------------------------------------------------------------------
class ScreenKind(StrEnum):
    """Which questions are due: all of them, the short form (before a session, after a new symptom), or none now."""

    FULL = "full"
    SHORT = "short"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Need:
    """What has to be asked now and why: "first", "expired", "unfinished", "relapse", "sign" (one that stopped an exercise
    or a test), "daily", "symptom", "pain_jump" or ""."""

    kind: ScreenKind
    because: str


@dataclass(frozen=True, slots=True)
class Visit:
    """A clinician has looked at the answer to `question`, or at the whole course (`HUMAN_REVIEW`); `blocked_tags` are the
    limits they set. `counts` False: a new sign has come since."""

    question: str
    day: date
    by: str
    blocked_tags: tuple[str, ...]
    counts: bool


@dataclass(frozen=True, slots=True)
class GroupStep:
    """A page of questions, each with its stored answer (None: not answered yet)."""

    group: QuestionGroup
    questions: tuple[Question, ...]
    answers: dict[str, bool | None]
    number: int  # this page's number, from 1
    of: int


@dataclass(frozen=True, slots=True)
class SubStep:
    """The sub-questions of one yes, each with its stored answer."""

    question: Question
    answers: dict[str, bool | None]


Step = GroupStep | SubStep


@dataclass(frozen=True, slots=True)
class ScreenView:
    """A screen on its way. `step` is the next thing to ask, None when it can be finished. `urgent` is set as soon as an
    answer given so far calls for help now, so the page needn't ask on."""

    kind: ScreenKind
    step: Step | None
    groups_done: int
    groups: int
    skipped: tuple[str, ...]
    urgent: Refer | None


# -- the plan ---------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Plan:
    """The programme in force. `today` is the day of its week that is next to do (a missed day moves, none is lost).
    `done_today`: a session was finished today. `trained_on`: the days of this programme's week with one of its
    own sessions, and today when any was finished. `ahead`: when the rest of the week would fit."""

    id: str
    made_on: date
    programme: Programme
    today: PlanDay | None
    done_today: bool
    trained_on: tuple[date, ...]
    ahead: Ahead


# -- sessions ---------------------------------------------------------------------------------------------------------
class SessionKind(StrEnum):
    FULL = "full"
    TWO_MINUTE = "two_minute"
    EASE_NOW = "ease_now"
    ROUTINE = "routine"  # one of the articles' own
    BREAK = "break"  # one exercise at the desk: work, but no session


class SessionState(StrEnum):
    OPEN = "open"
    LOCKED = "locked"  # a symptom was named: the short screen comes first
    FINISHED = "finished"
    LEFT = "left"  # closed without a finish: left for another day, or ended by the screen


class ItemState(StrEnum):
    TODO = "todo"
    DONE = "done"
    SKIPPED = "skipped"
    STOPPED = "stopped"
    SWAPPED = "swapped"


class StopReason(StrEnum):
    """Why one exercise was stopped. By article 000 each of the three means: stop here, look further with the tests."""

    CRAMP = "cramp"
    PAIN_WORSE = "pain_worse"
    NO_PULL_FELT = "no_pull_felt"


class Symptom(StrEnum):
    """What locks a session: the short screen is asked before anything goes on."""

    DIZZY = "dizzy"
    TINGLING_OR_NUMB = "tingling_or_numb"
    CHEST_PAIN = "chest_pain"
    UNWELL = "unwell"


@dataclass(frozen=True, slots=True)
class ItemView:
    """One exercise of a session. `item` names it within the session and never changes; items are in the order to do them.
    `set_no` is the set under way (1 to `dose.sets`), `reps_in_set` what is counted in it, `reps` of all sets, `held_s` all
    holds together. `extra_side` has the last set to itself."""

    item: int
    exercise: str
    side: Side
    level: int
    dose: Given
    state: ItemState
    set_no: int
    sets_done: int
    reps_in_set: int
    reps: int
    held_s: float
    eased: bool
    why: str
    instead: tuple[str, ...]
    stopped_because: str | None
    pain: float | None
    effort: float | None
    extra_side: Side = Side.BOTH

    @property
    def due(self) -> int:
        """Repetitions of the set under way."""
        return reps_in(self.dose, self.set_no, self.extra_side)

    @property
    def asked(self) -> int:
        """Repetitions of all sets."""
        return reps_of(self.dose, self.extra_side)


@dataclass(frozen=True, slots=True)
class SessionView:
    """A session as it stands. `current` is the `item` to do next, None when all are done, skipped or stopped. `routine`: the
    id of the article's routine that it is, where it is one."""

    id: str
    day: date
    kind: SessionKind
    state: SessionState
    started_at: datetime
    items: tuple[ItemView, ...]
    current: int | None
    pain_before: float | None
    pain_after: float | None
    pain_next_morning: float | None
    symptom: Symptom | None
    routine: str | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """What stands in the database now: `count` of `of` in set `set_no`. `new` is False when this key was there before.
    `alone`: the side that this set belongs to alone."""

    set_no: int
    count: int
    of: int
    held_s: float
    new: bool
    alone: Side = Side.BOTH


@dataclass(frozen=True, slots=True)
class Stopped:
    """What follows a stop: the tests to go to (allowed by the screen, nearest first) and the item that is next."""

    reason: StopReason
    tests: tuple[str, ...]
    next_item: int | None


@dataclass(frozen=True, slots=True)
class Undone:
    """What `undo_last` took back: `kind` is "diary", "activity", "test", "finish", "import", "delete", "about", "wishes",
    "clearance", "function", "change", "accepted", "morning" or "told"; `about` says which, e.g. an id or a day."""

    kind: str
    about: str
    at: datetime

"""The knowledge as types: exercises, self-tests, findings, screening questions and sources.

Every rule, threshold and dose carries `source`: the id of a source in the catalogue, or "expert judgement". A trailing mark
such as [V] (checked), [V2] (seen in a secondary page) or [M] (from memory, unverified) stays with it.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from upperback.model.body import View
from upperback.model.demo import Demo
from upperback.model.movement import CameraView, Movement, Signal

POSITIONS: Final = frozenset(
    {"standing", "seated", "wall", "quadruped", "kneeling", "supine", "prone", "side-lying", "seated_floor", "pool"}
)
HOUSEHOLD: Final = frozenset({"chair", "wall", "doorway", "mat", "towel", "pillow"})  # assumed unless lacking
ASKED_FOR: Final = frozenset({"band", "anchor", "ball", "pool"})
METHODS: Final = frozenset({"camera", "gyro", "tape", "timer", "self"})
BODY_PARTS: Final = frozenset(
    {"neck", "upper_back", "blades", "low_back", "chest", "belly", "shoulder_left", "shoulder_right", "arms", "hips", "thighs"}
)
EXPERT: Final = "expert judgement"


class Kind(StrEnum):
    RELEASE = "release"
    MOBILITY = "mobility"
    STRENGTH = "strength"
    AEROBIC = "aerobic"
    HABIT = "habit"


class Phase(StrEnum):
    CORRECTIVE = "corrective"
    MAINTENANCE = "maintenance"
    FLARE = "flare"


@dataclass(frozen=True, slots=True)
class Source:
    """`mark`: V (read at the source), V2 (seen in a secondary page), M (from memory, unverified), or "" for own judgement."""

    id: str
    citation: str
    mark: str
    doi: str = ""


@dataclass(frozen=True, slots=True)
class Dose:
    """One rung of a ladder. `reps` counts all sides together. `hold_s` of an aerobic item is its whole duration."""

    sets: int
    reps: int
    hold_s: float
    rest_s: float
    days_per_week: int
    move_s: float  # seconds of moving in one repetition, hold excluded
    tempo: str = ""
    note: str = ""

    @property
    def work_s(self) -> float:
        """Seconds of the whole dose, rests between sets included."""
        return self.sets * self.reps * (self.move_s + self.hold_s) + (self.sets - 1) * self.rest_s


@dataclass(frozen=True, slots=True)
class Exercise:
    """One exercise: words, dose, what blocks it, how it looks and how it is tracked."""

    id: str
    name: str
    aliases: tuple[str, ...]
    kind: Kind
    phases: tuple[Phase, ...]
    positions: tuple[str, ...]  # standing, seated, wall, quadruped, kneeling, supine, prone, side-lying, seated_floor, pool
    equipment: tuple[str, ...]  # chair wall doorway mat towel pillow (household), band anchor ball pool (asked for)
    findings: tuple[str, ...]
    works: tuple[str, ...]  # areas it works on, by which exercises are alike; what is drawn warm stands in the demo
    summary: str
    steps: tuple[str, ...]
    breathing: str
    expect: str
    stop_if: str
    sides: bool  # done for left and right separately or in turn
    ladder: tuple[Dose, ...]  # level 1 is ladder[0]
    dose_source: str
    article_dose: str  # what the article says, "" where the exercise comes from none
    regression: str  # words
    regression_to: str  # id of an easier exercise, or ""
    tags: frozenset[str]
    cautions: frozenset[str]
    camera: CameraView
    movement: Movement
    evidence: str
    sources: tuple[str, ...]
    auto: bool = True  # False: only when a person adds it
    from_article: tuple[str, ...] = ()
    watch_for: tuple[str, ...] = ()  # form faults that no signal shows, in words; those with a signal stand in the movement
    demo: Demo | None = None


class On(StrEnum):
    """Which number of a test a criterion looks at."""

    EACH_SIDE = "each_side"  # true for a side when that side's value is beyond
    VALUE = "value"  # a test without sides
    SIDE_DIFFERENCE = "side_difference"  # absolute left minus right; the side is the smaller one


@dataclass(frozen=True, slots=True)
class Criterion:
    """`measure` of `test` is under `below` or over `above`. The optional fields restrict it to a method, a sex, an age."""

    id: str
    test: str
    measure: str
    on: On
    source: str
    below: float | None = None
    above: float | None = None
    method: str | None = None
    sex: str | None = None
    age_from: int | None = None
    age_under: int | None = None
    needs_familiar: bool = False  # counts only with familiar pull or pain at the end
    mean_days: int = 0  # above 0: the mean of the values of that many days up to the day, not the day's own


@dataclass(frozen=True, slots=True)
class Rule:
    """True when at least `at_least` of the criteria of different tests (or different ids, where `count_tests` is off) hold;
    `same_side`: to the same side. `words` says it in plain language, with the limits in it."""

    at_least: int
    criteria: tuple[Criterion, ...]
    words: str
    source: str
    count_tests: bool = False
    same_side: bool = False


@dataclass(frozen=True, slots=True)
class Target:
    """Inside means reached. `change` is the alternative way to reach it: a change from baseline beyond error.
    `unless_familiar`: a value other than 0 that the person links to their pain is never inside."""

    test: str
    measure: str
    on: On
    words: str
    source: str
    at_least: float | None = None
    at_most: float | None = None
    change: float | None = None
    method: str | None = None
    sex: str | None = None
    age_from: int | None = None
    age_under: int | None = None
    unless_familiar: bool = False


@dataclass(frozen=True, slots=True)
class Gone:
    """How a finding ends: inside target on `times` days at least `days_apart` apart, one after the other; where `of_last`
    is above 0, on `times` of the last `of_last` such days."""

    times: int
    days_apart: int
    words: str
    source: str
    of_last: int = 0


@dataclass(frozen=True, slots=True)
class Plateau:
    """When no change ends the work: at least `share` of the sessions done for `weeks` weeks, and two re-tests at least
    `days_apart` apart without a change beyond error. With pain of `refer_pain` or more it refers instead."""

    share: float
    weeks: int
    days_apart: int
    refer_pain: float
    source: str


@dataclass(frozen=True, slots=True)
class Grades:
    """A to D for: goes with pain, can change, exercise of this kind helps pain."""

    link: str
    change: str
    benefit: str


@dataclass(frozen=True, slots=True)
class FindingKind:
    """One area to work on, from rule to exit in one entry."""

    id: str
    name: str
    area: tuple[str, ...]
    meaning: str
    not_meaning: str
    rank_weight: float
    tests: tuple[str, ...]
    rule: Rule
    targets: tuple[Target, ...]
    gone: Gone
    plateau_words: str
    structural: str  # "" or when it may simply be the build, e.g. "over 60"
    exercises: dict[Kind, tuple[str, ...]]
    grades: Grades
    grade_notes: dict[str, str]
    sources: tuple[str, ...]
    plateau: Plateau = Plateau(share=0.7, weeks=8, days_apart=14, refer_pain=4, source="expert judgement")
    dosing: str = ""  # how the dose differs for this finding, e.g. which side first


@dataclass(frozen=True, slots=True)
class Option:
    """One way to answer an own-word item."""

    value: float
    label: str


@dataclass(frozen=True, slots=True)
class Measure:
    """One number a self-test gives. `mdc95` maps a method (camera, gyro, tape, timer, self) to the smallest change that
    counts; `error_source` names where they come from. `mdc95_total`: the same for left plus right, where given. `lower`,
    `upper`: what is possible at all. `score`: mean, best or sum of trials. `items` are asked for method "self"; the value
    is the sum of the chosen options. `signal`: what the camera reads, where that is not the movement's own signal.
    `how`: per method, one sentence on how to take it."""

    id: str
    name: str
    unit: str
    sides: bool
    trials: int
    score: str
    methods: tuple[str, ...]
    mdc95: dict[str, float]
    error_source: str
    lower: float
    upper: float
    flat: str = ""  # how a value reads in a sentence, with {value}
    items: tuple["Item", ...] = ()
    mdc95_total: dict[str, float] = field(default_factory=dict)
    signal: Signal | None = None
    how: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Item:
    """One question of an own-word measure; each answer has its own value (a flag is 0 or 1)."""

    id: str
    text: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class SelfTest:
    """A test a person can do at home, by camera, by hand or by own word."""

    id: str
    name: str
    summary: str
    steps: tuple[str, ...]
    view: View
    minutes: float
    measures: tuple[Measure, ...]
    norm: str  # in plain words, or "no norm"
    norm_source: str
    stop: str
    blocked_by: frozenset[str]
    equipment: tuple[str, ...]
    retest_days: int
    camera: CameraView
    movement: Movement
    sources: tuple[str, ...]
    demo: Demo | None = None  # its own, or the one of the exercise it looks like


class Action(StrEnum):
    EMERGENCY_NOW = "emergency_now"
    CLINICIAN_FIRST = "clinician_first"
    INCOMPLETE = "incomplete"
    MODIFY = "modify"
    GO = "go"


@dataclass(frozen=True, slots=True)
class SubQuestion:
    """Asked only after a yes. `action`: what a yes raises to (None where it only adds). `adds_tag`: a blocked tag a yes (or
    no answer) adds. `feature`: "feature" or "extra" for the counting rule of the parent."""

    id: str
    text: str
    action: Action | None = None
    adds_tag: str | None = None
    feature: str | None = None


@dataclass(frozen=True, slots=True)
class Effect:
    """What a yes changes in the programme, besides blocked and limited tags. The defaults change nothing.

    `only_kinds`: nothing of another kind; empty allows all. `leave_out`: exercise ids. `dose_factor` scales sets first, then
    reps, of every start dose. `slower_ladder`: twice the sessions before a step up, and no new exercise in the first week
    beyond `max_items`. `max_items`: at most so many exercises a session. `aerobic_first`: walking is named first.
    `note_on_kinds`, `note_on_positions`: a sentence every such item carries. `stop_also` joins every item's stop rule.
    `advice`: one sentence beside the programme. `flare`: the flare plan (half dose, release, easy mobility and walking; no
    tests, nothing new). `with_any_other_yes`: the action when any other question is yes too."""

    only_kinds: tuple[Kind, ...] = ()
    leave_out: tuple[str, ...] = ()
    dose_factor: float = 1.0
    slower_ladder: bool = False
    max_items: int | None = None
    aerobic_first: bool = False
    note_on_kinds: dict[Kind, str] = field(default_factory=dict)
    note_on_positions: dict[str, str] = field(default_factory=dict)
    stop_also: str = ""
    advice: str = ""
    flare: bool = False
    with_any_other_yes: Action | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """One screening question. `prefer`: tags, kinds, positions or exercise ids to choose first. `changes` (modify only) is the
    sentence that says what the programme does differently. `caution` is what an eased item says because of this answer."""

    id: str
    group: str
    text: str
    action: Action
    why: str
    source: tuple[str, ...]
    short_form: bool = False
    block_tags: frozenset[str] = frozenset()
    limit_tags: dict[str, str] = field(default_factory=dict)
    prefer: tuple[str, ...] = ()
    changes: str = ""
    caution: str = ""
    how_soon: str = ""
    what_to_say: str = ""
    subs: tuple[SubQuestion, ...] = ()
    features_needed: int | None = None  # refer at this many features ...
    features_with_extra: int | None = None  # ... or at this many with an extra
    below_count: Action | None = None  # the action where the features counted stay below (only with every feature answered)
    effect: Effect = Effect()


@dataclass(frozen=True, slots=True)
class QuestionGroup:
    """Questions shown on one page, with their own "none of these"."""

    id: str
    title: str
    none_label: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything known, in the order of the files."""

    version: str
    sources: dict[str, Source]
    groups: tuple[QuestionGroup, ...]
    questions: dict[str, Question]
    exercises: dict[str, Exercise]
    tests: dict[str, SelfTest]
    findings: dict[str, FindingKind]
    texts: dict[str, str]
    tags: dict[str, str] = field(default_factory=dict)  # what a tag means, in a person's words: "lying face down"
    tags_kept: dict[str, str] = field(default_factory=dict)  # why a tag stays though no exercise bears it
    core: tuple[str, ...] = ()  # the programme everyone gets, best supported first
    two_minute: tuple[str, ...] = ()  # exercises that make a whole session of two minutes

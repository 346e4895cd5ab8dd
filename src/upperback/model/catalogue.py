"""The knowledge as types: exercises, self-tests, findings, screening questions and sources.

Every rule, threshold and dose carries `source`: the id of a source in the catalogue, or "expert judgement". A trailing mark
such as [V] (checked), [V2] (seen in a secondary page) or [M] (from memory, unverified) stays with it.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from upperback.model.articles import Choice, Claim
from upperback.model.criteria import Criterion, Gone, Plateau, Rule, Target, Way
from upperback.model.demo import Demo
from upperback.model.limits import Rules
from upperback.model.movement import CameraView, Movement
from upperback.model.selftest import METHODS as METHODS
from upperback.model.selftest import Item as Item
from upperback.model.selftest import Measure as Measure
from upperback.model.selftest import Option as Option
from upperback.model.selftest import SelfTest as SelfTest
from upperback.model.texts import Texts

POSITIONS: Final = frozenset(
    {"standing", "seated", "wall", "quadruped", "kneeling", "supine", "prone", "side-lying", "seated_floor", "pool"}
)
HOUSEHOLD: Final = frozenset({"chair", "wall", "doorway", "mat", "towel", "pillow"})  # assumed unless lacking
ASKED_FOR: Final = frozenset({"band", "anchor", "ball", "pool"})
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
class Serves:
    """One finding an exercise works on. `place`: where in that finding's list of its kind, ties by id. `kind`: the finding's
    use of it, which may be another than the exercise's own."""

    finding: str
    place: int
    kind: Kind


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
    serves: tuple[Serves, ...]
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
    one_side_first: bool = False  # all of one side, then the other, since changing sides means lying or kneeling anew
    demo: Demo | None = None

    @property
    def findings(self) -> tuple[str, ...]:
        """The findings it serves, in the order of its file."""
        return tuple(served.finding for served in self.serves)


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
    exercises: dict[Kind, tuple[str, ...]]  # from what each exercise says it serves, by its place there
    grades: Grades
    grade_notes: dict[str, str]
    sources: tuple[str, ...]
    plateau: Plateau
    dosing: str = ""  # how the dose differs for this finding, e.g. which side first


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
class Sign:
    """Something known of a person without a test: one of `question` (their yes to it), `age_from`, `since_weeks_under` (how
    long it has hurt), `onset` (how it began). `words` say it to them."""

    id: str
    words: str
    source: str
    question: str | None = None
    age_from: int | None = None
    since_weeks_under: int | None = None
    onset: str | None = None


@dataclass(frozen=True, slots=True)
class AtFirst:
    """What waits for the first `weeks` of the work: exercises with one of these tags, and these tests. `words` say why."""

    weeks: int = 0
    leave_out_tags: frozenset[str] = frozenset()
    tests: tuple[str, ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True)
class Modifier:
    """Something about a person that is no area to work on but changes how the work is done.

    It holds when one of `ways` does, over the ids of `signs` and `criteria` (newest values; their `says` tell what was
    seen). `established_by`: the tests and questions it comes from. `changes`: what the programme does differently, in a
    sentence. `prefer` as in `Question`; `adds`: the first of these that is allowed joins the programme; `days_by_kind`: on
    how many days a week a kind is done. `lasting`: never called gone. `refer_when`: ids of signs and criteria with which
    `refer_if` is said, until a clinician has looked at `refer_question` since."""

    id: str
    name: str
    meaning: str
    not_meaning: str
    established_by: tuple[str, ...]
    signs: tuple[Sign, ...]
    criteria: tuple[Criterion, ...]
    ways: tuple[Way, ...]
    changes: str
    refer_if: str
    evidence: str
    sources: tuple[str, ...]
    effect: Effect = Effect()
    prefer: tuple[str, ...] = ()
    adds: tuple[str, ...] = ()
    days_by_kind: dict[Kind, int] = field(default_factory=dict)
    at_first: AtFirst = AtFirst()
    refer_when: tuple[str, ...] = ()
    refer_question: str = ""
    lasting: bool = False


@dataclass(frozen=True, slots=True)
class RoutineItem:
    """One exercise of an article's routine. `dose` is the article's own, in words; `reps` counts all sides together."""

    exercise: str
    dose: str
    sets: int
    reps: int
    hold_s: float


@dataclass(frozen=True, slots=True)
class Routine:
    """A routine as an article gives it. `guarded`: why it needs a yes of its own first, "" for one that does not."""

    id: str
    name: str
    summary: str
    article: str
    items: tuple[RoutineItem, ...]
    when: str  # how often, in words
    evidence: str
    sources: tuple[str, ...]
    guarded: str = ""


@dataclass(frozen=True, slots=True)
class Area:
    """One thing a person may want to look at: its tests, its findings, and its places on the body map."""

    id: str
    name: str
    summary: str
    tests: tuple[str, ...]
    findings: tuple[str, ...]
    regions: tuple[str, ...]


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
    texts: Texts  # everything the program says that is no entry's own, in the catalogue's language
    rules: Rules  # the numbers care decides by, and where they are from
    tags: dict[str, str] = field(default_factory=dict)  # what a tag means, in a person's words: "lying face down"
    tags_kept: dict[str, str] = field(default_factory=dict)  # why a tag stays though no exercise bears it
    core: tuple[str, ...] = ()  # the programme everyone gets, best supported first
    retired: dict[str, str] = field(default_factory=dict)  # exercises that are gone but stand in records: id -> name
    two_minute: tuple[str, ...] = ()  # exercises that make a whole session of two minutes
    modifiers: dict[str, Modifier] = field(default_factory=dict)
    routines: dict[str, Routine] = field(default_factory=dict)
    areas: dict[str, Area] = field(default_factory=dict)
    claims: dict[str, Claim] = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()  # where the articles disagree
    left_in_english: frozenset[str] = frozenset()  # safety texts that no clinician has read in this catalogue's language

"""Self-tests as types: what a person can measure at home, by which ways, and how far a value can be off.

Every error and norm carries the id of a source in the catalogue, or "expert judgement", its mark behind it.
"""

from dataclasses import dataclass, field
from math import sqrt
from typing import Final

from upperback.model.body import View
from upperback.model.demo import Demo
from upperback.model.movement import CameraView, Movement, Signal

METHODS: Final = frozenset({"camera", "gyro", "tape", "timer", "self"})
OWN_WORD: Final = "self"
PRESSED_WITH: Final = ("fingertips", "ball")
PHOTO_MARKS: Final = ("neck_base", "shoulder", "ear")
"""What can be tapped on a side photo: the bone at the base of the neck, the tip of the shoulder, the ear hole."""
TEST_THINGS: Final = frozenset({"bottles", "string"})  # what only a test asks for, besides chair, wall, mat ...


@dataclass(frozen=True, slots=True)
class Option:
    """One way to answer an own-word item."""

    value: float
    label: str


@dataclass(frozen=True, slots=True)
class Item:
    """One question of an own-word measure; each answer has its own value (a flag is 0 or 1)."""

    id: str
    text: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """A value that is counted from other measures of the same test and day: how many of them, sides apart, are at least
    `at_least` and, with `familiar`, gave the pain the person knows."""

    of: tuple[str, ...]
    at_least: float
    familiar: bool


@dataclass(frozen=True, slots=True)
class Measure:
    """One number a self-test gives. `mdc95` maps a method (camera, gyro, tape, timer, self) to the smallest change that
    counts; `error_source` names where they come from, `error_sources` where it differs for a method. `off95`: how far from the
    true value a method lies in 95 of 100 people, where that is more than it differs from itself: an offset that stays the
    same in every test hides no change, but it belongs in the error of a value. `mdc95_total`: the
    same for the whole plane: left plus right, or this measure plus the measure `total_with`. `lower`, `upper`: what is
    possible at all. `score`: mean, best or sum of trials. `items` are asked for method "self"; the value is the sum of the
    chosen options. `signal`: what the camera reads, where that is not the movement's own signal. `sign`: +1 or -1 where the
    measure is one way only of a movement that goes both ways, as chin down and looking up. `how`: per method, one or two
    sentences on how to take it.

    `photo`: two marks tapped on a side photo; the value is the angle of the line from the first to the second against
    the level, degrees, 90 for straight up; "camera" is its method. `named`: a value reads as the label of its answer.
    `counted`: not asked for but counted from others. `region`: the place of the body it is about, a side behind it (or not,
    for a measure without sides). `pressed_with`: fingertips or ball."""

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
    items: tuple[Item, ...] = ()
    mdc95_total: dict[str, float] = field(default_factory=dict)
    total_with: str = ""
    signal: Signal | None = None
    sign: int = 0
    how: dict[str, str] = field(default_factory=dict)
    error_sources: dict[str, str] = field(default_factory=dict)
    photo: tuple[str, ...] = ()
    named: bool = False
    counted: Counted | None = None
    region: str = ""
    pressed_with: str = ""
    off95: dict[str, float] = field(default_factory=dict)

    def error_95(self, method: str) -> float:
        """How far the true value may lie from one value, in the unit: MDC95 / sqrt 2 or, if that is more, `off95`.

        >>> mdc95 = {"camera": 12.0, "gyro": 7.0}
        >>> m = Measure("q", "Turn", "deg", True, 3, "mean", ("camera", "gyro"), mdc95, "", 0, 120, off95={"camera": 23})
        >>> m.error_95("camera"), round(m.error_95("gyro"), 2)
        (23, 4.95)
        """
        return max(self.mdc95.get(method, 0.0) / sqrt(2), self.off95.get(method, 0.0))

    @property
    def only_asked(self) -> bool:
        """A question that goes with the test, however the rest of it is taken."""
        return self.methods == (OWN_WORD,) and self.counted is None

    def source_of(self, method: str) -> str:
        """Where the error of this measure by `method` is from."""
        return self.error_sources.get(method, self.error_source)

    def label_of(self, value: float) -> str:
        """The answer that gives `value`, for a measure whose values are named; "" for any other value.

        >>> yes = Item("q", "Did it?", (Option(1, "Yes"), Option(0, "No")))
        >>> m = Measure("q", "It did", "yes or no", False, 1, "sum", ("self",), {"self": 0.5}, "", 0, 1, items=(yes,), named=True)
        >>> m.label_of(1.0), m.label_of(0.5)
        ('Yes', '')
        """
        options = self.items[0].options if self.named else ()
        return next((option.label for option in options if option.value == value), "")


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
    reliability: str = ""  # how well a value repeats, as far as it was studied, in plain words
    pain_record: str = ""  # what is noted of pain, in plain words; "" where it is not asked
    information_only: bool = False  # no finding looks at it
    nothing_to_stop: bool = False  # questions alone: the stop rule is no warning
    demo: Demo | None = None  # its own, or the one of the exercise it looks like
    drawn_by: dict[str, Demo] = field(default_factory=dict)  # ways of taking it that look otherwise

    def taken_by(self, method: str) -> tuple[Measure, ...]:
        """The measures that taking the test by `method` gives, its questions among them; none where it can't be taken so."""
        taken = [m for m in self.measures if method in m.methods and m.counted is None]
        return tuple(m for m in self.measures if m in taken or m.only_asked) if taken else ()

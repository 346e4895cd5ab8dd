"""What each picture shows: numbers, words and tables, before anything is drawn."""

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from upperback.model.care import Sure
from upperback.services.bands import Band
from upperback.services.pictures.periods import Grain, Part, Point, Window

Width = Literal["wide", "half", "narrow"]
PaperWidth = Literal["wide", "half"]
WIDTH_PX: Final[dict[str, int]] = {"wide": 1040, "half": 566, "narrow": 310}
"""A picture is drawn for a laptop's whole page, for half of it or a tablet, and for a phone of 390 px."""


@dataclass(frozen=True, slots=True)
class Table:
    """A picture as a table; the first column names the row."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Head:
    """What every picture has. `summary`: one or two sentences with its numbers and their error. `large`: it wants a whole
    row of the page."""

    id: str
    title: str
    summary: str
    tables: tuple[Table, ...]
    large: bool = False


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days that belong together, both ends included, and what they are called."""

    first: date
    last: date
    words: str


@dataclass(frozen=True, slots=True)
class Scored:
    """An activity in the person's own words with its scores, 0 to 10."""

    words: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Course:
    """Pain and what one can do, over time. `days` are drawn only while single days can be told apart."""

    head: Head
    window: Window
    days: tuple[Point, ...]
    parts: tuple[Part, ...]
    activities: tuple[Scored, ...]
    phases: tuple[Stretch, ...]
    flares: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class Tested:
    """A value as it was taken on one day."""

    day: date
    band: Band
    said: str


@dataclass(frozen=True, slots=True)
class Values:
    """One measured value over its test days, each with its error, and where the target lies."""

    head: Head
    tested: tuple[Tested, ...]


@dataclass(frozen=True, slots=True)
class Sided:
    """The newest value of one side."""

    words: str
    left: bool
    tested: Tested


@dataclass(frozen=True, slots=True)
class Sides:
    """Left against right, each with its error."""

    head: Head
    sides: tuple[Sided, ...]


@dataclass(frozen=True, slots=True)
class Turns:
    """The reach of the repetitions of one side in one session, in the order they were done. `clear`: the last third differs
    from the first by more than repetitions differ from each other."""

    words: str
    left: bool
    peaks: tuple[float, ...]
    first: float
    last: float
    error_95: float
    clear: bool


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier session of the same exercise and side: the mean reach of its first and its last third."""

    day: date
    left: bool
    first: float
    last: float


@dataclass(frozen=True, slots=True)
class Reach:
    """How far each repetition went within the newest session that was seen, and how earlier sessions began and ended."""

    head: Head
    day: date
    unit: str
    turns: tuple[Turns, ...]
    earlier: tuple[Earlier, ...]


@dataclass(frozen=True, slots=True)
class WeekDone:
    """The sessions of a week (or, with a longer `grain`, of a mean week of it)."""

    first: date
    whole: float
    short: float
    now: bool


@dataclass(frozen=True, slots=True)
class Weeks:
    """Weeks of sessions. `wished`: the days a week that were wished for."""

    head: Head
    grain: Grain
    weeks: tuple[WeekDone, ...]
    wished: int


@dataclass(frozen=True, slots=True)
class Moving:
    """The minutes of a week, or of a mean week of a month."""

    first: date
    walked: float
    swum: float


@dataclass(frozen=True, slots=True)
class Minutes:
    """Minutes walked and swum a week. `advised`: what is usually advised."""

    head: Head
    grain: Grain
    weeks: tuple[Moving, ...]
    advised: float


@dataclass(frozen=True, slots=True)
class Helping:
    """An exercise with what it seems to do: 1 is the smallest change that counts, positive is better."""

    words: str
    effect: float
    low: float
    high: float
    sure: Sure
    sure_words: str


@dataclass(frozen=True, slots=True)
class Helps:
    """What seems to help, with how far each estimate may be off."""

    head: Head
    helping: tuple[Helping, ...]


Picture = Course | Values | Sides | Reach | Weeks | Minutes | Helps

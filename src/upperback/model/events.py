"""What a tracker says, as a closed union: a new event fails the type check until every surface handles it."""

from dataclasses import dataclass
from enum import StrEnum

from upperback.model.body import Side


class Unseen(StrEnum):
    """Why the person can't be judged now. The words a person reads for each live in the catalogue's texts."""

    NO_ONE = "no_one"
    TOO_CLOSE = "too_close"
    CUT_OFF_TOP = "cut_off_top"
    CUT_OFF_BOTTOM = "cut_off_bottom"
    CUT_OFF = "cut_off"
    WRONG_VIEW = "wrong_view"
    UNCERTAIN = "uncertain"
    SEVERAL_PEOPLE = "several_people"
    CAMERA_TILTED = "camera_tilted"  # these two in self-tests only, see `motion.placement`
    CAMERA_LOW = "camera_low"


@dataclass(frozen=True, slots=True)
class Rep:
    """One movement out and home, `[start_s, end_s)`. `peak` in `unit` is the furthest reach. A rep whose reach stays well
    short of the person's own range is `partial` and not counted. Left and right together make one repetition of an
    alternating exercise; each single-sided movement is still reported with its side."""

    t_s: float
    start_s: float
    end_s: float
    side: Side
    peak: float
    unit: str
    partial: bool = False


@dataclass(frozen=True, slots=True)
class Hold:
    """A position kept still, `[start_s, end_s)`."""

    t_s: float
    start_s: float
    end_s: float
    side: Side
    mean: float
    unit: str


@dataclass(frozen=True, slots=True)
class Cue:
    """A form fault worth a word now: once per occurrence, with the number that shows it."""

    t_s: float
    fault: str
    value: float
    limit: float


@dataclass(frozen=True, slots=True)
class Mended:
    """A fault that was worth a word is gone: praise."""

    t_s: float
    fault: str


@dataclass(frozen=True, slots=True)
class Lost:
    """The person can't be judged any more; counting waits."""

    t_s: float
    why: Unseen


@dataclass(frozen=True, slots=True)
class Found:
    """The person can be judged (again); counting runs. `why` is what had been wrong."""

    t_s: float
    why: Unseen


Event = Rep | Hold | Cue | Mended | Lost | Found


@dataclass(frozen=True, slots=True)
class Span:
    """A full repetition as `count` and the last line of `track` give it: left and right together, `[start_s, end_s)`."""

    start_s: float
    end_s: float

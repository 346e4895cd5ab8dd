"""What may be kept of the camera: landmarks, never a picture, and only with the person's dated word."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Watched(StrEnum):
    """What the camera followed."""

    EXERCISE = "exercise"
    TEST = "test"


@dataclass(frozen=True, slots=True)
class Consent:
    """The word that landmarks may be kept: when it was given, and when it was taken back (None: it stands)."""

    given_at: datetime
    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True)
class Recording:
    """The landmarks of one stretch under the camera. `key` names it; `name` is the exercise or the self-test. `session` and
    `item` say which exercise of which session it was, None for a test. `size_px`: width and height of the picture that was
    looked at, None without one. `size_bytes`: what it takes in the database."""

    key: str
    day: date
    started_at: datetime
    watched: Watched
    name: str
    session: str | None
    item: int | None
    frames: int
    seconds: float
    size_bytes: int
    size_px: tuple[int, int] | None

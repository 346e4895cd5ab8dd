"""What a file of a person's data holds, said before it takes anything's place."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Contents:
    """`day`: when it was saved. `first` and `last`: the days of the earliest and the latest entry, None without any.
    `repetitions` and what follows is None for a case file by itself, which has no place for them."""

    day: date
    first: date | None
    last: date | None
    tests: int
    sessions: int
    diary_days: int
    programmes: int
    activities: int
    repetitions: int | None
    recordings: int | None
    recorded_s: float

"""Ten years of daily use, to see how the app stands up to them: what `make bench` measures the pages over.

    python tools/seed_years.py --db FILE [--years 10]
    upperback serve --db FILE

A session, a diary entry and a walk a day; five self-tests and three activities every fortnight; a programme a week, a quarter of
a year of corrective work and a quarter of maintenance by turns, the newest weeks corrective; a safety check every four weeks.
The values go up and down without chance, so that two seeds are the same.
"""

import argparse
import sys
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final
from uuid import uuid4

from upperback.exchange import case_file
from upperback.model.body import Side
from upperback.model.record import (
    HUMAN_REVIEW,
    About,
    Case,
    Change,
    Clearance,
    DiaryDay,
    Done,
    Function,
    KeptItem,
    KeptProgramme,
    Score,
    Screen,
    Session,
    Test,
    Wishes,
)
from upperback.services import knowledge
from upperback.services.person import Person
from upperback.store.opening import open_store

YEARS: Final = 10
EXERCISES: Final = (
    "standing_arms_wide_rotation",
    "wall_angel",
    "chin_tuck_seated",
    "band_row",
    "thread_the_needle",
    "neck_rotation_active",
)
MEASURES: Final = (
    # test, measure, method, unit, its lowest and highest value here
    ("t_seated_rotation", "rotation", "camera", "deg", 26, 46),
    ("t_standing_rotation", "rotation", "camera", "deg", 40, 62),
    ("t_neck_rotation", "rotation", "gyro", "deg", 52, 78),
    ("t_neck_sidebend", "sidebend", "camera", "deg", 28, 44),
    ("t_wall_flexion", "flexion", "camera", "deg", 142, 172),
)
QUARTER_WEEKS: Final = 13


def years_of(today: date, years: int) -> Case:
    """The record as it stands on `today`."""
    catalogue = knowledge.catalogue()
    days = [today - timedelta(days=n) for n in range(365 * years, -1, -1)]
    answers = dict.fromkeys(catalogue.questions, False)
    return Case(
        today=today,
        about=About(age=43, sex="female", since_weeks=52 * years),
        screens=(*(Screen(day, answers) for day in days[:-1:28]), Screen(today, answers)),
        clearances=tuple(Clearance(HUMAN_REVIEW, day, "physiotherapist") for day in days[::182]),
        diary=tuple(DiaryDay(day, pain=_pain(n), minutes_walked=20 + n % 15) for n, day in enumerate(days)),
        function=tuple(
            Function(name, 9, tuple(Score(day, _between(4, 9, n + turn)) for n, day in enumerate(days[::14])))
            for turn, name in enumerate(("typing for two hours", "carrying shopping", "turning in the car"))
        ),
        change=tuple(Change(day, 4 + n % 3) for n, day in enumerate(days[::56])),
        wishes=Wishes(days_per_week=7),
        tests=tuple(
            Test(test, measure, side, _trials(low, high, n, side), unit, method, day, pain=1)
            for n, day in enumerate(days[::14])
            for test, measure, method, unit, low, high in MEASURES
            for side in (Side.LEFT, Side.RIGHT)
        ),
        sessions=tuple(_session(day, n) for n, day in enumerate(days[:-1])),
        programmes=tuple(_programme(day, n, len(days[::7]), catalogue.version) for n, day in enumerate(days[::7])),
    )


def _between(low: int, high: int, n: int) -> int:
    """A slow wave of whole numbers."""
    span = high - low
    return low + abs(n % (2 * span) - span)


def _pain(n: int) -> int:
    return _between(1, 4, n // 20) + (1 if n % 9 == 0 else 0)


def _trials(low: int, high: int, n: int, side: Side) -> tuple[float, ...]:
    middle = _between(low, high, n // 2 + (3 if side is Side.LEFT else 0))
    return (middle - 1.0, middle + 0.0, middle + 1.0)


def _session(day: date, n: int) -> Session:
    chosen = [EXERCISES[(n + k) % len(EXERCISES)] for k in range(5)]
    items = tuple(Done(e, Side.BOTH, 2, 2, 10, pain=1 + n % 2, effort=4, form_ok=True, peak=30.0 + n % 9) for e in chosen)
    return Session(day, _pain(n), max(0, _pain(n) - 1), max(0, _pain(n) - n % 2), items)


def _programme(day: date, n: int, of: int, version: str) -> KeptProgramme:
    corrective = (of - 1 - n) // QUARTER_WEEKS % 2 == 0
    items = tuple(KeptItem(e, Side.BOTH, 2, 2, 10, 0, 45) for e in EXERCISES[:5])
    return KeptProgramme(day, "corrective" if corrective else "maintenance", version, tuple((d, items) for d in range(1, 8)))


def now() -> datetime:
    return datetime.now().astimezone()


def seed(database: Path, years: int = YEARS) -> Person:
    """Such a record in a new database."""
    person = Person(open_store(database, now()), knowledge.catalogue(), now, lambda: uuid4().hex)
    person.import_case(case_file.write(years_of(now().date(), years)))
    return person


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--db", type=Path, required=True)
    parser.add_argument("--years", type=int, default=YEARS)
    asked = parser.parse_args()
    if asked.db.exists():
        sys.exit(f"{asked.db}: there is a file already; it stays as it is")
    if not 1 <= asked.years <= 50:
        sys.exit("--years: 1 to 50")
    case = seed(asked.db, asked.years).case()
    sys.stdout.write(f"{asked.db}: {len(case.sessions)} sessions, {len(case.tests)} test values, {len(case.programmes)} weeks\n")


if __name__ == "__main__":
    main()

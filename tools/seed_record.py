"""A record of 20 weeks for trying the app, written through the app's own services, a day at a time.

    python tools/seed_record.py --db FILE                     (20 weeks that end today)
    python tools/seed_record.py --db FILE --until flare       (the same weeks, stopped on the day of the flare)
    upperback serve --db FILE

The person: 43, pain between the shoulder blades. Two areas to work on are found, one goes and one stays as it is; a flare passes;
corrective work ends in week 11; a relapse comes in week 17. `STAGES` names the days.
"""

import argparse
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Final

from upperback.model.body import Side
from upperback.model.care import Cleared
from upperback.model.record import About, Wishes
from upperback.services import knowledge
from upperback.services.errors import NothingFitsError
from upperback.services.person import Person
from upperback.services.views import GroupStep, ScreenKind, SessionKind, SubStep
from upperback.store.opening import open_store

STAGES: Final = {
    "baseline": 5,
    "dose_change": 14,
    "flare": 23,
    "finding_gone": 47,
    "plateau": 56,
    "graduation": 75,
    "maintenance": 90,
    "relapse": 117,
    "end": 139,
}
PAIN: Final = ((0, 5), (14, 4), (21, 7), (25, 4), (28, 3), (42, 2), (49, 1), (110, 5), (119, 2), (121, 1))  # from that day on
TURN_DEG: Final = {0: 26, 5: 27, 19: 32, 33: 44, 47: 45, 77: 45, 123: 44}
NECK_DEG: Final = {0: 46, 5: 45, 19: 47, 33: 46, 47: 45, 77: 46, 123: 45}
TYPING: Final = {0: 4, 14: 5, 28: 6, 42: 8, 56: 8, 70: 9, 98: 9, 126: 9}
CHANGE: Final = {28: 5, 56: 6, 84: 6, 112: 5}
SESSION_DAYS: Final = (0, 2, 4, 5)  # of a week
KEEPING_DAYS: Final = (0, 3)


@dataclass
class Clock:
    """Eight in the morning of the day it is set to, in the zone of this computer."""

    first: date
    day: int = 0
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def __call__(self) -> datetime:
        return datetime.combine(self.first + timedelta(days=self.day), datetime.min.time()).astimezone() + timedelta(hours=8)

    def new_id(self) -> str:
        return f"{next(self.numbers):032x}"


def live(person: Person, clock: Clock, until: int, seen: Callable[[int], None] | None = None) -> None:
    """Every day up to `until`: what is asked is answered, what is due is done. `seen` is called at the end of each day."""
    for day in range(until + 1):
        clock.day = day
        pain = next(level for start, level in reversed(PAIN) if day >= start)
        if day == 0:
            _begin(person)
        _screened(person, day)
        morning = person.sessions.morning_due()
        if morning is not None:
            person.sessions.next_morning(morning.id, max(0, pain - 1))
        person.diary.log_pain(pain)
        _screened(person, day)
        _tests(person, day)
        _asked(person, day)
        person.diary.log_activity("brisk_walking", 30)
        _train(person, day, pain)
        if seen is not None:
            seen(day)


def answer(person: Person) -> None:
    """Answer the safety questions that are due, no to all of them."""
    if person.screening.need().kind is ScreenKind.NONE:
        return
    view = person.screening.open()
    while view.step is not None:
        said = dict.fromkeys(view.step.answers, False)
        match view.step:
            case GroupStep() as step:
                view = person.screening.answer_group(step.group.id, said)
            case SubStep() as step:
                view = person.screening.answer_subs(step.question.id, said)
    person.screening.finish_screen()


def _screened(person: Person, day: int) -> None:
    """On days with something to do, and whenever nothing is allowed before the questions are answered."""
    if day % 7 in {*SESSION_DAYS, *KEEPING_DAYS} or day in TURN_DEG or not isinstance(person.verdict(), Cleared):
        answer(person)


def _begin(person: Person) -> None:
    person.diary.save_about(About(43, "female", 12, "gradual", ("between_blades_left", "neck_left")))
    person.diary.save_wishes(Wishes(equipment=("band", "anchor"), likes=("swimming",)))
    person.diary.name_activity("typing for an hour", 8)


def _tests(person: Person, day: int) -> None:
    taken = (
        ("t_seated_rotation", "rotation", "camera", TURN_DEG.get(day), None),
        ("t_neck_rotation", "rotation", "gyro", NECK_DEG.get(day), True),
    )
    for test, measure, method, value, familiar in taken:
        if value is None or test not in {one.id for one in person.testing.open_tests()}:
            continue
        for side in (Side.LEFT, Side.RIGHT):
            trials = (value - 1.0, float(value), value + 1.0)
            person.testing.record_test(test, measure, side, trials, method, pain=2, familiar=familiar)


def _asked(person: Person, day: int) -> None:
    if day in TYPING:
        person.diary.score_activity("typing for an hour", TYPING[day])
    if day in CHANGE:
        person.diary.say_change(CHANGE[day])


def _train(person: Person, day: int, pain: int) -> None:
    keeping = person.review().phase.value == "maintenance"
    if day % 7 not in (KEEPING_DAYS if keeping else SESSION_DAYS) or not isinstance(person.verdict(), Cleared):
        return
    try:
        session = person.sessions.start(SessionKind.FULL, pain)
    except NothingFitsError:
        return
    view = person.sessions.session(session)
    for item in view.items:
        for number in range(1, item.dose.sets + 1):
            person.sessions.finish_set(session, item.item, number)
    turned = any(item.exercise == "seated_thoracic_rotation" for item in view.items)
    person.sessions.finish_session(session, max(0, pain - (2 if turned else 1)), 4)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--db", type=Path, required=True, help="a new file; one that is there is not written over")
    parser.add_argument("--weeks", type=int, default=20)
    parser.add_argument("--until", choices=tuple(STAGES), default="end", help="stop on this day, which becomes today")
    wanted = parser.parse_args()
    if wanted.db.exists():
        sys.exit(f"{wanted.db}: is there already")
    last = min(STAGES[wanted.until], 7 * wanted.weeks - 1)
    clock = Clock(datetime.now().astimezone().date() - timedelta(days=last))
    store = open_store(wanted.db, clock())
    person = Person(store, knowledge.catalogue(), clock, clock.new_id)
    live(person, clock, last)
    review = person.review()
    store.close()
    sys.stdout.write(f"{wanted.db}: {last + 1} days; today: {review.state.value}, {review.phase.value}\n")


if __name__ == "__main__":
    main()

"""What a person tells about themselves and their days. Every entry can be undone (`Person.undo_last`)."""

from collections.abc import Callable, Container, Iterable
from datetime import date
from typing import Final

from upperback.model.catalogue import ASKED_FOR, HOUSEHOLD, POSITIONS
from upperback.model.record import About, Change, DiaryDay, Function, RecordError, Score, Wishes
from upperback.services.chart import Chart
from upperback.services.errors import BadInputError
from upperback.store import entries, journal, records

MINUTES_OF: Final = {"brisk_walking": "minutes_walked", "swimming": "minutes_swum"}
MINUTES_A_DAY: Final = 1440
MAX_TEXT: Final = 200


class Diary:
    """Checks an entry, keeps how things were, writes it."""

    def __init__(self, chart: Chart) -> None:
        self._chart = chart

    def save_about(self, about: About) -> None:
        with self._chart.writing(self._chart.today()) as tx:
            journal.remember(tx, "about", "", self._chart.instant(), ("person", {"id": tx.person}))
            records.write_about(tx, about)

    def save_wishes(self, wishes: Wishes) -> None:
        """Raises BadInputError for equipment, positions or exercises that the catalogue doesn't know."""
        exercises = self._chart.catalogue.exercises
        _refuse_unknown("equipment", (*wishes.equipment, *wishes.lacking), ASKED_FOR | HOUSEHOLD)
        _refuse_unknown("avoid_positions", wishes.avoid_positions, POSITIONS | {"floor"})
        _refuse_unknown("exercises", (*wishes.likes, *wishes.dislikes, *wishes.added, *wishes.removed), exercises)
        with self._chart.writing(self._chart.today()) as tx:
            journal.remember(tx, "wishes", "", self._chart.instant(), ("person", {"id": tx.person}))
            records.write_wishes(tx, wishes)

    def log_pain(
        self,
        pain: float | None,
        worst: float | None = None,
        day: date | None = None,
        *,
        slept_badly: bool | None = None,
        ill: bool | None = None,
    ) -> None:
        """Pain now (and at its worst), 0 to 10, for `day` (today), and whether one slept badly or was ill, as one change. Said
        again, the newer value stands; None leaves it."""
        day = self._day(day)
        _check(lambda: DiaryDay(day, pain, worst))
        given = {"pain": pain, "worst": worst, "slept_badly": slept_badly, "ill": ill}
        said = {name: value for name, value in given.items() if value is not None}
        with self._chart.writing(day) as tx:
            place = ("diary", {"person_id": tx.person, "day": day.isoformat()})
            journal.remember(tx, "diary", day.isoformat(), self._chart.instant(), place)
            entries.write_day(tx, day, said)

    def log_activity(self, exercise: str, minutes: float, day: date | None = None) -> None:
        """Add a walk ("brisk_walking") or a swim ("swimming") to the day's minutes."""
        day = self._day(day)
        if exercise not in MINUTES_OF:
            raise BadInputError(f"{exercise[:80]}: only a walk or a swim is noted in minutes")
        if not 0 < minutes <= MINUTES_A_DAY:
            raise BadInputError(
                f"minutes: {minutes} is not between 1 and {MINUTES_A_DAY}", "refused.why.number", low=1, high=MINUTES_A_DAY
            )
        with self._chart.writing(day) as tx:
            if entries.minutes_on(tx, day, MINUTES_OF[exercise]) + minutes > MINUTES_A_DAY:
                raise BadInputError(f"minutes: a day has only {MINUTES_A_DAY}", "refused.why.day_full", n=MINUTES_A_DAY)
            place = ("diary", {"person_id": tx.person, "day": day.isoformat()})
            journal.remember(tx, "activity", exercise, self._chart.instant(), place)
            entries.add_minutes(tx, day, MINUTES_OF[exercise], minutes)

    def name_activity(self, activity: str, goal: float) -> None:
        """An activity the person wants back, with the score (0 to 10) that would be enough. Named again, the goal changes."""
        name = activity.strip()
        if not name or len(name) > MAX_TEXT or any(ord(c) < 32 for c in name):
            raise BadInputError(f"activity: a few words, at most {MAX_TEXT} characters", "refused.why.name", n=MAX_TEXT)
        _check(lambda: Function(name, goal))
        with self._chart.writing(self._chart.today()) as tx:
            journal.remember(tx, "function", name, self._chart.instant(), ("activity", {"person_id": tx.person, "name": name}),
                             ("activity_score", {"activity_id": entries.activity_id(tx, name)}))  # fmt: skip
            entries.write_activity(tx, name, goal)

    def score_activity(self, activity: str, score: float) -> None:
        """How well it goes today, 0 (can't) to 10 (as before)."""
        today = self._chart.today()
        _check(lambda: Score(today, score))
        with self._chart.writing(self._chart.today()) as tx:
            number = entries.activity_id(tx, activity.strip())
            if number is None:
                raise BadInputError("activity: name it first")
            place = ("activity_score", {"activity_id": number, "day": today.isoformat()})
            journal.remember(tx, "function", activity.strip(), self._chart.instant(), place)
            entries.write_score(tx, number, today, score)

    def say_change(self, pgic: int) -> None:
        """The person's own word on the change since the start, 1 (very much worse) to 7 (very much better)."""
        today = self._chart.today()
        _check(lambda: Change(today, pgic))
        with self._chart.writing(self._chart.today()) as tx:
            journal.remember(tx, "change", "", self._chart.instant(), ("own_change", {"person_id": tx.person}))
            entries.write_change(tx, today, pgic)

    def accept(self, *findings: str) -> None:
        """The person accepts findings as their build; several are taken back as one."""
        _refuse_unknown("finding", findings, self._chart.catalogue.findings)
        with self._chart.writing(self._chart.today()) as tx:
            about = " ".join(findings)
            journal.remember(tx, "accepted", about, self._chart.instant(), ("accepted", {"person_id": tx.person}))
            for finding in findings:
                entries.write_accepted(tx, finding, self._chart.today())

    def _day(self, day: date | None) -> date:
        today = self._chart.today()
        if day is not None and day > today:
            raise BadInputError(f"day: {day} is after today, {today}", "refused.why.future")
        return today if day is None else day


def _check(make: Callable[[], object]) -> None:
    """A value that can't be is refused before anything is written."""
    try:
        make()
    except RecordError as error:
        raise BadInputError(str(error)) from error


def _refuse_unknown(what: str, ids: Iterable[str], known: Container[str]) -> None:
    unknown = [i for i in ids if i not in known]
    if unknown:
        raise BadInputError(f"{what}: {unknown[0][:80]} is unknown")

"""A session that was done without the app: told later, with its day, what was done, and the pain."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from upperback.model.care import Given
from upperback.model.record import PAIN_MAX, KeptItem, RecordError, check_scale
from upperback.services.chart import Chart
from upperback.services.errors import BadInputError
from upperback.services.views import ItemState, SessionKind, SessionState
from upperback.store import journal, programmes, visits

TOLD_DAYS: Final = 7  # what is longer ago is hardly remembered as it was; expert judgement


@dataclass(frozen=True, slots=True)
class CanTell:
    """The days that can be told of, newest first, those with a session already, and the exercises of the programme."""

    days: tuple[date, ...]
    trained: frozenset[date]
    exercises: tuple[str, ...]


class Elsewhere:
    """What was done counts as done, whatever the screen says today: it is a fact, and care judges the next step by it."""

    def __init__(self, chart: Chart) -> None:
        self._chart = chart

    def can_tell(self) -> CanTell:
        """What the page offers. Without a programme there is nothing to tell."""
        case, today = self._chart.case(), self._chart.today()
        days = tuple(today - timedelta(days=n) for n in range(TOLD_DAYS + 1))
        done = frozenset(s.day for s in case.sessions if s.day in days and any(not i.skipped and i.sets for i in s.items))
        return CanTell(days, done, tuple(e for e in self._items(today) if e in self._chart.catalogue.exercises))

    def tell(
        self, day: date, exercises: Sequence[str], pain_before: float | None = None, pain_after: float | None = None
    ) -> None:
        """Keep a session of `day` with the doses of the programme that was in force then. Can be undone.

        Raises BadInputError for a day to come or too long ago, and where nothing is named that the programme has."""
        today = self._chart.today()
        if day > today:
            raise BadInputError(f"day: {day} is after today, {today}", "refused.why.future")
        if day < today - timedelta(days=TOLD_DAYS):
            raise BadInputError(f"day: {day} is more than {TOLD_DAYS} days ago", "refused.why.long_ago", n=TOLD_DAYS)
        items = self._items(day)
        chosen = [items[e] for e in dict.fromkeys(exercises) if e in items]
        if not chosen or len(chosen) != len(set(exercises)):
            raise BadInputError("exercises: name what was done", "refused.why.exercises")
        try:
            for name, value in (("pain_before", pain_before), ("pain_after", pain_after)):
                check_scale(name, value, 0, PAIN_MAX)
        except RecordError as error:
            raise BadInputError(str(error)) from error
        session_id, told_at = self._chart.new_id(), self._chart.instant()
        new = [visits.NewItem(i.exercise, i.side, i.level, Given(i.sets, i.reps, i.hold_s, i.rest_s), "", ()) for i in chosen]
        with self._chart.writing(day) as tx:
            newest = programmes.newest(tx)
            of_week = newest.id if newest is not None and newest.day <= day else None
            where = {"session_id": session_id}
            journal.remember(
                tx, "told", day.isoformat(), told_at, ("session", {"id": session_id}), ("session_item", where),
                ("session_set", where),
            )  # fmt: skip
            kind = SessionKind.FULL.value
            visits.start(tx, session_id, day, kind, told_at, new, programme_id=of_week, pain_before=pain_before)
            for number, item in enumerate(chosen):
                for set_no in range(1, item.sets + 1):
                    visits.end_set(tx, session_id, number, set_no, item.reps)
                visits.set_item(tx, session_id, number, {"state": ItemState.DONE.value})
            visits.set_session(tx, session_id, {"state": SessionState.FINISHED.value, "pain_after": pain_after})

    def _items(self, day: date) -> dict[str, KeptItem]:
        """The programme in force on a day (else the first one): each exercise with its dose."""
        kept = sorted(self._chart.case().programmes, key=lambda one: one.day)
        in_force = [one for one in kept if one.day <= day][-1:] or kept[:1]
        return {item.exercise: item for one in in_force for _, items in one.items for item in items}

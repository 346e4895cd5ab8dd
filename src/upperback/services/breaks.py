"""Desk breaks of one person: what to do now, when the next one comes, and what was done. A break is kept as a session of its own
kind with one exercise: work that counts as load, but no session of the week."""

import re
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from upperback.care.breaks import breaks_now, next_break
from upperback.model.care import Given, Refer
from upperback.model.habits import DeskBreak, DeskDay, Habits, Rhythm
from upperback.services.chart import Chart
from upperback.services.errors import BadInputError, NotAllowedError, NothingFitsError
from upperback.services.habits import Reminding
from upperback.services.plans import Plans
from upperback.services.screening import Screening
from upperback.services.views import ItemState, ScreenKind, SessionKind, SessionState, StopReason, Symptom
from upperback.store import habits as kept
from upperback.store import journal, visits
from upperback.store.visits import NewItem

MEETING_MIN: Final = (30, 60, 90)
KEY: Final = re.compile(r"[A-Za-z0-9_-]{8,80}")


class NoBreak(StrEnum):
    """Why there is nothing to do at the desk now."""

    CLINICIAN = "clinician"
    QUESTIONS = "questions"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Offer:
    """One exercise for the desk; `others`: how many more there are."""

    now: DeskBreak
    others: int


class Breaks:
    """Every method that writes is one short transaction."""

    def __init__(self, chart: Chart, plans: Plans, screening: Screening, reminding: Reminding) -> None:
        self._chart = chart
        self._plans = plans
        self._screening = screening
        self._reminding = reminding

    def offer(self) -> Offer | NoBreak:
        """What to do now: allowed by the screen of today, from the programme in force."""
        try:
            found = self._possible()
        except NotAllowedError as error:
            return NoBreak.CLINICIAN if isinstance(error.verdict, Refer) else NoBreak.QUESTIONS
        except NothingFitsError:
            return NoBreak.NOTHING
        return Offer(found[0], len(found) - 1) if found else NoBreak.NOTHING

    def rhythm(self) -> Rhythm:
        """When the next one comes. Off where the screen allows no exercise."""
        habits = self._reminding.habits()
        if isinstance(self._chart.verdict(), Refer):
            habits = replace(habits, break_every_min=0)
        return next_break(habits, self._desk(), self._chart.now(), ZoneInfo(habits.zone))

    def turn(self) -> str:
        """Names the break that comes next, so that a page tells of it once."""
        desk = self._desk()
        return "" if desk.counted_from is None else desk.counted_from.isoformat()

    def here(self) -> None:
        """Someone is at the desk again after a long time: the rhythm counts from now. Else nothing changes."""
        if self.rhythm().restart:
            self._write(replace(self._desk(), counted_from=self._chart.instant()))

    def done(self, key: str, exercise: str) -> None:
        """Keep a break that was done. `key` is the page's own name for it: said twice it is kept once. Can be undone."""
        self._keep(key, exercise, None)

    def stopped(self, key: str, exercise: str, reason: StopReason) -> None:
        """It was stopped: kept with its reason, and not offered again while the light is red. Can be undone."""
        self._keep(key, exercise, reason)

    def another(self, exercise: str) -> None:
        """Something else, please; this one comes last until a break was done."""
        desk = self._desk()
        aside = tuple(e for e in desk.offered if e != exercise)
        if exercise in self._chart.catalogue.exercises:
            self._write(replace(desk, offered=(*aside, exercise)))

    def not_now(self) -> None:
        """Not this time: the next one comes a rhythm later."""
        self._write(DeskDay(counted_from=self._chart.instant()))

    def meeting(self, minutes: int) -> None:
        """In a meeting for so long; nothing is shown until then."""
        if minutes not in MEETING_MIN:
            raise BadInputError(f"minutes: one of {MEETING_MIN}", "refused.why.choose")
        self._write(replace(self._desk(), meeting_until=self._chart.instant() + timedelta(minutes=minutes)))

    def meeting_until(self, at: time) -> None:
        """In a meeting until this time of day, the next one there is."""
        habits = self._reminding.habits()
        now = self._chart.now().astimezone(ZoneInfo(habits.zone))
        until = datetime.combine(now.date(), at, ZoneInfo(habits.zone))
        if until <= now:
            until = datetime.combine(now.date() + timedelta(days=1), at, ZoneInfo(habits.zone))
        self._write(replace(self._desk(), meeting_until=until.astimezone(self._chart.instant().tzinfo)))

    def meeting_over(self) -> None:
        """The meeting is over."""
        desk = self._desk()
        if desk.meeting_until is not None and desk.meeting_until > self._chart.now():
            self._write(replace(desk, meeting_until=self._chart.instant()))

    def in_meeting_until(self) -> datetime | None:
        """The end of a meeting under way, on the person's clock."""
        until = self._desk().meeting_until
        zone = ZoneInfo(self._reminding.habits().zone)
        return until.astimezone(zone) if until is not None and until > self._chart.now() else None

    def symptom(self, kind: Symptom) -> None:
        """A sign in a break: the short form of the questions comes before anything else, as in a session."""
        self._screening.after_symptom(kind)

    def habits(self) -> Habits:
        return self._reminding.habits()

    def _possible(self) -> tuple[DeskBreak, ...]:
        cleared = self._chart.require_cleared()
        if self._screening.need().kind is not ScreenKind.NONE:
            raise NotAllowedError(self._chart.screen_again())
        programme = self._plans.plan().programme
        return breaks_now(self._chart.catalogue, self._chart.case(), cleared, programme, put_aside=self._desk().offered)

    def _keep(self, key: str, exercise: str, reason: StopReason | None) -> None:
        if not KEY.fullmatch(key):
            raise BadInputError("key: a break needs a key of its own")
        with self._chart.reading() as tx:
            if visits.read(tx, key) is not None:
                return
        done = next((one for one in self._possible() if one.exercise == exercise), None)
        if done is None:
            raise BadInputError("exercise: not one for the desk now", "refused.why.over")
        dose = Given(done.dose.sets, done.dose.reps, done.dose.hold_s, done.dose.rest_s)
        item = NewItem(exercise, done.side, done.level, dose, "", ())
        state = ItemState.DONE if reason is None else ItemState.STOPPED
        why = None if reason is None else reason.value
        with self._chart.writing(self._chart.today()) as tx:
            of_it = {"session_id": key}
            places = (("session", {"id": key}), ("session_item", of_it), ("session_set", of_it))
            journal.remember(tx, "break", exercise, self._chart.instant(), *places)
            started = self._chart.instant()
            visits.start(tx, key, self._chart.today(), SessionKind.BREAK, started, (item,), programme_id=None, pain_before=None)
            if reason is None:
                visits.end_set(tx, key, 0, 1, dose.reps)
            visits.set_item(tx, key, 0, {"state": state.value, "stopped_because": why})
            visits.set_session(tx, key, {"state": SessionState.FINISHED.value})
            kept.write_desk_day(tx, DeskDay(counted_from=started))

    def _desk(self) -> DeskDay:
        with self._chart.reading() as tx:
            return kept.desk_day(tx)

    def _write(self, desk: DeskDay) -> None:
        with self._chart.writing(self._chart.today()) as tx:
            kept.write_desk_day(tx, desk)

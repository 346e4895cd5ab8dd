"""A session, movement by movement: what is shown as counted is in the database before, none twice."""

import math
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final

from upperback.model.body import Side
from upperback.model.care import Cleared, Incomplete, Refer
from upperback.services.chart import Chart
from upperback.services.errors import BadInputError, NotAllowedError
from upperback.services.other_ways import OtherWays
from upperback.services.planned import Planned
from upperback.services.screening import Screening
from upperback.services.session_rows import MAX_KEY
from upperback.services.session_views import counted_of, planned_view
from upperback.services.sets import reps_in
from upperback.services.testing import Testing
from upperback.services.views import (
    Counted,
    ItemState,
    ScreenKind,
    SessionKind,
    SessionState,
    SessionView,
    Stopped,
    StopReason,
    Symptom,
)
from upperback.store import journal, session_events, visits
from upperback.store.session_events import CueRow, Reached
from upperback.store.store import Tx
from upperback.store.visits import NewItem, NewMovement, SessionRow

MORNING_DAYS: Final = 2  # pain on the next morning is still known two days later; expert judgement
COUNTED_BY: Final = frozenset({"camera", "tap", "timer"})
LATE_DAYS: Final = 7  # a session done without the server reaches it within a week; expert judgement
AGO_MAX_S: Final = LATE_DAYS * 24 * 3600.0


class Sessions(OtherWays):
    """Every method is one short transaction; what it returned is on disk."""

    def __init__(self, chart: Chart, screening: Screening, testing: Testing, planned: Planned) -> None:
        super().__init__(chart, planned)
        self._screening = screening
        self._testing = testing

    def begun_without(
        self,
        session_id: str,
        kind: SessionKind,
        day: date,
        items: Sequence[NewItem],
        pain_before: float | None = None,
        *,
        ago_s: float = 0.0,
    ) -> str:
        """Keep the start of a session that a page began without the server, `ago_s` ago under the page's own id: today or up
        to `LATE_DAYS` ago. Said twice it starts once. Sessions left open are closed; where one has begun since, that one goes
        on and this one is the closed one: what its page kept still counts in it. Raises NotAllowedError where the safety
        questions of that day were not answered, BadInputError for an impossible day."""
        self._possible(pain_before, None)
        today = self._chart.today()
        if not today - timedelta(days=LATE_DAYS) <= day <= today:
            raise BadInputError(f"day: {day} is after today or more than {LATE_DAYS} days ago", "refused.why.future")
        with self._chart.reading() as tx:
            if visits.read(tx, session_id) is not None:
                return session_id
        if day == today:
            self._allowed()
        elif all(screen.day != day for screen in self._chart.case().screens):
            raise NotAllowedError(self._chart.screen_again())
        programme_id = self._planned.programme_id()
        with self._chart.writing(day) as tx:
            journal.forget(tx)
            started = self._before(ago_s)
            others = [self._row(tx, other) for other in visits.open_ids(tx)]
            newer = any(other.started_at > started for other in others)
            if not newer:
                visits.close_open(tx)
            visits.start(tx, session_id, day, kind.value, started, items, programme_id=programme_id, pain_before=pain_before)
            if newer:
                visits.set_session(tx, session_id, {"state": SessionState.LEFT.value})
        return session_id

    def start(self, kind: SessionKind, pain_before: float | None = None, *, routine: str | None = None) -> str:
        """Begin a session and return its id. One left open today by the same kind goes on (same id); others are closed.
        `routine`: which one, for the kind of that name; what an answer stands against is left out of it.
        Raises NotAllowedError while a screen is due (`Screening.need`) or the screen does not allow exercise,
        NothingFitsError where nothing of it is allowed, BadInputError for an unknown routine."""
        self._possible(pain_before, None)
        cleared = self._allowed()
        items, programme_id = self._planned.items(kind, cleared, routine)
        today = self._chart.today()
        with self._chart.writing(self._chart.today()) as tx:
            journal.forget(tx)
            for session_id in visits.open_ids(tx):
                row = self._row_to_change(tx, session_id)
                if (row.day, row.kind, row.routine) == (today, kind.value, routine):
                    visits.set_session(tx, session_id, {"state": SessionState.OPEN.value})
                    return session_id
                visits.set_session(tx, session_id, {"state": SessionState.LEFT.value})
            session_id = self._chart.new_id()
            started = self._chart.instant()
            visits.start(
                tx,
                session_id,
                today,
                kind.value,
                started,
                items,
                programme_id=programme_id,
                pain_before=pain_before,
                routine=routine,
            )
        return session_id

    def not_begun(self, kind: SessionKind) -> SessionView:
        """What a session of this kind would be today: for a page that is kept for later. Nothing is written. Raises as
        `start` does."""
        items, _ = self._planned.items(kind, self._allowed())
        return planned_view(items, kind, self._chart.today(), self._chart.instant())

    def open_session(self) -> SessionView | None:
        """The session of today that is open or locked, if any."""
        with self._chart.reading() as tx:
            rows = [self._row(tx, session_id) for session_id in visits.open_ids(tx)]
        of_today = [row for row in rows if row.day == self._chart.today()]
        return self._view(of_today[-1]) if of_today else None

    # -- counting ------------------------------------------------------------------------------------------------------
    def add_rep(
        self,
        session_id: str,
        item: int,
        key: str,
        *,
        side: Side = Side.BOTH,
        peak: float | None = None,
        by: str = "camera",
        ago_s: float = 0.0,
    ) -> Counted:
        """Keep one counted movement. `key` is the page's own name for it: said twice (a reload, a second tab, a resend) it
        counts once. `by`: camera, tap or timer. `ago_s`: how long ago it was, where the line was down. Raises BadInputError
        for a session that is locked or closed."""
        return self._count(session_id, item, NewMovement(key, "rep", side, peak, 0.0, by, self._before(ago_s)))

    def add_hold(
        self,
        session_id: str,
        item: int,
        key: str,
        held_s: float,
        *,
        side: Side = Side.BOTH,
        mean: float | None = None,
        by: str = "camera",
        ago_s: float = 0.0,
    ) -> Counted:
        """Keep one hold of `held_s` seconds; it counts as one repetition of the dose. `key` and `ago_s` as in `add_rep`."""
        return self._count(session_id, item, NewMovement(key, "hold", side, mean, held_s, by, self._before(ago_s)))

    def take_back(self, session_id: str, item: int, *, key: str = "") -> Counted:
        """Take back the last counted movement of the set under way (a miscount)."""

        def back(tx: Tx, session: SessionRow) -> None:
            if not visits.drop_last_movement(tx, session_id, self._todo(self._must_be_open(session, key), item)):
                raise BadInputError("nothing is counted in this set yet", "refused.why.nothing_counted")

        self._once(session_id, key, back)
        with self._chart.reading() as tx:
            return counted_of(self._item(self._row(tx, session_id), item), new=False)

    def finish_set(self, session_id: str, item: int, set_no: int, reps: int | None = None, *, key: str = "") -> SessionView:
        """End set `set_no`. `reps`: the person's own word where nothing was counted; None keeps what was counted, or the
        whole set where nothing was. Said twice it ends once; the last set ends the item."""
        with self._chart.writing(self._chart.today()) as tx:
            journal.forget(tx)
            row = self._item(self._must_be_open(self._row_to_change(tx, session_id), key), item)
            if set_no > len(row.sets):
                self._must_be_todo(row)
                if set_no != len(row.sets) + 1:
                    raise BadInputError(f"set {set_no}: set {len(row.sets) + 1} comes first")
                if reps is not None and not 0 <= reps <= 1000:
                    raise BadInputError(f"reps: {reps} is not between 0 and 1000", "refused.why.whole", low=0, high=1000)
                said = reps if reps is not None else row.counted or reps_in(row.dose, set_no, row.extra_side)
                visits.end_set(tx, session_id, item, set_no, said)
                if set_no >= row.dose.sets:
                    visits.set_item(tx, session_id, item, {"state": ItemState.DONE.value})
            return self._view(self._row(tx, session_id))

    # -- what the camera saw -------------------------------------------------------------------------------------------
    def add_cue(self, session_id: str, item: int, fault: str, *, mended: bool) -> None:
        """A form cue was said, or was put right after it."""
        with self._chart.writing(self._chart.today()) as tx:
            self._item(self._open(tx, session_id), item)
            session_events.add_cue(tx, session_id, item, fault, mended=mended)

    def seen(self, session_id: str) -> tuple[tuple[Reached, ...], tuple[CueRow, ...]]:
        """The furthest reach to each side, and the cues; empty for a session without camera."""
        with self._chart.reading() as tx:
            return session_events.reached(tx, session_id), session_events.cues(tx, session_id)

    # -- stops ---------------------------------------------------------------------------------------------------------
    def stop_item(self, session_id: str, item: int, reason: StopReason, pain: float | None = None, *, key: str = "") -> Stopped:
        """Stop one exercise: cramp, pain worse, or no pull felt. What was done stays kept; the tests are next. Said twice (a
        double click), the first counts."""
        self._possible(pain, None)

        def stop(tx: Tx, session: SessionRow) -> None:
            row = self._item(self._must_be_open(session, key), item)
            if row.state != ItemState.STOPPED:
                self._must_be_todo(row)
                said = {} if pain is None else {"pain": pain}
                values = {"state": ItemState.STOPPED.value, "stopped_because": reason.value, **said}
                visits.set_item(tx, session_id, item, values)

        self._once(session_id, key, stop)
        return self.stopped(session_id, item)

    def stopped(self, session_id: str, item: int) -> Stopped:
        """What follows the stop of this exercise. Raises BadInputError for one that was not stopped."""
        view = self.session(session_id)
        found = next((one for one in view.items if one.item == item), None)
        if found is None or found.stopped_because is None:
            raise BadInputError(f"item {item}: not stopped in this session")
        return Stopped(StopReason(found.stopped_because), self._nearest_tests(found.exercise), view.current)

    def symptom(self, session_id: str, kind: Symptom, *, key: str = "") -> SessionView:
        """Dizzy, tingling or numb, chest pain, unwell: the session locks, the short screen has to be answered
        (`Screening.open()`), and clearances given before no longer hold."""

        def lock(tx: Tx, session: SessionRow) -> None:
            if session.state != SessionState.LOCKED:
                self._must_be_open(session, key)
            visits.close_open(tx)  # nothing else goes on beside it
            visits.set_session(tx, session_id, {"state": SessionState.LOCKED.value, "symptom": kind.value})
            self._screening.symptom_named(tx, kind)

        return self._once(session_id, key, lock)

    def unlock(self, session_id: str) -> SessionView:
        """Go on after the short screen allowed it; otherwise the session is closed as left. Raises NotAllowedError."""
        verdict = self._chart.verdict()
        with self._chart.writing(self._chart.today()) as tx:
            journal.forget(tx)
            row = self._row_to_change(tx, session_id)
            match verdict:
                case Incomplete():
                    raise NotAllowedError(verdict)
                case Refer():
                    visits.set_session(tx, session_id, {"state": SessionState.LEFT.value})
                case Cleared() if row.state == SessionState.LOCKED:
                    visits.set_session(tx, session_id, {"state": SessionState.OPEN.value})
                    for item in row.items:
                        found = self._chart.catalogue.exercises.get(item.exercise)
                        if item.state == ItemState.TODO and found is not None and found.tags & verdict.blocked_tags:
                            visits.set_item(tx, session_id, item.item, {"state": ItemState.SKIPPED.value})
                case Cleared():
                    pass
            view = self._view(self._row(tx, session_id))
        if isinstance(verdict, Refer):
            raise NotAllowedError(verdict)
        return view

    # -- the end -------------------------------------------------------------------------------------------------------
    def finish_session(
        self, session_id: str, pain_after: float | None = None, effort: float | None = None, *, key: str = ""
    ) -> SessionView:
        """End the session. `effort` goes to the items that have none of their own. Can be undone. Said twice without a key,
        the newer values stand."""
        self._possible(pain_after, effort)
        with self._chart.writing(self._chart.today()) as tx:
            row = self._row_to_change(tx, session_id)
            if key and session_events.known(tx, session_id, key):
                return self._view(row)
            if row.state == SessionState.LOCKED:
                raise BadInputError("this session is locked", "refused.why.session_closed")
            where = {"session_id": session_id}
            journal.remember(
                tx, "finish", session_id, self._chart.instant(), ("session", {"id": session_id}), ("session_item", where)
            )
            said = {} if pain_after is None else {"pain_after": pain_after}
            visits.set_session(tx, session_id, {"state": SessionState.FINISHED.value, **said})
            if effort is not None:
                visits.give_effort(tx, session_id, effort)
            if key:
                session_events.keep(tx, session_id, key)
            return self._view(self._row(tx, session_id))

    def next_morning(self, session_id: str, pain: float) -> SessionView:
        """Pain on the morning after a session. Can be undone."""
        self._possible(pain, None)
        with self._chart.writing(self._chart.today()) as tx:
            row = self._row_to_change(tx, session_id)
            if row.day >= self._chart.today():
                raise BadInputError("the morning after this session is still to come", "refused.why.future")
            journal.remember(tx, "morning", session_id, self._chart.instant(), ("session", {"id": session_id}))
            visits.set_session(tx, session_id, {"pain_next_morning": pain})
            return self._view(self._row(tx, session_id))

    def morning_due(self) -> SessionView | None:
        """The newest session of an earlier day (up to two days back) that has no next-morning pain yet."""
        today = self._chart.today()
        with self._chart.reading() as tx:
            row = visits.newest_done(tx, today - timedelta(days=MORNING_DAYS), today - timedelta(days=1))
        return None if row is None else self._view(row)

    # -- guards --------------------------------------------------------------------------------------------------------
    def _allowed(self) -> Cleared:
        cleared = self._chart.require_cleared()
        if self._screening.need().kind is not ScreenKind.NONE:
            raise NotAllowedError(self._chart.screen_again())
        return cleared

    def _before(self, ago_s: float) -> datetime:
        if not 0 <= ago_s <= AGO_MAX_S:
            raise BadInputError("ago_s: longer ago than a page keeps anything")
        return self._chart.instant() - timedelta(seconds=ago_s)

    def _count(self, session_id: str, item: int, new: NewMovement) -> Counted:
        if not 0 < len(new.key) <= MAX_KEY or new.counted_by not in COUNTED_BY:
            raise BadInputError("a movement needs a key of its own and who counted it")
        if not 0 <= new.held_s <= 3600 or not math.isfinite(new.peak or 0):
            raise BadInputError("a movement needs finite numbers; a hold lasts up to an hour")
        with self._chart.writing(self._chart.today()) as tx:
            session = self._row_to_change(tx, session_id)
            known = session_events.known(tx, session_id, new.key)
            if not known:
                visits.add_movement(tx, session_id, self._todo(self._must_be_open(session, new.key), item), new)
            return counted_of(self._item(self._row(tx, session_id), item), new=not known)

    def _nearest_tests(self, exercise: str) -> tuple[str, ...]:
        findings = self._chart.catalogue.findings.values()
        near = {t for f in findings if any(exercise in ids for ids in f.exercises.values()) for t in f.tests}
        open_today = [test.id for test in self._testing.open_tests()]
        return tuple(sorted(open_today, key=lambda test: test not in near))
